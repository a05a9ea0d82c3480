/** Counts that several instances keep together, without asking the database for each request. */
import { type Pool, run } from '../database/pool.ts'
import { sql } from '../database/sql.ts'

export interface Count {
  /** When the window ends, in milliseconds since 1970: the same moment for all instances. */
  until: number
  /** What the database knew at the last exchange. */
  known: number
  /** What was counted here since. */
  pending: number
}

/** Counts by what is counted: a quota and a client, or a quota and a network. */
export type Counts = Map<string, Count>

const exchangeMs = 500

/**
 * Each instance counts in memory (quota.ts) and exchanges counts with the others twice a second, in one statement for all
 * keys. What goes beyond a limit is bounded by what the other instances let through between two exchanges. While the
 * database is away each instance counts for itself, and adds its counts later.
 */
export class SharedCounts {
  #running: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(
    private readonly pool: Pool,
    private readonly counts: Counts,
  ) {}

  start(): void {
    this.#timer = setInterval(() => void this.exchange(), exchangeMs).unref()
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#running
    await this.exchange()
  }

  /** Adds what was counted here to the database and reads what all have counted. */
  exchange(): Promise<void> {
    this.#running ??= this.#exchange()
      // The database is away: what is pending stays pending.
      .catch(() => {})
      .finally(() => {
        this.#running = undefined
      })
    return this.#running
  }

  async #exchange(): Promise<void> {
    const now = Date.now()
    for (const [key, { until }] of this.counts) if (until <= now) this.counts.delete(key)
    // In one order everywhere, so that instances do not wait for each other in a circle.
    const sent = [...this.counts].filter(([, { pending }]) => pending > 0).sort(([a], [b]) => (a < b ? -1 : 1))
    if (sent.length === 0) return
    const amounts = sent.map(([, { pending }]) => pending)
    const totals = await run<{ key: string; points: number }>(
      this.pool,
      sql`
      INSERT INTO rate_count (key, points, expire)
      SELECT * FROM unnest(${sent.map(([key]) => key)}::text[], ${amounts}::bigint[], ${sent.map(([, { until }]) => until)}::bigint[])
      ON CONFLICT (key) DO UPDATE SET expire = excluded.expire,
        points = excluded.points + CASE WHEN rate_count.expire = excluded.expire THEN rate_count.points ELSE 0 END
      WHERE rate_count.expire <= excluded.expire RETURNING key, points`,
    )
    const totalOf = new Map(totals.map(({ key, points }) => [key, points]))
    for (const [at, [key, count]] of sent.entries()) {
      const amount = amounts[at] as number
      count.pending -= amount
      // The table does not outlive a crash of the database; what is known here does.
      count.known = Math.max(count.known + amount, totalOf.get(key) ?? 0)
    }
  }
}
