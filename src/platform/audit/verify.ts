/** Looks whether the trail is as the service wrote it, and names what is not. Needs the keys; reads only. */
import type { PoolClient } from 'pg'
import { type Pool, run } from '../database/pool.ts'
import { type Sql, sql } from '../database/sql.ts'
import type { Keyring } from '../security/keyring.ts'
import { type Entry, isGenuine } from './entry.ts'
import { content, digest, hashOfSeal, noHash, type Seal, sealColumns } from './seals.ts'
import { lookForTampering } from './tampering.ts'

export interface Fault {
  what:
    | 'edited'
    | 'deleted'
    | 'deleted with its seal'
    | 'not written by the service'
    | 'written twice'
    | 'inserted behind the seals'
    | 'unsealed too long'
    | 'chain broken'
    | 'forged checkpoint'
    | 'dropped tail'
    | 'another chain than the anchored one'
    | 'change without its event'
    | 'event without its entry'
    | 'foreign to the trail'
  /** Of the entry. */
  sequence?: number
  seal?: number
  more?: string
}

export interface Anchor {
  number: number
  /** In hexadecimal. */
  hash: string
}

export interface Verdict {
  /** The first of each kind come first in the order of the chain. At most `maxFaults`. */
  faults: Fault[]
  entries: number
  seals: number
  /** Entries that wait for their seal, as the newest do. */
  waiting: number
  head: Anchor
  /** The months before this one were dropped, as a checkpoint says. */
  keptFrom: string | null
}

const maxFaults = 20
const sealsAtOnce = 200
const entriesAtOnce = 5_000
/** Entries outside the seals are few, unless nothing has been sealed yet. */
const unsealedAtOnce = 10_000
/** An entry is sealed within a second of the end of the transactions around it. */
const patienceSeconds = 60

/** An entry as it is stored, with what was made over it. */
interface Stored extends Omit<Entry, 'credentialId' | 'tokenId'> {
  sequence: number
  version: number | null
  origin: Buffer | null
  content: Buffer
  digest: Buffer
}

const storedColumns = sql`entry.sequence, entry.client_id AS "clientId", entry.on_behalf_of AS "onBehalfOf", entry.purpose, entry.address,
  entry.request_id AS "requestId", entry.operation, entry.resource, entry.resource_ids::text[] AS "resourceIds", entry.facility_id AS "facilityId",
  entry.classes, entry.outcome, entry.version, entry.origin, ${content} AS content, ${digest} AS digest`

const isMarked = (keyring: Keyring, { origin, ...entry }: Stored): boolean => origin !== null && isGenuine(keyring, { ...entry, origin })

class Verification {
  readonly faults: Fault[] = []
  entries = 0
  seals = 0
  waiting = 0
  previous: Seal | undefined
  keptFrom: string | null = null
  #beganAt: string | undefined

  constructor(
    private readonly client: PoolClient,
    private readonly keyring: Keyring,
    private readonly from: string | undefined,
  ) {}

