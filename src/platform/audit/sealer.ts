/**
 * Seals the trail beside the requests: one instance at a time, four times a second, on a connection of its own. An entry is
 * sealed when its transaction and all older ones have ended, so that none can appear before one that is sealed.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import type { PoolClient } from 'pg'
import { Problem } from '../contract/problems.ts'
import { explain } from '../database/constraints.ts'
import { defaultLimits, openPool, type Pool, run, takeLock } from '../database/pool.ts'
import { sql } from '../database/sql.ts'
import type { Keyring } from '../security/keyring.ts'
import { exportHead, type HeadPlaces } from './head-export.ts'
import { dropOldMonths, firstKeptMonth, monthOf, monthsBefore, prepareMonths } from './months.ts'
import { keepPromise } from './promise.ts'
import { digest, hashOfSeal, noHash, type Seal } from './seals.ts'
import { lookForTampering } from './tampering.ts'

/** Held by the instance that seals. */
const sealerLock = 0x62_6b_02
const everyMs = 250
const takeOverMs = 5_000
const againMs = 1_000
const upkeepMs = 3_600_000
const tellMs = 600_000
const watchMs = 60_000
/** How long sealing may fail before somebody has to act: a database that is started again is back by then. */
const alarmMs = 30_000
const mostMonths = 1_200
const maxRows = 2_000
/** Of the first time: entries from before there were seals are sealed together, and known by that. */
const maxRowsAtFirst = 1_000_000

type Position = Pick<Seal, 'xid' | 'sequence' | 'floor'>
interface Unsealed {
  sequence: number
  xid: string
  month: string
  digest: Buffer
}
type Content = Pick<Seal, 'kind' | 'month' | 'sequences' | 'digests'> & Position
/** What the next seal follows on. It is read four times a second, so without what was sealed. */
type Head = Pick<Seal, 'number' | 'hash'> & Position

const start: Position = { xid: '0', sequence: 0, floor: 0 }

interface Options {
  databaseUrl: string
  keyring: Keyring
  log: FastifyBaseLogger
  /** How many months of the trail are kept beside the current one. */
  retentionMonths: number
  /** Where the head of the chain is told, beside the log. */
  headPlaces?: HeadPlaces | undefined
  /** How often, in milliseconds; ten minutes unless given. */
  headMs?: number | undefined
}

export class Sealer {
  readonly #stop = new AbortController()
  readonly #pool: Pool
  #done: Promise<void> | undefined
  /** The last seal as this instance knows it. */
  #head: Head | undefined
  /** Where a restored trail is read on, found once. */
  #restored: Position | undefined
  #toldAt = 0
  #toldNumber: number | undefined
  #keptAt = 0
  #watchedAt = 0
  #isLate = false
  #isHeldToPromise = false

  constructor(private readonly options: Options) {
    this.#pool = openPool(options.databaseUrl, { ...defaultLimits, connections: 2, statementMs: 60_000 })
    this.#pool.on('error', () => {})
  }

  start(): void {
    this.#done ??= this.#run()
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#done
    await this.#pool.end()
  }

