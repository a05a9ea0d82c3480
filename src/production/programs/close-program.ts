import { timeZoneOf } from '../../custody/facilities/index.ts'
import { localDay } from '../../platform/contract/local-day.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { close } from './closure.ts'
import { moveProgram } from './move-program.ts'
import type { Program } from './schemas.ts'
import { lockProgram } from './store.ts'

/** Finished work stays, open enrollments end with the program, unfinished batches keep it open. */
export async function closeProgram(tx: Transaction, id: string): Promise<Change<Program>> {
  const { facilityId } = await lockProgram(tx, id)
  const closing = await moveProgram(tx, id, 'closure')
  await close(tx, { programId: id, on: localDay(tx.now, await timeZoneOf(tx, facilityId)) })
  return closing
}
