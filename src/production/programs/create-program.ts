import { requireActiveOfficer } from '../../custody/officers/index.ts'
import { requireVisible } from '../../platform/database/row-filter.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import type { NewProgram, Program } from './schemas.ts'
import { insertProgram } from './store.ts'

export async function createProgram(tx: Transaction, program: NewProgram): Promise<Change<Program>> {
  requireVisible(tx.caller, program.facilityId)
  await requireActiveOfficer(tx, program.facilityId, program.supervisorId, '/supervisorId')
  return insertProgram(tx, program)
}
