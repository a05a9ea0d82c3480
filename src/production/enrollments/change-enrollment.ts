import { lockInmate } from '../../custody/inmates/index.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { lockProgram } from '../programs/index.ts'
import { requireFirstDay } from './rules.ts'
import type { Enrollment, EnrollmentPatch } from './schemas.ts'
import { readEnrollment, updateEnrollment } from './store.ts'

/** Another first day is held against the program and the inmate again. */
export async function changeEnrollment(tx: Transaction, id: string, patch: EnrollmentPatch): Promise<Change<Enrollment>> {
  if (patch.startsOn !== undefined) {
    const { inmateId, programId, override, version } = await readEnrollment(tx, id)
    // Asked before the day is: what is stale now will be stale under the lock.
    tx.requireVersion(version)
    const inmate = await lockInmate(tx, inmateId)
    const program = await lockProgram(tx, programId)
    requireFirstDay({ startsOn: patch.startsOn, override }, program, inmate)
  }
  return updateEnrollment(tx, id, patch)
}
