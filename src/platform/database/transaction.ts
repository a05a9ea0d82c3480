/**
 * One use case at work: a transaction that begins with its first query, and the `Change` that the use case ends in.
 * The unit of work (platform/http/unit-of-work.ts) adds the audit row, the event and the replay record, and commits.
 */
import type { PoolClient } from 'pg'
import { phrase } from '../contract/language.ts'
import { notFound, type Problem, problem } from '../contract/problems.ts'
import { isReadOnly } from './constraints.ts'
import { type Planning, type Pool, run } from './pool.ts'
import type { Rules } from './refusals.ts'
import type { Viewer } from './row-filter.ts'
import { raw, type Sql } from './sql.ts'
import type { Expression, Statement, Table, yields } from './tables.ts'

/** What stores need of the keys of the service; a keyring (platform/security/keyring.ts) has them. */
export interface Keys {
  /** Versions of the key, the one to write with first. */
  readonly versions: readonly number[]
  /** A number to store in `column` (`table.column`) of the row `id`: encrypted, and hashed so that it is found again. */
  number(column: string, id: string, text: string | null): { encrypted: string | null; hash: Buffer | null }
  /** The hashes under which a number of `column` may be stored. */
  lookUp(column: string, text: string): Buffer[]
  /** Decrypts what was encrypted for one place: `table.column:id`. */
  decrypt(stored: string, place: string): string
  /** A mark of 22 characters over a text that leaves and comes back, such as a cursor: nobody else can make it. */
  mark(text: string): string
  /** Whether the mark was made over this text. */
  isMarked(text: string, mark: string): boolean
}

/** The end of a use case; `Row` is the changed resource in its wire shape, where the answer shows it. */
export interface Change<Row = never> {
  readonly [yields]?: Row
  /** CTEs without the leading WITH; the last is called `change` and has at least `id`, `version` and `facilityId`, which the trail and the event name. */
  ctes: Sql
  /** The rules that the statement decides: a CTE `refusal` has a row when one is broken (`rule`, `facts`), and then nothing is written. */
  rules?: Rules
  /** What happened, where it is not what the operation says of itself. */
  event?: string
  /** The resource as it was, where parts of it were changed before this statement: the trail says what became of it. */
  before?: object
  /** It has found everything as it should be: the row is answered, and nothing has happened. */
  isSame?: boolean
  /** The members that it can give another value, where that is known; otherwise any. */
  members?: readonly string[]
}

/** Records of which a caller is not shown everything: those whose `member`, a list, has one of these words. */
export interface KeptOut {
  member: string
  words: readonly string[]
}

/** What a store needs to read: who asks, and how. */
export interface Reader {
  readonly caller: Viewer
  readonly keyring: Keys
  /** What a list is to leave out. */
  readonly keptOut?: KeptOut | undefined
  query<Row>(statement: Statement<Row>, planning?: Planning): Promise<Row[]>
}

export interface DomainEvent {
  type: string
  resource: string
  id: string
  facilityId: string
  version: number
}

/** Whoever changes something, and for whom. */
export interface Actor extends Viewer {
  /** Whom the client acts for: an id that means something to the client alone. */
  readonly onBehalfOf: string | null
}

/** One use case at work. The transaction begins with its first query; a use case of one statement needs none. */
export class Transaction implements Reader {
  #client: PoolClient | undefined
  readonly events: DomainEvent[] = []
  readonly now = new Date()

  constructor(
    private readonly pool: Pool,
    readonly caller: Actor,
    readonly keyring: Keys,
    /** The versions that If-Match accepts; undefined accepts any. */
    readonly versions: readonly number[] | undefined,
    /** Makes the id of a new row: a UUIDv7. */
    readonly newId: () => string,
    /** When it stops waiting for rows that others hold, by `performance.now()`. */
    private readonly until: number = performance.now() + pool.patienceMs,
    /** The caller is not shown everything of what it changes, so that it is not told whether a value was there already. */
    readonly isBlind = false,
    /** The same of some rows only. */
    readonly protectedRows?: KeptOut,
  ) {}

  async query<Row>(statement: Statement<Row>, planning?: Planning): Promise<Row[]> {
    const isFirst = this.#client === undefined
    this.#client ??= await this.pool.connect()
    const left = Math.max(1, Math.ceil(this.until - performance.now()))
    // What was waited for earlier rows is taken from what is waited for these.
    const before = [...(isFirst ? ['BEGIN'] : []), ...(left < this.pool.lockMs ? [`SET LOCAL lock_timeout = ${left}`] : [])]
    // Sent together with the statement: one round trip.
    const prepared = before.map((command) => this.#client?.query(command))
    const [rows] = await Promise.all([run(this.#client, statement, planning), ...prepared])
    return rows
  }

  /**
   * Locks one row and reads it with what follows from other rows. `statement` also selects `seen: seen(table)`: when it had to
   * wait for the lock, it has read those other rows as they were before, and it is asked again under the lock.
   * @throws not-found
   */
  async lock<Row extends { version: number; seen: number }>(statement: Statement<Row>): Promise<Row> {
    const [first] = await this.query(statement)
    const [row] = first === undefined || first.seen === first.version ? [first] : await this.query(statement)
    if (row === undefined) throw notFound()
    return row
  }

  /** One more event, for a row that changes beside the main one. */
  emit(event: DomainEvent): void {
    this.events.push(event)
  }

  /** @throws stale-version when If-Match does not accept `version`. */
  requireVersion(version: number): void {
    if (this.versions !== undefined && !this.versions.includes(version)) throw staleVersion(version)
  }

  /** Whether statements came before the last. */
  get hasBegun(): boolean {
    return this.#client !== undefined
  }

  async finish<Row>(statement: Sql): Promise<Row[]> {
    return this.#client === undefined ? run<Row>(this.pool, statement) : this.query<Row>(statement)
  }

  async commit(): Promise<void> {
    const client = this.#client
    if (client === undefined) return
    await client.query('COMMIT')
    this.#client = undefined
    client.release()
  }

  async rollback(cause?: unknown): Promise<void> {
    const client = this.#client
    this.#client = undefined
    if (client === undefined) return
    // A connection to a standby, or that cannot even roll back, is not returned to the pool.
    await client.query('ROLLBACK').then(
      () => client.release(isReadOnly(cause)),
      (error: Error) => client.release(error),
    )
  }
}

export const staleVersion = (currentVersion: number): Problem =>
  problem('stale-version', phrase`The current version is ${currentVersion}.`, { facts: { currentVersion } })

/** The version that a row had when the statement began, for `Transaction.lock`. */
export const seen = (table: Table): Expression<number> => raw(`(SELECT before.version FROM ${table} before WHERE before.id = ${table}.id)`)

/** What was read has been moved by another request; the use case is run again from the start. */
export class Contention extends Error {
  readonly code = '40001'
}
