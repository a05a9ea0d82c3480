import { phrase } from '../../platform/contract/language.ts'
import { notFound, type Problem } from '../../platform/contract/problems.ts'
import { contradicts, duplicate, explainConstraints, missingReference } from '../../platform/database/constraints.ts'
import { contains, listing } from '../../platform/database/listing.ts'
import { changeOne, deleteOne, insertOne, readOne, readRow } from '../../platform/database/records.ts'
import { rows } from '../../platform/database/row-filter.ts'
import { sql } from '../../platform/database/sql.ts'
import { expression, resource, select } from '../../platform/database/tables.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import { type NewProgram, Program, type ProgramPatch, ProgramQuery, type ProgramStatus } from './schemas.ts'

explainConstraints({
  program_facility_fkey: missingReference('/facilityId'),
  program_code_key: duplicate('/code', phrase`Another program of the facility has this code.`),
  program_supervisor_fkey: missingReference('/supervisorId'),
  program_dates_check: contradicts('/endsOn', phrase`The program ends before it starts.`),
})

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

/** A condition: whether enrollments and batches can begin. */
export const isOpen = expression<boolean>`program.status <> 'CLOSED' AND NOT program.archived`

/** Holds the program still until the transaction ends: nobody enrolls, and no batch begins, meanwhile. @throws `absent` */
export const lockProgram = (tx: Transaction, id: string, absent: () => Problem = notFound): Promise<Program & { isOpen: boolean }> =>
  readRow(tx, select({ ...program.members, isOpen }, sql`FROM ${rows(tx, 'program')} WHERE program.id = ${id}::uuid FOR UPDATE`), absent)

const flat = <Given extends Pick<NewProgram, 'eligibility'>>({ eligibility, ...plain }: Given) => ({
  ...plain,
  eligibleLegalStatus: eligibility?.legalStatus,
  minDaysToRelease: eligibility?.minDaysToRelease,
})

export const insertProgram = (tx: Transaction, values: NewProgram): Change<Program> => insertOne(tx, program, flat(values))

export const updateProgram = (tx: Transaction, id: string, patch: ProgramPatch & { status?: ProgramStatus }): Change<Program> =>
  changeOne(tx, program, id, flat(patch))

export const deleteProgram = (tx: Transaction, id: string): Change => deleteOne(tx, 'program', id)
