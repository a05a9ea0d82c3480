import { lockInmate } from '../../custody/inmates/index.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { lockProgram } from '../programs/index.ts'
import { requireChangeable, requireDeletable, requireFirstDay } from './rules.ts'
import type { Enrollment, EnrollmentPatch } from './schemas.ts'
import { lockEnrollment, readEnrollment, removeEnrollment, updateEnrollment } from './store.ts'

/** Another first day is held against the program and the inmate again. */
export async function changeEnrollment(tx: Transaction, id: string, patch: EnrollmentPatch): Promise<Change<Enrollment>> {
  if (patch.startsOn !== undefined) {
    const { inmateId, programId, override } = await readEnrollment(tx, id)
    const inmate = await lockInmate(tx, inmateId)
    const program = await lockProgram(tx, programId)
    requireFirstDay({ startsOn: patch.startsOn, override }, program, inmate)
  }
  const enrollment = await lockEnrollment(tx, id)
  tx.requireVersion(enrollment.version)
  requireChangeable(enrollment, patch)
  return updateEnrollment(tx, id, patch)
}

export async function deleteEnrollment(tx: Transaction, id: string): Promise<Change> {
  const enrollment = await lockEnrollment(tx, id)
  tx.requireVersion(enrollment.version)
  requireDeletable(enrollment)
  return removeEnrollment(tx, id)
}
