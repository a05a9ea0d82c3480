import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { requireRoomFor } from './rules.ts'
import type { Program, ProgramPatch } from './schemas.ts'
import { contentsOf, lockProgram, updateProgram } from './store.ts'

const bounds = ['capacity', 'startsOn', 'endsOn'] as const

/** Places and days that change are held against what the program holds. */
export async function changeProgram(tx: Transaction, id: string, patch: ProgramPatch): Promise<Change<Program>> {
  if (bounds.some((name) => patch[name] !== undefined)) {
    const program = await lockProgram(tx, id)
    tx.requireVersion(program.version)
    const changed = <Name extends (typeof bounds)[number]>(name: Name) => (patch[name] === program[name] ? undefined : patch[name])
    const room = { capacity: changed('capacity'), startsOn: changed('startsOn'), endsOn: changed('endsOn') }
    // That nothing of a closed program changes, its own statement says.
    if (program.status !== 'CLOSED') requireRoomFor(room, await contentsOf(tx, id))
  }
  return updateProgram(tx, id, patch)
}
