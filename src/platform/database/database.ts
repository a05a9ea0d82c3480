/** The only way to PostgreSQL: one pool, prepared statements, SQL composed with Prisma's `sql` tag (src/DECISIONS.md, 2). */

import pg from 'pg'
import { Prisma } from '../../../prisma/client/client.ts'
import { phrase, type Text } from '../contract/language.ts'
import { contradiction, Problem, problem, unknownReference } from '../contract/problems.ts'

export const { sql, join, raw, empty } = Prisma
export type Sql = Prisma.Sql

// '2025-10-10 07:00:00.12+00' as the session writes it; what else there may be (infinity, other eras) goes the long way.
const toInstant = (text: string): string =>
  text[4] === '-' && text.length <= 26 && text.endsWith('+00')
    ? `${text.slice(0, 10)}T${text.slice(11, 19)}.${text.slice(20, -3).padEnd(3, '0')}Z`
    : new Date(text).toISOString()

const { builtins } = pg.types
const parsers = new Map<number, (text: string) => unknown>([
  // Every bigint and numeric of ours is bounded by a CHECK or a column type to what a double holds exactly.
  [builtins.INT8, Number],
  [builtins.NUMERIC, Number],
  // A date is a day of the facility, not an instant: pg would shift it by the process's time zone.
  [builtins.DATE, (text) => text],
  [builtins.TIMESTAMPTZ, toInstant],
])

export interface Limits {
  /** Connections held at most. */
  connections: number
  /** How long a request waits for a connection, in milliseconds. */
  waitMs: number
  /** How long one statement may run, in milliseconds. */
  statementMs: number
  /** How long a statement waits for a row that another transaction holds, in milliseconds. */
  lockMs: number
}

export const defaultLimits: Limits = { connections: 10, waitMs: 3_000, statementMs: 10_000, lockMs: 3_000 }

export type Pool = pg.Pool

/** @throws nothing: connections are opened on first use. */
export function openPool(databaseUrl: string, limits: Limits = defaultLimits): Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: limits.connections,
    connectionTimeoutMillis: limits.waitMs,
    // A live server ends a statement by itself; one that has fallen silent, or a network that has, never does.
    query_timeout: limits.statementMs + 1_000,
    application_name: 'binakarya',
    keepAlive: true,
    options: `-c timezone=UTC -c datestyle=ISO -c statement_timeout=${limits.statementMs} -c lock_timeout=${limits.lockMs} -c idle_in_transaction_session_timeout=10000`,
    types: { getTypeParser: (oid: number, format?: 'text' | 'binary') => parsers.get(oid) ?? pg.types.getTypeParser(oid, format as 'text') },
  } as pg.PoolConfig)
  // A connection that breaks while a transaction holds it tells so here too; the query at work gets the error anyway.
  pool.on('connect', (client) => void client.on('error', () => {}))
  return pool
}

// A statement is prepared under a name of its own; the texts are few because they are composed from fixed parts. The
// bound is for those that vary with the members of a merge patch.
const names = new Map<string, string>()
const maxNames = 1_000

/**
 * KEPT: prepared once for each connection, and planned once for any values. FRESH: planned each time for the values at
 * hand, where it matters whether they match a few rows or most.
 */
export type Planning = 'KEPT' | 'FRESH'

/** Runs one statement; rows carry the names of the select list. */
export async function run<Row>(connection: Pick<pg.ClientBase, 'query'>, statement: Sql, planning: Planning = 'KEPT'): Promise<Row[]> {
  const { text } = statement
  let name = planning === 'KEPT' ? names.get(text) : undefined
  if (name === undefined && planning === 'KEPT' && names.size < maxNames) {
    name = `q${names.size}`
    names.set(text, name)
  }
  const result = await connection.query(name === undefined ? { text, values: statement.values } : { name, text, values: statement.values })
  return result.rows as Row[]
}

const column = (member: string): Sql => raw(member.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))

/** Matches any of the values; a single one as an equality, so that an index on the column also gives the order of the rows. */
export const isAnyOf = (of: string, values: readonly string[], type: 'uuid' | 'text' = 'text'): Sql =>
  values.length === 1 ? sql`${raw(of)} = ${values[0]}::${raw(type)}` : sql`${raw(of)} = ANY(${values}::${raw(type)}[])`

