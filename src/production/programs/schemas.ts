import { type Static, Type } from 'typebox'
import { anyOf, archivedFilter, pageQuery, searchText } from '../../platform/contract/list-shapes.ts'
import {
  archived,
  closed,
  code,
  component,
  count,
  day,
  Id,
  idOf,
  kindWord,
  listOf,
  maybes,
  nullable,
  nullables,
  object,
  oneOf,
  openWords,
  optionals,
  patch,
  ref,
  stamps,
  text,
} from '../../platform/contract/shapes.ts'

/** The states in which an enrollment takes a place in its program. */
export const openStatuses = ['PROPOSED', 'APPROVED', 'ACTIVE', 'SUSPENDED'] as const

const facilityId = idOf('The facility (UPT) that runs it: one in service, and no regional office. It never changes.', 'unit')
const kind = oneOf(['TRAINING', 'PRODUCTION', 'INTERNSHIP'], 'Training (pelatihan), production (produksi) or internship (magang).')
const status = oneOf(['DRAFT', 'ACTIVE', 'SUSPENDED', 'CLOSED'], 'Its state; changed by activation, suspension and closure.')
export type ProgramStatus = Static<typeof status>

const legalStatus = listOf(oneOf(['DETAINEE', 'CONVICT', 'JUVENILE']), 3, {
  minItems: 1,
  uniqueItems: true,
  description: 'Who may take part: detainees (tahanan), convicts (narapidana), juveniles (anak binaan).',
})
const minDaysToRelease = nullable(count('Days that must at least remain until the expected release; null for no such rule.', 0, 36_500))

const whoMay = 'Who may take part (syarat peserta).'
const Eligibility = component('ProgramEligibility', closed({ legalStatus, minDaysToRelease }), whoMay)
const EligibilityChange = component('ProgramEligibilityChange', closed(optionals({ legalStatus, minDaysToRelease }), { minProperties: 1 }), whoMay)

const required = {
  code: code('Code that is unique within the facility, e.g. `BESEK-2025`.'),
  name: text(200, 'Name.'),
  category: kindWord('Kind of work, one word, e.g. `HANDICRAFT` (kerajinan).'),
  kind,
  place: oneOf(['INSIDE', 'OUTSIDE'], 'Inside the walls, or outside (luar tembok).'),
  supervisorId: idOf('The officer (petugas) in charge: one in service at the same facility.', 'officer'),
  startsOn: day('First day; not after that of an enrollment or a batch.'),
  contributionMode: openWords(['EQUAL', 'ATTENDANCE', 'PIECES', 'MANUAL'], 'How the contribution of each worker is weighed, unless a batch says otherwise.'),
}
const optional = {
  capacity: count('How many may be enrolled at the same time; not fewer than are.', 1, 10_000),
  endsOn: day('Last day that is planned; not before the first day of an enrollment or a batch.'),
  accelerationPoint: count('The point of the 13 acceleration programs (program akselerasi) that it serves.', 1, 13),
}

export const Program = object('Program', {
  id: Id,
  facilityId,
  ...required,
  ...nullables(optional),
  eligibility: ref(Eligibility),
  status: { ...status, readOnly: true },
  archived,
  ...stamps,
})
export type Program = Static<typeof Program>

export const NewProgram = object('NewProgram', { facilityId, ...required, ...maybes(optional), eligibility: Type.Optional(ref(EligibilityChange)) })
export type NewProgram = Static<typeof NewProgram>

export const ProgramPatch = patch('ProgramPatch', { ...required, ...nullables(optional), eligibility: ref(EligibilityChange), archived })
export type ProgramPatch = Static<typeof ProgramPatch>

export const ProgramQuery = pageQuery(Program, ['code', 'name', 'startsOn', 'updatedAt', 'id'], {
  facilityId: anyOf(facilityId),
  status: anyOf(status),
  category: anyOf(required.category),
  kind: anyOf(kind),
  supervisorId: anyOf(required.supervisorId),
  startsOnFrom: Type.Optional(day('Programs that start on this day or later.')),
  startsOnTo: Type.Optional(day('Programs that start on this day or earlier.')),
  archived: archivedFilter,
  q: searchText('code or name'),
})
