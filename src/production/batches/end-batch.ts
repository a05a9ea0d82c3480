/** Steps after which nobody works on the batch: its work ends with it, before the step itself says whether it may be. */
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import type { Batch } from './schemas.ts'
import { cancelBatch, closeBatch, completeBatch } from './store.ts'
import { cancelWork, closeWork, completeWork } from './work-store.ts'

export async function complete(tx: Transaction, id: string, completedOn: string): Promise<Change<Batch>> {
  await completeWork(tx, id, completedOn)
  return completeBatch(tx, id, completedOn)
}

export async function close(tx: Transaction, id: string): Promise<Change<Batch>> {
  await closeWork(tx, id)
  return closeBatch(tx, id)
}

export async function cancel(tx: Transaction, id: string): Promise<Change<Batch>> {
  await cancelWork(tx, id)
  return cancelBatch(tx, id)
}
