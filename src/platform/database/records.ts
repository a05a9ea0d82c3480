/** What most stores do with a row that has an id, a facility and stamps: read it, add it, change it, delete it. */

import { notFound, type Problem } from '../contract/problems.ts'
import { holding, type Named, type Referable, stateRules, unusableBy } from './references.ts'
import { type Rules, refusal } from './refusals.ts'
import { type FilteredTable, facilityOf, isVisible, remove, requireVisible, rows, update } from './row-filter.ts'
import { empty, join, raw, type Sql, sql } from './sql.ts'
import {
  type Column,
  changesIfAny,
  insert,
  listOf,
  type NewRow,
  type Nothing,
  type Resource,
  type RowPatch,
  type SelectList,
  type StampedTable,
  type Statement,
} from './tables.ts'
import { type Change, Contention, type Reader, staleVersion, type Transaction } from './transaction.ts'

type Kept = FilteredTable & StampedTable
type Values<T extends Kept> = Omit<NewRow<T>, 'id' | 'createdBy' | 'updatedBy'> & { id?: string }

interface Reading {
  /** A locking clause. */
  lock?: Sql
  /** What is said of a row that is not there, or not the caller's. */
  absent?: () => Problem
}

/** The row that a statement finds. @throws not-found, or what `absent` says of a row that is not there */
export async function readRow<Row>(db: Reader, statement: Statement<Row>, absent: () => Problem = notFound): Promise<Row> {
  const [row] = await db.query(statement)
  if (row === undefined) throw absent()
  return row
}

/** Reads one row. @throws not-found, or what `absent` says */
export const readOne = <T extends FilteredTable, Row>(
  db: Reader,
  { table, columns }: Resource<T, Row>,
  id: string,
  { lock = empty, absent = notFound }: Reading = {},
): Promise<Row> => readRow(db, sql`SELECT ${columns} FROM ${rows(db, table)} WHERE ${raw(table)}.id = ${id}::uuid ${lock}`, absent)

/** Every change names the facility of its row; most resources do so by a member of their own. */
const place = (table: FilteredTable): Sql => (facilityOf(table) === 'facility_id' ? empty : sql`, ${raw(facilityOf(table))} AS "facilityId"`)

/**
 * Adds a row; its id is made unless it is given. What it names is held and may refuse it.
 * @throws unknown-reference when the caller does not see the facility
 */
export function insertOne<T extends Kept, Row, V extends Values<T>>(
  tx: Transaction,
  { table, columns }: Resource<T, Row>,
  values: V & Nothing<V, Column<T>>,
  names: readonly Named[] = [],
): Change<Row> {
  const by = tx.caller.clientId
  const row = { id: tx.newId(), ...values, createdBy: by, updatedBy: by } as unknown as NewRow<T> & { id: string; facilityId?: string }
  if (row.facilityId !== undefined) requireVisible(tx.caller, row.facilityId)
  const { ctes, isUsable, decided } = holding(names)
  const written = insert<T, NewRow<T>>(table, row, sql`WHERE ${isUsable} RETURNING *`)
  return { ctes: sql`${ctes}written AS (${written}), change AS (SELECT ${columns}${place(table)} FROM written ${raw(table)})`, ...decided }
}

/**
 * What must hold for a row to be changed. The facts of all requirements stand in the CTE `target`, by their names and beside
 * `version` and `facilityId`, for the rules to decide on and to explain by.
 */
export interface Requirement {
  facts?: SelectList
  /** CTEs that look further, from what `target` holds. */
  ctes?: Sql
  /**
   * Facts come from other tables, whose writers lock the row and write it too. When the lock had to be waited for, they are read
   * as they were before: then the use case is run again.
   */
  isDerived?: boolean
  rules: Rules
}

/** For a step: a row could still be named by a new one. It is the row of the step, or one that it names: then `source` is as in `holdReference`. */
export function stillUsable(of: Referable, pointer: string, source?: Sql): Requirement {
  const unusable = source === undefined ? unusableBy(of) : sql`(SELECT ${unusableBy(of)} FROM ${source})`
  const found = raw(`"unusable-${of.name}"`)
  return {
    facts: { [`unusable-${of.name}`]: unusable },
    rules: stateRules(
      of,
      (state) => sql`(SELECT ${found} FROM target) = ${state}`,
      () => pointer,
    ),
  }
}

