import { requireActiveOfficer } from '../../custody/officers/index.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { type ProgramStep, requireChangeable, statusAfter } from './rules.ts'
import type { Program, ProgramPatch } from './schemas.ts'
import { lockProgram, updateProgram } from './store.ts'

export async function changeProgram(tx: Transaction, id: string, patch: ProgramPatch): Promise<Change<Program>> {
  const program = await lockProgram(tx, id)
  tx.requireVersion(program.version)
  requireChangeable(program, patch)
  if (patch.supervisorId !== undefined && patch.supervisorId !== program.supervisorId)
    await requireActiveOfficer(tx, program.facilityId, patch.supervisorId, '/supervisorId')
  return updateProgram(tx, id, patch)
}

export async function moveProgram(tx: Transaction, id: string, step: ProgramStep): Promise<Change<Program>> {
  const program = await lockProgram(tx, id)
  tx.requireVersion(program.version)
  return updateProgram(tx, id, { status: statusAfter(step, program) })
}
