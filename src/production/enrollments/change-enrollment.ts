import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { lockWithParents } from './lock-enrollment.ts'
import { requireChangeable, requireDeletable, requireFirstDay, requireFreePeriod } from './rules.ts'
import type { Enrollment, EnrollmentPatch } from './schemas.ts'
import { lockEnrollment, removeEnrollment, takenUntil, updateEnrollment } from './store.ts'

/** Another first day is held against the program, the inmate and earlier enrollments again. */
export async function changeEnrollment(tx: Transaction, id: string, patch: EnrollmentPatch): Promise<Change<Enrollment>> {
  const { startsOn } = patch
  const check = (enrollment: Enrollment) => {
    tx.requireVersion(enrollment.version)
    requireChangeable(enrollment, patch)
  }
  if (startsOn === undefined) {
    check(await lockEnrollment(tx, id))
    return updateEnrollment(tx, id, patch)
  }
  const { enrollment, inmate, program } = await lockWithParents(tx, id, check)
  requireFirstDay({ startsOn, override: enrollment.override }, program, inmate)
  requireFreePeriod(startsOn, await takenUntil(tx, enrollment))
  return updateEnrollment(tx, id, patch)
}

export async function deleteEnrollment(tx: Transaction, id: string): Promise<Change> {
  const enrollment = await lockEnrollment(tx, id)
  tx.requireVersion(enrollment.version)
  requireDeletable(enrollment)
  return removeEnrollment(tx, id)
}
