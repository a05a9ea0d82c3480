/**
 * How often a caller may ask: per client, whatever its addresses, and per address where there is no client. Counted by
 * each instance for itself. Source of the header names: draft-ietf-httpapi-ratelimit-headers, and its older form.
 */
import type { FastifyReply } from 'fastify'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { phrase } from './language.ts'
import { problem } from './problems.ts'

export interface RateLimits {
  /** Requests of one client in a minute; of one address, for operations that need no credentials. */
  requests: number
  /** Requests of one address in a minute whose credentials are refused. */
  refusals: number
}

export const defaultRateLimits: RateLimits = { requests: 6_000, refusals: 60 }

const windowSeconds = 60

/** Counts requests, says in the answer's headers what is left, and refuses what is too much. */
class Quota {
  readonly #counter: RateLimiterMemory
  readonly #limit: string
  readonly #policy: string

  constructor(
    private readonly name: string,
    limit: number,
  ) {
    this.#counter = new RateLimiterMemory({ points: limit, duration: windowSeconds })
    this.#limit = String(limit)
    this.#policy = `"${name}";q=${limit};w=${windowSeconds}`
  }

  /** @throws too-many-requests */
  async take(reply: FastifyReply, key: string): Promise<void> {
    let left: RateLimiterRes
    let isTooMuch = false
    try {
      left = await this.#counter.consume(key)
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused
      left = refused
      isTooMuch = true
    }
    const { remainingPoints, msBeforeNext } = left
    const seconds = Math.ceil(msBeforeNext / 1_000)
    reply.headers({
      'ratelimit-limit': this.#limit,
      'ratelimit-remaining': String(remainingPoints),
      'ratelimit-reset': String(seconds),
      'ratelimit-policy': this.#policy,
      ratelimit: `"${this.name}";r=${remainingPoints};t=${seconds}`,
    })
    if (isTooMuch) {
      reply.header('retry-after', String(seconds))
      throw problem('too-many-requests', phrase`More than ${this.#limit} requests in a minute. Wait ${seconds} seconds.`)
    }
  }
}

export class RateLimiter {
  readonly requests: Quota
  readonly refusals: Quota

  constructor({ requests, refusals }: RateLimits) {
    this.requests = new Quota('requests', requests)
    this.refusals = new Quota('refusals', refusals)
  }
}
