/**
 * A quota: so many requests of one client, or of one network, in a minute. Source of the header names:
 * draft-ietf-httpapi-ratelimit-headers, and its older form.
 */
import type { FastifyReply } from 'fastify'
import ipaddr from 'ipaddr.js'
import { phrase } from '../contract/language.ts'
import { problem } from '../contract/problems.ts'
import type { Counts } from './shared-counts.ts'

export const minute = 60_000
export const day = 86_400_000

/** What is counted as one where there is no client: an address of IPv4, or a network of IPv6. */
export function networkOf(ip: string): string {
  // A proxy may forward anything as an address.
  if (!ipaddr.isValid(ip)) return ip
  const address = ipaddr.process(ip)
  // Whoever has one address of IPv6 has the other 2^64 of its network as well.
  return address instanceof ipaddr.IPv6
    ? `${address.parts
        .slice(0, 4)
        .map((part) => part.toString(16))
        .join(':')}::`
    : address.toString()
}

/** Says in the answer's headers what is left. */
export function showLeft(reply: FastifyReply, name: string, limit: number, windowMs: number, left: number, ms: number): number {
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

export function refuse(reply: FastifyReply, limit: number, seconds: number): never {
  reply.header('retry-after', String(seconds))
  throw problem('too-many-requests', phrase`More than ${limit} requests in a minute. Wait ${seconds} seconds.`)
}

/** What is counted of one key in the current window, after `amount` was added to it. */
interface Counted {
  used: number
  /** When the window ends, in milliseconds since 1970. */
  until: number
  /** Whether the amount was counted: not when it would have passed the limit. */
  isCounted: boolean
}

/** Adds to the count of `key` in the current window, unless that would pass `limit`. */
export function count(counts: Counts, key: string, amount: number, limit: number, windowMs: number): Counted {
  const now = Date.now()
  let found = counts.get(key)
  if (found === undefined || found.until <= now) {
    found = { until: (Math.floor(now / windowMs) + 1) * windowMs, known: 0, pending: 0 }
    counts.set(key, found)
  }
  const isCounted = found.known + found.pending + amount <= limit
  if (isCounted) found.pending += amount
  return { used: found.known + found.pending, until: found.until, isCounted }
}

/** Counts the requests of one class. */
export class Quota {
  constructor(
    private readonly counts: Counts,
    private readonly name: string,
    private readonly limit: number,
  ) {}

  /** @throws too-many-requests */
  async take(reply: FastifyReply, key: string): Promise<void> {
    const { limit, name } = this
    const { used, until, isCounted } = count(this.counts, `${name}:${key}`, 1, limit, minute)
    const seconds = showLeft(reply, name, limit, minute, Math.max(limit - used, 0), until - Date.now())
    if (!isCounted) refuse(reply, limit, seconds)
  }
}
