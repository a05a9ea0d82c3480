import { type Static, Type } from 'typebox'
import { anyOf, pageQuery } from '../../platform/contract/list-shapes.ts'
import { closed, component, Id, idOf, instant, longText, nullable, object, oneOf, preparation, ref, stamps } from '../../platform/contract/shapes.ts'
import { personal } from '../../platform/security/data-classes.ts'

/** The kinds of person there are, as the modules name them in `personal-data.ts`. */
export const subjectTypes = ['INMATE', 'BUYER'] as const
export type SubjectType = (typeof subjectTypes)[number]

const facilityId = idOf('The facility (UPT) that keeps the person, or sells to the person; a request moves with an inmate.')
const kind = oneOf(
  ['ACCESS', 'CORRECTION', 'ERASURE'],
  'What is asked for: the record with its trail (akses), a correction (perbaikan), or erasure (penghapusan identitas).',
)
const status = oneOf(['OPEN', 'FULFILLED', 'REFUSED'], 'The state of the request.')
export type RequestStatus = Static<typeof status>

const Subject = component(
  'Subject',
  closed({
    type: oneOf(subjectTypes, 'An inmate (warga binaan), or a buyer (pembeli) of the types INDIVIDUAL and EMPLOYEE.'),
    id: personal(idOf('The person.'), { class: 'custody', mask: 'nobody' }),
  }),
  'Whose data it is about (subjek data).',
)
export type Subject = Static<typeof Subject>

const grounds = [
  'ENDANGERS_SOMEONE',
  'REVEALS_ANOTHER_PERSON',
  'NATIONAL_SECURITY',
  'LAW_ENFORCEMENT',
  'RETENTION_DUTY',
  'OPEN_BALANCE',
  'NOT_ENTITLED',
  'UNFOUNDED',
] as const
const refusal = {
  ground: oneOf(
    grounds,
    'The ground (UU PDP 27/2022, articles 15 and 33): the last two say that who asks may not speak for the person, or that there is nothing to correct.',
  ),
  reason: personal(longText(1000, 'Why it applies here, in words that can be told to who asked.'), { class: 'profile', mask: 'hidden' }),
}
export const SubjectRequestRefusal = component('SubjectRequestRefusal', closed(refusal), 'Why it was refused (penolakan), if it was.')
export type SubjectRequestRefusal = Static<typeof SubjectRequestRefusal>

const required = {
  kind,
  subject: ref(Subject),
  requestedBy: oneOf(
    ['SELF', 'LAWYER', 'GUARDIAN', 'FAMILY'],
    'Who asks for the person: itself, counsel (penasihat hukum), guardian (wali) or family. No name.',
  ),
}
const receivedAt = instant('When it came in, which starts the clock; now unless given, and never later.')

export const SubjectRequest = object('SubjectRequest', {
  id: Id,
  facilityId: { ...facilityId, readOnly: true },
  ...required,
  receivedAt,
  dueAt: { ...instant('When it must be answered: 3 × 24 hours after it came in.'), readOnly: true },
  status: { ...status, readOnly: true },
  decidedAt: { ...nullable(instant('When it was fulfilled or refused.')), readOnly: true },
  refusal: nullable(ref(SubjectRequestRefusal)),
  ...preparation,
  ...stamps,
})
export type SubjectRequest = Static<typeof SubjectRequest>

export const NewSubjectRequest = object('NewSubjectRequest', { ...required, receivedAt: Type.Optional(receivedAt) })
export type NewSubjectRequest = Static<typeof NewSubjectRequest>

export const SubjectRequestQuery = pageQuery(SubjectRequest, ['dueAt', 'updatedAt', 'id'], {
  facilityId: anyOf(facilityId),
  kind: anyOf(kind),
  status: anyOf(status),
  overdue: Type.Optional(Type.Boolean({ description: 'Only open requests whose time is over, or only the others.' })),
  dueAtFrom: Type.Optional(instant('Due at this instant or later.')),
  dueAtTo: Type.Optional(instant('Due at this instant or earlier.')),
})
