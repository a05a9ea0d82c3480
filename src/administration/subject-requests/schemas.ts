import { type Static, Type } from 'typebox'
import { anyOf, pageQuery } from '../../platform/contract/list-shapes.ts'
import {
  closed,
  component,
  Id,
  idOf,
  instant,
  listOf,
  longText,
  maybes,
  nullable,
  nullables,
  object,
  oneOf,
  optionals,
  preparation,
  ref,
  stamps,
} from '../../platform/contract/shapes.ts'
import { personal } from '../../platform/security/data-classes.ts'

/** The kinds of person there are, as the modules name them in `personal-data.ts`. */
export const subjectTypes = ['INMATE', 'BUYER', 'OFFICER'] as const
export type SubjectType = (typeof subjectTypes)[number]
/** Those who are made nameless when nothing stands against it; what an officer has signed is kept with the name. */
export const erasableTypes = ['INMATE', 'BUYER'] as const satisfies readonly SubjectType[]
export type ErasableType = (typeof erasableTypes)[number]

const facilityId = idOf('The facility (UPT) that keeps the person, sells to the person or has the officer; a request moves with an inmate.')
const kind = oneOf(
  ['ACCESS', 'CORRECTION', 'ERASURE', 'RESTRICTION', 'OBJECTION', 'PORTABILITY'],
  'What is asked for: the record with its trail (akses), a correction (perbaikan), erasure (penghapusan identitas), that the data is kept and not used (pembatasan pemrosesan), that some uses stop (keberatan), or a signed copy for other systems (portabilitas).',
)
const status = oneOf(['OPEN', 'FULFILLED', 'REFUSED'], 'The state of the request.')
export type RequestStatus = Static<typeof status>

const Subject = component(
  'Subject',
  closed({
    type: oneOf(subjectTypes, 'An inmate (warga binaan), a buyer (pembeli) of the types INDIVIDUAL and EMPLOYEE, or an officer (petugas).'),
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
const asked = {
  reason: personal(longText(1000, 'Why it is asked for (alasan); a restriction and an objection need one.'), { class: 'profile', mask: 'hidden' }),
}
const withDefault = {
  stops: listOf(oneOf(['PUBLIC_NAME', 'OUTSIDE_READING']), 2, {
    uniqueItems: true,
    default: [],
    description:
      'Of an objection, what is to stop: that the buyer is named in public, which withdraws the consent; or that the person is read outside the facility, which leaves what is personal to `protected-persons:read:objected`.',
  }),
}
const lifting = {
  reason: personal(longText(1000, 'Why the data is used again, in words that can be told to who asked.'), { class: 'profile', mask: 'hidden' }),
}
export const SubjectRequestLifting = component(
  'SubjectRequestLifting',
  closed(lifting),
  'Why the restriction was lifted (pembatasan dicabut) or the objection taken back, if it was.',
)
export type SubjectRequestLifting = Static<typeof SubjectRequestLifting>
const receivedAt = instant('When it came in, which starts the clock; now unless given, and never later.')

export const SubjectRequest = object('SubjectRequest', {
  id: Id,
  facilityId: { ...facilityId, readOnly: true },
  ...required,
  ...nullables(asked),
  ...withDefault,
  receivedAt,
  dueAt: { ...instant('When it must be answered: 3 × 24 hours after it came in.'), readOnly: true },
  status: { ...status, readOnly: true },
  decidedAt: { ...nullable(instant('When it was fulfilled or refused.')), readOnly: true },
  refusal: nullable(ref(SubjectRequestRefusal)),
  liftedAt: { ...nullable(instant('When the restriction was lifted or the objection taken back; null while it stands.')), readOnly: true },
  lifting: nullable(ref(SubjectRequestLifting)),
  ...preparation,
  ...stamps,
})
export type SubjectRequest = Static<typeof SubjectRequest>

export const NewSubjectRequest = object('NewSubjectRequest', {
  ...required,
  ...maybes(asked),
  ...optionals(withDefault),
  receivedAt: Type.Optional(receivedAt),
})
export type NewSubjectRequest = Static<typeof NewSubjectRequest>

export const SubjectRequestQuery = pageQuery(SubjectRequest, ['dueAt', 'updatedAt', 'id'], {
  facilityId: anyOf(facilityId),
  kind: anyOf(kind),
  status: anyOf(status),
  overdue: Type.Optional(Type.Boolean({ description: 'Only open requests whose time is over, or only the others.' })),
  dueAtFrom: Type.Optional(instant('Due at this instant or later.')),
  dueAtTo: Type.Optional(instant('Due at this instant or earlier.')),
})
