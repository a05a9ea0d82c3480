/**
 * What must not compile: each line after a directive is wrong in one way, and `npm run check` fails when the compiler
 * accepts it. Nothing here is ever run.
 */
import { Type } from 'typebox'
import { anyOf, pageQuery } from '../../src/platform/contract/list-shapes.ts'
import { ById } from '../../src/platform/contract/shapes.ts'
import { listing } from '../../src/platform/database/listing.ts'
import { changeOne, insertOne } from '../../src/platform/database/records.ts'
import { rows, unfiltered, update } from '../../src/platform/database/row-filter.ts'
import { sql } from '../../src/platform/database/sql.ts'
import { assignments, columns, insert, resource, select } from '../../src/platform/database/tables.ts'
import type { Transaction } from '../../src/platform/database/transaction.ts'

const Buyer = Type.Object({ id: Type.String(), name: Type.String(), active: Type.Boolean(), updatedAt: Type.String() })
const buyer = resource('buyer', Buyer)
const by = { createdBy: 'a', updatedBy: 'a' }
const whole = { id: 'a', facilityId: 'a', name: 'a', type: 'COMPANY', ...by }

export function misspelt(tx: Transaction): void {
  insert('buyer', whole)
  // @ts-expect-error a column that there is not, in an INSERT
  insert('buyer', { ...whole, regoinCode: '33.04' })
  // @ts-expect-error in an UPDATE
  assignments('buyer', { regoinCode: '33.04' })
  // @ts-expect-error in a SELECT
  columns('buyer', ['regoinCode'])
  // @ts-expect-error in a change of a record
  changeOne(tx, buyer, 'a', { regoinCode: '33.04' })
  // @ts-expect-error a table that there is not
  unfiltered('buyers', 'there is none')
  // @ts-expect-error a member of a resource that is no column, and not said where it comes from
  resource('buyer', Type.Object({ ...Buyer.properties, region: Type.String() }))
  // @ts-expect-error a member of a resource that is said to come from a column that there is not
  resource('buyer', Type.Object({ ...Buyer.properties, region: Type.String() }), { region: 'regoinCode' })
}

export function ofTheWrongType(tx: Transaction): void {
  // @ts-expect-error a number as a text, in an INSERT
  insert('buyer', { ...whole, name: 1 })
  // @ts-expect-error a text as a boolean, in an UPDATE
  assignments('buyer', { active: 'true' })
  // @ts-expect-error null where the column has none
  changeOne(tx, buyer, 'a', { name: null })
  // @ts-expect-error a member of a resource whose column is of another type
  resource('buyer', Type.Object({ ...Buyer.properties, active: Type.String() }))
  const found = tx.query(select(columns('buyer', ['name']), sql`FROM ${rows(tx, 'buyer')}`))
  // @ts-expect-error a member that was not selected
  void found.then(([row]) => row?.active)
}

export function missing(tx: Transaction): void {
  const { name: _, ...nameless } = whole
  // @ts-expect-error a column without a default, left out of an INSERT
  insert('buyer', nameless)
  // @ts-expect-error left out of a new record
  insertOne(tx, buyer, { facilityId: 'a', type: 'COMPANY' })
}

export function unlisted(): void {
  const query = <const S extends string>(sorts: readonly S[]) => pageQuery(ById, sorts, {})
  listing({ operation: 'listBuyers', of: buyer, query: query(['name', 'id']) })
  // @ts-expect-error a sort that is no column
  listing({ operation: 'listBuyers', of: buyer, query: query(['name', 'turnover']) })
  const filtered = pageQuery(ById, ['id'], { turnover: anyOf(Type.Integer()) })
  // @ts-expect-error a filter that is no column, and not said what it means
  listing({ operation: 'listBuyers', of: buyer, query: filtered })
  listing({ operation: 'listBuyers', of: buyer, query: filtered, filters: { turnover: () => sql`TRUE` } })
}

export function unbounded(tx: Transaction): void {
  // @ts-expect-error a table that belongs to no facility has no rows of a caller
  rows(tx, 'idempotency_key')
  // @ts-expect-error nor is it changed through one
  update(tx, 'idempotency_key', sql`key = key`)
  // @ts-expect-error a table as a whole, without the reason
  unfiltered('buyer')
}
