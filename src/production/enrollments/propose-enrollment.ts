import { timeZoneOf } from '../../custody/facilities/index.ts'
import { lockInmate, requireInCustody } from '../../custody/inmates/index.ts'
import { localDay, requireDay } from '../../platform/contract/local-day.ts'
import { unknownReference } from '../../platform/contract/problems.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { contentsOf, lockProgram, requireOpenProgram } from '../programs/index.ts'
import { requireFirstDay, requireFreePeriod, requirePlace } from './rules.ts'
import type { Enrollment, NewEnrollment } from './schemas.ts'
import { insertEnrollment, takenUntil } from './store.ts'

/** Inmate and program are locked, in this order as everywhere, so that neither leaves and no place is given twice. */
export async function proposeEnrollment(tx: Transaction, proposal: NewEnrollment): Promise<Change<Enrollment>> {
  const inmate = await lockInmate(tx, proposal.inmateId, () => unknownReference('/inmateId'))
  const program = await lockProgram(tx, proposal.programId, () => unknownReference('/programId'))
  if (inmate.facilityId !== program.facilityId) throw unknownReference('/inmateId')
  requireOpenProgram(program)
  requireInCustody(inmate)
  const today = localDay(tx.now, await timeZoneOf(tx, program.facilityId))
  const { proposedOn = today } = proposal
  requireDay('/proposedOn', proposedOn, { latest: today })
  requireFirstDay(proposal, program, inmate)
  requireFreePeriod(proposal.startsOn, await takenUntil(tx, proposal))
  requirePlace(program, (await contentsOf(tx, program.id)).taken)
  return insertEnrollment(tx, program.facilityId, { ...proposal, proposedOn })
}
