import { type Static, Type } from 'typebox'
import { anyOf, pageQuery } from '../../platform/contract/list-shapes.ts'
import {
  closed,
  component,
  count,
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
  openWords,
  patch,
  recordStamps,
  stamps,
} from '../../platform/contract/shapes.ts'
import { dataClasses, hideable, personal } from '../../platform/security/data-classes.ts'
import { subjectTypes } from '../subject-requests/index.ts'

export const recipients = ['AUTHORITY', 'PERSONS', 'PUBLIC'] as const

const facilityId = idOf('The facility (UPT) that it concerns; null for all, which only a caller that sees all can say.')
const words = (description: string) => personal(longText(4000, description), { class: 'profile', mask: 'hidden' })
const readOnly = { readOnly: true }

const required = {
  description: words('What happened and how (apa yang terjadi dan bagaimana). It is told to persons and to the authority, so name nobody.'),
  dataClasses: listOf(openWords(dataClasses), dataClasses.length, {
    minItems: 1,
    uniqueItems: true,
    description: 'The classes of personal data that were exposed (golongan data pribadi).',
  }),
  beganAt: instant('Since when data was exposed, as far as is known; not after it was discovered.'),
}
const optional = {
  clientId: idOf('The client that data was shown to wrongly, as the audit trail names it; null for any.'),
  credentialId: idOf('The API key of it that was misused, as the audit trail names it; null for any.'),
  endedAt: instant('Until when; null while it goes on.'),
}
const discoveredAt = instant('When it was discovered, which starts the clock; now unless given, and never later.')
const status = oneOf(['OPEN', 'CLOSED'], 'Whether work on it goes on.')
const closing = {
  outcome: oneOf(['BREACH', 'NO_BREACH'], 'Whether protection had failed (terbukti) or not (tidak terbukti).'),
  conclusion: words('What was found in the end (kesimpulan).'),
}

export const Incident = object(
  'Incident',
  hideable({
    id: Id,
    facilityId: nullable(facilityId),
    ...required,
    ...nullables(optional),
    discoveredAt,
    dueAt: { ...instant('When authority and persons must have been told: 3 × 24 hours after it was discovered.'), ...readOnly },
    status: { ...status, ...readOnly },
    authorityNotifiedAt: { ...nullable(instant('When the authority was told (lembaga).')), ...readOnly },
    personsNotifiedAt: { ...nullable(instant('When the persons were told (subjek data).')), ...readOnly },
    publicNotifiedAt: { ...nullable(instant('When the public was told (masyarakat).')), ...readOnly },
    closedAt: { ...nullable(instant('When it was closed.')), ...readOnly },
    ...nullables(closing),
    ...stamps,
  }),
)
export type Incident = Static<typeof Incident>

export const NewIncident = object('NewIncident', { ...required, ...maybes({ facilityId, ...optional }), discoveredAt: Type.Optional(discoveredAt) })
export type NewIncident = Static<typeof NewIncident>

export const IncidentPatch = patch('IncidentPatch', { ...required, ...nullables(optional) })
export type IncidentPatch = Static<typeof IncidentPatch>

export const IncidentQuery = pageQuery(Incident, ['discoveredAt', 'updatedAt', 'id'], {
  facilityId: anyOf(facilityId),
  status: anyOf(status),
  overdue: Type.Optional(Type.Boolean({ description: 'Only open incidents that the authority or the persons were not told of in time, or only the others.' })),
  discoveredAtFrom: Type.Optional(instant('Discovered at this instant or later.')),
  discoveredAtTo: Type.Optional(instant('Discovered at this instant or earlier.')),
})

export const IncidentNotification = object('IncidentNotification', {
  recipient: oneOf(recipients, 'Who was told: the authority (lembaga), the persons (subjek data) or the public (masyarakat).'),
  notifiedAt: Type.Optional(instant('When the notice went out; now unless given.')),
})
export type IncidentNotification = Static<typeof IncidentNotification>

export const IncidentClosing = component('IncidentClosing', closed(closing))
export type IncidentClosing = Static<typeof IncidentClosing>

const measure = {
  kind: oneOf(
    ['INVESTIGATION', 'CONTAINMENT', 'RECOVERY', 'PREVENTION'],
    'What it was for: to find out (penyelidikan), to end it (penghentian), to recover (pemulihan), or that it does not happen again (pencegahan).',
  ),
  description: words('What was done (upaya penanganan). It is told to persons and to the authority, so name nobody.'),
}
const takenAt = instant('When it was done; now unless given, and never later.')

export const IncidentMeasure = object('IncidentMeasure', hideable({ id: Id, incidentId: idOf('The incident.'), ...measure, takenAt, ...recordStamps }))
export type IncidentMeasure = Static<typeof IncidentMeasure>

export const NewIncidentMeasure = object('NewIncidentMeasure', { ...measure, takenAt: Type.Optional(takenAt) })
export type NewIncidentMeasure = Static<typeof NewIncidentMeasure>

export const IncidentMeasureQuery = pageQuery(IncidentMeasure, ['id'], {})
export const ByMeasure = closed({ id: Id, measureId: idOf('The measure.') })

const most = 2_147_483_647
export const AffectedPerson = object('AffectedPerson', {
  id: personal(idOf('The person.'), { class: 'custody', mask: 'nobody' }),
  type: oneOf(subjectTypes, 'What the person is here.'),
  facilityId: idOf('The facility (UPT) under which the person was last shown.'),
  times: count('How many times records of the person were shown.', 1, most),
  classes: listOf(openWords(dataClasses), dataClasses.length, { description: 'The classes of personal data that were shown.' }),
  firstAt: instant('When the first of them was shown.'),
  lastAt: instant('When the last of them was shown.'),
})
export type AffectedPerson = Static<typeof AffectedPerson>

export const AffectedPersonQuery = pageQuery(AffectedPerson, ['id'], {})

const letter = (description: string) => personal(longText(200_000, description), { class: 'profile', mask: 'hidden' })
export const IncidentNotices = object('IncidentNotices', {
  id: idOf('The incident.'),
  dueAt: Incident.properties.dueAt,
  minutesLeft: Type.Integer({ format: 'int32', minimum: -most, maximum: most, description: 'Minutes until then; negative when it is over.' }),
  affectedPersons: count('How many persons the audit trail names.'),
  toAuthority: letter('The notice to the authority (pemberitahuan kepada lembaga), in Indonesian.'),
  toPersons: letter('The notice to each person (pemberitahuan kepada subjek data), in Indonesian.'),
})
export type IncidentNotices = Static<typeof IncidentNotices>