  get #isStopped(): boolean {
    return this.#stop.signal.aborted
  }

  #rest(ms: number): Promise<void> {
    return pause(ms, undefined, { signal: this.#stop.signal, ref: false }).catch(() => {})
  }

  async #run(): Promise<void> {
    let failingSince: number | undefined
    let isWarned = false
    const succeeded = () => {
      if (isWarned) this.options.log.warn('the audit trail is being sealed again')
      failingSince = undefined
      isWarned = false
    }
    while (!this.#isStopped) {
      try {
        await this.#work(succeeded)
      } catch (error) {
        failingSince ??= Date.now()
        if (!isWarned && Date.now() > failingSince + alarmMs) {
          isWarned = true
          this.options.log.warn({ reason: reasonOf(error), since: new Date(failingSince).toISOString() }, 'the audit trail is not being sealed')
        }
        await this.#rest(againMs)
      }
    }
  }

  async #work(succeeded: () => void): Promise<void> {
    const client = await this.#pool.connect()
    try {
      while (!(await takeLock(client, sealerLock))) {
        succeeded()
        await this.#rest(takeOverMs)
        if (this.#isStopped) return
      }
      this.#head = undefined
      while (!this.#isStopped) {
        const sealed = await this.#sealNext(client)
        succeeded()
        await this.#tellHead()
        await this.#keepMonths(client)
        await this.#watch(client)
        if (sealed < maxRows) await this.#rest(everyMs)
      }
      // What the last requests have left.
      await this.#sealNext(client)
      this.#toldAt = 0
      await this.#tellHead()
    } finally {
      // The lock goes with the connection.
      client.release(true)
    }
  }

  /** The last seal; whether its transaction is one that this server has yet to come to. */
  async #readHead(client: PoolClient): Promise<{ head: Head | undefined; isForeign: boolean }> {
    const [row] = await run<Head & { isForeign: boolean }>(
      client,
      sql`SELECT number, hash, xid::text AS xid, sequence, floor, xid >= pg_snapshot_xmax(pg_current_snapshot()) AS "isForeign"
        FROM audit_seal ORDER BY number DESC LIMIT 1`,
    )
    const known = this.#head
    if (known !== undefined && (row === undefined || row.number < known.number || (row.number === known.number && !row.hash.equals(known.hash))))
      this.options.log.error({ seal: known.number, hash: known.hash.toString('hex') }, 'the chain of audit seals was cut or made anew: run audit:verify')
    if (row === undefined) return { head: undefined, isForeign: false }
    const { isForeign, ...head } = row
    return { head, isForeign }
  }

  /** @returns how many entries were sealed */
  async #sealNext(client: PoolClient): Promise<number> {
    const { head, isForeign } = await this.#readHead(client)
    this.#head = head
    if (!isForeign) this.#restored = undefined
    const position = this.#restored ?? head ?? start
    // After a restore the entries of the other server are finished, whatever their transactions are called.
    const isRestoring = isForeign && this.#restored === undefined
    const isFinished = isRestoring ? sql`TRUE` : sql`xid < pg_snapshot_xmin(pg_current_snapshot())`
    const rows = await run<Unsealed>(
      client,
      sql`
      SELECT sequence, xid::text AS xid, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-01') AS month, ${digest} AS digest FROM audit_entry entry
      WHERE (xid, sequence) > (${position.xid}::xid8, ${position.sequence}::bigint) AND sequence > ${position.floor}::bigint AND ${isFinished}
      ORDER BY entry.xid, sequence LIMIT ${head === undefined ? maxRowsAtFirst : maxRows}`,
    )
    const last = rows.at(-1)
    if (last === undefined) {
      if (isRestoring) this.#restored = await this.#afterRestore(client)
      return 0
    }
    const read: Position = { xid: last.xid, sequence: last.sequence, floor: position.floor }
    const months = [...new Set(rows.map(({ month }) => month))]
    await this.#append(
      client,
      months.map((month) => {
        const those = rows.filter((row) => row.month === month)
        return { kind: 'ROWS', month, sequences: those.map(({ sequence }) => sequence), digests: those.map((row) => row.digest), ...read }
      }),
    )
    return rows.length
  }

  /** Numbers of transactions begin again: from here on what is new is known by its sequence. */
  async #afterRestore(client: PoolClient): Promise<Position> {
    const [row] = await run<{ floor: number }>(
      client,
      sql`SELECT coalesce(max(sequence), 0) AS floor FROM audit_entry WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())`,
    )
    return { ...start, floor: row?.floor ?? 0 }
  }

  async #append(client: PoolClient, contents: readonly Content[]): Promise<void> {
    const { keyring } = this.options
    const at = new Date().toISOString()
    let head = this.#head
    const seals = contents.map((content): Seal => {
      const unsigned = { ...content, number: (head?.number ?? 0) + 1, at, previous: head?.hash ?? noHash, keyVersion: keyring.versions[0] as number }
      const seal = { ...unsigned, hash: hashOfSeal(keyring, unsigned) }
      head = seal
      return seal
    })
    await run(client, sql`BEGIN`)
    for (const { number, kind, month, previous, sequences, digests, xid, sequence, floor, keyVersion, hash } of seals) {
      await run(
        client,
        sql`INSERT INTO audit_seal (number, kind, at, month, previous, sequences, digests, xid, sequence, floor, key_version, hash)
        VALUES (${number}, ${kind}, ${at}::timestamptz, ${month}::date, ${previous}, ${sequences}::bigint[], ${digests}::bytea[], ${xid}::xid8, ${sequence}, ${floor},
          ${keyVersion}, ${hash})`,
      )
    }
    await run(client, sql`COMMIT`)
    this.#head = head
  }

  /** Says now and then how far the chain is: the log is one more place where it is kept. */
  async #tellHead(): Promise<void> {
    const { log, headPlaces = {}, headMs = tellMs } = this.options
    if (this.#head === undefined || this.#head.number === this.#toldNumber || Date.now() < this.#toldAt + headMs) return
    this.#toldAt = Date.now()
    this.#toldNumber = this.#head.number
    const { number, hash } = this.#head
    log.info({ seal: number, hash: hash.toString('hex') }, 'audit head: the newest seal of the audit trail')
    await exportHead(headPlaces, { number, hash: hash.toString('hex') }, log)
  }

  /** Whoever holds a transaction open holds up the seals as well. */
  async #watch(client: PoolClient): Promise<void> {
    if (Date.now() < this.#watchedAt + watchMs) return
    this.#watchedAt = Date.now()
    const { xid, sequence, floor } = this.#restored ?? positionOf(this.#head)
    const [row] = await run<{ isLate: boolean; holder: number | null }>(
      client,
      sql`SELECT EXISTS (SELECT 1 FROM audit_entry WHERE (xid, sequence) > (${xid}::xid8, ${sequence}::bigint) AND sequence > ${floor}::bigint
        AND at < now() - interval '1 minute') AS "isLate",
        (SELECT pid FROM pg_stat_activity WHERE backend_xid IS NOT NULL ORDER BY age(backend_xid) DESC LIMIT 1) AS holder`,
    )
    const { isLate = false, holder } = row ?? {}
    if (isLate && !this.#isLate)
      this.options.log.warn({ holder }, 'entries of the audit trail wait for their seals: this process of the database holds a transaction open')
    if (!isLate && this.#isLate) this.options.log.warn('the entries of the audit trail have their seals again')
    this.#isLate = isLate
  }

  /** Those of the setting, or more where more were promised; nothing is let go where that cannot be found out. */
  async #monthsToKeep(client: PoolClient): Promise<number> {
    const { log, retentionMonths: setting } = this.options
    const promised = await keepPromise(client, setting).catch((error: { code?: string }) => {
      log.warn({ code: error.code }, 'how long the audit trail was promised to be kept cannot be read: nothing of it is dropped')
      return mostMonths
    })
    if (promised > setting && promised < mostMonths && !this.#isHeldToPromise)
      log.warn({ promised, setting }, 'the audit trail is kept for longer than AUDIT_RETENTION_MONTHS: npm run audit:retention shortens it')
    this.#isHeldToPromise = promised > setting
    return promised
  }

  /** Makes months ahead, and lets go of those past their time: first the chain says so, then they are dropped. */
  async #keepMonths(client: PoolClient): Promise<void> {
    if (Date.now() < this.#keptAt + upkeepMs) return
    this.#keptAt = Date.now()
    const { log } = this.options
    const months = await this.#monthsToKeep(client)
    const first = monthOf(new Date(), -months)
    const kept = await firstKeptMonth(this.#pool)
    const isDue = (kept === null || kept < first) && (await monthsBefore(this.#pool, first)).length > 0
    if (isDue) await this.#append(client, [{ kind: 'CHECKPOINT', month: first, sequences: [], digests: [], ...positionOf(this.#head) }])
    try {
      const missing = await prepareMonths(this.#pool)
      if (missing.length > 0) log.warn({ months: missing }, 'the audit trail has no partition for these months: run npm run migrate as the owner')
      await dropOldMonths(this.#pool)
      for (const what of await lookForTampering(client)) log.error({ what }, 'something foreign guards or fills the audit trail: run audit:verify')
    } catch (error) {
      log.warn({ code: (error as { code?: string }).code }, 'the months of the audit trail could not be kept')
    }
  }
}

/** What can be said of a fault without its message, which may quote a row. */
const reasonOf = (error: unknown): string => {
  const { code, name } = error as { code?: string; name: string }
  return code ?? (explain(error) instanceof Problem ? 'the database does not answer' : name)
}

const positionOf = (head: Head | undefined): Position => (head === undefined ? start : { xid: head.xid, sequence: head.sequence, floor: head.floor })