/**
 * CTEs that hold the row that is asked for and refuse where it is not there, has another version, or a requirement is not met;
 * and what then may be written. Version and columns are those of the row under the lock, however long the lock was waited for.
 */
function targeted(tx: Transaction, table: Kept, id: string, lock: Sql, requirements: readonly Requirement[]) {
  const before = sql`(SELECT before.ctid FROM ${raw(table)} before WHERE before.id = ${raw(table)}.id)`
  const isDerived = requirements.some((one) => one.isDerived)
  const moved = { moved: { broken: sql`(SELECT moved FROM target)`, problem: () => new Contention() } }
  const rules = {
    'not-found': { broken: sql`NOT EXISTS (SELECT FROM target)`, problem: () => notFound() },
    'stale-version': {
      broken: sql`(SELECT version <> ALL(${tx.versions ?? null}::int[]) FROM target)`,
      problem: ({ version }: { version: number }) => staleVersion(version),
    },
    ...(isDerived ? moved : {}),
    ...Object.assign({}, ...requirements.map((one) => one.rules)),
  } as Rules
  const own = { version: raw(`${table}.version`), facilityId: raw(`${table}.${facilityOf(table)}`) }
  const facts: SelectList = Object.assign(own, ...requirements.map((one) => one.facts))
  const list = listOf(isDerived ? { ...facts, moved: sql`${raw(table)}.ctid <> ${before}` } : facts)
  const target = sql`target AS (SELECT ${list} FROM ${raw(table)} WHERE ${isVisible(tx.caller, table)} AND ${raw(table)}.id = ${id}::uuid FOR ${lock})`
  const further = requirements.flatMap(({ ctes }) => (ctes === undefined ? [] : [ctes]))
  return {
    rules,
    found: join([target, ...further, refusal(rules, sql`(SELECT to_jsonb(target) FROM target)`)]),
    isTarget: sql`AND ${raw(table)}.id = ${id}::uuid AND NOT EXISTS (SELECT FROM refusal)`,
  }
}

/** Whether the caller is not to learn what a row holds: TRUE of any, or a condition. */
export function isHidden({ isBlind, protectedRows }: Transaction, { members }: { members: object }): boolean | Sql {
  const words = protectedRows && (members as Record<string, Sql>)[protectedRows.member]
  return isBlind || (words !== undefined && sql`${words} && ${protectedRows?.words}::text[]`)
}

interface Changing {
  /** What must hold beside the row's being there, of the right version. */
  requirements?: readonly Requirement[]
  /** As in `changesIfAny`. */
  isMore?: boolean
  /** CTEs that write beside it, each after a comma: the changed row is `written`, and none where a requirement is not met. */
  beside?: Sql
}

/** Changes the members of a patch; what is undefined stays as it is. */
export function changeOne<T extends Kept, Row, P extends RowPatch<T>>(
  tx: Transaction,
  { table, columns, members, sources }: Resource<T, Row>,
  id: string,
  patch: P & Nothing<P, Column<T>>,
  { requirements = [], isMore = false, beside = empty }: Changing = {},
): Change<Row> {
  const { rules, found, isTarget } = targeted(tx, table, id, sql`NO KEY UPDATE`, requirements)
  // What is computed may follow from any column.
  const canChange = (member: string) => sources[member] === undefined || sources[member] in patch
  const changing = isMore ? {} : { members: Object.keys(members).filter(canChange) }
  const set = changesIfAny<T, P>(table, patch, tx.caller.clientId, isMore || isHidden(tx, { members }))
  const written = sql`${update(tx, table, set)} ${isTarget} RETURNING *`
  return { ctes: sql`${found}, written AS (${written})${beside}, change AS (SELECT ${columns}${place(table)} FROM written ${raw(table)})`, rules, ...changing }
}

export function deleteOne(tx: Transaction, table: Kept, id: string, requirements: readonly Requirement[] = []): Change {
  const { rules, found, isTarget } = targeted(tx, table, id, sql`UPDATE`, requirements)
  return { ctes: sql`${found}, change AS (${remove(tx, table)} ${isTarget} RETURNING id, version, ${raw(facilityOf(table))} AS "facilityId")`, rules }
}
