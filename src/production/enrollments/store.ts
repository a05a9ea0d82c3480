import { protectionsByInmate } from '../../custody/protected-persons/index.ts'
import { phrase } from '../../platform/contract/language.ts'
import { duplicate, explainConstraints, missingReference, overlap } from '../../platform/database/constraints.ts'
import { listing } from '../../platform/database/listing.ts'
import { changeOne, deleteOne, insertOne, type Requirement, readOne } from '../../platform/database/records.ts'
import { rows, unfiltered } from '../../platform/database/row-filter.ts'
import { type Sql, sql } from '../../platform/database/sql.ts'
import { changes, expression, resource, select } from '../../platform/database/tables.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import { openStatuses } from '../programs/index.ts'
import { notPossible } from './rules.ts'
import { type Decision, type EndReason, Enrollment, type EnrollmentPatch, EnrollmentQuery, type EnrollmentStatus, type NewEnrollment } from './schemas.ts'

explainConstraints({
  enrollment_program_fkey: missingReference('/programId'),
  enrollment_inmate_fkey: missingReference('/inmateId'),
  enrollment_decision_officer_fkey: missingReference('/decision/officerId'),
  enrollment_overlap: overlap('/startsOn', phrase`Another enrollment of the inmate in this program covers a part of this period.`),
  enrollment_open_key: duplicate('/inmateId', phrase`The inmate has an open enrollment in this program.`),
})

const enrollment = resource('enrollment', Enrollment, {
  protections: protectionsByInmate('enrollment'),
  decision: sql`CASE WHEN enrollment.decision_number IS NOT NULL THEN jsonb_build_object('number', enrollment.decision_number, 'date', enrollment.decision_date,
    'officerId', enrollment.decision_officer_id) END`,
  override: sql`CASE WHEN enrollment.override_reason IS NOT NULL THEN jsonb_build_object('reason', enrollment.override_reason,
    'decisionNumber', enrollment.override_decision_number) END`,
})

export const listEnrollments = listing({ operation: 'listEnrollments', of: enrollment, query: EnrollmentQuery })

export const readEnrollment = (db: Reader, id: string): Promise<Enrollment> => readOne(db, enrollment, id)
/** @throws not-found */
export const lockEnrollment = (tx: Transaction, id: string): Promise<Enrollment> => readOne(tx, enrollment, id, { lock: sql`FOR UPDATE` })

/** The last day that earlier enrollments of an inmate in a program have; what was rejected, or ended before it began, has none. */
export async function takenUntil(tx: Transaction, { programId, inmateId }: Pick<Enrollment, 'programId' | 'inmateId'>): Promise<string | null> {
  const earlier = sql`FROM ${rows(tx, 'enrollment')} WHERE program_id = ${programId}::uuid AND inmate_id = ${inmateId}::uuid`
  const [found] = await tx.query(select({ endsOn: expression<string | null>`max(ends_on)` }, earlier))
  return found?.endsOn ?? null
}

export const insertEnrollment = (tx: Transaction, facilityId: string, { override, ...proposal }: NewEnrollment & { proposedOn: string }): Change<Enrollment> =>
  insertOne(tx, enrollment, { facilityId, ...proposal, overrideReason: override?.reason, overrideDecisionNumber: override?.decisionNumber })

/** The enrollment is in one of these states. */
const inState = (states: readonly EnrollmentStatus[]): Requirement => ({
  facts: { status: enrollment.members.status },
  rules: { 'not-possible': { broken: sql`(SELECT status <> ALL(${states}::text[]) FROM target)`, problem: notPossible } },
})

/** Before it is active, the first day can be moved. */
export const movable: readonly EnrollmentStatus[] = ['PROPOSED', 'APPROVED']

/** The role can change while the enrollment is open, the first day until it is active. */
export const updateEnrollment = (tx: Transaction, id: string, patch: EnrollmentPatch): Change<Enrollment> =>
  changeOne(tx, enrollment, id, patch, { requirements: [inState(patch.startsOn === undefined ? openStatuses : movable)] })

/** What has been decided is history: only a proposal can be deleted. */
export const deleteEnrollment = (tx: Transaction, id: string): Change => deleteOne(tx, 'enrollment', id, [inState(['PROPOSED'])])

interface EnrollmentStep {
  status: EnrollmentStatus
  decision?: Decision | null
  endsOn?: string
  endReason?: EndReason
}

/** For an enrollment that is locked. */
export function moveEnrollment(tx: Transaction, id: string, { decision, ...change }: EnrollmentStep): Change<Enrollment> {
  const decided = decision ? { decisionNumber: decision.number, decisionDate: decision.date, decisionOfficerId: decision.officerId } : {}
  return changeOne(tx, enrollment, id, { ...change, ...decided })
}

export const ofInmate = (id: string): Sql => sql`inmate_id = ${id}::uuid`
export const ofProgram = (id: string): Sql => sql`program_id = ${id}::uuid`

/**
 * Ends every open enrollment of an inmate or a program and emits an event for each; so does one that was ended like this on a
 * later day. One that had not begun by then has no last day.
 */
export async function endEnrollments(tx: Transaction, whose: Sql, on: string, reason: EndReason): Promise<void> {
  const open = unfiltered('enrollment', 'the inmate or the program is locked')
  const set = changes(
    'enrollment',
    { status: 'ENDED', endsOn: sql`CASE WHEN starts_on <= ${on}::date THEN ${on}::date END`, endReason: reason },
    tx.caller.clientId,
  )
  const ended = await tx.query<{ id: string; facilityId: string; version: number }>(sql`
    UPDATE ${open} SET ${set} WHERE id IN (SELECT id FROM ${open} WHERE ${whose} AND (status = ANY(${openStatuses}) OR (status = 'ENDED' AND ends_on > ${on}::date)) ORDER BY id FOR UPDATE)
    RETURNING id, facility_id AS "facilityId", version`)
  for (const row of ended) tx.emit({ type: 'enrollment.ended', resource: 'enrollment', ...row })
}
