import { holdUnit } from '../../custody/facilities/index.ts'
import { requireActiveOfficer } from '../../custody/officers/index.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { type ProgramStep, requireChangeable, requireRoomFor, statusAfter } from './rules.ts'
import type { Program, ProgramPatch } from './schemas.ts'
import { contentsOf, lockProgram, requireShown, updateProgram } from './store.ts'

/** What changes is held against what the program holds; a supervisor who stays need not be in service any more. */
export async function changeProgram(tx: Transaction, id: string, patch: ProgramPatch): Promise<Change<Program>> {
  const program = await lockProgram(tx, id)
  tx.requireVersion(program.version)
  requireChangeable(program, patch)
  const changed = <Name extends 'capacity' | 'startsOn' | 'endsOn'>(name: Name) => (patch[name] === program[name] ? undefined : patch[name])
  const bounds = { capacity: changed('capacity'), startsOn: changed('startsOn'), endsOn: changed('endsOn') }
  if (Object.values(bounds).some(Boolean)) requireRoomFor(bounds, await contentsOf(tx, id))
  const { supervisorId } = patch
  if (supervisorId !== undefined && supervisorId !== program.supervisorId) await requireActiveOfficer(tx, program.facilityId, supervisorId, '/supervisorId')
  return updateProgram(tx, id, patch)
}

export async function moveProgram(tx: Transaction, id: string, step: Exclude<ProgramStep, 'activation'>): Promise<Change<Program>> {
  const program = await lockProgram(tx, id)
  tx.requireVersion(program.version)
  return updateProgram(tx, id, { status: statusAfter(step, program) })
}

/** Begins or resumes the program where it could be made now: nobody sees an archived one, and somebody has to be in charge. */
export async function activateProgram(tx: Transaction, id: string): Promise<Change<Program>> {
  const program = await lockProgram(tx, id)
  tx.requireVersion(program.version)
  const status = statusAfter('activation', program)
  requireShown(program)
  await holdUnit(tx, program.facilityId, '/facilityId')
  await requireActiveOfficer(tx, program.facilityId, program.supervisorId, '/supervisorId')
  return updateProgram(tx, id, { status })
}
