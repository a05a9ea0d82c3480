import { readFacility } from '../../custody/facilities/index.ts'
import type { Reader } from '../../platform/database/transaction.ts'
import { countAffected } from './affected-store.ts'
import { noticeToAuthority, noticeToPersons } from './notices.ts'
import { minutesLeft } from './rules.ts'
import type { IncidentNotices } from './schemas.ts'
import { measuresOf, readIncident } from './store.ts'

/** Whoever is responsible for every facility sits in Jakarta. */
const national = { name: 'seluruh UPT', timeZone: 'Asia/Jakarta' }

/** Both notices as the facts are now, and how much time is left. @throws not-found */
export async function composeNotices(db: Reader, id: string): Promise<IncidentNotices & { facilityId: string | null }> {
  const incident = await readIncident(db, id)
  const { facilityId, dueAt } = incident
  const { name: place, timeZone } = facilityId === null ? national : await readFacility(db, facilityId)
  const facts = { incident, place, timeZone, measures: await measuresOf(db, id), affectedPersons: await countAffected(db, incident) }
  return {
    id,
    // Not shown: in the trail the read stands under the facility.
    facilityId,
    dueAt,
    minutesLeft: minutesLeft(incident, new Date()),
    affectedPersons: facts.affectedPersons,
    toAuthority: noticeToAuthority(facts),
    toPersons: noticeToPersons(facts),
  }
}
