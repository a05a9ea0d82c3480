/**
 * How often a caller may ask: per client, whatever its addresses, and per address where there is no client. Source of the
 * header names: draft-ietf-httpapi-ratelimit-headers, and its older form.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import ipaddr from 'ipaddr.js'
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { phrase } from '../contract/language.ts'
import { problem } from '../contract/problems.ts'
import type { Pool } from '../database/pool.ts'
import { SharedCounts } from './shared-counts.ts'

export interface RateLimits {
  /** Reads of one client in a minute; of one address, for operations that need no credentials. */
  reads: number
  /** Changes that one client asks for in a minute. */
  writes: number
  /** Searches for persons of one client in a minute. */
  searches: number
  /** Access tokens that one address asks for in a minute. */
  tokens: number
  /** Requests of one address in a minute whose credentials are refused. */
  refusals: number
  /** Records of persons that one client is shown in a day (UTC). */
  personalRecords: number
}

export const defaultRateLimits: RateLimits = { reads: 6_000, writes: 3_000, searches: 300, tokens: 120, refusals: 60, personalRecords: 100_000 }

const minute = 60_000
const day = 86_400_000

/** What is counted as one: an address of IPv4, a network of IPv6, or the id of a client. */
function counted(key: string): string {
  if (!ipaddr.isValid(key)) return key
  const address = ipaddr.process(key)
  // Whoever has one address of IPv6 has the other 2^64 of its network as well.
  return address instanceof ipaddr.IPv6
    ? `${address.parts
        .slice(0, 4)
        .map((part) => part.toString(16))
        .join(':')}::`
    : address.toString()
}

/** Says in the answer's headers what is left. */
function tell(reply: FastifyReply, name: string, limit: number, windowMs: number, left: number, ms: number): number {
  const seconds = Math.ceil(ms / 1_000)
  reply.headers({
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(left),
    'ratelimit-reset': String(seconds),
    'ratelimit-policy': `"${name}";q=${limit};w=${windowMs / 1_000}`,
    ratelimit: `"${name}";r=${left};t=${seconds}`,
  })
  return seconds
}

function refuse(reply: FastifyReply, limit: number, seconds: number): never {
  reply.header('retry-after', String(seconds))
  throw problem('too-many-requests', phrase`More than ${limit} requests in a minute. Wait ${seconds} seconds.`)
}

/** Counts the requests of one class. */
class Quota {
  constructor(
    private readonly counts: SharedCounts,
    private readonly name: string,
    private readonly limit: number,
  ) {}

  /** @throws too-many-requests */
  async take(reply: FastifyReply, key: string): Promise<void> {
    const { limit, name } = this
    const { used, until, isCounted } = this.counts.take(`${name}:${counted(key)}`, 1, limit, minute)
    const seconds = tell(reply, name, limit, minute, Math.max(limit - used, 0), until - Date.now())
    if (!isCounted) refuse(reply, limit, seconds)
  }
}

/** Counts refused credentials: they are rare, so every one is counted in the database before it is answered. */
class Refusals {
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
    return counter.getInMemoryBlockMsBeforeExpire(counter.getKey(counted(key))) > 0
  }

  /** @throws too-many-requests */
  async take(reply: FastifyReply, key: string): Promise<void> {
    let left: RateLimiterRes
    let isTooMuch = false
    try {
      left = await this.#counter.consume(counted(key))
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused
      left = refused
      isTooMuch = true
    }
    const seconds = tell(reply, 'refusals', this.limit, minute, left.remainingPoints, left.msBeforeNext)
    if (isTooMuch) refuse(reply, this.limit, seconds)
  }
}

/** Counts the records of persons that a client is shown, so that nobody carries away all of them unnoticed. */
class PersonalQuota {
  readonly #told = new Map<string, number>()

  constructor(
    private readonly counts: SharedCounts,
    private readonly limit: number,
  ) {}

  /** Before an answer with so many records of persons leaves. @throws too-many-requests, after a warning in the log */
  async take(reply: FastifyReply, clientId: string, records: number): Promise<void> {
    if (records === 0) return
    const { limit } = this
    const { used, until, isCounted } = this.counts.take(`personal:${clientId}`, records, limit, day)
    if (isCounted) return
    if (this.#told.get(clientId) !== until) {
      this.#told.set(clientId, until)
      reply.request.log.warn({ clientId, limit }, 'a client has used up its quota of personal records')
    }
    const seconds = tell(reply, 'personal', limit, day, Math.max(limit - used, 0), until - Date.now())
    reply.header('retry-after', String(seconds))
    throw problem('too-many-requests', phrase`More than ${limit} records of persons in a day. Wait ${seconds} seconds.`)
  }
}

export type OperationClass = 'reads' | 'writes' | 'searches' | 'tokens'

const classes = { read: 'reads', search: 'searches', write: 'writes' } as const

/** What an operation counts as. */
export function classOf({ routeOptions }: FastifyRequest): OperationClass {
  const { kind, oauth } = routeOptions.config.operation
  return oauth ? 'tokens' : classes[kind]
}

export class RateLimiter {
  readonly #counts: SharedCounts
  readonly #quotas: Record<OperationClass, Quota>
  readonly refusals: Refusals
  readonly personal: PersonalQuota

  constructor(limits: RateLimits, pool: Pool) {
    this.#counts = new SharedCounts(pool)
    const quota = (name: OperationClass) => new Quota(this.#counts, name, limits[name])
    this.#quotas = { reads: quota('reads'), writes: quota('writes'), searches: quota('searches'), tokens: quota('tokens') }
    this.refusals = new Refusals(pool, limits.refusals)
    this.personal = new PersonalQuota(this.#counts, limits.personalRecords)
  }

  /** Counts a request of a client, or of an address that has none. @throws too-many-requests */
  take(reply: FastifyReply, key: string): Promise<void> {
    return this.#quotas[classOf(reply.request)].take(reply, key)
  }

  /** Begins to exchange counts with the other instances. */
  start(): void {
    this.#counts.start()
  }

  /** Exchanges counts now. */
  exchange(): Promise<void> {
    return this.#counts.exchange()
  }

  close(): Promise<void> {
    return this.#counts.close()
  }
}
