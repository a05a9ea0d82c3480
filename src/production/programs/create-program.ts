import { requireActiveOfficer } from '../../custody/officers/index.ts'
import { unknownReference } from '../../platform/contract/problems.ts'
import { canSee } from '../../platform/database/row-filter.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import type { NewProgram } from './schemas.ts'
import { insertProgram } from './store.ts'

export async function createProgram(tx: Transaction, program: NewProgram): Promise<Change> {
  if (!canSee(tx.caller, program.facilityId)) throw unknownReference('/facilityId')
  await requireActiveOfficer(tx, program.facilityId, program.supervisorId, '/supervisorId')
  return insertProgram(tx, program)
}
