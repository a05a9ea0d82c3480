import { requireInCustody } from '../../custody/inmates/index.ts'
import { unknownReference } from '../../platform/contract/problems.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { requireEnrolled, requirePeriod, requireWorkable } from './rules.ts'
import type { BatchWorker, BatchWorkerPatch, NewBatchWorker } from './schemas.ts'
import { lockBatch, requireShown } from './store.ts'
import { deleteBatchWorker, holdInmate, holdWorker, insertBatchWorker, readBatchWorker, updateBatchWorker } from './work-store.ts'

/** @throws not-found, invalid-transition, unknown-reference, contradiction, period-overlap */
export async function assignWorker(tx: Transaction, batchId: string, worker: NewBatchWorker): Promise<Change<BatchWorker>> {
  const inmate = await holdInmate(tx, batchId, worker.inmateId)
  const batch = await lockBatch(tx, batchId)
  requireWorkable(batch)
  requireShown(batch)
  if (!inmate?.since) throw unknownReference('/inmateId')
  requireInCustody(inmate)
  const { from, to = null } = worker
  requirePeriod({ from, to }, batch, inmate.since)
  requireEnrolled({ from, to }, inmate.enrollments)
  return insertBatchWorker(tx, batch, worker)
}

/** @throws not-found, stale-version, invalid-transition, contradiction, period-overlap */
export async function changeWorker(tx: Transaction, batchId: string, id: string, patch: BatchWorkerPatch): Promise<Change<BatchWorker>> {
  const inmate = await holdWorker(tx, batchId, id)
  const batch = await lockBatch(tx, batchId)
  const worker = await readBatchWorker(tx, batchId, id)
  tx.requireVersion(worker.version)
  requireWorkable(batch)
  requireShown(batch)
  const { from = worker.from, to = worker.to } = patch
  // Only what changes is looked at, and only more work needs custody and an enrollment: what was done can be shortened and weighed.
  const isEarlier = from < worker.from
  const isLater = worker.to !== null && (to === null || to > worker.to)
  if (from !== worker.from || to !== worker.to) requirePeriod({ from, to }, batch, isEarlier ? inmate?.since : null)
  if (isEarlier || isLater) requireEnrolled({ from, to }, inmate?.enrollments ?? [])
  return updateBatchWorker(tx, batchId, id, patch)
}

/** @throws not-found, stale-version */
export async function removeWorker(tx: Transaction, batchId: string, id: string): Promise<Change<BatchWorker>> {
  await lockBatch(tx, batchId)
  tx.requireVersion((await readBatchWorker(tx, batchId, id)).version)
  return deleteBatchWorker(tx, batchId, id)
}
