/**
 * Tables as TypeScript knows them. Names and types of columns come from prisma/schema.prisma, through the generated client:
 * a misspelt column, a value of the wrong type and an INSERT without a column that it needs do not compile.
 */

import type { Static, TObject } from 'typebox'
import type { Prisma } from '../../../prisma/client/client.ts'
import { indexes, type Models, tables } from '../../../prisma/client/tables.ts'
import { formOf, lineForm } from '../contract/text-forms.ts'
import { empty, join, raw, Sql, sql } from './sql.ts'

export type Table = keyof Models
type Model<T extends Table> = Prisma.TypeMap['model'][Models[T]]
type Scalars<T extends Table> = Model<T>['payload']['scalars']
export type Column<T extends Table> = keyof Scalars<T> & keyof (typeof tables)[T] & string
/** The tables whose rows belong to a facility, in `facility_id`. */
export type FacilityTable = { [T in Table]: 'facilityId' extends Column<T> ? T : never }[Table]

const hasDays = (table: Table): boolean => Object.values(tables[table]).some(([, type]) => type === 'date')
/** The tables of facilities whose rows hold days: local ones of their facility. */
export const datedTables = (Object.keys(tables) as Table[]).filter((table): table is FacilityTable => 'facilityId' in tables[table] && hasDays(table))

/** A value as our pool reads it (pool.ts): numbers are numbers, days and instants are text. */
type Read<Value> = Value extends Date | string
  ? string
  : Value extends bigint | number | Prisma.Decimal
    ? number
    : Value extends boolean | null
      ? Value
      : Value extends Uint8Array
        ? Buffer
        : Value extends readonly (infer Item)[]
          ? Read<Item>[]
          : unknown
/** A row of a table, by member. */
export type RowOf<T extends Table> = { [C in Column<T>]: Read<Scalars<T>[C]> }

/** What a column takes: a value, or an expression that yields one. */
type Given<Value> =
  | (unknown extends Value ? string : Value extends string ? Value | Date : Value extends readonly (infer Item)[] ? readonly Item[] : Value)
  | Sql
type CreateMany<T extends Table> = Model<T>['operations'] extends { createMany: { args: { data?: infer Data } } } ? Exclude<Data, readonly unknown[]> : never
type OptionalKeys<Row> = { [K in keyof Row]-?: undefined extends Row[K] ? K : never }[keyof Row]
/** What an INSERT takes; the columns with a default and those that may be null may be left out. */
export type NewRow<T extends Table> = { [C in Exclude<Column<T>, OptionalKeys<CreateMany<T>>>]: Given<RowOf<T>[C]> } & {
  [C in Column<T> & OptionalKeys<CreateMany<T>>]?: Given<RowOf<T>[C]> | undefined
}
/** What an UPDATE takes. A member that is undefined stays as it is. */
export type RowPatch<T extends Table> = { [C in Column<T>]?: Given<RowOf<T>[C]> | undefined }
/** A spread object may carry members that its type does not ask for: here it may not. */
export type Nothing<Values, Allowed extends string> = { [K in Exclude<keyof Values, Allowed>]: never }

export declare const yields: unique symbol
/** SQL that yields a value of a known type. */
export type Expression<Value> = Sql & { readonly [yields]?: Value }
/** What a statement selects, by the names that its rows have. */
export type SelectList = Readonly<Record<string, Expression<unknown>>>
export type Selected<List extends SelectList> = { [K in keyof List]: List[K] extends Expression<infer Value> ? Value : never }
/** A statement whose rows are of a known type. */
export type Statement<Row> = Sql & { readonly [yields]?: Row }

/** The name and the type of a column. */
export const columnOf = (table: Table, member: string): readonly [name: string, type: string] => {
  const column = (tables[table] as Record<string, readonly [string, string]>)[member]
  if (column === undefined) throw new Error(`${table} has no column for ${member}.`)
  return column
}
/** Whether an index begins with these members, in whichever order, and is sorted by those that follow: it answers at once what is asked of one value each. */
export const isIndexed = (table: Table, equal: readonly (string | undefined)[], sorted: readonly string[]): boolean =>
  indexes[table].some(
    (members) =>
      equal.every((member) => member !== undefined && members.slice(0, equal.length).includes(member)) &&
      sorted.every((member, at) => members[equal.length + at] === member),
  )

