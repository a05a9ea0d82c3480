/** Keyset pages: the SQL behind a list, and the cursors between its pages. */

import { createHash } from 'node:crypto'
import { phrase } from '../contract/language.ts'
import { maxRows } from '../contract/list-shapes.ts'
import { problem } from '../contract/problems.ts'
import { type Viewer, visible } from './row-filter.ts'
import { empty, join, raw, type Sql, sql } from './sql.ts'
import type { Reader } from './transaction.ts'

export interface Page<Row> {
  items: Row[]
  next?: string
  total?: number
}
/** A page with what the `Link` header needs. */
export interface ListedPage<Row> extends Page<Row> {
  prev?: string
}

interface SharedQuery {
  limit?: number
  cursor?: string
  sort?: string
  fields?: string
  withTotal?: boolean
  updatedSince?: string
}

type SortType = 'uuid' | 'text' | 'date' | 'timestamptz' | 'bigint' | 'numeric'
type FiltersOf<Query> = Exclude<keyof Query & string, keyof SharedQuery>

export interface Listing<Query> {
  /** The operation, which binds cursors to it. */
  operation: string
  /** What stands after FROM; the first table is the one that is paged. */
  from: Sql
  /** Joins that add columns to every row, and neither take nor add rows: done for the rows of the page only. */
  derived?: Sql
  table: string
  columns: Sql
  /** The expression of the facility's id. */
  facility?: string
  /** The row filter of a table whose rows belong to several facilities. */
  visible?: (caller: Viewer) => Sql
  /** Sort names of the contract: their column, which is never null, and its type. */
  sorts: Record<string, { column: string; type: SortType }>
  /** What rows are ordered by last, where it is not their id. */
  order?: readonly { name: string; column: string; type: SortType }[]
  /** One condition per filter of the contract. */
  filters: { [F in FiltersOf<Query>]-?: (value: NonNullable<Query[F]>, db: Reader) => Sql }
  /** What `updatedSince` compares, where rows never change and so have no `updated_at`. */
  updatedColumn?: string
}

interface Key {
  name: string
  column: Sql
  type: SortType
  descending: boolean
}

interface Cursor {
  binding: string
  backwards: boolean
  values: (string | number)[]
}

const valuePattern: Record<SortType, RegExp> = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  text: /^[^\u0000\ud800-\udfff]{0,1000}$/u,
  date: /^(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  timestamptz: /^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/,
  bigint: /^\d{1,16}$/,
  numeric: /^-?\d{1,11}(\.\d{1,3})?$/,
}
const isRealDay = (value: string): boolean => !Number.isNaN(Date.parse(value)) && new Date(value).toISOString().startsWith(value.slice(0, 10))

const encode = ({ binding, backwards, values }: Cursor): string => Buffer.from(JSON.stringify([binding, backwards ? 1 : 0, ...values])).toString('base64url')

function decode(cursor: string, keys: readonly Key[], binding: string): Cursor {
  const unreadable = () => problem('invalid-cursor', phrase`The cursor cannot be read.`)
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    throw unreadable()
  }
  if (!Array.isArray(parts) || typeof parts[0] !== 'string' || (parts[1] !== 0 && parts[1] !== 1)) throw unreadable()
  if (parts[0] !== binding) throw problem('cursor-mismatch', phrase`The cursor was given for another list, caller, sort or set of filters.`)
  const values = parts.slice(2) as (string | number)[]
  const fits =
    values.length === keys.length &&
    keys.every(({ type }, at) => {
      const value = values[at]
      if (typeof value !== 'string' && typeof value !== 'number') return false
      return valuePattern[type].test(String(value)) && ((type !== 'date' && type !== 'timestamptz') || isRealDay(String(value)))
    })
  if (!fits) throw unreadable()
  return { binding, backwards: parts[1] === 1, values }
}

/** `(a, b) > (x, y)` where all keys run the same way, which an index answers; spelled out where they do not. */
function beyond(keys: readonly Key[], values: readonly (string | number)[], backwards: boolean): Sql {
  const bound = keys.map(({ type }, at) => sql`${values[at]}::${raw(type)}`)
  const after = ({ descending }: Key) => raw(descending !== backwards ? '<' : '>')
  const first = keys[0] as Key
  if (keys.every((key) => key.descending === first.descending)) {
    return sql`(${join(keys.map(({ column }) => column))}) ${after(first)} (${join(bound)})`
  }
  const alternatives = keys.map((key, at) => {
    const equal = keys.slice(0, at).map(({ column }, before) => sql`${column} = ${bound[before]}`)
    return sql`(${join([...equal, sql`${key.column} ${after(key)} ${bound[at]}`], ' AND ')})`
  })
  // The first key alone bounds the range, so that its index is used.
  return sql`${first.column} ${after(first)}= ${bound[0]} AND (${join(alternatives, ' OR ')})`
}

