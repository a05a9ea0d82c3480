/**
 * The one way to change anything: use case, audit rows, events and replay record are committed together, or not at all.
 *
 * A use case ends in a `Change`: common table expressions of which the last, `change`, yields the changed resource in
 * its wire shape; where the statement decides rules, `refusal` names the one that is broken. The unit of work writes its
 * own rows in the same statement, so that a simple change is one round trip.
 */

import type { FastifyRequest } from 'fastify'
import { v7 as uuidv7 } from 'uuid'
import { idsIn } from '../audit/auditor.ts'
import { type KindOfChange, recordChange } from '../audit/changes.ts'
import { auditContextOf } from '../audit/entry.ts'
import { contextColumns, entriesOf, noChange, writeEntries } from '../audit/recording.ts'
import { phrase } from '../contract/language.ts'
import type { RowPlace } from '../contract/operation.ts'
import { Problem, problem } from '../contract/problems.ts'
import { explain, isRetryable } from '../database/constraints.ts'
import { wordsOf } from '../database/named-rows.ts'
import { type Pool, run } from '../database/pool.ts'
import { problemOf, type Refusal } from '../database/refusals.ts'
import { canSee } from '../database/row-filter.ts'
import { raw, type Sql, sql } from '../database/sql.ts'
import { type Change, type DomainEvent, Transaction } from '../database/transaction.ts'
import type { Caller } from '../security/access.ts'
import { classToldBy, couldTell, hiddenIn, isBlind, toldTo } from '../security/blind-writes.ts'
import type { DataClass } from '../security/data-classes.ts'
import { answerPlans, classesFor, protectedFrom } from '../security/masking.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { Mutated, Versioned } from './requests.ts'

interface Idempotency {
  key: string
  fingerprint: Buffer
}

const readIfMatch = (request: FastifyRequest): readonly number[] | undefined => {
  if (!request.routeOptions.config.operation.ifMatch) return undefined
  const header = request.headers['if-match']
  if (header === undefined) throw problem('precondition-required', phrase`Send the ETag of the version you read in If-Match.`)
  if (header.trim() === '*') return undefined
  // A weak or foreign tag matches nothing, which is what stale means. A change is of the version, however much of it was shown.
  return header.split(',').flatMap((tag) => {
    const version = /^"(0|[1-9][0-9]{0,8})(-[0-9a-f]{8})?"$/.exec(tag.trim())?.[1]
    return version === undefined ? [] : [Number(version)]
  })
}

const readIdempotency = (request: FastifyRequest): Idempotency | undefined => {
  const key = request.headers['idempotency-key']
  if (request.method !== 'POST' || key === undefined) return undefined
  if (typeof key !== 'string' || !/^[!-~]{1,255}$/.test(key)) {
    throw problem('invalid-request', phrase`The Idempotency-Key is not usable.`, {
      errors: [{ location: 'header', pointer: 'Idempotency-Key', code: 'pattern', message: phrase`must be 1 to 255 visible ASCII characters` }],
    })
  }
  return { key, fingerprint: fingerprintOf(request) }
}

/** A patch that sets what is set already leaves the stamps as they are: nothing has happened that could be recorded. */
const hasNewStamp = sql`change."updatedAt" = now()::timestamptz(3)`
/** Whether anything has happened; undefined where it has in any case. */
const isNewOf = ({ isSame }: Change<unknown>, { method }: FastifyRequest): Sql | undefined =>
  isSame ? sql`FALSE` : method === 'PATCH' ? hasNewStamp : undefined

/** A trigger or a rule of the owner of the tables can swallow a row without a word: what was to be written is counted. */
const allWritten = sql`(SELECT count(*) FROM entry) = (SELECT count(*) FROM audited) AND (SELECT count(*) FROM happening) = (SELECT count(*) FROM announced)`
/** Ends the statement, and all it has done, unless the condition holds. */
const mustHold = (condition: Sql): Sql => sql`1 / (${condition})::int`
const divisionByZero = '22012'
/** Rules that do something else instead cannot say what was written. */
const noReturning = '0A000'

