import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { marks, requireClosable, requireNotNotified, requireOpen, requirePast } from './rules.ts'
import type { Incident, IncidentClosing, IncidentMeasure, IncidentNotification, IncidentPatch, NewIncident, NewIncidentMeasure } from './schemas.ts'
import { changeIncident, insertIncident, insertMeasure, lockIncident } from './store.ts'

export function openIncident(tx: Transaction, incident: NewIncident): Change<Incident> {
  requirePast('/discoveredAt', incident.discoveredAt, tx.now)
  requirePast('/beganAt', incident.beganAt, tx.now)
  requirePast('/endedAt', incident.endedAt, tx.now)
  return insertIncident(tx, incident)
}

/** Locks an incident that this step may change. @throws not-found, stale-version */
async function lockForStep(tx: Transaction, id: string): Promise<Incident> {
  const incident = await lockIncident(tx, id)
  tx.requireVersion(incident.version)
  return incident
}

export async function updateIncident(tx: Transaction, id: string, patch: IncidentPatch): Promise<Change<Incident>> {
  requireOpen(await lockForStep(tx, id))
  requirePast('/endedAt', patch.endedAt, tx.now)
  return changeIncident(tx, id, patch)
}

/** Marks that somebody was told. @throws invalid-transition where that is marked already */
export async function markNotified(tx: Transaction, id: string, { recipient, notifiedAt }: IncidentNotification): Promise<Change<Incident>> {
  requireNotNotified(await lockForStep(tx, id), recipient)
  requirePast('/notifiedAt', notifiedAt, tx.now)
  return changeIncident(tx, id, { [marks[recipient]]: notifiedAt ?? tx.now })
}

export async function closeIncident(tx: Transaction, id: string, { outcome, conclusion }: IncidentClosing): Promise<Change<Incident>> {
  requireClosable(await lockForStep(tx, id), outcome)
  return changeIncident(tx, id, { status: 'CLOSED', closedAt: tx.now, outcome, conclusion })
}

export async function recordMeasure(tx: Transaction, incidentId: string, measure: NewIncidentMeasure): Promise<Change<IncidentMeasure>> {
  const incident = await lockIncident(tx, incidentId)
  requireOpen(incident)
  requirePast('/takenAt', measure.takenAt, tx.now)
  return insertMeasure(tx, incident, measure)
}