export const typeOf = (table: Table, member: string): string => columnOf(table, member)[1]

/** SQL whose type only its author knows: `expression<number>` of what PostgreSQL computes. */
export const expression = <Value>(strings: readonly string[], ...values: unknown[]): Expression<Value> => new Sql(strings, values)

/** A column as an expression. */
export const column = <T extends Table, C extends Column<T>>(table: T, member: C, alias: string = table): Expression<RowOf<T>[C]> =>
  raw(`${alias}.${columnOf(table, member)[0]}`)

/** Some columns of a table. */
export const columns = <T extends Table, C extends Column<T>>(table: T, members: readonly C[], alias: string = table): { [K in C]: Expression<RowOf<T>[K]> } =>
  Object.fromEntries(members.map((member) => [member, column(table, member, alias)])) as { [K in C]: Expression<RowOf<T>[K]> }

/** `expression AS "name", …` */
export const listOf = (list: SelectList): Sql => join(Object.entries(list).map(([name, one]) => sql`${one} AS ${raw(`"${name}"`)}`))

/** `SELECT list …`, with what follows the list. */
export const select = <List extends SelectList>(list: List, rest: Sql): Statement<Selected<List>> => sql`SELECT ${listOf(list)} ${rest}`

/** A value with its type, which PostgreSQL does not find out everywhere. */
const typed = (table: Table, member: string, value: unknown): Sql => (value instanceof Sql ? value : sql`${value}::${raw(typeOf(table, member))}`)

const defined = (values: object): [string, unknown][] => Object.entries(values).filter(([, value]) => value !== undefined)

/** `INSERT INTO table (…) SELECT …`, with what follows: `FROM` where values come from other rows, `ON CONFLICT`, `RETURNING`. */
export function insert<T extends Table, Values extends NewRow<T>>(table: T, values: Values & Nothing<Values, Column<T>>, rest: Sql = empty): Sql {
  const entries = defined(values)
  const names = entries.map(([member]) => raw(columnOf(table, member)[0]))
  return sql`INSERT INTO ${raw(table)} (${join(names)}) SELECT ${join(entries.map(([member, value]) => typed(table, member, value)))} ${rest}`
}

/** `a = …, b = …` from the members of a patch. */
export function assignments<T extends Table, Values extends RowPatch<T>>(table: T, values: Values & Nothing<Values, Column<T>>): Sql {
  return join(defined(values).map(([member, value]) => sql`${raw(columnOf(table, member)[0])} = ${typed(table, member, value)}`))
}

/** The tables that carry the stamps of a change. */
export type StampedTable = { [T in Table]: 'updatedBy' extends Column<T> ? T : never }[Table]

/** The same, plus the stamps of a change. */
export const changes = <T extends StampedTable, Values extends RowPatch<T>>(table: T, values: Values & Nothing<Values, Column<T>>, clientId: string): Sql =>
  join([...(defined(values).length === 0 ? [] : [assignments<T, Values>(table, values)]), stamp(clientId)])

/** A ciphertext is another one each time: where the hash beside it says that the value is the same, the row keeps the one it has. */
function keptIfSame<T extends Table, Values extends RowPatch<T>>(table: T, values: Values): Values {
  const kept = Object.entries(values).map(([member, value]) => {
    const hashed = member.replace(/Encrypted$/, 'Hash')
    if (hashed === member || value === undefined) return [member, value]
    const isSame = sql`${raw(`${table}.${columnOf(table, hashed)[0]}`)} = ${typed(table, hashed, (values as Record<string, unknown>)[hashed])}`
    return [member, sql`CASE WHEN ${isSame} THEN ${raw(`${table}.${columnOf(table, member)[0]}`)} ELSE ${typed(table, member, value)} END`]
  })
  return Object.fromEntries(kept) as Values
}

/**
 * The same for a patch: where every value is what it was, the stamps stay. `isMore` says that they change all the same: something
 * of the resource does which is in other tables, or the caller is not to learn whether a value was there.
 */
