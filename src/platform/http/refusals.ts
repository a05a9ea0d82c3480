/** How many credentials may be refused of one address before the next are answered 429. */
import type { FastifyReply } from 'fastify'
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import type { Pool } from '../database/pool.ts'
import { minute, networkOf, refuse, showLeft } from './quota.ts'

/** Counts refused credentials: they are rare, so every one is counted in the database before it is answered. */
export class Refusals {
  readonly #counter: RateLimiterPostgres

  constructor(
    pool: Pool,
    private readonly limit: number,
  ) {
    const rules = { points: limit, duration: minute / 1_000, keyPrefix: 'refusals' }
    this.#counter = new RateLimiterPostgres({
      ...rules,
      storeClient: pool,
      storeType: 'pool',
      tableName: 'rate_count',
      tableCreated: true,
      // Once used up, nothing is asked of the database until the window ends.
      inMemoryBlockOnConsumed: limit,
      insuranceLimiter: new RateLimiterMemory(rules),
    })
  }

  /** Whether so many credentials were refused that the next ones need not be looked at. */
  isUsedUp(key: string): boolean {
    // Public in the library, and missing from its types.
    const counter = this.#counter as RateLimiterPostgres & { getInMemoryBlockMsBeforeExpire(key: string): number }
    return counter.getInMemoryBlockMsBeforeExpire(counter.getKey(networkOf(key))) > 0
  }

  /** @throws too-many-requests */
  async take(reply: FastifyReply, key: string): Promise<void> {
    let left: RateLimiterRes
    let isTooMuch = false
    try {
      left = await this.#counter.consume(networkOf(key))
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused
      left = refused
      isTooMuch = true
    }
    const seconds = showLeft(reply, 'refusals', this.limit, minute, left.remainingPoints, left.msBeforeNext)
    if (isTooMuch) refuse(reply, this.limit, seconds)
  }
}
