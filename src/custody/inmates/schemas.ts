import { type Static, Type } from 'typebox'
import { anyOf, archivedFilter, pageQuery } from '../../platform/contract/list-shapes.ts'
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
  object,
  oneOf,
  optionals,
  patch,
  patterned,
  ref,
  retentionHold,
  stamps,
  text,
} from '../../platform/contract/shapes.ts'
import { defineMask, personal } from '../../platform/security/data-classes.ts'

const facilityId = idOf('The facility (UPT) that keeps the person; the register book, for a registration.', 'unit')
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
export const InmateRegistrationEntry = object('InmateRegistrationEntry', { id: Id, facilityId, ...entry, ...nullables(entryOptional), version: stamps.version })

export const InmateRegistration = object('InmateRegistration', {
  id: Id,
  inmateId: { ...idOf('The inmate.'), readOnly: true },
  facilityId: { ...facilityId, readOnly: true },
  ...entry,
  ...nullables(entryOptional),
  ...stamps,
})
export type InmateRegistration = Static<typeof InmateRegistration>

export const NewInmateRegistration = object('NewInmateRegistration', { ...entry, ...maybes(entryOptional) })
export type NewInmateRegistration = Static<typeof NewInmateRegistration>

export const InmateRegistrationPatch = patch('InmateRegistrationPatch', { ...entry, ...nullables(entryOptional) })
export type InmateRegistrationPatch = Static<typeof InmateRegistrationPatch>

export const InmateRegistrationQuery = pageQuery(InmateRegistration, ['from', 'id'], {})
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

export const Inmate = object('Inmate', {
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
})
export type Inmate = Static<typeof Inmate>

export const NewInmate = object('NewInmate', {
  facilityId,
  ...required,
  ...maybes({ ...optional, nik: newNik, publicAlias: personal(publicAlias, profile) }),
  ...optionals(withDefault),
})
export type NewInmate = Static<typeof NewInmate>

export const InmatePatch = patch('InmatePatch', {
  ...required,
  ...nullables({ ...optional, nik: newNik }),
  publicAlias: personal(publicAlias, profile),
  ...withDefault,
  archived,
  retentionHold,
})
export type InmatePatch = Static<typeof InmatePatch>

export const InmateQuery = pageQuery(Inmate, ['admittedOn', 'updatedAt', 'id'], {
  facilityId: anyOf(facilityId),
  legalStatus: anyOf(legalStatus),
  custodyStatus: anyOf(custodyStatus),
  admittedOnFrom: Type.Optional(day('Admitted on this day or later.')),
  admittedOnTo: Type.Optional(day('Admitted on this day or earlier.')),
  expectedReleaseOnFrom: Type.Optional(day('Expected release on this day or later.')),
  expectedReleaseOnTo: Type.Optional(day('Expected release on this day or earlier.')),
  archived: archivedFilter,
})

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

export const CustodyChange = object('CustodyChange', {
  custodyStatus: oneOf(
    ['ACTIVE', 'TRANSFERRED', 'RELEASED', 'DECEASED', 'ESCAPED', 'TEMPORARILY_ABSENT'],
    'What becomes of the person: back in custody, transferred (pindah), released (bebas), deceased, escaped, or absent for a time.',
  ),
  occurredOn: day('The day it happened; not before the admission, not later than today at the facility.'),
  ...maybes({
    toFacilityId: idOf(
      'Only with TRANSFERRED: the facility that takes the person over, one in service and no regional office, where the custody goes on as ACTIVE. Without it the person leaves the system.',
      'unit',
    ),
  }),
})
export type CustodyChange = Static<typeof CustodyChange>
