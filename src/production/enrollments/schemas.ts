import { type Static, Type } from 'typebox'
import { protections } from '../../custody/protected-persons/index.ts'
import { anyOf, pageQuery } from '../../platform/contract/list-shapes.ts'
import {
  closed,
  component,
  day,
  Id,
  idOf,
  longText,
  maybes,
  nullable,
  nullables,
  object,
  oneOf,
  patch,
  ref,
  stamps,
  text,
} from '../../platform/contract/shapes.ts'
import { hideable, personal } from '../../platform/security/data-classes.ts'

const facilityId = idOf('The facility (UPT) of the program.')
const programId = idOf('The program.', 'program')
const inmateId = personal(idOf('The inmate: in custody at the facility of the program.', 'inmate'), { class: 'custody', stays: true })
const role = oneOf(['WORKER', 'LEADER', 'TRAINEE'], 'Worker (pekerja), leader of a group (ketua kelompok) or trainee (peserta pelatihan).')
const status = oneOf(
  ['PROPOSED', 'APPROVED', 'REJECTED', 'ACTIVE', 'SUSPENDED', 'COMPLETED', 'WITHDRAWN', 'DISMISSED', 'ENDED'],
  'Its state. ENDED: ended because the inmate left or the program closed.',
)
export type EnrollmentStatus = Static<typeof status>
const proposedOn = day('Day of the proposal; not later than today at the facility, which it is when left out.')
const startsOn = day(
  'First day: within the period of the program, not before the present custody here began, and after an earlier enrollment of the inmate in the program.',
)
const endsOn = day('Last day; null while it is open, and when it ended before it began.')
const endedBy = ['PROGRAM_FINISHED', 'OWN_REQUEST', 'RULE_BREACH', 'NOT_ELIGIBLE', 'OTHER'] as const
const endReason = personal(oneOf([...endedBy, 'TRANSFERRED', 'RELEASED', 'DECEASED', 'ESCAPED'], 'Why it ended.'), { class: 'custody' })
export type EndReason = Static<typeof endReason>

const Decision = component(
  'EnrollmentDecision',
  closed({
    number: personal(text(100, 'Number of the decision, e.g. of the assessment board (sidang TPP).'), { class: 'custody', mask: 'hidden' }),
    date: day('Day of the decision; not later than today at the facility.'),
    officerId: idOf('The officer (petugas) who signed it: one in service at the facility.', 'officer'),
  }),
  'The decision about it (keputusan sidang TPP).',
)
export type Decision = Static<typeof Decision>
const decision = ref(Decision)

const Override = component(
  'EnrollmentOverride',
  closed({
    reason: personal(longText(1000, 'Why the rules of the program are set aside.'), { class: 'custody', mask: 'hidden' }),
    decisionNumber: personal(text(100, 'Number of the decision that allows it.'), { class: 'custody', mask: 'hidden' }),
  }),
  'That the rules of the program are set aside (pengecualian), and why.',
)
const override = ref(Override)

export const Enrollment = object(
  'Enrollment',
  hideable({
    id: Id,
    facilityId: { ...facilityId, readOnly: true },
    programId,
    inmateId,
    role,
    status: { ...status, readOnly: true },
    proposedOn,
    decision: nullable(decision),
    override: nullable(override),
    startsOn,
    ...nullables({ endsOn, endReason }),
    protections,
    ...stamps,
  }),
)
export type Enrollment = Static<typeof Enrollment>

export const NewEnrollment = object('NewEnrollment', {
  programId,
  inmateId,
  role,
  startsOn,
  proposedOn: Type.Optional(proposedOn),
  ...maybes({ override }),
})
export type NewEnrollment = Static<typeof NewEnrollment>

export const EnrollmentPatch = patch('EnrollmentPatch', { role, startsOn })
export type EnrollmentPatch = Static<typeof EnrollmentPatch>

export const EnrollmentApproval = object('EnrollmentApproval', { decision })
export const EnrollmentRejection = object('EnrollmentRejection', { ...maybes({ decision }) })

export const EnrollmentTermination = object('EnrollmentTermination', {
  outcome: oneOf(['COMPLETED', 'WITHDRAWN', 'DISMISSED'], 'Completed (selesai), withdrawn (mengundurkan diri) or dismissed (dikeluarkan).'),
  endsOn: { ...endsOn, description: 'Last day; not before the first, not later than today at the facility.' },
  endReason: oneOf(endedBy, 'Why it ends.'),
})
export type EnrollmentTermination = Static<typeof EnrollmentTermination>

export const EnrollmentQuery = pageQuery(Enrollment, ['startsOn', 'updatedAt', 'id'], {
  facilityId: anyOf(facilityId),
  programId: anyOf(programId),
  inmateId: anyOf(inmateId),
  status: anyOf(status),
  role: anyOf(role),
  startsOnFrom: Type.Optional(day('Enrollments that start on this day or later.')),
  startsOnTo: Type.Optional(day('Enrollments that start on this day or earlier.')),
})
