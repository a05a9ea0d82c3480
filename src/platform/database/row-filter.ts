/**
 * The row filter. Every statement that is run for a caller says which rows it is about: those that are
 * `visible`, those `within` a facility, or, with its reason, `unfiltered`. One that says nothing is not run, so that a store
 * cannot forget the filter.
 */

import { unknownReference } from '../contract/problems.ts'
import { type Planning, run } from './pool.ts'
import { isAnyOf, raw, type Sql, sql } from './sql.ts'

/** Whose rows: what the filter knows of a caller. */
export interface Viewer {
  readonly clientId: string
  /** The facilities whose rows exist for this caller. None means none. */
  readonly facilities: 'ALL' | readonly string[]
}

// A comment in the SQL: it travels with the condition wherever that is put, and PostgreSQL's own log shows it.
const opening = '/* rows: '
const mark = (which: string): Sql => raw(`${opening}${which} */`)

export const canSee = (caller: Viewer, facilityId: string): boolean => caller.facilities === 'ALL' || caller.facilities.includes(facilityId)

/** The row filter: true for rows of facilities that the caller may see. `of` is the expression that holds the facility's id. */
export function visible(caller: Viewer, of: string): Sql {
  const filter = caller.facilities === 'ALL' ? sql`TRUE` : isAnyOf(of, caller.facilities, 'uuid')
  return sql`${filter} ${mark(of)}`
}

/** Put beside what makes a new row: its facility has to be one that the caller may see. @throws unknown-reference */
export function within(caller: Viewer, facilityId: string, pointer = '/facilityId'): Sql {
  if (!canSee(caller, facilityId)) throw unknownReference(pointer)
  return mark('of one facility')
}

/** Put into a statement that needs no filter of its own, with the reason: what keeps foreign rows out of it. */
export const unfiltered = (because: string): Sql => mark(`any, because ${because}`)

export class UnfilteredStatement extends Error {
  override readonly name = 'UnfilteredStatement'
}

/** Runs a statement for a caller. @throws UnfilteredStatement */
export async function runFiltered<Row>(connection: Parameters<typeof run>[0], statement: Sql, planning?: Planning): Promise<Row[]> {
  if (!statement.strings.some((part) => part.includes(opening))) throw new UnfilteredStatement(`It names no filter of rows: ${statement.text}`)
  return run<Row>(connection, statement, planning)
}
