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
  recordStamps,
  ref,
  retentionHold,
  stamps,
  text,
} from '../../platform/contract/shapes.ts'
import { defineMask, hideable, personal } from '../../platform/security/data-classes.ts'
import { protections } from '../protected-persons/index.ts'

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
  from: personal(day('First day of the entry; not later than today at the facility. It may be the last day of another entry.'), custody),
}
const entryOptional = { to: personal(day('Last day of the entry, inclusive; null while it is open.'), custody) }

/** An entry as it stands inside the inmate; its stamps are read at its own address. */
export const InmateRegistrationEntry = object(
  'InmateRegistrationEntry',
  hideable({ id: Id, facilityId, ...entry, ...nullables(entryOptional), version: stamps.version }),
)

export const InmateRegistration = object(
  'InmateRegistration',
  hideable({
    id: Id,
    inmateId: { ...idOf('The inmate.'), readOnly: true },
    facilityId: { ...facilityId, readOnly: true },
    ...entry,
    ...nullables(entryOptional),
    protections,
    ...stamps,
  }),
)
export type InmateRegistration = Static<typeof InmateRegistration>

export const NewInmateRegistration = object('NewInmateRegistration', { ...entry, ...maybes(entryOptional) })
export type NewInmateRegistration = Static<typeof NewInmateRegistration>

export const InmateRegistrationPatch = patch('InmateRegistrationPatch', { ...entry, ...nullables(entryOptional) })
export type InmateRegistrationPatch = Static<typeof InmateRegistrationPatch>

export const InmateRegistrationQuery = pageQuery(InmateRegistration, ['from', 'id'], {})
export type InmateRegistrationQuery = Static<typeof InmateRegistrationQuery>

export const ByRegistration = closed({ id: Id, registrationId: idOf('The registration.') })

const legalStatus = oneOf(['DETAINEE', 'CONVICT', 'JUVENILE'], 'Detainee (tahanan), convict (narapidana) or juvenile (anak binaan).')
const custodyStatuses = ['ACTIVE', 'TRANSFERRED', 'RELEASED', 'DECEASED', 'ESCAPED', 'TEMPORARILY_ABSENT'] as const
const custodyStatus = oneOf(custodyStatuses, 'Whether the person is in custody here; changed by a custody change only.')
const custodyChangedOn = day('The day of the last custody change: when the person left, for one who is not here.')
/** Reports for the public call the person so; where that is not shown either, nothing is left. */
const byPublicAlias = (_name: string, { publicAlias }: Record<string, unknown>) => publicAlias ?? '***'
const aliasMask = defineMask('publicAlias', { usual: byPublicAlias, firm: byPublicAlias })
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

export const Inmate = object(
  'Inmate',
  hideable({
    id: Id,
    facilityId,
    publicAlias: personal(publicAlias, { ...profile, stays: true }),
    ...required,
    ...nullables({
      ...optional,
      nik: personal(Type.String({ pattern: '^[0-9*]{16}$', maxLength: 16, description: nikText }), { ...identity, mask: 'digits', encrypted: 'inmate.nik' }),
    }),
    ...withDefault,
    custodyStatus: { ...personal(custodyStatus, custody), readOnly: true },
    custodyChangedOn: { ...nullable(personal(custodyChangedOn, custody)), readOnly: true },
    registrations: listOf(ref(InmateRegistrationEntry), 200, { readOnly: true, description: 'Entries in register books, the earliest first.' }),
    protections,
    archived,
    retentionHold,
    erasedAt,
    ...stamps,
  }),
)
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

const become = oneOf(
  custodyStatuses,
  'What becomes of the person: back in custody, transferred (pindah), released (bebas), deceased, escaped, or absent for a time.',
)

export const NewCustodyChange = object('NewCustodyChange', {
  custodyStatus: become,
  occurredOn: day('The day it happened; not before the admission or the last change, not later than today at the facility.'),
  ...maybes({
    toFacilityId: idOf(
      'Only with TRANSFERRED: the facility that takes the person over, one in service and no regional office, where the custody goes on as ACTIVE. Without it the person leaves the system.',
      'unit',
    ),
  }),
})
export type NewCustodyChange = Static<typeof NewCustodyChange>

export const CustodyCorrection = object('CustodyCorrection', { changeId: idOf('The custody change that was a mistake: the last one that stands.') })
export type CustodyCorrection = Static<typeof CustodyCorrection>

export const CustodyChange = object(
  'CustodyChange',
  hideable({
    id: Id,
    inmateId: idOf('The inmate.'),
    facilityId: idOf('The facility (UPT) that kept the person until then.'),
    custodyStatus: personal(become, custody),
    statusBefore: personal(oneOf(custodyStatuses, 'What the custody was until then.'), custody),
    occurredOn: personal(day('The day it happened; of a correction, the day of what it takes back.'), custody),
    ...nullables({
      toFacilityId: idOf('The facility that took the person over.'),
      correctsId: idOf('The entry that this one takes back (pembetulan); both stay on record.'),
      correctedById: idOf('The entry that took this one back; null while it stands.'),
    }),
    backdated: Type.Boolean({ description: 'Entered more than 31 days after it happened (tanggal mundur). Retention counts from the day of entry.' }),
    protections,
    ...recordStamps,
  }),
)
export type CustodyChange = Static<typeof CustodyChange>

export const CustodyChangeQuery = pageQuery(CustodyChange, ['occurredOn', 'id'], {})
export type CustodyChangeQuery = Static<typeof CustodyChangeQuery>
