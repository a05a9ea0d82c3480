/** How often a caller may ask: per client, whatever its addresses, and per address where there is no client. */
import type { FastifyReply } from 'fastify'
import type { Pool } from '../database/pool.ts'
import { Collisions } from './collisions.ts'
import { PersonalQuota } from './personal-quota.ts'
import { networkOf, Quota } from './quota.ts'
import { Refusals } from './refusals.ts'
import { type Counts, SharedCounts } from './shared-counts.ts'

export interface RateLimits {
  /** Reads of one client in a minute; of one address, for operations that need no credentials. */
  reads: number
  /** Pages, guides and documents about the service that one address reads in a minute. */
  documents: number
  /** Changes that one client asks for in a minute. */
  writes: number
  /** Searches for persons of one client in a minute. */
  searches: number
  /** Access tokens that one address asks for in a minute as one client. */
  tokens: number
  /** Requests of one address in a minute whose credentials are refused. */
  refusals: number
  /** Records of persons that one client is shown or changes in a day (UTC); by its roles where undefined. */
  personalRecords: number | undefined
  /** Writes of one client in a day (UTC) that may collide with what is on record of persons. */
  collisions: number
}

export const defaultRateLimits: RateLimits = {
  reads: 6_000,
  documents: 1_200,
  writes: 3_000,
  searches: 300,
  tokens: 120,
  refusals: 60,
  personalRecords: undefined,
  collisions: 10,
}

type OperationClass = 'reads' | 'documents' | 'writes' | 'searches' | 'tokens'

export class RateLimiter {
  /** The counts that the instances exchange. */
  readonly shared: SharedCounts
  /** The quota of each class of operations. */
  readonly quotas: Record<OperationClass, Quota>
  readonly refusals: Refusals
  readonly personal: PersonalQuota
  readonly collisions: Collisions

  constructor(limits: RateLimits, pool: Pool) {
    const counts: Counts = new Map()
    this.shared = new SharedCounts(pool, counts)
    const quota = (name: OperationClass) => new Quota(counts, name, limits[name])
    this.quotas = { reads: quota('reads'), documents: quota('documents'), writes: quota('writes'), searches: quota('searches'), tokens: quota('tokens') }
    this.refusals = new Refusals(pool, limits.refusals)
    this.personal = new PersonalQuota(counts, limits.personalRecords)
    this.collisions = new Collisions(counts, limits.collisions)
  }

  /** Counts a request for an access token, of each client apart: behind one address may be several. @throws too-many-requests */
  takeToken(reply: FastifyReply, address: string, client: string | undefined): Promise<void> {
    return this.quotas.tokens.take(reply, [networkOf(address), client].join(' '))
  }
}
