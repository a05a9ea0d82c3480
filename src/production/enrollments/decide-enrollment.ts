import { timeZoneOf } from '../../custody/facilities/index.ts'
import { lockInmate, requireInCustody } from '../../custody/inmates/index.ts'
import { requireActiveOfficer } from '../../custody/officers/index.ts'
import { localDay, requireDay } from '../../platform/contract/local-day.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { endWork } from '../batches/index.ts'
import { lockProgram, requireOpenProgram } from '../programs/index.ts'
import { endLogs } from '../work-logs/index.ts'
import { type EnrollmentStep, requireActiveProgram, requireEligible, requireFittingEnd, requireStarted, requireStep } from './rules.ts'
import type { Decision, Enrollment, EnrollmentTermination } from './schemas.ts'
import { lockEnrollment, moveEnrollment, readEnrollment } from './store.ts'

/** The enrollment, locked, when the step is possible; and today at its facility. */
async function begin(tx: Transaction, id: string, step: EnrollmentStep): Promise<{ enrollment: Enrollment; today: string }> {
  const enrollment = await lockEnrollment(tx, id)
  tx.requireVersion(enrollment.version)
  requireStep(step, enrollment)
  return { enrollment, today: localDay(tx.now, await timeZoneOf(tx, enrollment.facilityId)) }
}

async function requireDecision(tx: Transaction, { facilityId }: Enrollment, decision: Decision, today: string): Promise<void> {
  requireDay('/decision/date', decision.date, { latest: today })
  await requireActiveOfficer(tx, facilityId, decision.officerId, '/decision/officerId')
}

export async function approveEnrollment(tx: Transaction, id: string, decision: Decision): Promise<Change<Enrollment>> {
  const { enrollment, today } = await begin(tx, id, 'approval')
  await requireDecision(tx, enrollment, decision, today)
  return moveEnrollment(tx, id, { status: 'APPROVED', decision })
}

export async function rejectEnrollment(tx: Transaction, id: string, decision: Decision | null): Promise<Change<Enrollment>> {
  const { enrollment, today } = await begin(tx, id, 'rejection')
  if (decision) await requireDecision(tx, enrollment, decision, today)
  return moveEnrollment(tx, id, { status: 'REJECTED', decision })
}

/** Weeks lie between the proposal and this: what was true then is looked at again. */
export async function activateEnrollment(tx: Transaction, id: string): Promise<Change<Enrollment>> {
  const proposed = await readEnrollment(tx, id)
  tx.requireVersion(proposed.version)
  requireStep('activation', proposed)
  // Inmate and program are locked first, as everywhere.
  const inmate = await lockInmate(tx, proposed.inmateId)
  const program = await lockProgram(tx, proposed.programId)
  const { enrollment, today } = await begin(tx, id, 'activation')
  requireActiveProgram(program)
  requireOpenProgram(program)
  requireInCustody(inmate)
  requireStarted(enrollment, today)
  if (!enrollment.override) requireEligible(inmate, program, enrollment.startsOn)
  return moveEnrollment(tx, id, { status: 'ACTIVE' })
}

/** Work on the program's batches ends with it: a worker has an active enrollment over the whole period. */
export async function suspendEnrollment(tx: Transaction, id: string): Promise<Change<Enrollment>> {
  const { enrollment, today } = await begin(tx, id, 'suspension')
  await endWork(tx, enrollment, today)
  return moveEnrollment(tx, id, { status: 'SUSPENDED' })
}

/** Work on the program's batches ends with the enrollment, and so do its rows in day-sheets. */
export async function terminateEnrollment(tx: Transaction, id: string, termination: EnrollmentTermination): Promise<Change<Enrollment>> {
  const { enrollment, today } = await begin(tx, id, 'termination')
  requireFittingEnd(enrollment, termination, today)
  const { outcome, endsOn, endReason } = termination
  await endWork(tx, enrollment, endsOn)
  await endLogs(tx, enrollment, endsOn)
  return moveEnrollment(tx, id, { status: outcome, endsOn, endReason })
}