const cannotRecord = () => problem('unavailable', phrase`The change cannot be recorded at the moment, so nothing was changed.`)

const kindOf = ({ method, routeOptions }: FastifyRequest): KindOfChange =>
  method === 'DELETE' ? 'DELETED' : routeOptions.config.operation.status === 201 ? 'CREATED' : 'CHANGED'

/** The use case's statement together with its audit rows, its events and its replay record. */
function withRecords(change: Change<unknown>, request: FastifyRequest, { events, hasBegun }: Transaction, idempotency: Idempotency | undefined): Sql {
  const { id: operation, resource, event, place } = request.routeOptions.config.operation
  const isPersonal = answerPlans.get(request.routeOptions.config.operation)?.isPersonal === true
  const context = auditContextOf(request, isPersonal ? classesFor(request) : [])
  const { keyring } = request.server
  const kind = kindOf(request)
  const made = recordChange(keyring, place?.table ?? '', kind, change)
  // What the use case did to other rows: each stands in the trail once.
  const touched = [...new Map(events.map((one) => [one.id, one])).values()]
  const beside =
    touched.length === 0
      ? sql``
      : sql`UNION ALL SELECT side.resource, ARRAY[side.id], side."facilityId", '{}', 'ALLOWED', side.version, ${noChange}
    FROM jsonb_to_recordset(${JSON.stringify(touched)}::jsonb) AS side(resource text, id uuid, "facilityId" uuid, version int)
    WHERE NOT EXISTS (SELECT 1 FROM change WHERE change.id = side.id)`
  const isNew = isNewOf(change, request)
  const where = isNew === undefined ? sql`` : sql`WHERE ${isNew}`
  const more =
    events.length === 0
      ? sql``
      : sql`UNION ALL SELECT side.type, side.resource, side.id, side."facilityId", side.version
    FROM jsonb_to_recordset(${JSON.stringify(events)}::jsonb) AS side(type text, resource text, id uuid, "facilityId" uuid, version int)`
  const remembered =
    idempotency === undefined
      ? sql``
      : sql`, remembered AS (
    INSERT INTO idempotency_key (client_id, operation, key, fingerprint, answer)
    SELECT ${context.clientId}::uuid, ${operation}, ${idempotency.key}, ${idempotency.fingerprint}, to_jsonb(change) FROM change)`
  const entries = sql`SELECT * FROM (SELECT ${contextColumns(keyring, context)}) request CROSS JOIN (
      SELECT ${resource}::text AS resource, ARRAY[change.id] AS resource_ids, change."facilityId" AS facility_id, ${context.classes}::text[] AS classes,
             'ALLOWED' AS outcome, change.version, ${made.columns} FROM change LEFT JOIN difference ON TRUE ${where} ${beside}) about`
  return sql`WITH ${change.ctes}, ${made.ctes}, ${entriesOf(entries)}, audited AS (${writeEntries} RETURNING sequence), happening AS (
    SELECT ${change.event ?? event}::text AS type, ${resource}::text AS resource, change.id, change."facilityId", change.version FROM change ${where} ${more}
  ), announced AS (
    INSERT INTO event (type, resource, resource_id, facility_id, version, request_id)
    SELECT type, resource, id, "facilityId", version, ${request.id}::uuid FROM happening RETURNING sequence
  )${remembered} SELECT change.*, ${mustHold(hasBegun ? allWritten : sql`${allWritten} AND ${made.isInTime}`)} AS "isRecorded"${
    isNew === undefined ? sql`` : sql`, NOT ${isNew} AS "isSame"`
  }${change.rules === undefined ? sql` FROM change` : sql`, to_jsonb(refusal.*) AS "refusedBy" FROM change FULL JOIN refusal ON TRUE`}`
}

