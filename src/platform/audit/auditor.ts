/**
 * Writes what was read and what was refused to the trail: no audit, no data. Entries wait while a statement is under way,
 * and go together in the next one, so that a busy service pays for few commits and a quiet one for no delay.
 */
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { phrase } from '../contract/language.ts'
import { Problem, problem } from '../contract/problems.ts'
import { isId } from '../contract/shapes.ts'
import { type Pool, write } from '../database/pool.ts'
import { sql } from '../database/sql.ts'
import type { Keyring } from '../security/keyring.ts'
import { addressOf, type Claim, type Entry, entryOf, markingOf } from './entry.ts'
import { entriesOf, noChange, writeEntries } from './recording.ts'
import { nobodyKnown, RefusalSummaries } from './refusal-summaries.ts'

declare module 'fastify' {
  interface FastifyInstance {
    auditor: Auditor
  }
}

/** A row of an answer, as far as the trail names it. */
export interface DisclosedRow {
  id: string
  facilityId: string | null
}

interface Waiting {
  entries: readonly Entry[]
  written(): void
  failed(): void
}

/** Answers that one statement speaks for at most. */
const maxGroup = 500
/** Of one client, refusals in a minute that have entries of their own; of who has not proved to be one, fewer. */
const ownEntries = 60
const ownEntriesOfNobody = 5
/** Refusals that wait at most. Reads wait with their callers, and so are as few as these. */
const maxRefusals = 5_000

const insertEntries = (rows: string) =>
  sql`WITH ${entriesOf(sql`
    SELECT "clientId" AS client_id, "credentialId" AS credential_id, "tokenId" AS token_id, "onBehalfOf" AS on_behalf_of, purpose, address,
           "requestId" AS request_id, operation, resource, "resourceIds" AS resource_ids, "facilityId" AS facility_id, classes, outcome,
           coalesce(times, 1) AS times, NULL::integer AS version, ${noChange}, decode("markHead", 'hex') AS mark_head, decode("markKey", 'hex') AS mark_key
    FROM jsonb_to_recordset(${rows}::jsonb) AS entry("clientId" uuid, "credentialId" uuid, "tokenId" text, "onBehalfOf" text, purpose text, address text,
      "requestId" uuid, operation text, resource text, "resourceIds" uuid[], "facilityId" uuid, classes text[], outcome text, times integer, "markHead" text, "markKey" text)`)} ${writeEntries}`

export class Auditor {
  #waiting: Waiting[] = []
  #writing: Promise<void> | undefined
  #refusals = 0
  #lost = 0
  readonly #summaries = new RefusalSummaries((entries) => this.#writeRefusals(entries))

  constructor(
    private readonly pool: Pool,
    private readonly keyring: Keyring,
    private readonly log: FastifyBaseLogger,
  ) {}

  /**
   * Records that these rows leave, one entry for each facility they are of, or that there were none. They may leave once this is done.
   * @throws unavailable when it cannot be recorded
   */
  async disclosed(request: FastifyRequest, rows: readonly DisclosedRow[], classes: readonly string[]): Promise<void> {
    const byFacility = new Map<string | null, string[]>(rows.length === 0 ? [[null, []]] : [])
    for (const { id, facilityId } of rows) byFacility.set(facilityId, [...(byFacility.get(facilityId) ?? []), id])
    await this.#write([...byFacility].map(([facilityId, resourceIds]) => entryOf(request, 'ALLOWED', { resourceIds, facilityId, classes })))
  }

  /** Records that the list of the trail itself was read; what is in it would only repeat it. */
  async watched(request: FastifyRequest): Promise<void> {
    await this.#write([entryOf(request, 'ALLOWED')])
  }

  /** Records that a client has proved who it is and gets a token. It may leave once this is done. @throws unavailable */
  async issued(request: FastifyRequest, claim: Claim): Promise<void> {
    await this.#write([this.#entryOfClaim(request, 'ALLOWED', claim)])
  }