/** Makes the function that answers a list. `also` narrows it to a parent's rows. */
export function listing<Row extends { id: string }, Query extends SharedQuery>(spec: Listing<Query>) {
  const byId = [{ name: 'id', column: `${spec.table}.id`, type: 'uuid' as const }]
  const ties = (spec.order ?? byId).map((key): Key => ({ ...key, column: raw(key.column), descending: false }))
  const { visible: isVisible = (caller: Viewer) => visible(caller, spec.facility ?? `${spec.table}.facility_id`) } = spec
  const filters = Object.entries(spec.filters) as [string, (value: unknown, db: Reader) => Sql][]

  const keysOf = (sort: string | undefined): Key[] => {
    const words = sort?.split(',') ?? []
    const last = words.findIndex((word) => word === 'id' || word === '-id')
    const named = last < 0 ? words : words.slice(0, last)
    const keys = named.map((word): Key => {
      const descending = word.startsWith('-')
      const name = descending ? word.slice(1) : word
      const { column, type } = spec.sorts[name] as { column: string; type: SortType }
      return { name, column: raw(column), type, descending }
    })
    // Unless they are told how, ties run the way of the last key, so that a sort by one column is one walk along its index.
    const descending = last < 0 ? (keys.at(-1)?.descending ?? false) : words[last] === '-id'
    const all = [...keys, ...ties.map((key) => ({ ...key, descending }))]
    return all.filter((key, at) => all.findIndex(({ name }) => name === key.name) === at)
  }

  return async (db: Reader, query: Query, also: Sql = empty): Promise<ListedPage<Row>> => {
    // `fields` thins the rows out on the way out (platform/http/answers.ts).
    const { limit = 25, cursor, sort, fields: _, withTotal, updatedSince, ...rest } = query
    const keys = keysOf(sort)
    const given = rest as Record<string, unknown>
    const conditions = [
      isVisible(db.caller),
      ...filters.flatMap(([name, condition]) => (given[name] === undefined ? [] : [condition(given[name], db)])),
      ...(updatedSince === undefined ? [] : [sql`${raw(spec.updatedColumn ?? `${spec.table}.updated_at`)} >= ${updatedSince}::timestamptz`]),
      ...(also === empty ? [] : [also]),
    ]
    const binding = createHash('sha256')
      .update(JSON.stringify([spec.operation, db.caller.clientId, sort ?? '', updatedSince ?? '', also.values, Object.entries(given).sort()]))
      .digest('base64url')
      .slice(0, 16)
    const from = cursor === undefined ? undefined : decode(cursor, keys, binding)
    const backwards = from?.backwards ?? false
    const where = join(conditions, ' AND ')
    const order = join(keys.map(({ column, descending }) => sql`${column} ${raw(descending !== backwards ? 'DESC' : 'ASC')}`))
    const beyondCursor = from === undefined ? empty : sql`AND ${beyond(keys, from.values, backwards)}`
    // A filter may match a few rows or most of them, and the plan that is good for one is bad for the other.
    const isFiltered = updatedSince !== undefined || Object.entries(given).some(([name, value]) => name !== 'archived' || value === true)
    const planning = isFiltered || (db.caller.facilities !== 'ALL' && db.caller.facilities.length > 1) ? 'FRESH' : 'KEPT'
    const table = raw(spec.table)
    // Without the inner bound a kept plan, which does not know the limit, would prepare for a tenth of the table.
    const bounded = sql`SELECT ${table}.* FROM ${spec.from} WHERE ${where} ${beyondCursor} ORDER BY ${order} LIMIT ${raw(String(maxRows + 1))}`
    const rows = await db.query<Row>(
      sql`SELECT ${spec.columns} FROM (${bounded}) ${table} ${spec.derived ?? empty} ORDER BY ${order} LIMIT ${limit + 1}`,
      planning,
    )
    const more = rows.length > limit
    if (more) rows.pop()
    if (backwards) rows.reverse()
    const cursorAt = (row: Row | undefined, back: boolean) =>
      row && encode({ binding, backwards: back, values: keys.map(({ name }) => (row as unknown as Record<string, string | number>)[name] as string | number) })
    const next = backwards || more ? cursorAt(rows.at(-1), false) : undefined
    const prev = (backwards ? more : from !== undefined) ? cursorAt(rows[0], true) : undefined
    const page: ListedPage<Row> = { items: rows }
    if (next !== undefined) page.next = next
    if (prev !== undefined) page.prev = prev
    if (withTotal) {
      const [counted] = await db.query<{ total: number }>(sql`SELECT count(*) AS total FROM ${spec.from} WHERE ${where}`, planning)
      page.total = counted?.total ?? 0
    }
    return page
  }
}
