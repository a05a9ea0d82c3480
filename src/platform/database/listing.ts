/** Keyset pages: the SQL behind a list. */

import type { Static, TObject } from 'typebox'
import { maxRows, type SortText } from '../contract/list-shapes.ts'
import { bindingOf, decode, encode } from './cursors.ts'
import { type FilteredTable, rows, type Viewer } from './row-filter.ts'
import { settledUntil } from './settled.ts'
import { empty, isAnyOf, join, raw, type Sql, sql } from './sql.ts'
import { column, isIndexed, type Resource, type Table, typeOf } from './tables.ts'
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

type SortType = 'uuid' | 'text' | 'date' | 'timestamptz' | 'int' | 'bigint' | 'numeric'
type FiltersOf<Query> = Exclude<keyof Query & string, keyof SharedQuery>
type SortsOf<Query> = Query extends { sort?: SortText<infer Name> } ? Name : never
type Condition<Value> = (value: NonNullable<Value>, db: Reader) => Sql

/** The filters that say themselves what they mean: a member that is a column, or `…From` or `…To` of one. */
type Derived<F extends string, Query, Members, Columns> = F extends Columns & keyof Members & keyof Query
  ? NonNullable<Query[F]> extends NonNullable<Members[F]> | readonly NonNullable<Members[F]>[]
    ? F
    : never
  : F extends `${infer Member}From` | `${infer Member}To`
    ? Member extends Columns
      ? F
      : never
    : never
type Filters<Query, Members, Columns, F extends string = FiltersOf<Query>> = {
  [K in Exclude<F, Derived<F, Query, Members, Columns>>]: Condition<Query[K & keyof Query]>
} & {
  [K in F]?: Condition<Query[K & keyof Query]>
}

export interface List<T extends Table, Members, Columns extends string> {
  /** The operation, which binds cursors to it. */
  operation: string
  of: Resource<T, Members, Columns>
  /** What stands after FROM, where it is not the rows of the table that the caller may see. */
  from?: (db: Reader) => Sql
  /** What rows are ordered by last, where it is not their id. */
  order?: readonly Columns[]
  /** What `updatedSince` compares, where it is neither `updated_at` nor `created_at`. */
  updated?: Sql
}

/** What a list has to say beside its table: the filters that are no column. A sort that is none does not compile. */
type Unusual<Query, Members, Columns> = (Record<never, never> extends Filters<Query, Members, Columns>
  ? { filters?: Filters<Query, Members, Columns> }
  : { filters: Filters<Query, Members, Columns> }) &
  ([Exclude<SortsOf<Query>, Columns | 'id'>] extends [never] ? unknown : { sortsWithoutColumn: Exclude<SortsOf<Query>, Columns | 'id'> })