  /** Records, beside the answer, that somebody has not proved to be who the credentials say. */
  unproved(request: FastifyRequest, claim: Claim): void {
    const entry = this.#entryOfClaim(request, 'DENIED', claim)
    this.#summaries.take(['unproved', entry.address, entry.clientId, entry.credentialId].join(' '), ownEntriesOfNobody, entry)
  }

  /**
   * Records a refusal, beside the answer. Of a client that asks too often the first in a minute has an entry, and one stands for the
   * others. `more` says whose facility it was about, and which classes of data it could have told of, where that is known.
   */
  refused(request: FastifyRequest, status: number, more: { facilityId?: string | null; classes?: readonly string[] } = {}): void {
    const isExcess = status === 429
    const entry = entryOf(request, 'DENIED', { resourceIds: idsIn(request), ...more })
    this.#summaries.take(`${isExcess ? 'excess' : 'refused'} ${entry.clientId}`, isExcess ? 1 : ownEntries, entry)
  }

  #entryOfClaim(request: FastifyRequest, outcome: Entry['outcome'], { clientId = nobodyKnown, credentialId = null, tokenId = null }: Claim): Entry {
    const { id: operation, resource } = request.routeOptions.config.operation
    const known = { requestId: request.id, clientId, credentialId, tokenId, onBehalfOf: null, purpose: null, address: addressOf(request), operation }
    return { ...known, resource, resourceIds: [], facilityId: null, classes: [], outcome }
  }

  #writeRefusals(entries: readonly Entry[]): void {
    if (this.#refusals >= maxRefusals) return void this.#lost++
    this.#refusals++
    this.#write(entries)
      .catch(() => this.#lost++)
      .finally(() => this.#refusals--)
  }

  #write(entries: readonly Entry[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const failed = () => reject(problem('unavailable', phrase`The access cannot be recorded at the moment, so nothing is shown.`))
      this.#waiting.push({ entries, written: resolve, failed })
      this.#writing ??= this.#writeAll()
    })
  }

  #marked(entry: Entry) {
    const { head, key } = markingOf(this.keyring, entry.requestId)
    return { ...entry, markHead: head.toString('hex'), markKey: key.toString('hex') }
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, maxGroup)
      const rows = group.flatMap(({ entries }) => entries).map((entry) => this.#marked(entry))
      try {
        const written = await write(this.pool, insertEntries(JSON.stringify(rows)))
        // A trigger of the owner of the table can swallow a row without a word.
        if (written !== rows.length) throw Object.assign(new Error('Entries were swallowed.'), { code: 'swallowed' })
        for (const { written } of group) written()
      } catch (error) {
        this.log.error({ code: (error as { code?: string }).code, entries: rows.length }, 'the audit trail cannot be written')
        for (const { failed } of group) failed()
      }
      if (this.#lost > 0) {
        this.log.error({ refusals: this.#lost }, 'refusals are missing in the audit trail')
        this.#lost = 0
      }
    }
    this.#writing = undefined
  }

  /** What waits has been written, or given up. */
  async settled(): Promise<void> {
    await this.#writing
  }

  /** The same, with what is counted of this minute. */
  async close(): Promise<void> {
    this.#summaries.end()
    await this.settled()
  }
}

/** The rows that the path of a request names. */
export const idsIn = ({ params }: FastifyRequest): string[] =>
  Object.values((params ?? {}) as Record<string, string>)
    .map((value) => value.toLowerCase())
    .filter(isId)

/** What a known client is refused: what it may not do, what does not exist for it, what is too much. */
export const refusals = fp(async (app: FastifyInstance) => {
  app.addHook('onError', async (request, _reply, error: Error) => {
    if (!(error instanceof Problem) || request.caller == null || request.routeOptions.config.operation === undefined) return
    const { status } = error.kind
    if ([403, 404, 429].includes(status)) app.auditor.refused(request, status)
  })
})
