import { phrase } from '../../platform/contract/language.ts'
import { contradiction } from '../../platform/contract/problems.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { requireWork } from './rules.ts'
import type { BatchWorker, BatchWorkerPatch, NewBatchWorker } from './schemas.ts'
import { deleteBatchWorker, insertBatchWorker, isEnrolled, lockBatch, readBatchWorker, updateBatchWorker } from './store.ts'

const notEnrolled = () => contradiction('/from', phrase`No active enrollment in the program covers the whole period.`)

/** @throws not-found, invalid-transition, contradiction, period-overlap */
export async function assignWorker(tx: Transaction, batchId: string, worker: NewBatchWorker): Promise<Change<BatchWorker>> {
  const batch = await lockBatch(tx, batchId)
  requireWork(batch, worker.from, worker.to ?? null)
  if (!(await isEnrolled(tx, batch.programId, worker.inmateId, worker.from, worker.to ?? null))) throw notEnrolled()
  return insertBatchWorker(tx, batch, worker)
}

/** @throws not-found, stale-version, invalid-transition, contradiction, period-overlap */
export async function changeWorker(tx: Transaction, batchId: string, id: string, patch: BatchWorkerPatch): Promise<Change<BatchWorker>> {
  const batch = await lockBatch(tx, batchId)
  const worker = await readBatchWorker(tx, batchId, id)
  tx.requireVersion(worker.version)
  const from = patch.from ?? worker.from
  const to = patch.to === undefined ? worker.to : patch.to
  requireWork(batch, from, to)
  // Only more work needs an enrollment; what was done before a suspension can still be shortened or weighed.
  const isLonger = from < worker.from || (worker.to !== null && (to === null || to > worker.to))
  if (isLonger && !(await isEnrolled(tx, batch.programId, worker.inmateId, from, to))) throw notEnrolled()
  return updateBatchWorker(tx, batchId, id, patch)
}

/** @throws not-found, stale-version */
export async function removeWorker(tx: Transaction, batchId: string, id: string): Promise<Change<BatchWorker>> {
  await lockBatch(tx, batchId)
  tx.requireVersion((await readBatchWorker(tx, batchId, id)).version)
  return deleteBatchWorker(tx, batchId, id)
}
