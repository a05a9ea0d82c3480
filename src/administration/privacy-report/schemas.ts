import { type Static, Type } from 'typebox'
import { closed, component, count, listOf, object, ref } from '../../platform/contract/shapes.ts'
import { SubjectRequest, SubjectRequestRefusal } from '../subject-requests/index.ts'

const year = (description: string) => Type.Integer({ format: 'int32', minimum: 2000, maximum: 2099, description })

export const PrivacyReportQuery = closed({ year: Type.Optional(year('A calendar year, in the time of Jakarta; the present one unless given.')) })

const RequestFigures = object('RequestFigures', {
  kind: SubjectRequest.properties.kind,
  received: count('How many came in.'),
  inTime: count('How many of these were answered within 3 × 24 hours.'),
  late: count('How many were answered later, or still wait though their time is over.'),
  open: count('How many still wait.'),
  fulfilled: count('How many were fulfilled.'),
  refused: count('How many were refused.'),
})

const RefusalFigures = object('RefusalFigures', {
  ground: SubjectRequestRefusal.properties.ground,
  requests: count('How many requests were refused on it.'),
})

const IncidentFigures = component(
  'IncidentFigures',
  closed({
    discovered: count('How many were discovered.'),
    open: count('How many of these are open.'),
    breaches: count('How many turned out to be a failure (terbukti).'),
    dismissed: count('How many turned out to be none (tidak terbukti).'),
    authorityNotified: count('Of how many the authority was told.'),
    personsNotified: count('Of how many the persons were told.'),
    publicNotified: count('Of how many the public was told.'),
    notifiedLate: count('Of how many the authority or the persons were told later than 3 × 24 hours after the discovery, or wait to be told longer than that.'),
  }),
  'Incidents that were discovered that year (insiden pelindungan data).',
)

export const PrivacyReport = object('PrivacyReport', {
  year: year('The calendar year, in the time of Jakarta.'),
  requests: listOf(ref(RequestFigures), 50, { description: 'Requests of persons that came in that year (permintaan subjek data), by kind.' }),
  refusals: listOf(ref(RefusalFigures), 50, { description: 'Why requests of that year were refused (alasan penolakan).' }),
  erasedPersons: count('Persons who were made nameless that year, on request or after their period (penghapusan identitas).'),
  incidents: ref(IncidentFigures),
})
export type PrivacyReport = Static<typeof PrivacyReport>
export type RequestFigures = Static<typeof RequestFigures>
export type RefusalFigures = Static<typeof RefusalFigures>
export type IncidentFigures = Static<typeof IncidentFigures>