interface Key {
  name: string
  column: Sql
  type: SortType
  descending: boolean
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

/** Makes the function that answers a list with the query's parameters. `also` narrows it to a parent's rows. */
export function listing<S extends TObject, T extends Table, Row extends { id: string }, Columns extends string>(
  spec: List<T, Row, Columns> & { query: S } & Unusual<Static<S>, Row, Columns>,
) {
  const { table } = spec.of
  const own: Record<string, Condition<unknown> | undefined> = (spec as { filters?: Record<string, Condition<unknown>> }).filters ?? {}
  /** The column of a member, and its type. */
  const columnOf = (member: string) => {
    const source = spec.of.sources[member] ?? member
    return { column: column(table, source as never) as Sql, type: typeOf(table, source) }
  }
  const keyOf = (name: string, descending: boolean): Key => {
    const { column, type } = columnOf(name)
    // Another order of words on each database there is would be none.
    return { name, column: spec.of.words.has(name) ? sql`${column} COLLATE indonesian` : column, type: type as SortType, descending }
  }
  /** The member that says when a row was last written. */
  const stamp = spec.of.sources.updatedAt === undefined ? 'createdAt' : 'updatedAt'
  const updated = spec.updated ?? columnOf(stamp).column

  /** The rows that the reader is not to find. */
  const found = ({ keptOut }: Reader): Sql[] => {
    const member = keptOut && (spec.of.members as Record<string, Sql>)[keptOut.member]
    return member === undefined ? [] : [sql`NOT (${member} && ${keptOut?.words}::text[])`]
  }

  /** What a filter that is a column says of a row. */
  const isColumn = (filter: string, value: unknown): Sql => {
    const [member = filter, bound] = filter in spec.of.sources ? [] : filter.split(/(From|To)$/)
    const { column, type } = columnOf(member)
    if (Array.isArray(value)) return isAnyOf(column, value, type)
    return sql`${column} ${raw(bound === 'From' ? '>=' : bound === 'To' ? '<=' : '=')} ${value}::${raw(type)}`
  }

  /**
   * A filter may match a few rows or most of them, and the plan that is good for one is bad for the other; except where an index
   * holds the rows of each value in the order that is asked for.
   */
  const hasOnePlan = ({ facilities }: Viewer, given: readonly [string, unknown][], keys: readonly Key[]): boolean => {
    if (facilities !== 'ALL' && facilities.length > 1) return false
    // Few rows are archived, so leaving them out changes no plan.
    const filters = given.filter(([name, value]) => name !== 'archived' || value === true)
    if (filters.length === 0) return true
    const isOne = ([name, value]: [string, unknown]) => own[name] === undefined && (!Array.isArray(value) || value.length === 1)
    const equal = new Set([...filters.map(([name]) => spec.of.sources[name]), ...(facilities === 'ALL' ? [] : ['facilityId'])])
    const sorted = keys.map(({ name }) => spec.of.sources[name] ?? name)
    return filters.every(isOne) && keys.every(({ descending }) => descending === keys[0]?.descending) && isIndexed(table, [...equal], sorted)
  }

  const keysOf = (sort: string | undefined): Key[] => {
    const words = sort?.split(',') ?? []
    const last = words.findIndex((word) => word === 'id' || word === '-id')
    const named = last < 0 ? words : words.slice(0, last)
    const keys = named.map((word) => keyOf(word.replace(/^-/, ''), word.startsWith('-')))
    // Unless the query says how, ties run the way of the last key, so that a sort by one column is one walk along its index.
    const descending = last < 0 ? (keys.at(-1)?.descending ?? false) : words[last] === '-id'
    const all = [...keys, ...(spec.order ?? ['id']).map((name) => keyOf(name, descending))]
    return all.filter((key, at) => all.findIndex(({ name }) => name === key.name) === at)
  }

  return async (db: Reader, query: Static<S>, also: Sql = empty): Promise<ListedPage<Row>> => {
    // `fields` thins the rows out on the way out (platform/http/answers.ts).
    const { limit = 25, cursor, sort, fields: _, withTotal, updatedSince, ...rest } = query as SharedQuery
    // What is followed comes in the order in which it was written.
    const keys = keysOf(sort ?? (updatedSince === undefined || spec.updated !== undefined ? undefined : stamp))
    const isFollowed = updatedSince !== undefined || (keys[0]?.name === stamp && !keys[0]?.descending)
    const given = Object.entries(rest as object)
      .filter(([, value]) => value !== undefined)
      .sort()
    const conditions = [
      ...given.map(([name, value]) => own[name]?.(value, db) ?? isColumn(name, value)),
      ...(updatedSince === undefined ? [] : [sql`${updated} >= ${updatedSince}::timestamptz`]),
      ...(isFollowed ? [sql`${updated} <= ${await settledUntil(db)}::timestamptz`] : []),
      ...(also === empty ? [] : [also]),
      ...found(db),
    ]
    // The keys too: a cursor of an earlier version may have others.
    const order = keys.map(({ name, descending }) => `${descending ? '-' : ''}${name}`)
    const binding = bindingOf([spec.operation, db.caller.clientId, order, updatedSince ?? '', also.values, given])
    const begin = cursor === undefined ? undefined : decode(db.keyring, cursor, binding)
    const backwards = begin?.backwards ?? false
    const where = conditions.length === 0 ? sql`TRUE` : join(conditions, ' AND ')
    const ordered = join(keys.map(({ column, descending }) => sql`${column} ${raw(descending !== backwards ? 'DESC' : 'ASC')}`))
    const beyondCursor = begin === undefined ? empty : sql`AND ${beyond(keys, begin.values, backwards)}`
    const planning = updatedSince === undefined && hasOnePlan(db.caller, given, keys) ? 'KEPT' : 'FRESH'
    const from = spec.from?.(db) ?? rows(db, table as FilteredTable)
    const name = raw(table)
    // Without the inner bound a kept plan, which does not know the limit, would prepare for a tenth of the table.
    const bounded = sql`SELECT ${name}.* FROM ${from} WHERE ${where} ${beyondCursor} ORDER BY ${ordered} LIMIT ${raw(String(maxRows + 1))}`
    const items = await db.query<Row>(sql`SELECT ${spec.of.columns} FROM (${bounded}) ${name} ORDER BY ${ordered} LIMIT ${limit + 1}`, planning)
    const more = items.length > limit
    if (more) items.pop()
    if (backwards) items.reverse()
    const cursorAt = (row: Row | undefined, back: boolean) =>
      row &&
      encode(db.keyring, {
        binding,
        backwards: back,
        values: keys.map(({ name }) => (row as unknown as Record<string, string | number>)[name] as string | number),
      })
    const next = backwards || more ? cursorAt(items.at(-1), false) : undefined
    const prev = (backwards ? more : begin !== undefined) ? cursorAt(items[0], true) : undefined
    const page: ListedPage<Row> = { items }
    if (next !== undefined) page.next = next
    if (prev !== undefined) page.prev = prev
    if (withTotal) {
      const [counted] = await db.query<{ total: number }>(sql`SELECT count(*) AS total FROM ${from} WHERE ${where}`, planning)
      page.total = counted?.total ?? 0
    }
    return page
  }
}

/**
 * Whether a search text stands anywhere in `text`, which an index on `folded(text) gin_trgm_ops` answers. To fold is to drop
 * accents and apostrophes and to lower the case (a function of the migrations); a search of which nothing is left finds nothing.
 */
export const contains = (text: Sql, search: string): Sql =>
  sql`folded(${text}) LIKE '%' || regexp_replace(nullif(folded(${search}), ''), '([\\\\%_])', '\\\\\\1', 'g') || '%'`
