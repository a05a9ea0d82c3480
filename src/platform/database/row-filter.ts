/**
 * The row filter. A store never writes the name of a table: `rows` gives those of a table that a caller may see, `unfiltered`
 * all of them, with the reason why that is right. A test reads every statement of the modules and finds a table that
 * stands there by its own name (test/operations/source.test.ts); another asks everything a second time under row level
 * security, and finds a statement that has read rows of other facilities (test/security/row-security.test.ts).
 */

import { unknownReference } from '../contract/problems.ts'
import { isAnyOf, raw, type Sql, sql } from './sql.ts'
import type { FacilityTable, Table } from './tables.ts'

/** Whose rows: what the filter knows of a caller. */
export interface Viewer {
  readonly clientId: string
  /** The facilities whose rows exist for this caller. None means none. */
  readonly facilities: 'ALL' | readonly string[]
}

interface Seen {
  readonly caller: Viewer
}

/** The tables that belong to facilities, and the facilities themselves. */
export type FilteredTable = FacilityTable | 'facility'

/** The column that says whose the rows are. */
export const facilityOf = (table: FilteredTable): string => (table === 'facility' ? 'id' : 'facility_id')

export const canSee = (caller: Viewer, facilityId: string): boolean => caller.facilities === 'ALL' || caller.facilities.includes(facilityId)

/** A new row belongs to a facility that the caller may see. @throws unknown-reference */
export function requireVisible(caller: Viewer, facilityId: string, pointer = '/facilityId'): void {
  if (!canSee(caller, facilityId)) throw unknownReference(pointer)
}

/** True for rows of facilities that the caller may see. `of` is the expression that holds the facility's id. */
export const visible = (caller: Viewer, of: string): Sql => (caller.facilities === 'ALL' ? sql`TRUE` : isAnyOf(of, caller.facilities, 'uuid'))

/** True for rows of a table that the caller may see. */
export const isVisible = (caller: Viewer, table: FilteredTable): Sql => visible(caller, `${table}.${facilityOf(table)}`)

/** After FROM or JOIN: the rows of a table that the caller may see. PostgreSQL plans it as the table with a condition, locks included. */
export const rows = ({ caller }: Seen, table: FilteredTable, alias: string = table): Sql =>
  caller.facilities === 'ALL'
    ? unfiltered(table, 'the caller sees every facility', alias)
    : sql`(SELECT * FROM ${raw(table)} WHERE ${isVisible(caller, table)}) ${raw(alias)}`

/** A table as it is, and why: what keeps foreign rows out of the statement. */
export const unfiltered = (table: Table, _because: string, alias: string = table): Sql => (alias === table ? raw(table) : raw(`${table} ${alias}`))

/** `UPDATE … SET … WHERE` the caller may see it; goes on with `AND`. */
export const update = ({ caller }: Seen, table: FilteredTable, set: Sql): Sql => sql`UPDATE ${raw(table)} SET ${set} WHERE ${isVisible(caller, table)}`

/** `DELETE FROM … WHERE` the caller may see it; goes on with `AND`. */
export const remove = ({ caller }: Seen, table: FilteredTable): Sql => sql`DELETE FROM ${raw(table)} WHERE ${isVisible(caller, table)}`
