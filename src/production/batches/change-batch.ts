import { requireActiveOfficer } from '../../custody/officers/index.ts'
import type { Change, Transaction } from '../../platform/corridor.ts'
import { localDay } from '../../platform/local-day.ts'
import { contradiction, invalidTransition } from '../../platform/problems.ts'
import { fitsUnit } from '../products/index.ts'
import { type BatchStep, requireChangeable, requireDay, stepFrom } from './rules.ts'
import type { BatchPatch } from './schemas.ts'
import { lockBatch, updateBatch } from './store.ts'

/** @throws not-found, stale-version, invalid-transition, contradiction */
export async function changeBatch(tx: Transaction, id: string, patch: BatchPatch): Promise<Change> {
  const batch = await lockBatch(tx, id)
  tx.requireVersion(batch.version)
  requireChangeable(batch.status, patch)
  if (patch.plannedQuantity !== undefined && !fitsUnit(patch.plannedQuantity, batch.unit)) {
    throw contradiction('/plannedQuantity', `${batch.unit} is counted in whole numbers.`)
  }
  const { firstUseOn } = batch
  if (patch.startsOn !== undefined && firstUseOn !== null && patch.startsOn > firstUseOn) {
    throw contradiction('/startsOn', `Work or stock of the batch begins on ${firstUseOn}.`, { latest: firstUseOn })
  }
  if (patch.supervisorId !== undefined) await requireActiveOfficer(tx, batch.facilityId, patch.supervisorId, '/supervisorId')
  return updateBatch(tx, id, patch)
}

/** Takes a step that needs nothing but the right state and day. @throws not-found, stale-version, invalid-transition, contradiction */
export async function takeStep(tx: Transaction, id: string, step: Exclude<BatchStep, 'completion'>): Promise<Change> {
  const batch = await lockBatch(tx, id)
  tx.requireVersion(batch.version)
  const status = stepFrom(batch.status, step)
  if (step === 'start' && batch.programStatus !== 'ACTIVE') throw invalidTransition('program', batch.programStatus, ['activation'])
  if (step === 'start') requireDay('/startsOn', batch.startsOn, batch.startsOn, localDay(tx.now, batch.timeZone))
  // What came out stays on the books, so the batch that made it cannot be called off.
  if (step === 'cancellation' && batch.lastOutputOn !== null) throw invalidTransition('batch', `${batch.status} with outputs`, ['inspection', 'completion'])
  return updateBatch(tx, id, { status })
}

/** @throws not-found, stale-version, invalid-transition, contradiction */
export async function completeBatch(tx: Transaction, id: string, completedOn: string): Promise<Change> {
  const batch = await lockBatch(tx, id)
  tx.requireVersion(batch.version)
  const status = stepFrom(batch.status, 'completion')
  requireDay('/completedOn', completedOn, batch.lastOutputOn ?? batch.startsOn, localDay(tx.now, batch.timeZone))
  return updateBatch(tx, id, { status, completedOn })
}
