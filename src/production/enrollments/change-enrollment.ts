import { lockInmate } from '../../custody/inmates/index.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { lockProgram } from '../programs/index.ts'
import { requireFirstDay, requireFreePeriod } from './rules.ts'
import type { Enrollment, EnrollmentPatch } from './schemas.ts'
import { movable, readEnrollment, takenUntil, updateEnrollment } from './store.ts'

/** Another first day is held against the program, the inmate and earlier enrollments again. */
export async function changeEnrollment(tx: Transaction, id: string, patch: EnrollmentPatch): Promise<Change<Enrollment>> {
  const { startsOn } = patch
  if (startsOn !== undefined) {
    const enrollment = await readEnrollment(tx, id)
    tx.requireVersion(enrollment.version)
    // In another state the statement refuses it, wherever the inmate is by now.
    if (movable.includes(enrollment.status)) {
      const inmate = await lockInmate(tx, enrollment.inmateId)
      const program = await lockProgram(tx, enrollment.programId)
      requireFirstDay({ startsOn, override: enrollment.override }, program, inmate)
      requireFreePeriod(startsOn, await takenUntil(tx, enrollment))
    }
  }
  return updateEnrollment(tx, id, patch)
}
