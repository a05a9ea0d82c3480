import { timeZoneOf } from '../../custody/facilities/index.ts'
import { localDay } from '../../platform/contract/local-day.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { endWork, openBatchesOf } from '../batches/index.ts'
import { requireNoOpenBatches } from '../enrollments/rules.ts'
import { endEnrollments, ofProgram } from '../enrollments/store.ts'
import { lockProgram, moveProgram } from './index.ts'
import type { Program } from './schemas.ts'

/** Finished work stays, open enrollments end with the program, unfinished batches keep it open. */
export async function closeProgram(tx: Transaction, id: string): Promise<Change<Program>> {
  const { facilityId } = await lockProgram(tx, id)
  const closing = await moveProgram(tx, id, 'closure')
  requireNoOpenBatches(await openBatchesOf(tx, id))
  const today = localDay(tx.now, await timeZoneOf(tx, facilityId))
  await endEnrollments(tx, ofProgram(id), today, 'PROGRAM_FINISHED')
  await endWork(tx, { programId: id }, today)
  return closing
}
