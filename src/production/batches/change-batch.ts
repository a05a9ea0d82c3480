import type { Change, Transaction } from '../../platform/database/transaction.ts'
import type { Batch, BatchPatch } from './schemas.ts'
import { changeBatch, holdProgramOf } from './store.ts'

/** Another first day is held against the program, which is held first, as whoever changes its days holds it. */
export async function rewriteBatch(tx: Transaction, id: string, patch: BatchPatch): Promise<Change<Batch>> {
  if (patch.startsOn !== undefined) await holdProgramOf(tx, id)
  return changeBatch(tx, id, patch)
}
