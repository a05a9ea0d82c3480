/** How many records of persons one client may be shown or change in a day. */
import type { FastifyReply } from 'fastify'
import { phrase } from '../contract/language.ts'
import { problem } from '../contract/problems.ts'
import type { Caller } from '../security/access.ts'
import { count, day, showLeft } from './quota.ts'
import type { Counts } from './shared-counts.ts'

/** Counts the records of persons that a client is shown or changes, so that nobody carries away all of them unnoticed. */
export class PersonalQuota {
  readonly #warned = new Map<string, number>()

  constructor(
    private readonly counts: Counts,
    /** The same for every client; by its roles unless given. */
    private readonly everybodys: number | undefined,
  ) {}

  /** Before so many records of persons leave, or are changed. @throws too-many-requests, after a warning in the log */
  async take(reply: FastifyReply, { clientId, personalRecords }: Pick<Caller, 'clientId' | 'personalRecords'>, records: number): Promise<void> {
    const limit = this.everybodys ?? personalRecords
    const { used, until, isCounted } = count(this.counts, `personal:${clientId}`, records, limit, day)
    if (isCounted) return
    if (this.#warned.get(clientId) !== until) {
      this.#warned.set(clientId, until)
      reply.request.log.warn({ clientId, limit }, 'a client has used up its quota of personal records')
    }
    const seconds = showLeft(reply, 'personal', limit, day, Math.max(limit - used, 0), until - Date.now())
    reply.header('retry-after', String(seconds))
    throw problem('too-many-requests', phrase`More than ${limit} records of persons in a day. Wait ${seconds} seconds.`)
  }
}