export function changesIfAny<T extends StampedTable, Values extends RowPatch<T>>(
  table: T,
  values: Values & Nothing<Values, Column<T>>,
  clientId: string,
  isMore: boolean | Sql = false,
): Sql {
  if (isMore === true) return changes<T, Values>(table, values, clientId)
  // The hash beside a ciphertext says whether the value is another one.
  const compared = defined(values).filter(([member]) => !member.endsWith('Encrypted'))
  if (compared.length === 0) return sql`version = ${raw(table)}.version`
  const before = join(compared.map(([member]) => raw(`${table}.${columnOf(table, member)[0]}`)))
  const after = join(compared.map(([member, value]) => typed(table, member, value)))
  return sql`${assignments<T, Values>(table, keptIfSame(table, values))}, (version, updated_at, updated_by) = (
    SELECT version + differs::int, CASE WHEN differs THEN now() ELSE updated_at END, CASE WHEN differs THEN ${clientId}::uuid ELSE updated_by END
    FROM (SELECT ROW(${before}) IS DISTINCT FROM ROW(${after})${isMore === false ? empty : sql` OR ${isMore}`}) patch(differs))`
}

/** What every change of a row writes. */
export const stamp = (clientId: string): Sql => sql`version = version + 1, updated_at = now(), updated_by = ${clientId}::uuid`

/** A text with fixed words holds in the table as text: which words, a CHECK says. */
type Widened<Value> = Value extends string ? string : Value extends readonly (infer Item)[] ? Widened<Item>[] : Value
/** The members of a resource that are columns of the same name and type. */
type Plain<T extends Table, Members> = { [K in keyof Members & Column<T>]: RowOf<T>[K] extends Widened<Members[K]> ? K : never }[keyof Members & Column<T>]
/** The members of a resource that are no such column: another column, or SQL that computes them. */
type Derived<T extends Table, Members> = { [K in Exclude<keyof Members, Plain<T, Members>>]: Column<T> | Sql }
type NoneNeeded<D> = [keyof D] extends [never] ? true : false

/** A resource of the contract as its table holds it. */
export interface Resource<T extends Table, Members, Sources = unknown> {
  readonly table: T
  /** Every member, to be picked from. */
  readonly members: { readonly [K in keyof Members]: Expression<Members[K]> }
  /** The column of each member that is one. */
  readonly sources: Readonly<Record<string, string | undefined>> & { readonly [yields]?: Sources }
  /** The select list. */
  readonly columns: Sql & { readonly [yields]?: Members }
  /** The members that are words of a language, such as names, and no codes. */
  readonly words: ReadonlySet<string>
}

/** What the modules keep, for chores that go through all of it. */
export const resources: { table: Table; schema: TObject; sources: Readonly<Record<string, string | undefined>>; members: SelectList; columns: Sql }[] = []

/** The members that are columns, whatever their name. */
export type Sources<T extends Table, Members, D> = Plain<T, Members> | { [K in keyof D]: D[K] extends string ? K : never }[keyof D]

/**
 * The select list of a resource: the members of its schema, and nothing else. `derived` says where members come from that
 * are no column of the same name and type.
 */
export function resource<T extends Table, S extends TObject, const D extends Partial<Record<keyof Static<S>, Column<T> | Sql>> = Record<never, never>>(
  table: T,
  schema: S,
  ...derived: NoneNeeded<Derived<T, Static<S>>> extends true ? [D?] : [Derived<T, Static<S>> & D]
): Resource<T, Static<S>, Sources<T, Static<S>, D>> {
  const own: Record<string, string | Sql | undefined> = derived[0] ?? {}
  const sources: Record<string, string | undefined> = {}
  const members: Record<string, Sql> = {}
  for (const name of Object.keys(schema.properties)) {
    const source = own[name] ?? name
    if (typeof source === 'string') sources[name] = source
    members[name] = typeof source === 'string' ? raw(`${table}.${columnOf(table, source)[0]}`) : source
  }
  const columns = listOf(members)
  resources.push({ table, schema, sources, members, columns })
  const words = Object.entries(schema.properties).flatMap(([name, member]) => (formOf(member) === lineForm ? [name] : []))
  return { table, members: members as Resource<T, Static<S>>['members'], sources, columns, words: new Set(words) }
}

/** The same resource with some of its members. */
export function pick<T extends Table, Members, K extends keyof Members & string>(
  { table, members, sources, words }: Resource<T, Members>,
  ...names: readonly K[]
) {
  const picked = Object.fromEntries(names.map((name) => [name, members[name]])) as Pick<typeof members, K>
  return { table, members: picked, sources, columns: listOf(picked), words } as Resource<T, Pick<Members, K>>
}
