/** The SQL of work on batches: periods, who may have one, what ends them. */
import { inCustody } from '../../custody/inmates/index.ts'
import { protectionsByInmate } from '../../custody/protected-persons/index.ts'
import { phrase } from '../../platform/contract/language.ts'
import { contradicts, explainConstraints, missingReference, overlap } from '../../platform/database/constraints.ts'
import { listing } from '../../platform/database/listing.ts'
import { readRow } from '../../platform/database/records.ts'
import { rows, unfiltered } from '../../platform/database/row-filter.ts'
import { empty, type Sql, sql } from '../../platform/database/sql.ts'
import { changes, changesIfAny, insert, resource, type Statement, select } from '../../platform/database/tables.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import type { Enrolled } from './rules.ts'
import { type Batch, BatchWorker, type BatchWorkerPatch, BatchWorkerQuery, type NewBatchWorker } from './schemas.ts'
import { countedWorkers, requireVisible, today } from './store.ts'

explainConstraints({
  batch_worker_inmate_fkey: missingReference('/inmateId'),
  batch_worker_dates_check: contradicts('/to', phrase`The last day is before the first day.`),
  batch_worker_overlap: overlap('/from', phrase`The inmate already works on this batch in a part of this period.`),
})

const isLocked = 'the batch is locked'

const worker = resource('batch_worker', BatchWorker, { from: 'validFrom', to: 'validTo', protections: protectionsByInmate('batch_worker') })

/** Periods of work, on whichever batch. */
export const listWork = listing({ operation: 'listBatchWorkers', of: worker, query: BatchWorkerQuery })

export async function listBatchWorkers(db: Reader, batchId: string, query: BatchWorkerQuery) {
  await requireVisible(db, batchId)
  return listWork(db, query, sql`batch_worker.batch_id = ${batchId}::uuid`)
}

const isPeriod = (batchId: string, id: string): Sql => sql`batch_worker.id = ${id}::uuid AND batch_worker.batch_id = ${batchId}::uuid`

export const readBatchWorker = (db: Reader, batchId: string, id: string): Promise<BatchWorker> =>
  readRow(db, select(worker.members, sql`FROM ${rows(db, 'batch_worker')} WHERE ${isPeriod(batchId, id)}`))

/** Who works on a batch. */
export interface HeldWorker {
  /** Since when the present custody at the facility of the batch lasts; null of somebody who is not there. */
  since: string | null
  /** As `requireInCustody` takes it. */
  unusable: string | null
  /** Enrollments in the program of the batch under which one works, in order. Source: domain.md, invariant 4. */
  enrollments: Enrolled[]
}

/**
 * The inmate and the enrollments, held before the batch is locked, in the order in which whoever leaves or ends an enrollment
 * holds them too: their work ends afterwards, with what was added here, or is not added. Undefined where there is no such batch.
 */
async function hold(tx: Transaction, batchId: string, inmateId: Sql): Promise<HeldWorker | undefined> {
  const statement: Statement<HeldWorker> = sql`
    WITH of_batch AS (SELECT program_id, facility_id FROM ${rows(tx, 'batch')} WHERE batch.id = ${batchId}::uuid),
    person AS (
      SELECT ${inCustody.since} AS since, ${inCustody.unusable} AS unusable FROM ${rows(tx, 'inmate')}
      WHERE inmate.id = ${inmateId} AND inmate.facility_id = (SELECT facility_id FROM of_batch) FOR SHARE
    ), enrolled AS (
      SELECT starts_on, ends_on FROM ${rows(tx, 'enrollment')} WHERE program_id = (SELECT program_id FROM of_batch) AND inmate_id = ${inmateId}
        AND (status = 'ACTIVE' OR (status IN ('COMPLETED', 'WITHDRAWN', 'DISMISSED', 'ENDED') AND ends_on IS NOT NULL)) FOR SHARE
    )
    SELECT person.since, person.unusable,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('startsOn', starts_on, 'endsOn', ends_on) ORDER BY starts_on), '[]') FROM enrolled) AS enrollments
    FROM of_batch LEFT JOIN person ON true`
  const [held] = await tx.query(statement)
  return held
}

