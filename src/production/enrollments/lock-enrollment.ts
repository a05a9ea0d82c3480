import { type LockedInmate, lockInmate } from '../../custody/inmates/index.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import { type LockedProgram, lockProgram } from '../programs/index.ts'
import type { Enrollment } from './schemas.ts'
import { lockEnrollment, readEnrollment } from './store.ts'

/**
 * The enrollment with its inmate and its program, locked in the order that holds everywhere. What the enrollment alone forbids
 * is looked at first, since its inmate may be somewhere else by now, and again under the lock. @throws not-found, what `check` throws
 */
export async function lockWithParents(
  tx: Transaction,
  id: string,
  check: (enrollment: Enrollment) => void,
): Promise<{ enrollment: Enrollment; inmate: LockedInmate; program: LockedProgram }> {
  const { inmateId, programId } = await checked(readEnrollment(tx, id), check)
  const inmate = await lockInmate(tx, inmateId)
  const program = await lockProgram(tx, programId)
  return { enrollment: await checked(lockEnrollment(tx, id), check), inmate, program }
}

async function checked(reading: Promise<Enrollment>, check: (enrollment: Enrollment) => void): Promise<Enrollment> {
  const enrollment = await reading
  check(enrollment)
  return enrollment
}
