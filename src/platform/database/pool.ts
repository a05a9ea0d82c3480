/** The only way to PostgreSQL: one pool, and prepared statements. */

import { Socket } from 'node:net'
import pg from 'pg'
import { type Parts, type Sql, sql, textOf } from './sql.ts'
import type { Statement } from './tables.ts'

// '2025-10-10 07:00:00.123+00' as the session writes it; what else there may be (fewer digits, infinity, other eras) goes the long way.
const toInstant = (text: string): string =>
  text.length === 26 && text[4] === '-' && text.endsWith('+00') ? `${text.slice(0, 10)}T${text.slice(11, 23)}Z` : new Date(text).toISOString()

const { builtins } = pg.types
const arrayOfInt8: number = 1016
const textsOf = pg.types.getTypeParser(arrayOfInt8) as (text: string) => string[]
const parsers = new Map<number, (text: string) => unknown>([
  // Every bigint and numeric of ours is bounded by a CHECK or a column type to what a double holds exactly.
  [builtins.INT8, Number],
  [arrayOfInt8, (text) => textsOf(text).map(Number)],
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

export const defaultLimits: Limits = { connections: 10, waitMs: 2_000, statementMs: 10_000, lockMs: 2_000 }

/** A pool with what a use case of several statements has to know of its limits, in milliseconds. */
export interface Pool extends pg.Pool {
  lockMs: number
  /** How long a use case may wait in all: for a connection, and for the rows that its statements lock. */
  patienceMs: number
}

/**
 * A live server ends a statement by itself; one that has fallen silent, or a network that has, never does. Said of the
 * socket: a timer for each query, as pg has it, keeps what the query was about alive until V8 has moved it to the old space.
 */
function mortalSocket(silenceMs: number): Socket {
  const socket = new Socket()
  const giveUp = () => socket.destroy(Object.assign(new Error('The database has fallen silent.'), { code: 'ETIMEDOUT' }))
  return socket.setTimeout(silenceMs, giveUp)
}

/** @throws nothing: connections are opened on first use. */
export function openPool(databaseUrl: string, limits: Limits = defaultLimits): Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: limits.connections,
    connectionTimeoutMillis: limits.waitMs,
    stream: () => mortalSocket(limits.statementMs + 1_000),
    application_name: 'binakarya',
    keepAlive: true,
    // What is asked of a connection before it has answered is sent at once.
    pipeline: true,
    // PostgreSQL would compile what looks dear to it: it takes every JSON for a hundred rows, and what is done in a millisecond would take a tenth of a second.
    options: `-c jit=off -c timezone=UTC -c datestyle=ISO -c statement_timeout=${limits.statementMs} -c lock_timeout=${limits.lockMs} -c idle_in_transaction_session_timeout=10000`,
    types: { getTypeParser: (oid: number, format?: 'text' | 'binary') => parsers.get(oid) ?? pg.types.getTypeParser(oid, format as 'text') },
  } as pg.PoolConfig)
  // A connection that breaks while a transaction holds it emits an error here too; the query at work gets the error anyway.
  pool.on('connect', (client) => void client.on('error', () => {}))
  return Object.assign(pool, { lockMs: limits.lockMs, patienceMs: limits.waitMs + limits.lockMs })
}

/** A statement that is prepared under a name of its own. */
interface Known {
  pieces: Parts['pieces']
  name: string
  text: string
}

// By the words that they begin with. The texts are few because they are composed from fixed parts; the bound is for those
// that vary with the members of a merge patch.
const known = new Map<string, Known[]>()
const maxKnown = 1_000
let count = 0

/**
 * A statement is recognised by its pieces, which are the same objects each time: to put its text together and look it up by
 * that is dearer than to compare them. Undefined when there are too many.
 */
function recognise(pieces: Parts['pieces']): Known | undefined {
  const opening = pieces[0] as string
  const alike = known.get(opening) ?? []
  const found = alike.find((one) => one.pieces.length === pieces.length && one.pieces.every((piece, at) => piece === pieces[at]))
  if (found !== undefined || count >= maxKnown) return found
  const made = { pieces, name: `q${count++}`, text: textOf(pieces) }
  known.set(opening, [...alike, made])
  return made
}

/**
 * KEPT: prepared once for each connection, and planned once for any values. FRESH: planned each time for the values at
 * hand, where it matters whether they match a few rows or most.
 */
export type Planning = 'KEPT' | 'FRESH'

function send(connection: Pick<pg.ClientBase, 'query'>, statement: Statement<unknown>, planning: Planning): Promise<pg.QueryResult> {
  const { pieces, values } = statement.parts
  const prepared = planning === 'KEPT' ? recognise(pieces) : undefined
  return connection.query(prepared === undefined ? { text: textOf(pieces), values } : { name: prepared.name, text: prepared.text, values })
}

/** Runs one statement; rows carry the names of the select list. */
export async function run<Row>(connection: Pick<pg.ClientBase, 'query'>, statement: Statement<Row>, planning: Planning = 'KEPT'): Promise<Row[]> {
  return (await send(connection, statement, planning)).rows as Row[]
}

/** Whether this connection is now the one that holds a lock of everybody's agreement; the lock goes with the connection. */
export async function takeLock(connection: Pick<pg.ClientBase, 'query'>, lock: number): Promise<boolean> {
  const [row] = await run<{ taken: boolean }>(connection, sql`SELECT pg_try_advisory_lock(${lock}) AS taken`)
  return row?.taken === true
}

/** Runs one statement that writes, and says how many rows it wrote. */
export async function write(connection: Pick<pg.ClientBase, 'query'>, statement: Sql): Promise<number> {
  return (await send(connection, statement, 'KEPT')).rowCount ?? 0
}