export const holdInmate = (tx: Transaction, batchId: string, inmateId: string): Promise<HeldWorker | undefined> => hold(tx, batchId, sql`${inmateId}::uuid`)

export const holdWorker = (tx: Transaction, batchId: string, id: string): Promise<HeldWorker | undefined> =>
  hold(tx, batchId, sql`(SELECT inmate_id FROM ${rows(tx, 'batch_worker')} WHERE ${isPeriod(batchId, id)})`)

/** `write` ends where whole rows are returned; `left` are the inmates of the row afterwards. The batch counts its workers. */
function withBatch(tx: Transaction, batchId: string, id: string, write: Sql, left: Sql): Change<BatchWorker> {
  const others = sql`SELECT inmate_id FROM ${unfiltered('batch_worker', isLocked)} WHERE batch_id = ${batchId}::uuid AND id <> ${id}::uuid`
  const workerCount = sql`(SELECT count(DISTINCT inmate_id) FROM (${others} ${left}) worker)`
  const counted = sql`UPDATE ${unfiltered('batch', isLocked)} SET ${changesIfAny('batch', { workerCount }, tx.caller.clientId)} WHERE id = ${batchId}::uuid`
  return { ctes: sql`written AS (${write} RETURNING *), counted AS (${counted}), change AS (SELECT ${worker.columns} FROM written batch_worker)` }
}
const itself = sql`UNION ALL SELECT inmate_id FROM written`

/** For a batch that is locked. */
export function insertBatchWorker(
  tx: Transaction,
  { id: batchId, facilityId }: Pick<Batch, 'id' | 'facilityId'>,
  { from, to, inmateId, manualWeight }: NewBatchWorker,
): Change<BatchWorker> {
  const by = tx.caller.clientId
  const row = { id: tx.newId(), facilityId, batchId, inmateId, validFrom: from, validTo: to, manualWeight, createdBy: by, updatedBy: by }
  return withBatch(tx, batchId, row.id, insert('batch_worker', row), itself)
}

/** For a batch that is locked and a worker whose version was checked. */
export function updateBatchWorker(tx: Transaction, batchId: string, id: string, { from, to, manualWeight }: BatchWorkerPatch): Change<BatchWorker> {
  const set = changesIfAny('batch_worker', { validFrom: from, validTo: to, manualWeight }, tx.caller.clientId, tx.isBlind)
  return withBatch(tx, batchId, id, sql`UPDATE ${unfiltered('batch_worker', isLocked)} SET ${set} WHERE ${isPeriod(batchId, id)}`, itself)
}

/** For a batch that is locked and a worker whose version was checked. */
export const deleteBatchWorker = (tx: Transaction, batchId: string, id: string): Change<BatchWorker> =>
  withBatch(tx, batchId, id, sql`DELETE FROM ${unfiltered('batch_worker', isLocked)} WHERE ${isPeriod(batchId, id)}`, empty)

// What ends work ------------------------------------------------------------------------------------------------

/** A period that ended or was taken away, as an event says it, and its batch. */
interface Ended {
  type: 'batch-worker.updated' | 'batch-worker.deleted'
  batchId: string
  id: string
  facilityId: string
  version: number
}

/**
 * Ends periods of work on a last day, an expression on their `batch`, and emits an event for each; one that has not begun by
 * then is taken away. Whoever writes work locks its batch, and so do these, in order; `one` is a batch that ends itself. Yields
 * the batches that have lost a period: their workers are to be counted.
 */
