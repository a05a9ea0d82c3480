import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { completed, differenceOf, isSame, requireCome, requireFitting } from './rules.ts'
import type { NewWorkSheet, WorkSheet } from './schemas.ts'
import { changeSheet, holdWork, readHeldSheet, sameSheet } from './store.ts'

/**
 * The whole sheet of a day. Inmates, program, enrollments and batches are held, in this order as everywhere, and what stands is read after that, so that two
 * sheets that name an inmate on a day come one after the other. A sheet that says what stands already is answered as it stands, whatever version it was
 * made for: it has been done.
 * @throws not-found, stale-version, contradiction, rows-refused, month-locked
 */
export async function writeSheet(tx: Transaction, programId: string, workedOn: string, { rows }: NewWorkSheet): Promise<Change<WorkSheet>> {
  const wanted = rows.map(completed)
  const asked = { programId, workedOn, inmateIds: wanted.map(({ inmateId }) => inmateId), batchIds: wanted.flatMap(({ batchId }) => batchId ?? []) }
  const { today, enrollments } = await holdWork(tx, asked)
  const { kept, batches, elsewhere, ...sheet } = await readHeldSheet(tx, asked)
  const difference = differenceOf(wanted, kept)
  if (isSame(difference)) return sameSheet(tx, sheet)
  tx.requireVersion(sheet.version)
  requireCome(workedOn, today)
  requireFitting(difference, { workedOn, enrollments, batches, elsewhere })
  return changeSheet(tx, sheet, difference)
}
