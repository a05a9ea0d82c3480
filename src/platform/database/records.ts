/** What most stores do with a row that has an id, a facility and stamps: read it, add it, change it, delete it. */

import { notFound, type Problem } from '../contract/problems.ts'
import { holding, type Named } from './references.ts'
import { refusal } from './refusals.ts'
import { type FilteredTable, facilityOf, remove, requireVisible, rows, update } from './row-filter.ts'
import { empty, raw, type Sql, sql } from './sql.ts'
import { type Column, changesIfAny, insert, type NewRow, type Nothing, type Resource, type RowPatch, type StampedTable, type Statement } from './tables.ts'
import { type Change, type Reader, staleVersion, type Transaction } from './transaction.ts'

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
 * CTEs that hold the row that is asked for and refuse where it is not there, or has another version; and what then may be
 * written. The version is that of the row under the lock, however long the lock was waited for.
 */
function targeted(tx: Transaction, table: Kept, id: string, lock: Sql) {
  const rules = {
    'not-found': { broken: sql`NOT EXISTS (SELECT FROM target)`, problem: () => notFound() },
    'stale-version': {
      broken: sql`(SELECT version <> ALL(${tx.versions ?? null}::int[]) FROM target)`,
      problem: ({ version }: { version: number }) => staleVersion(version),
    },
  }
  const found = sql`SELECT version FROM ${rows(tx, table)} WHERE ${raw(table)}.id = ${id}::uuid FOR ${lock}`
  return {
    rules,
    found: sql`target AS (${found}), ${refusal(rules, sql`(SELECT to_jsonb(target) FROM target)`)}`,
    isTarget: sql`AND ${raw(table)}.id = ${id}::uuid AND NOT EXISTS (SELECT FROM refusal)`,
  }
}

/** Changes the members of a patch; what is undefined stays as it is. `isMore` as in `changesIfAny`. */
export function changeOne<T extends Kept, Row, P extends RowPatch<T>>(
  tx: Transaction,
  { table, columns }: Resource<T, Row>,
  id: string,
  patch: P & Nothing<P, Column<T>>,
  isMore = false,
): Change<Row> {
  const { rules, found, isTarget } = targeted(tx, table, id, sql`NO KEY UPDATE`)
  const written = sql`${update(tx, table, changesIfAny<T, P>(table, patch, tx.caller.clientId, isMore))} ${isTarget} RETURNING *`
  return { ctes: sql`${found}, written AS (${written}), change AS (SELECT ${columns}${place(table)} FROM written ${raw(table)})`, rules }
}

export function deleteOne(tx: Transaction, table: Kept, id: string): Change {
  const { rules, found, isTarget } = targeted(tx, table, id, sql`UPDATE`)
  return { ctes: sql`${found}, change AS (${remove(tx, table)} ${isTarget} RETURNING id, version, ${raw(facilityOf(table))} AS "facilityId")`, rules }
}
