import { requireActiveOfficer } from '../../custody/officers/index.ts'
import { phrase } from '../../platform/contract/language.ts'
import { localDay, requireDay } from '../../platform/contract/local-day.ts'
import { invalidTransition } from '../../platform/contract/problems.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { requireUnit } from '../products/index.ts'
import { type BatchStep, requireChangeable, stepFrom } from './rules.ts'
import type { Batch, BatchPatch } from './schemas.ts'
import { lockBatch, updateBatch } from './store.ts'

/** @throws not-found, stale-version, invalid-transition, contradiction */
export async function changeBatch(tx: Transaction, id: string, patch: BatchPatch): Promise<Change<Batch>> {
  const batch = await lockBatch(tx, id)
  tx.requireVersion(batch.version)
  requireChangeable(batch.status, patch)
  if (patch.plannedQuantity !== undefined) requireUnit('/plannedQuantity', patch.plannedQuantity, batch.unit)
  // The batch is there on the first day of its work and its stock.
  requireDay('/startsOn', patch.startsOn, { latest: batch.firstUseOn ?? undefined })
  if (patch.supervisorId !== undefined) await requireActiveOfficer(tx, batch.facilityId, patch.supervisorId, '/supervisorId')
  return updateBatch(tx, id, patch)
}

/** Takes a step that needs nothing but the right state and day. @throws not-found, stale-version, invalid-transition, contradiction */
export async function takeStep(tx: Transaction, id: string, step: Exclude<BatchStep, 'completion'>): Promise<Change<Batch>> {
  const batch = await lockBatch(tx, id)
  tx.requireVersion(batch.version)
  const status = stepFrom(batch.status, step)
  if (step === 'start' && batch.programStatus !== 'ACTIVE') throw invalidTransition(phrase`program`, batch.programStatus, ['activation'])
  if (step === 'start') requireDay('/startsOn', batch.startsOn, { latest: localDay(tx.now, batch.timeZone) })
  // What came out stays on the books, so the batch that made it cannot be called off.
  if (step === 'cancellation' && batch.lastOutputOn !== null) throw invalidTransition(phrase`batch`, batch.status, ['inspection', 'completion'])
  return updateBatch(tx, id, { status })
}

/** @throws not-found, stale-version, invalid-transition, contradiction */
export async function completeBatch(tx: Transaction, id: string, completedOn: string): Promise<Change<Batch>> {
  const batch = await lockBatch(tx, id)
  tx.requireVersion(batch.version)
  const status = stepFrom(batch.status, 'completion')
  requireDay('/completedOn', completedOn, { earliest: batch.lastOutputOn ?? batch.startsOn, latest: localDay(tx.now, batch.timeZone) })
  return updateBatch(tx, id, { status, completedOn })
}
