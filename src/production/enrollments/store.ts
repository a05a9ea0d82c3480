import { phrase } from '../../platform/contract/language.ts'
import { notFound } from '../../platform/contract/problems.ts'
import { duplicate, explainConstraints, missingReference } from '../../platform/database/constraints.ts'
import { listing } from '../../platform/database/listing-formerly.ts'
import { formerly, visible, within } from '../../platform/database/row-filter.ts'
import { assignments, insert, raw, type Sql, sql, stampColumns } from '../../platform/database/sql.ts'
import { type Change, changeOf, type Reader, type Transaction } from '../../platform/database/transaction.ts'
import {
  type Decision,
  type EndReason,
  type Enrollment,
  type EnrollmentPatch,
  type EnrollmentQuery,
  type EnrollmentStatus,
  type NewEnrollment,
  openStatuses,
} from './schemas.ts'

explainConstraints({
  enrollment_program_fkey: missingReference('/programId'),
  enrollment_inmate_fkey: missingReference('/inmateId'),
  enrollment_decision_officer_fkey: missingReference('/decision/officerId'),
  enrollment_open_key: duplicate('/inmateId', phrase`The inmate has an open enrollment in this program.`),
})

const columns = sql`${raw(`enrollment.id, enrollment.facility_id AS "facilityId", enrollment.program_id AS "programId", enrollment.inmate_id AS "inmateId",
  enrollment.role, enrollment.status, enrollment.proposed_on AS "proposedOn",
  CASE WHEN enrollment.decision_number IS NOT NULL THEN jsonb_build_object('number', enrollment.decision_number, 'date', enrollment.decision_date,
    'officerId', enrollment.decision_officer_id) END AS decision,
  CASE WHEN enrollment.override_reason IS NOT NULL THEN jsonb_build_object('reason', enrollment.override_reason,
    'decisionNumber', enrollment.override_decision_number) END AS override,
  enrollment.starts_on AS "startsOn", enrollment.ends_on AS "endsOn", enrollment.end_reason AS "endReason"`)}, ${stampColumns('enrollment')}`

export const listEnrollments = listing<Enrollment, EnrollmentQuery>({
  operation: 'listEnrollments',
  table: 'enrollment',
  from: sql`enrollment`,
  columns,
  sorts: {
    startsOn: { column: 'enrollment.starts_on', type: 'date' },
    updatedAt: { column: 'enrollment.updated_at', type: 'timestamptz' },
  },
  filters: {
    facilityId: (ids) => sql`enrollment.facility_id = ANY(${ids}::uuid[])`,
    programId: (ids) => sql`enrollment.program_id = ANY(${ids}::uuid[])`,
    inmateId: (ids) => sql`enrollment.inmate_id = ANY(${ids}::uuid[])`,
    status: (statuses) => sql`enrollment.status = ANY(${statuses})`,
    role: (roles) => sql`enrollment.role = ANY(${roles})`,
    startsOnFrom: (from) => sql`enrollment.starts_on >= ${from}::date`,
    startsOnTo: (to) => sql`enrollment.starts_on <= ${to}::date`,
  },
})

export async function readEnrollment(db: Reader, id: string): Promise<Enrollment> {
  return one(db, id, sql``)
}

/** @throws not-found */
export const lockEnrollment = (tx: Transaction, id: string): Promise<Enrollment> => one(tx, id, sql`FOR UPDATE`)

async function one(db: Reader, id: string, lock: Sql): Promise<Enrollment> {
  const [enrollment] = await db.query<Enrollment>(
    sql`SELECT ${columns} FROM enrollment WHERE enrollment.id = ${id}::uuid AND ${visible(db.caller, 'enrollment.facility_id')} ${lock}`,
  )
  if (enrollment === undefined) throw notFound()
  return enrollment
}

/** How many places of a program are taken. Exact while the program is locked. */
export async function countOpen(db: Reader, programId: string): Promise<number> {
  const [counted] = await db.query<{ open: number }>(
    sql`SELECT count(*) AS open FROM enrollment WHERE program_id = ${programId}::uuid AND status = ANY(${openStatuses}) AND ${visible(db.caller, 'facility_id')}`,
  )
  return counted?.open ?? 0
}

export function insertEnrollment(tx: Transaction, facilityId: string, { override, ...proposal }: NewEnrollment & { proposedOn: string }): Change {
  const row = {
    id: tx.newId(),
    facilityId,
    ...proposal,
    overrideReason: override?.reason,
    overrideDecisionNumber: override?.decisionNumber,
    createdBy: tx.caller.clientId,
    updatedBy: tx.caller.clientId,
  }
  return changeOf(
    tx,
    'enrollment',
    row.id,
    sql`enrollment AS (${insert('enrollment', row)} ${within(tx.caller, facilityId)} RETURNING *), change AS (SELECT ${columns} FROM enrollment)`,
  )
}

interface EnrollmentChange extends EnrollmentPatch {
  status?: EnrollmentStatus
  decision?: Decision | null
  endsOn?: string
  endReason?: EndReason
}

export function updateEnrollment(tx: Transaction, id: string, { decision, ...change }: EnrollmentChange): Change {
  const members = decision ? { ...change, decisionNumber: decision.number, decisionDate: decision.date, decisionOfficerId: decision.officerId } : change
  return changeOf(
    tx,
    'enrollment',
    id,
    sql`enrollment AS (
      UPDATE enrollment SET ${assignments(members, tx.caller.clientId)} WHERE ${tx.isTarget('enrollment', id)} RETURNING *
    ), change AS (SELECT ${columns} FROM enrollment)`,
  )
}

export const removeEnrollment = (tx: Transaction, id: string): Change =>
  changeOf(
    tx,
    'enrollment',
    id,
    sql`change AS (DELETE FROM enrollment WHERE ${tx.isTarget('enrollment', id)} RETURNING id, version, facility_id AS "facilityId")`,
  )

export const ofInmate = (id: string): Sql => sql`inmate_id = ${id}::uuid`
export const ofProgram = (id: string): Sql => sql`program_id = ${id}::uuid`

/** Ends every open enrollment of an inmate or a program and tells of each. One that has not begun ends on its first day. */
export async function endEnrollments(tx: Transaction, whose: Sql, on: string, reason: EndReason): Promise<void> {
  const ended = await tx.query<{ id: string; facilityId: string; version: number }>(sql`
    UPDATE enrollment SET status = 'ENDED', ends_on = greatest(starts_on, ${on}::date), end_reason = ${reason}, ${assignments({}, tx.caller.clientId)}
    WHERE id IN (SELECT id FROM enrollment WHERE ${whose} AND status = ANY(${openStatuses}) ORDER BY id FOR UPDATE)
    ${formerly('the inmate or the program is locked')} RETURNING id, facility_id AS "facilityId", version`)
  for (const enrollment of ended) tx.emit({ type: 'enrollment.ended', resource: 'enrollment', ...enrollment })
}
