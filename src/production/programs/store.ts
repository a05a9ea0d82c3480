import { inUnit } from '../../custody/facilities/index.ts'
import { inCharge, newInCharge } from '../../custody/officers/index.ts'
import { phrase } from '../../platform/contract/language.ts'
import { tooEarly, tooLate } from '../../platform/contract/local-day.ts'
import { notFound, type Problem } from '../../platform/contract/problems.ts'
import { contradicts, duplicate, explainConstraints, missingReference } from '../../platform/database/constraints.ts'
import { contains, listing } from '../../platform/database/listing.ts'
import { changeOne, deleteOne, insertOne, type Requirement, readOne, readRow, stillUsable } from '../../platform/database/records.ts'
import { type Named, named, referable, requireUsable, unusableBy } from '../../platform/database/references.ts'
import { rows, unfiltered } from '../../platform/database/row-filter.ts'
import { type Sql, sql } from '../../platform/database/sql.ts'
import { column, expression, resource, type Selected, select } from '../../platform/database/tables.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import { type Contents, notPossible } from './rules.ts'
import { type NewProgram, openStatuses, Program, type ProgramPatch, ProgramQuery, type ProgramStatus } from './schemas.ts'

explainConstraints({
  program_facility_fkey: missingReference('/facilityId'),
  program_code_key: duplicate('/code', phrase`Another program of the facility has this code.`),
  program_supervisor_fkey: missingReference('/supervisorId'),
  program_dates_check: contradicts('/endsOn', phrase`The program ends before it starts.`),
})

const its = 'the program is locked'

const program = resource('program', Program, {
  eligibility: sql`jsonb_build_object('legalStatus', program.eligible_legal_status, 'minDaysToRelease', program.min_days_to_release)`,
})

export const listPrograms = listing({
  operation: 'listPrograms',
  of: program,
  query: ProgramQuery,
  filters: { q: (search) => contains(sql`program.code || ' ' || program.name`, search) },
})

export const readProgram = (db: Reader, id: string): Promise<Program> => readOne(db, program, id)

const reference = referable('program', {
  closed: { when: sql`program.status = 'CLOSED'`, because: phrase`The program is closed.` },
  archived: { when: sql`program.archived`, because: phrase`The program is archived.` },
})

const ofId = (db: Reader, id: string): Sql => sql`${rows(db, 'program')} WHERE program.id = ${id}::uuid`

/** The program of a new row. `more` are further columns of `found_program`, each after a comma. */
export const inProgram = (tx: Transaction, id: string, more: Sql): Named => named(reference, ofId(tx, id), '/programId', more)

/** For a step of a row that is in a program. */
export const withProgram = (id: Sql): Requirement =>
  stillUsable(reference, '/programId', sql`${unfiltered('program', 'the row is of its facility')} WHERE program.id = ${id}`)

/** The days that bound what begins in a program, as a statement finds them. */
interface ProgramDays {
  programStartsOn: string
  programEndsOn: string | null
}

/** Rules: a first day lies within its program. `program` is what holds `ProgramDays`, as it follows FROM. */
export function withinProgram(startsOn: string, program: Sql) {
  const facts = ({ programStartsOn, programEndsOn }: ProgramDays) => ({
    earliest: programStartsOn,
    ...(programEndsOn === null ? {} : { latest: programEndsOn }),
  })
  return {
    'before-program': {
      broken: sql`(SELECT ${startsOn}::date < "programStartsOn" FROM ${program})`,
      problem: (days: ProgramDays) => tooEarly('/startsOn', days.programStartsOn, facts(days)),
    },
    'after-program': {
      broken: sql`(SELECT ${startsOn}::date > "programEndsOn" FROM ${program})`,
      problem: (days: ProgramDays) => tooLate('/startsOn', String(days.programEndsOn), facts(days)),
    },
  }
}

/** Columns of a program that hold `ProgramDays`. */
export const programDays = { programStartsOn: column('program', 'startsOn'), programEndsOn: column('program', 'endsOn') }

/** Holds the program of a row, so that neither its days nor its state change until the transaction ends; nothing where there is no such row. */
export const holdProgram = (tx: Transaction, id: Sql): Promise<unknown> => tx.query(sql`SELECT FROM ${rows(tx, 'program')} WHERE program.id = ${id} FOR SHARE`)

const locked = { ...program.members, unusable: unusableBy(reference) }
export type LockedProgram = Selected<typeof locked>

/** Holds the program still until the transaction ends: nobody enrolls, and no batch begins, meanwhile. @throws `absent` */
export const lockProgram = (tx: Transaction, id: string, absent: () => Problem = notFound): Promise<LockedProgram> =>
  readRow(tx, select(locked, sql`FROM ${ofId(tx, id)} FOR UPDATE`), absent)

/** What is in the program; exact while it is locked. What was rejected or cancelled has no days. */
export async function contentsOf(db: Reader, id: string): Promise<Contents> {
  const ofProgram = sql`WHERE program_id = ${id}::uuid`
  const days = sql`SELECT starts_on FROM ${unfiltered('enrollment', its)} ${ofProgram} AND status <> 'REJECTED'
    UNION ALL SELECT starts_on FROM ${unfiltered('batch', its)} ${ofProgram} AND status <> 'CANCELLED'`
  const taken = sql`SELECT count(*) FROM ${unfiltered('enrollment', its)} ${ofProgram} AND status = ANY(${openStatuses})`
  const list = { taken: expression<number>`(${taken})`, firstOn: expression<string | null>`min(starts_on)`, lastOn: expression<string | null>`max(starts_on)` }
  return readRow(db, select(list, sql`FROM (${days}) begun`))
}

/** @throws contradiction when the program is archived, at the member that says so */
export const requireShown = (program: Pick<LockedProgram, 'unusable'>): void => requireUsable(reference, program, '/archived')

/** @throws contradiction when nothing new can begin in the program */
export const requireOpenProgram = (program: Pick<LockedProgram, 'unusable'>): void => requireUsable(reference, program, '/programId')

const flat = <Given extends Pick<NewProgram, 'eligibility'>>({ eligibility, ...plain }: Given) => ({
  ...plain,
  eligibleLegalStatus: eligibility?.legalStatus,
  minDaysToRelease: eligibility?.minDaysToRelease,
})

export const createProgram = (tx: Transaction, values: NewProgram): Change<Program> => {
  const { facilityId, supervisorId } = values
  return insertOne(tx, program, flat(values), [inUnit(tx, facilityId), inCharge(supervisorId, sql`${facilityId}::uuid`, '/supervisorId')])
}

/** A closed program can only be hidden or shown. */
const notClosed: Requirement = {
  facts: { status: program.members.status },
  rules: {
    closed: { broken: sql`(SELECT status = 'CLOSED' FROM target)`, problem: ({ status }: { status: ProgramStatus }) => notPossible(status) },
  },
}

export function updateProgram(tx: Transaction, id: string, patch: ProgramPatch): Change<Program> {
  const { archived: _, ...rewritten } = patch
  const { supervisorId } = patch
  const requirements = [
    ...(Object.keys(rewritten).length === 0 ? [] : [notClosed]),
    ...(supervisorId === undefined ? [] : [newInCharge(program.members.supervisorId, supervisorId, '/supervisorId')]),
  ]
  return changeOne(tx, program, id, flat(patch), { requirements })
}

/** For a program that is locked. */
export const setStatus = (tx: Transaction, id: string, status: ProgramStatus): Change<Program> => changeOne(tx, program, id, { status })

export const deleteProgram = (tx: Transaction, id: string): Change => deleteOne(tx, 'program', id)
