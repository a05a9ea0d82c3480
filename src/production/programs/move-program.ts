import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { type ProgramStep, statusAfter } from './rules.ts'
import type { Program } from './schemas.ts'
import { lockProgram, setStatus } from './store.ts'

export async function moveProgram(tx: Transaction, id: string, step: ProgramStep): Promise<Change<Program>> {
  const program = await lockProgram(tx, id)
  tx.requireVersion(program.version)
  return setStatus(tx, id, statusAfter(step, program))
}