/** `INSERT INTO table (…) VALUES (…)` from members in camelCase, which are ours or validated; undefined members are left out. */
export function insert(table: string, row: Record<string, unknown>): Sql {
  const entries = Object.entries(row).filter(([, value]) => value !== undefined)
  return sql`INSERT INTO ${raw(table)} (${join(entries.map(([member]) => column(member)))}) VALUES (${join(entries.map(([, value]) => sql`${value}`))})`
}

/** `a = …, b = …` from the validated members of a merge patch, plus the stamps. */
export function assignments(patch: Record<string, unknown>, clientId: string): Sql {
  const entries = Object.entries(patch).filter(([, value]) => value !== undefined)
  return join([
    ...entries.map(([member, value]) => sql`${column(member)} = ${value}`),
    sql`version = version + 1`,
    sql`updated_at = now()`,
    sql`updated_by = ${clientId}::uuid`,
  ])
}

/** The select list of the stamps of a table. */
export const stampColumns = (table: string): Sql =>
  raw(
    `${table}.version, ${table}.created_at AS "createdAt", ${table}.updated_at AS "updatedAt", ${table}.created_by AS "createdBy", ${table}.updated_by AS "updatedBy"`,
  )

/** The select list of the stamps of an append-only table. */
export const recordStampColumns = (table: string): Sql => raw(`${table}.version, ${table}.created_at AS "createdAt", ${table}.created_by AS "createdBy"`)

const broken = new Map<string, () => Problem>()

/** Says which problem a violated constraint is. A constraint that no room explains is a fault of ours: 500. */
export function explainConstraints(problems: Record<string, () => Problem>): void {
  for (const [constraint, explain] of Object.entries(problems)) broken.set(constraint, explain)
}

/** The constraints that have an explanation. */
export const explainedConstraints = (): ReadonlySet<string> => new Set(broken.keys())

/** The explanation for a unique value. */
export const duplicate = (pointer: string, message: Text) => () =>
  problem('duplicate', message, { errors: [{ in: 'body', pointer, code: 'duplicate', message }] })
/** The explanation for a foreign key. */
export const missingReference = (pointer: string) => () => unknownReference(pointer)
/** The explanation for a CHECK. */
export const contradicts = (pointer: string, message: Text) => () => contradiction(pointer, message)
/** The explanation for an exclusion constraint on periods. */
export const overlap = (pointer: string, message: Text) => () =>
  problem('period-overlap', message, { errors: [{ in: 'body', pointer, code: 'period-overlap', message }] })

const unavailable = () => problem('unavailable', phrase`The database does not answer for the moment.`)
const connectionLost = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH'])

/** The server no longer answers on this connection. */
export const isSilence = (error: unknown): boolean => (error as Error).message === 'Query read timeout'

export const isRetryable = (error: unknown): boolean => ['40001', '40P01'].includes((error as { code?: string }).code ?? '')

/**
 * Turns what the database says into a problem; anything that is not understood comes back as it is.
 * The database's own message is never passed on: it may hold the whole row.
 */
export function explain(error: unknown, deleting = false): unknown {
  if (error instanceof Problem) return error
  const { code = '', constraint, table, message = '' } = error as { code?: string; constraint?: string; table?: string; message?: string }
  if (code === '23503' && deleting) {
    return problem('still-referenced', phrase`It is still referred to by: ${table ?? 'other rows'}.`, { facts: { heldBy: [table ?? 'other rows'] } })
  }
  if (constraint === 'idempotency_key_pkey')
    return problem('request-in-progress', phrase`The first request with this Idempotency-Key has just ended; this one changed nothing.`)
  const known = constraint === undefined ? undefined : broken.get(constraint)
  if (known) return known()
  if (code === '22003') return contradiction('', phrase`A number that follows from these values is too large to be stored.`)
  if (code === '55P03' || isRetryable(error)) return problem('request-in-progress', phrase`Other requests hold the same rows; this one changed nothing.`)
  if (/^(08|28|3D|53|57P)/.test(code) || code === '57014' || code === '55000' || connectionLost.has(code)) return unavailable()
  if (
    isSilence(error) ||
    /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Cannot use a pool after calling end/.test(message)
  )
    return unavailable()
  return error
}
