/** What most stores do with a row that has an id, a facility and stamps: read it, add it, change it, delete it. */

import { notFound, type Problem } from '../contract/problems.ts'
import { type FilteredTable, facilityOf, requireVisible, rows } from './row-filter.ts'
import { empty, raw, type Sql, sql } from './sql.ts'
import { type Column, changesIfAny, insert, type NewRow, type Nothing, type Resource, type RowPatch, type StampedTable } from './tables.ts'
import { type Change, changeOf, type Reader, type Transaction } from './transaction.ts'

type Kept = FilteredTable & StampedTable
type Values<T extends Kept> = Omit<NewRow<T>, 'id' | 'createdBy' | 'updatedBy'> & { id?: string }

interface Reading {
  /** Joins that add columns and neither take nor add rows. */
  derived?: Sql
  /** A locking clause. */
  lock?: Sql
  /** What is said of a row that is not there, or not the caller's. */
  absent?: () => Problem
}

/** Reads one row. @throws not-found, or what `absent` says */
export async function readOne<T extends FilteredTable, Row>(
  db: Reader,
  { table, columns }: Resource<T, Row>,
  id: string,
  { derived = empty, lock = empty, absent = notFound }: Reading = {},
): Promise<Row> {
  const [row] = await db.query<Row>(sql`SELECT ${columns} FROM ${rows(db, table)} ${derived} WHERE ${raw(table)}.id = ${id}::uuid ${lock}`)
  if (row === undefined) throw absent()
  return row
}

/** Every change names the facility of its row; most resources do so by a member of their own. */
const place = (table: FilteredTable): Sql => (facilityOf(table) === 'facility_id' ? empty : sql`, ${raw(facilityOf(table))} AS "facilityId"`)

/** Adds a row; its id is made unless it is given. @throws unknown-reference when the caller does not see the facility */
export function insertOne<T extends Kept, Row, V extends Values<T>>(tx: Transaction, { table, columns }: Resource<T, Row>, values: V & Nothing<V, Column<T>>) {
  const by = tx.caller.clientId
  const row = { id: tx.newId(), ...values, createdBy: by, updatedBy: by } as unknown as NewRow<T> & { id: string; facilityId?: string }
  if (row.facilityId !== undefined) requireVisible(tx.caller, row.facilityId)
  const ctes = sql`written AS (${insert<T, NewRow<T>>(table, row, sql`RETURNING *`)}), change AS (SELECT ${columns}${place(table)} FROM written ${raw(table)})`
  return changeOf<Row>(tx, table, row.id, ctes)
}

/** Changes the members of a patch; what is undefined stays as it is. `isMore` as in `changesIfAny`. */
export function changeOne<T extends Kept, Row, P extends RowPatch<T>>(
  tx: Transaction,
  { table, columns }: Resource<T, Row>,
  id: string,
  patch: P & Nothing<P, Column<T>>,
  isMore = false,
): Change<Row> {
  const written = sql`UPDATE ${raw(table)} SET ${changesIfAny<T, P>(table, patch, tx.caller.clientId, isMore)} WHERE ${tx.isTarget(table, id)} RETURNING *`
  return changeOf<Row>(tx, table, id, sql`written AS (${written}), change AS (SELECT ${columns}${place(table)} FROM written ${raw(table)})`)
}

export function deleteOne(tx: Transaction, table: FilteredTable, id: string): Change {
  const facilityId = sql`${raw(facilityOf(table))} AS "facilityId"`
  return changeOf(tx, table, id, sql`change AS (DELETE FROM ${raw(table)} WHERE ${tx.isTarget(table, id)} RETURNING id, version, ${facilityId})`)
}
