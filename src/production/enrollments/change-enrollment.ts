import { lockInmate } from '../../custody/inmates/index.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { lockProgram } from '../programs/index.ts'
import { requireFirstDay } from './rules.ts'
import type { Enrollment, EnrollmentPatch } from './schemas.ts'
import { readEnrollment, updateEnrollment } from './store.ts'

/** Another first day is held against the program and the inmate again. */
export async function changeEnrollment(tx: Transaction, id: string, patch: EnrollmentPatch): Promise<Change<Enrollment>> {
  if (patch.startsOn !== undefined) {
    const { inmateId, programId, override } = await readEnrollment(tx, id)
    const inmate = await lockInmate(tx, inmateId)
    const program = await lockProgram(tx, programId)
    requireFirstDay({ startsOn: patch.startsOn, override }, program, inmate)
  }
  return updateEnrollment(tx, id, patch)
}
