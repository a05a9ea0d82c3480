import { holdUnit } from '../../custody/facilities/index.ts'
import { requireActiveOfficer } from '../../custody/officers/index.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { type ProgramStep, statusAfter } from './rules.ts'
import type { Program } from './schemas.ts'
import { lockProgram, requireShown, setStatus } from './store.ts'

export async function moveProgram(tx: Transaction, id: string, step: Exclude<ProgramStep, 'activation'>): Promise<Change<Program>> {
  const program = await lockProgram(tx, id)
  tx.requireVersion(program.version)
  return setStatus(tx, id, statusAfter(step, program))
}

/** Begins or resumes the program where it could be made now: nobody sees an archived one, and somebody has to be in charge. */
export async function activateProgram(tx: Transaction, id: string): Promise<Change<Program>> {
  const program = await lockProgram(tx, id)
  tx.requireVersion(program.version)
  const status = statusAfter('activation', program)
  requireShown(program)
  await holdUnit(tx, program.facilityId, '/facilityId')
  await requireActiveOfficer(tx, program.facilityId, program.supervisorId, '/supervisorId')
  return setStatus(tx, id, status)
}
