import { phrase } from '../../platform/contract/language.ts'
import { contradicts, explainConstraints, missingReference } from '../../platform/database/constraints.ts'
import { listing } from '../../platform/database/listing.ts'
import { changeOne, insertOne, readOne, readRow } from '../../platform/database/records.ts'
import { rows } from '../../platform/database/row-filter.ts'
import { sql } from '../../platform/database/sql.ts'
import { columns, insert, type RowPatch, resource, select } from '../../platform/database/tables.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import { Incident, IncidentMeasure, IncidentMeasureQuery, IncidentQuery, type NewIncident, type NewIncidentMeasure } from './schemas.ts'

explainConstraints({
  incident_facility_fkey: missingReference('/facilityId'),
  incident_discovery_check: contradicts('/beganAt', phrase`It was discovered before it began.`),
  incident_period_check: contradicts('/endedAt', phrase`It ended before it began.`),
})

const dueAt = sql`(incident.discovered_at + interval '72 hours')`
const incident = resource('incident', Incident, { dueAt })

export const listIncidents = listing({
  operation: 'listIncidents',
  of: incident,
  query: IncidentQuery,
  filters: {
    overdue: (overdue) => {
      const isLate = sql`incident.status = 'OPEN' AND ${dueAt} < now() AND num_nulls(incident.authority_notified_at, incident.persons_notified_at) > 0`
      return overdue ? isLate : sql`NOT (${isLate})`
    },
  },
})

/** @throws not-found */
export const readIncident = (db: Reader, id: string): Promise<Incident> => readOne(db, incident, id)
/** @throws not-found */
export const lockIncident = (tx: Transaction, id: string): Promise<Incident> => readOne(tx, incident, id, { lock: sql`FOR UPDATE` })

export const insertIncident = (tx: Transaction, { facilityId = null, discoveredAt, ...values }: NewIncident): Change<Incident> =>
  insertOne(tx, incident, { facilityId, ...values, discoveredAt: discoveredAt ?? tx.now })

export const changeIncident = (tx: Transaction, id: string, patch: RowPatch<'incident'>): Change<Incident> => changeOne(tx, incident, id, patch)

// Measures --------------------------------------------------------------------------------------------------------

const measure = resource('incident_measure', IncidentMeasure)
const measures = listing({ operation: 'listIncidentMeasures', of: measure, query: IncidentMeasureQuery })
type MeasureQuery = Parameters<typeof measures>[1]

export async function listMeasures(db: Reader, incidentId: string, query: MeasureQuery) {
  await readIncident(db, incidentId)
  return measures(db, query, sql`incident_measure.incident_id = ${incidentId}::uuid`)
}

/** @throws not-found */
export const readMeasure = (db: Reader, incidentId: string, id: string): Promise<IncidentMeasure> => {
  const isIt = sql`incident_measure.id = ${id}::uuid AND incident_measure.incident_id = ${incidentId}::uuid`
  return readRow(db, select(measure.members, sql`FROM ${rows(db, 'incident_measure')} WHERE ${isIt}`))
}

/** Everything that was done about an incident, in the order in which it was done. */
export const measuresOf = (db: Reader, incidentId: string): Promise<IncidentMeasure[]> =>
  db.query(select(measure.members, sql`FROM ${rows(db, 'incident_measure')} WHERE incident_measure.incident_id = ${incidentId}::uuid ORDER BY taken_at, id`))

export function insertMeasure(tx: Transaction, { id: incidentId, facilityId }: Incident, { takenAt, ...values }: NewIncidentMeasure): Change<IncidentMeasure> {
  const row = { id: tx.newId(), incidentId, facilityId, ...values, takenAt: takenAt ?? tx.now, createdBy: tx.caller.clientId }
  return {
    ctes: sql`written AS (${insert('incident_measure', row, sql`RETURNING *`)}),
      change AS (${select({ ...measure.members, ...columns('incident_measure', ['facilityId']) }, sql`FROM written incident_measure`)})`,
  }
}
