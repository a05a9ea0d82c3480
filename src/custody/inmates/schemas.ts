import { type Static, Type } from 'typebox'
import { anyOf, archivedFilter, pageOf, pageQuery } from '../../platform/contract/list-shapes.ts'
import {
  archived,
  closed,
  component,
  day,
  digits,
  erasedAt,
  Id,
  idOf,
  listOf,
  maybes,
  nullable,
  nullables,
  oneOf,
  optionals,
  patchOf,
  patterned,
  ref,
  retentionHold,
  stamps,
  text,
} from '../../platform/contract/shapes.ts'
import { defineMask, personal } from '../../platform/security/data-classes.ts'

const facilityId = idOf('The facility (UPT) that keeps the person; the register book, for a registration.')
const book = oneOf(
  ['A_I', 'A_II', 'A_III', 'A_IV', 'A_V', 'B_I', 'B_IIA', 'B_IIB', 'B_III', 'C'],
  'Register book (buku register): A_I to A_V for detainees, B_I to B_III for convicts, C for hostages.',
)
const identity = { class: 'identity', scope: 'inmates:read:identity' } as const
const custody = { class: 'custody' } as const
const profile = { class: 'profile' } as const
const number = text(
  60,
  'Number in the book (nomor register), as it is written there; unique per facility and book, whatever its case, blanks, dots after letters and leading zeros.',
)
const entry = {
  book: personal(book, custody),
  number: personal(number, { ...identity, mask: 'hidden' }),
  from: day('First day of the entry; not later than today at the facility.'),
}
const entryOptional = { to: day('Last day of the entry, inclusive; null while it is open.') }

/** An entry as it stands inside the inmate; its stamps are read at its own address. */
export const InmateRegistrationEntry = component(
  'InmateRegistrationEntry',
  closed({ id: Id, facilityId, ...entry, ...nullables(entryOptional), version: stamps.version }),
)

export const InmateRegistration = component(
  'InmateRegistration',
  closed({
    id: Id,
    inmateId: { ...idOf('The inmate.'), readOnly: true },
    facilityId: { ...facilityId, readOnly: true },
    ...entry,
    ...nullables(entryOptional),
    ...stamps,
  }),
)
export type InmateRegistration = Static<typeof InmateRegistration>

export const NewInmateRegistration = component('NewInmateRegistration', closed({ ...entry, ...maybes(entryOptional) }))
export type NewInmateRegistration = Static<typeof NewInmateRegistration>

export const InmateRegistrationPatch = component('InmateRegistrationPatch', patchOf({ ...entry, ...nullables(entryOptional) }))
export type InmateRegistrationPatch = Static<typeof InmateRegistrationPatch>

export const InmateRegistrationPage = pageOf('InmateRegistrationPage', InmateRegistration)

export const InmateRegistrationQuery = pageQuery(Object.keys(InmateRegistration.properties), ['from', 'id'], {})
export type InmateRegistrationQuery = Static<typeof InmateRegistrationQuery>

export const ByRegistration = closed({ id: Id, registrationId: idOf('The registration.') })

const legalStatus = oneOf(['DETAINEE', 'CONVICT', 'JUVENILE'], 'Detainee (tahanan), convict (narapidana) or juvenile (anak binaan).')
const custodyStatus = oneOf(
  ['ACTIVE', 'TRANSFERRED', 'RELEASED', 'DECEASED', 'ESCAPED', 'TEMPORARILY_ABSENT'],
  'Whether the person is in custody here; changed by a custody change only.',
)
const custodyChangedOn = day('The day of the last custody change: when the person left, for one who is not here.')
const aliasMask = defineMask('publicAlias', (_name, { publicAlias }) => publicAlias)
const required = {
  name: personal(text(200, 'Full name.'), { ...identity, mask: aliasMask }),
  sex: personal(oneOf(['MALE', 'FEMALE'], 'Sex as registered.'), profile),
  legalStatus: personal(legalStatus, custody),
  admittedOn: personal(day('Day of admission; not later than today at the facility.'), custody),
}
const optional = {
  alias: personal(text(200, 'Other name the person is known by (nama alias).'), { ...identity, mask: 'absent' }),
  birthDate: personal(day('Birth date; not later than the admission.'), { ...identity, mask: 'absent' }),
  education: personal(
    oneOf(
      ['NONE', 'SD', 'SMP', 'SMA', 'D1', 'D2', 'D3', 'D4', 'S1', 'S2', 'S3'],
      'Highest completed education (pendidikan terakhir), from primary school (SD) to doctorate (S3).',
    ),
    profile,
  ),
  expectedReleaseOn: personal(day('Expected day of release (tanggal ekspirasi); not before the admission.'), custody),
}
const nikText = 'National identity number (NIK), 16 digits; unique per facility. Never compared with the birth date: it stays even where the two differ.'
const newNik = personal(digits(16, nikText), { ...identity, mask: 'digits' })
const withDefault = {
  nationality: personal(patterned(2, '^[A-Z]{2}$', 'Country of citizenship, ISO 3166-1 alpha-2.', { default: 'ID' }), profile),
  skills: personal(
    listOf(text(60, 'A skill in a few words.'), 20, { uniqueItems: true, default: [], description: 'What the person can do (keterampilan).' }),
    profile,
  ),
}
const publicAlias = text(
  40,
  'What reports for the public call the person: the initials of the name unless another one is given. It stays when the name changes.',
)