/** The changed row, and whether it is as it was; or why there is none. @throws the problem of the rule that is broken, not-found, stale-version */
async function settle<Row>(tx: Transaction, change: Change<unknown>, statement: Sql): Promise<{ row: Row; isSame: boolean }> {
  const [found] = await tx.finish<Row & { refusedBy?: Refusal | null; isSame?: boolean; isRecorded?: number }>(statement)
  if (found === undefined) throw new Error('The statement changed nothing and names no rule that forbids it.')
  const { refusedBy, isSame = false, isRecorded: _, ...row } = found
  if (refusedBy && change.rules !== undefined) throw problemOf(change.rules, refusedBy)
  return { row: row as Row, isSame }
}

/** The facilities that the row of an earlier answer belongs to by now; where the row has been deleted, as it was answered. */
async function facilitiesOf(pool: Pool, { table, facility }: RowPlace, answer: Record<string, unknown>): Promise<string[]> {
  const [row] = await run<{ now: string | string[] }>(pool, sql`SELECT ${raw(facility.column)} AS now FROM ${raw(table)} WHERE id = ${answer.id}::uuid`)
  return [row?.now ?? (answer[facility.member] as string | string[] | undefined) ?? []].flat()
}

/** The facility that a refused request was about: the one it names, or that of the row that it was about to change. */
async function facilityOf(request: FastifyRequest, [event]: readonly DomainEvent[]): Promise<string | null> {
  const { facilityId } = (request.body ?? {}) as { facilityId?: string }
  const known = facilityId ?? event?.facilityId
  const { place } = request.routeOptions.config.operation
  const id = idsIn(request).at(-1)
  if (known !== undefined || place === undefined || id === undefined) return known ?? null
  return (await facilitiesOf(request.server.pool, place, { id }))[0] ?? null
}

/**
 * A write did not fit the records of persons. It stands in the trail, for whoever may see them, and is counted; the caller is told as
 * much as it may see.
 */
async function collided(request: FastifyRequest, events: readonly DomainEvent[], collision: Problem, dataClass: DataClass, hidden: ReadonlySet<DataClass>) {
  const { auditor, rateLimiter } = request.server
  auditor.refused(request, collision.kind.status, { facilityId: await facilityOf(request, events), classes: [dataClass] })
  rateLimiter.collisions.note(request)
  return toldTo(collision, dataClass, hidden)
}

/** A caller of some facilities is shown what belongs to facilities, and to none but those. */
const isVisible = (caller: Caller, facilities: readonly string[]): boolean =>
  caller.facilities === 'ALL' || (facilities.length > 0 && facilities.every((one) => canSee(caller, one)))

/** What the first request with this key was answered, if it has been and the caller may still see it. */
async function earlierAnswer<Row>(pool: Pool, request: FastifyRequest, idempotency: Idempotency): Promise<Row | undefined> {
  const [earlier] = await run<{ fingerprint: Buffer; answer: Record<string, unknown> }>(
    pool,
    sql`
    SELECT fingerprint, answer FROM idempotency_key
    WHERE client_id = ${request.caller.clientId}::uuid AND operation = ${request.routeOptions.config.operation.id} AND key = ${idempotency.key}`,
  )
  if (earlier === undefined) return undefined
  if (!earlier.fingerprint.equals(idempotency.fingerprint)) {
    throw problem('idempotency-key-reused', phrase`This Idempotency-Key belongs to an earlier request with another body or path.`)
  }
  // Access may have been taken away since, or the row been moved: what a read would not show, a replay does not either.
  const { place } = request.routeOptions.config.operation
  if (place !== undefined && !isVisible(request.caller, await facilitiesOf(pool, place, earlier.answer))) return undefined
  // What protects the record by now protects what it was answered as.
  const { protection } = answerPlans.get(request.routeOptions.config.operation)?.plan ?? {}
  if (protection !== undefined) earlier.answer[protection.name] = await wordsOf(request.db, protection.name, [String(earlier.answer.id)])
  // JSON in PostgreSQL writes instants its own way.
  for (const [member, value] of Object.entries(earlier.answer)) {
    if (member.endsWith('At') && typeof value === 'string') earlier.answer[member] = new Date(value).toISOString()
  }
  return earlier.answer as Row
}

