import { phrase } from '../../platform/contract/language.ts'
import { notFound, type Problem } from '../../platform/contract/problems.ts'
import { contradicts, duplicate, explainConstraints, missingReference } from '../../platform/database/constraints.ts'
import { containing, listing } from '../../platform/database/listing.ts'
import { visible, within } from '../../platform/database/row-filter.ts'
import { assignments, insert, raw, sql, stampColumns } from '../../platform/database/sql.ts'
import { type Change, changeOf, type Reader, type Transaction } from '../../platform/database/transaction.ts'
import type { NewProgram, Program, ProgramPatch, ProgramQuery, ProgramStatus } from './schemas.ts'

explainConstraints({
  program_facility_fkey: missingReference('/facilityId'),
  program_code_key: duplicate('/code', phrase`Another program of the facility has this code.`),
  program_supervisor_fkey: missingReference('/supervisorId'),
  program_dates_check: contradicts('/endsOn', phrase`The program ends before it starts.`),
})

const columns = sql`${raw(`program.id, program.facility_id AS "facilityId", program.code, program.name, program.category, program.kind, program.place,
  program.supervisor_id AS "supervisorId", program.capacity, program.starts_on AS "startsOn", program.ends_on AS "endsOn",
  program.acceleration_point AS "accelerationPoint",
  jsonb_build_object('legalStatus', program.eligible_legal_status, 'minDaysToRelease', program.min_days_to_release) AS eligibility,
  program.contribution_mode AS "contributionMode", program.status, program.archived`)}, ${stampColumns('program')}`

export const listPrograms = listing<Program, ProgramQuery>({
  operation: 'listPrograms',
  table: 'program',
  from: sql`program`,
  columns,
  sorts: {
    code: { column: 'program.code', type: 'text' },
    name: { column: 'program.name', type: 'text' },
    startsOn: { column: 'program.starts_on', type: 'date' },
    updatedAt: { column: 'program.updated_at', type: 'timestamptz' },
  },
  filters: {
    facilityId: (ids) => sql`program.facility_id = ANY(${ids}::uuid[])`,
    status: (statuses) => sql`program.status = ANY(${statuses})`,
    category: (categories) => sql`program.category = ANY(${categories})`,
    kind: (kinds) => sql`program.kind = ANY(${kinds})`,
    supervisorId: (ids) => sql`program.supervisor_id = ANY(${ids}::uuid[])`,
    startsOnFrom: (from) => sql`program.starts_on >= ${from}::date`,
    startsOnTo: (to) => sql`program.starts_on <= ${to}::date`,
    archived: (archived) => sql`program.archived = ${archived}`,
    q: (search) => sql`(program.code || ' ' || program.name) ILIKE ${containing(search)}`,
  },
})

export async function readProgram(db: Reader, id: string): Promise<Program> {
  const [program] = await db.query<Program>(sql`SELECT ${columns} FROM program WHERE program.id = ${id}::uuid AND ${visible(db.caller, 'program.facility_id')}`)
  if (program === undefined) throw notFound()
  return program
}

/** A condition: whether enrollments and batches can begin. */
export const isOpen = raw(`program.status <> 'CLOSED' AND NOT program.archived`)

/** Holds the program still until the transaction ends: nobody enrolls, and no batch begins, meanwhile. @throws `absent` */
export async function lockProgram(tx: Transaction, id: string, absent: () => Problem = notFound): Promise<Program & { isOpen: boolean }> {
  const [program] = await tx.query<Program & { isOpen: boolean }>(
    sql`SELECT ${columns}, ${isOpen} AS "isOpen" FROM program WHERE program.id = ${id}::uuid AND ${visible(tx.caller, 'program.facility_id')} FOR UPDATE`,
  )
  if (program === undefined) throw absent()
  return program
}

const flat = <Given extends Pick<NewProgram, 'eligibility'>>({ eligibility, ...plain }: Given) => ({
  ...plain,
  eligibleLegalStatus: eligibility?.legalStatus,
  minDaysToRelease: eligibility?.minDaysToRelease,
})

export function insertProgram(tx: Transaction, program: NewProgram): Change {
  const row = { id: tx.newId(), ...flat(program), createdBy: tx.caller.clientId, updatedBy: tx.caller.clientId }
  return changeOf(
    tx,
    'program',
    row.id,
    sql`program AS (${insert('program', row)} ${within(tx.caller, program.facilityId)} RETURNING *), change AS (SELECT ${columns} FROM program)`,
  )
}

export const updateProgram = (tx: Transaction, id: string, patch: ProgramPatch & { status?: ProgramStatus }): Change =>
  changeOf(
    tx,
    'program',
    id,
    sql`program AS (
      UPDATE program SET ${assignments(flat(patch), tx.caller.clientId)} WHERE ${tx.isTarget('program', id)} RETURNING *
    ), change AS (SELECT ${columns} FROM program)`,
  )

export const deleteProgram = (tx: Transaction, id: string): Change =>
  changeOf(tx, 'program', id, sql`change AS (DELETE FROM program WHERE ${tx.isTarget('program', id)} RETURNING id, version, facility_id AS "facilityId")`)