async function endPeriods(tx: Transaction, batches: Sql, which: Sql, day: Sql, one?: string): Promise<string[]> {
  const works = unfiltered('batch_worker', isLocked)
  // Nobody works on what is completed.
  const lastOn = sql`least(${day}, batch.completed_on)`
  const isLasting = sql`(${which}) AND (batch_worker.valid_to IS NULL OR batch_worker.valid_to > ${lastOn})`
  // A batch that ends is held whether or not it has work: an assignment may be just about to give it some.
  const hasWork = sql`EXISTS (SELECT FROM ${works} WHERE batch_worker.batch_id = batch.id AND ${isLasting})`
  const isConcerned = one === undefined ? hasWork : sql`batch.id = ${one}::uuid`
  const held = await tx.query<{ id: string }>(sql`SELECT batch.id FROM ${batches} WHERE ${isConcerned} ORDER BY batch.id FOR NO KEY UPDATE`)
  if (held.length === 0) return []
  const ofHeld = sql`batch.id = ANY(${held.map(({ id }) => id)}::uuid[])`
  const announced = sql`batch_worker.batch_id AS "batchId", batch_worker.id, batch_worker.facility_id AS "facilityId", batch_worker.version`
  const periods = await tx.query<Ended>(sql`
    WITH lasting AS (
      SELECT batch_worker.id, ${lastOn} AS last_on FROM ${works} JOIN ${batches} ON batch.id = batch_worker.batch_id WHERE ${ofHeld} AND ${isLasting}
    ), ended AS (
      UPDATE ${works} SET ${changes('batch_worker', { validTo: sql`lasting.last_on` }, tx.caller.clientId)} FROM lasting
      WHERE batch_worker.id = lasting.id AND batch_worker.valid_from <= lasting.last_on RETURNING ${announced}
    ), removed AS (
      DELETE FROM ${works} USING lasting WHERE batch_worker.id = lasting.id AND batch_worker.valid_from > lasting.last_on RETURNING ${announced}
    )
    SELECT 'batch-worker.updated' AS type, * FROM ended UNION ALL SELECT 'batch-worker.deleted', * FROM removed`)
  for (const { batchId: _, type, ...period } of periods) tx.emit({ type, resource: 'batch-worker', ...period })
  return [...new Set(periods.filter(({ type }) => type === 'batch-worker.deleted').map(({ batchId }) => batchId))]
}

/** Whose work ends: an inmate's, on one program or on all, or everybody's on a program. */
interface Work {
  inmateId?: string
  programId?: string
}

/** Ends work on batches, for an inmate, an enrollment or a program that is locked. */
export async function endWork(tx: Transaction, { inmateId, programId }: Work, on: string): Promise<void> {
  const batches = unfiltered('batch', 'the inmate or the program is locked')
  const ofInmate = inmateId === undefined ? sql`TRUE` : sql`batch_worker.inmate_id = ${inmateId}::uuid`
  const ofProgram = programId === undefined ? sql`TRUE` : sql`batch.program_id = ${programId}::uuid`
  const fewer = await endPeriods(tx, batches, sql`${ofInmate} AND ${ofProgram}`, sql`${on}::date`)
  if (fewer.length === 0) return
  const set = changes('batch', { workerCount: countedWorkers }, tx.caller.clientId)
  await tx.query(sql`UPDATE ${unfiltered('batch', isLocked)} SET ${set} WHERE id = ANY(${fewer}::uuid[])`)
}

/** What ends with the work on a batch, for the step that follows: it decides whether it may, and counts the workers. */
const endWorkOf = (tx: Transaction, batchId: string, day: Sql, which = sql`TRUE`): Promise<string[]> => endPeriods(tx, rows(tx, 'batch'), which, day, batchId)

/** Work ends with the batch. What has begun after it, and by today, stays: it keeps the batch from being completed on that day. */
export async function completeWork(tx: Transaction, batchId: string, completedOn: string): Promise<void> {
  const fits = sql`batch_worker.valid_from <= ${completedOn}::date OR batch_worker.valid_from > ${today}`
  await endWorkOf(tx, batchId, sql`${completedOn}::date`, fits)
}

/** Nothing is open on what is closed, nor on a batch that was completed when work could still be open there. */
export async function closeWork(tx: Transaction, batchId: string): Promise<void> {
  await endWorkOf(tx, batchId, sql`batch.completed_on`)
}

/** What was done until today stays; nothing was done on a batch that was never started. */
export async function cancelWork(tx: Transaction, batchId: string): Promise<void> {
  await endWorkOf(tx, batchId, sql`CASE WHEN batch.status = 'PLANNED' THEN batch.starts_on - 1 ELSE ${today} END`)
}