export const Inmate = component(
  'Inmate',
  closed({
    id: Id,
    facilityId,
    ...required,
    ...nullables({
      ...optional,
      nik: personal(Type.String({ pattern: '^[0-9*]{16}$', maxLength: 16, description: nikText }), { ...identity, mask: 'digits', encrypted: 'inmate.nik' }),
    }),
    publicAlias: personal(publicAlias, profile),
    ...withDefault,
    custodyStatus: { ...personal(custodyStatus, custody), readOnly: true },
    custodyChangedOn: { ...nullable(personal(custodyChangedOn, custody)), readOnly: true },
    registrations: listOf(ref(InmateRegistrationEntry), 200, { readOnly: true, description: 'Entries in register books, the earliest first.' }),
    archived,
    retentionHold,
    erasedAt,
    ...stamps,
  }),
)
export type Inmate = Static<typeof Inmate>

export const NewInmate = component(
  'NewInmate',
  closed({ facilityId, ...required, ...maybes({ ...optional, nik: newNik, publicAlias: personal(publicAlias, profile) }), ...optionals(withDefault) }),
)
export type NewInmate = Static<typeof NewInmate>

export const InmatePatch = component(
  'InmatePatch',
  patchOf({ ...required, ...nullables({ ...optional, nik: newNik }), publicAlias: personal(publicAlias, profile), ...withDefault, archived, retentionHold }),
)
export type InmatePatch = Static<typeof InmatePatch>

export const InmatePage = pageOf('InmatePage', Inmate)

export const InmateQuery = pageQuery(Object.keys(Inmate.properties), ['admittedOn', 'updatedAt', 'id'], {
  facilityId: anyOf(facilityId),
  legalStatus: anyOf(legalStatus),
  custodyStatus: anyOf(custodyStatus),
  admittedOnFrom: Type.Optional(day('Admitted on this day or later.')),
  admittedOnTo: Type.Optional(day('Admitted on this day or earlier.')),
  expectedReleaseOnFrom: Type.Optional(day('Expected release on this day or later.')),
  expectedReleaseOnTo: Type.Optional(day('Expected release on this day or earlier.')),
  archived: archivedFilter,
})
export type InmateQuery = Static<typeof InmateQuery>

const { limit, cursor } = InmateQuery.properties

export const InmateSearch = component(
  'InmateSearch',
  closed(
    {
      // Three characters are the least that the index on names can look up.
      ...optionals({
        name: personal(
          text(100, 'Text anywhere in name or alias, at least three characters; case, accents and apostrophes make no difference.', { minLength: 3 }),
          {
            ...identity,
            mask: aliasMask,
          },
        ),
        registrationNumber: personal(text(60, 'A registration number; case, blanks, dots after letters and leading zeros make no difference.'), {
          ...identity,
          mask: 'hidden',
        }),
        nik: newNik,
        facilityId,
        legalStatus,
      }),
      limit,
      cursor,
    },
    {
      anyOf: [{ required: ['name'] }, { required: ['registrationNumber'] }, { required: ['nik'] }],
      description: 'At least one of `name`, `registrationNumber` and `nik`.',
    },
  ),
)
export type InmateSearch = Static<typeof InmateSearch>

export const CustodyChange = component(
  'CustodyChange',
  closed({
    custodyStatus: oneOf(
      ['ACTIVE', 'TRANSFERRED', 'RELEASED', 'DECEASED', 'ESCAPED', 'TEMPORARILY_ABSENT'],
      'What becomes of the person: back in custody, transferred (pindah), released (bebas), deceased, escaped, or absent for a time.',
    ),
    occurredOn: day('The day it happened; not before the admission, not later than today at the facility.'),
    ...maybes({
      toFacilityId: idOf(
        'Only with TRANSFERRED: the facility that takes the person over, where the custody goes on as ACTIVE. Without it the person leaves the system.',
      ),
    }),
  }),
)
export type CustodyChange = Static<typeof CustodyChange>