  #query<Row>(statement: Sql): Promise<Row[]> {
    return run<Row>(this.client, statement, 'FRESH')
  }

  get #isFull(): boolean {
    return this.faults.length >= maxFaults
  }

  /** When the first seals were made: together, over all entries that were there. */
  async readBeginning(): Promise<void> {
    const [first] = await this.#query<{ at: string }>(sql`SELECT at FROM audit_seal WHERE number = 1`)
    this.#beganAt = first?.at
  }

  /** A checkpoint that was not made by the service lets nothing go. */
  async readCheckpoints(): Promise<void> {
    const seals = await this.#query<Seal>(sql`SELECT ${sealColumns} FROM audit_seal WHERE kind = 'CHECKPOINT' ORDER BY number`)
    for (const seal of seals) {
      if (hashOfSeal(this.keyring, seal).equals(seal.hash)) this.keptFrom = seal.month
      else this.faults.push({ what: 'forged checkpoint', seal: seal.number })
    }
  }

  async walk(): Promise<void> {
    let after = await this.#before()
    let pending: Seal[] = []
    let rows = 0
    for (;;) {
      const page = await this.#query<Seal>(sql`SELECT ${sealColumns} FROM audit_seal WHERE number > ${after} ORDER BY number LIMIT ${sealsAtOnce}`)
      for (const seal of page) {
        this.#link(seal)
        pending.push(seal)
        rows += seal.sequences.length
        if (rows >= entriesAtOnce) {
          await this.#examine(pending)
          pending = []
          rows = 0
        }
        if (this.#isFull) return
      }
      const last = page.at(-1)
      if (last === undefined) break
      after = last.number
    }
    await this.#examine(pending)
  }

  /** The number before the first seal that is looked at. */
  async #before(): Promise<number> {
    if (this.from === undefined) return 0
    const [first] = await this.#query<{ number: number | null }>(
      sql`SELECT min(number) AS number FROM audit_seal WHERE month >= ${this.from}::date AND kind = 'ROWS'`,
    )
    return (first?.number ?? 1) - 1
  }

  /** Whether a seal follows the one before it. */
  #link(seal: Seal): void {
    const { previous } = this
    const isFirst = previous === undefined
    const begins = isFirst && this.from === undefined
    this.seals++
    this.previous = seal
    if (begins ? seal.number !== 1 : !isFirst && seal.number !== previous.number + 1) {
      const between = `after entry ${previous?.sequence ?? 0}, before entry ${seal.sequences[0] ?? seal.sequence}`
      this.faults.push({ what: 'deleted with its seal', seal: (previous?.number ?? 0) + 1, more: between })
      return
    }
    const follows = begins ? seal.previous.equals(noHash) : isFirst || seal.previous.equals(previous.hash)
    if (!follows || !hashOfSeal(this.keyring, seal).equals(seal.hash)) this.faults.push({ what: 'chain broken', seal: seal.number })
  }

  async #examine(seals: readonly Seal[]): Promise<void> {
    const months = [...new Set(seals.map(({ month }) => month))].filter((month) => this.keptFrom === null || month >= this.keptFrom)
    const stored = new Map<number, Stored[]>()
    for (const month of months) {
      const sequences = seals.filter((seal) => seal.month === month).flatMap((seal) => seal.sequences)
      const rows = await this.#query<Stored>(
        sql`SELECT ${storedColumns} FROM audit_entry entry
          WHERE entry.at >= ${month}::date AT TIME ZONE 'UTC' AND entry.at < (${month}::date + interval '1 month') AT TIME ZONE 'UTC'
            AND entry.sequence = ANY(${sequences}::bigint[])`,
      )
      for (const row of rows) stored.set(row.sequence, [...(stored.get(row.sequence) ?? []), row])
    }
    for (const seal of seals.filter(({ month }) => months.includes(month))) {
      for (const [at, sequence] of seal.sequences.entries()) {
        await this.#compare(seal, sequence, seal.digests[at] as Buffer, stored.get(sequence) ?? [])
        if (this.#isFull) return
      }
    }
  }

  async #compare(seal: Seal, sequence: number, expected: Buffer, found: readonly Stored[]): Promise<void> {
    this.entries++
    const entry = found.find((row) => row.digest.equals(expected))
    const place = { sequence, seal: seal.number }
    if (entry === undefined) {
      const isElsewhere = found.length > 0 || (await this.#query(sql`SELECT 1 FROM audit_entry WHERE sequence = ${sequence}`)).length > 0
      this.faults.push({ what: isElsewhere ? 'edited' : 'deleted', ...place })
      return
    }
    // Entries from before there were seals have no mark.
    const isOld = entry.origin === null && seal.at === this.#beganAt
    if (!isOld && !isMarked(this.keyring, entry)) this.faults.push({ what: 'not written by the service', ...place })
  }

  /** The first day that is looked at beside the seals. */
  get #since(): string {
    const months = [this.from, this.keptFrom].filter((month) => month != null)
    return months.sort().at(-1) ?? '2000-01-01'
  }

  /** Entries that are in no seal, and entries that are there twice. */
  async lookBesideSeals(): Promise<void> {
    const since = this.#since
    const unsealed = await this.#query<Stored & { isBehind: boolean; isLate: boolean }>(sql`
      WITH head AS (SELECT xid, sequence, floor FROM audit_seal ORDER BY number DESC LIMIT 1), sealed AS (
        SELECT unnest(sequences) AS sequence FROM audit_seal WHERE month >= ${since}::date
      )
      SELECT ${storedColumns}, coalesce((entry.xid, entry.sequence) <= (head.xid, head.sequence) OR entry.sequence <= head.floor, FALSE) AS "isBehind",
             entry.at < now() - make_interval(secs => ${patienceSeconds}) AS "isLate"
      FROM audit_entry entry LEFT JOIN head ON TRUE
      WHERE entry.at >= ${since}::date AT TIME ZONE 'UTC' AND NOT EXISTS (SELECT FROM sealed WHERE sealed.sequence = entry.sequence)
      ORDER BY entry.sequence LIMIT ${unsealedAtOnce}`)
    for (const { isBehind, isLate, ...entry } of unsealed) {
      const { sequence } = entry
      // Before the first seal there may be entries from before there were marks.
      const isOld = entry.origin === null && this.#beganAt === undefined
      if (isBehind) this.faults.push({ what: 'inserted behind the seals', sequence })
      else if (!isOld && !isMarked(this.keyring, entry)) this.faults.push({ what: 'not written by the service', sequence })
      else if (isLate)
        this.faults.push({ what: 'unsealed too long', sequence, more: 'a running service seals within a second, unless a transaction is held open' })
      else this.waiting++
    }
    // A mark holds for one entry.
    const twice = await this.#query<{ sequence: number }>(sql`
      SELECT sequence FROM audit_entry GROUP BY sequence HAVING count(*) > 1
      UNION ALL
      SELECT unnest((array_agg(sequence ORDER BY sequence))[2:]) FROM audit_entry WHERE origin IS NOT NULL GROUP BY origin HAVING count(*) > 1
      ORDER BY sequence LIMIT ${maxFaults}`)
    for (const { sequence } of twice) this.faults.push({ what: 'written twice', sequence })
  }

  /** A change writes its entry and its event together; the oldest events may be gone. */
  async compareEvents(): Promise<void> {
    const since = this.#since
    const faults = await this.#query<Fault>(sql`
      WITH change AS (
        SELECT sequence, request_id, unnest(resource_ids) AS resource_id FROM audit_entry
        WHERE version IS NOT NULL AND at >= ${since}::date AT TIME ZONE 'UTC' AND at >= (SELECT min(at) FROM event)
      )
      SELECT 'change without its event' AS what, sequence, NULL AS more FROM change
      WHERE NOT EXISTS (SELECT FROM event WHERE event.request_id = change.request_id AND event.resource_id = change.resource_id)
      UNION ALL
      SELECT 'event without its entry', NULL, type || ' of ' || resource_id || ', number ' || sequence FROM event
      WHERE at >= ${since}::date AT TIME ZONE 'UTC'
        AND NOT EXISTS (SELECT FROM change WHERE change.request_id = event.request_id AND change.resource_id = event.resource_id)
      LIMIT ${maxFaults}`)
    this.faults.push(...faults.map(({ what, sequence, more }) => ({ what, ...(sequence === null ? {} : { sequence }), ...(more === null ? {} : { more }) })))
  }

  async lookBesideTables(): Promise<void> {
    for (const what of await lookForTampering(this.client)) this.faults.push({ what: 'foreign to the trail', more: what })
  }

  async compareAnchor({ number, hash }: Anchor): Promise<void> {
    const [seal] = await this.#query<Seal>(sql`SELECT ${sealColumns} FROM audit_seal WHERE number = ${number}`)
    if (seal === undefined) this.faults.push({ what: 'dropped tail', seal: number, more: `the chain ends at seal ${this.previous?.number ?? 0}` })
    else if (seal.hash.toString('hex') !== hash) this.faults.push({ what: 'another chain than the anchored one', seal: number })
  }
}

/**
 * @param from first day of the first month to look at; the chain before it is taken on trust
 * @throws Error when the keyring lacks a key that a seal or an entry was made with
 */
export async function verifyTrail(
  pool: Pool,
  keyring: Keyring,
  { anchors = [], from }: { anchors?: readonly Anchor[]; from?: string | undefined } = {},
): Promise<Verdict> {
  const client = await pool.connect()
  try {
    // One look at everything, so that what is sealed meanwhile is not taken for unsealed.
    await run(client, sql`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`)
    await run(client, sql`SET LOCAL work_mem = '128MB'`)
    // Whatever the owner of the tables has set for this role: no other function or operator of a known name is taken.
    await run(client, sql`SET LOCAL search_path = pg_catalog, public`)
    const verification = new Verification(client, keyring, from)
    await verification.readBeginning()
    await verification.readCheckpoints()
    await verification.walk()
    await verification.lookBesideSeals()
    await verification.compareEvents()
    await verification.lookBesideTables()
    for (const anchor of anchors) await verification.compareAnchor(anchor)
    const { faults, entries, seals, waiting, previous, keptFrom } = verification
    return {
      faults: faults.slice(0, maxFaults),
      entries,
      seals,
      waiting,
      head: { number: previous?.number ?? 0, hash: (previous?.hash ?? noHash).toString('hex') },
      keptFrom,
    }
  } finally {
    client.release(true)
  }
}
