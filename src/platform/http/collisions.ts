/** How many writes of one client may collide with what is on record of persons in a day. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { phrase } from '../contract/language.ts'
import { problem } from '../contract/problems.ts'
import { count, day, showLeft } from './quota.ts'
import type { Counts } from './shared-counts.ts'

/** Counts collisions, so that nobody walks to a number or a birth date by trying, unnoticed. */
export class Collisions {
  readonly #warned = new Map<string, number>()

  constructor(
    private readonly counts: Counts,
    private readonly limit: number,
  ) {}

  /** After a refusal; the log says once a day that a client has had too many. */
  note({ caller: { clientId }, log }: FastifyRequest): void {
    const { limit } = this
    const { used, until } = count(this.counts, `collisions:${clientId}`, 1, limit, day)
    if (used < limit || this.#warned.get(clientId) === until) return
    this.#warned.set(clientId, until)
    log.warn({ clientId, limit }, 'writes of a client collide with records of persons again and again')
  }

  /** Before a write of a client that would be told nothing of a collision. @throws too-many-requests when it has had too many */
  require(reply: FastifyReply, clientId: string): void {
    const { limit } = this
    const { used, until } = count(this.counts, `collisions:${clientId}`, 0, limit, day)
    if (used < limit) return
    const seconds = showLeft(reply, 'collisions', limit, day, 0, until - Date.now())
    reply.header('retry-after', String(seconds))
    throw problem('too-many-requests', phrase`More than ${limit} changes in a day did not fit what is on record of persons. Wait ${seconds} seconds.`)
  }
}