/** The ids of new rows: UUIDs that sort by the time they were made (RFC 9562). */
export const freshIds = () => uuidv7

const maxAttempts = 8

/** Holds the row that a request names: who changed it while the first attempt waited for it has done so before this one begins. */
async function hold(tx: Transaction, request: FastifyRequest): Promise<void> {
  const { place } = request.routeOptions.config.operation
  if (place === undefined || kindOf(request) === 'CREATED') return
  await tx.query(sql`SELECT FROM ${raw(place.table)} WHERE id = ANY(${idsIn(request)}::uuid[]) FOR NO KEY UPDATE`)
}

/**
 * Runs one use case as one transaction and returns the changed resource; `replayed` says that an earlier request with
 * the same Idempotency-Key had done it.
 *
 * The replay record is written last, so a repeated request is recognised when it collides with the first or fails
 * because of it: then it answers what the first was answered.
 * @throws every problem of the use case; stale-version, precondition-required, idempotency-key-reused, request-in-progress
 */
export async function mutate<Row extends Versioned>(
  request: FastifyRequest,
  useCase: (tx: Transaction) => Change<Row> | Promise<Change<Row>>,
): Promise<Mutated<Row>> {
  const { pool, idsFor, keyring } = request.server
  const versions = readIfMatch(request)
  const idempotency = readIdempotency(request)
  const until = performance.now() + pool.patienceMs
  let isHeld = false
  for (let attempt = 1; ; attempt++) {
    const tx = new Transaction(pool, request.caller, keyring, versions, idsFor(request), until, isBlind(request), protectedFrom(request))
    let isDecided = false
    try {
      if (isHeld) await hold(tx, request)
      const change = await useCase(tx)
      isDecided = true
      const { row, isSame } = await settle<Row>(tx, change, withRecords(change, request, tx, idempotency))
      await (isSame ? tx.rollback() : tx.commit())
      request.wroteNothing = isSame
      return { row, replayed: false }
    } catch (error) {
      await tx.rollback(error)
      if (isRetryable(error) && attempt < maxAttempts && performance.now() < until) {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * attempt))
        continue
      }
      const { code } = error as { code?: string }
      if (code === divisionByZero && !isHeld) {
        isHeld = true
        continue
      }
      const isUnrecorded = code === divisionByZero || code === noReturning
      if (isUnrecorded) request.log.error({ code }, 'a change was taken back: its entry in the audit trail, or its event, was not written')
      const problem = isUnrecorded ? cannotRecord() : explain(error, request.method === 'DELETE')
      // A fault is no answer, and what this caller cannot see (any more) was not repeated by the first request's success.
      const final = problem instanceof Problem && (problem.kind.status >= 500 || problem.code === 'not-found')
      const row = idempotency === undefined || final ? undefined : await earlierAnswer<Row>(pool, request, idempotency)
      if (row !== undefined) {
        request.wroteNothing = true
        return { row, replayed: true }
      }
      // What the use case says before its last statement, it says without having compared what names persons; a duplicate it may look for itself.
      const isByRows = isDecided || !(error instanceof Problem) || error.code === 'duplicate'
      if (!(problem instanceof Problem) || !couldTell(request, problem)) throw problem
      const hidden = await hiddenIn(request)
      const dataClass = classToldBy(request, problem, isByRows, hidden)
      throw dataClass === undefined ? problem : await collided(request, tx.events, problem, dataClass, hidden)
    }
  }
}

/** Forgets replay records after a day. */
export const forgetOldAnswers = (pool: Pool): Promise<unknown> => run(pool, sql`DELETE FROM idempotency_key WHERE created_at < now() - interval '24 hours'`)
