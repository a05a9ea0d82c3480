import { inCharge, newInCharge } from '../../custody/officers/index.ts'
import { phrase } from '../../platform/contract/language.ts'
import { tooEarly, tooLate } from '../../platform/contract/local-day.ts'
import { contradiction, invalidTransition, unknownReference } from '../../platform/contract/problems.ts'
import { contradicts, duplicate, explainConstraints, missingReference, overlap } from '../../platform/database/constraints.ts'
import { contains, listing } from '../../platform/database/listing.ts'
import { changeOne, deleteOne, type Requirement, readOne, readRow } from '../../platform/database/records.ts'
import { refusal } from '../../platform/database/refusals.ts'
import { rows, unfiltered } from '../../platform/database/row-filter.ts'
import { empty, type Sql, sql } from '../../platform/database/sql.ts'
import { changes, changesIfAny, column, columns, expression, insert, type NewRow, pick, resource, select } from '../../platform/database/tables.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import { tooCoarseFor, tooFine, type Unit } from '../products/index.ts'
import { inProgram } from '../programs/index.ts'
import { type BatchStep, notPossible, over, steps } from './rules.ts'
import {
  Batch,
  BatchOutput,
  BatchOutputQuery,
  type BatchPatch,
  BatchQuery,
  type BatchStatus,
  BatchWorker,
  type BatchWorkerPatch,
  BatchWorkerQuery,
  batchStatuses,
  type NewBatch,
  type NewBatchWorker,
} from './schemas.ts'

explainConstraints({
  batch_code_key: duplicate('/code', phrase`Another batch of the facility has this code.`),
  batch_supervisor_fkey: missingReference('/supervisorId'),
  batch_target_check: contradicts('/targetOn', phrase`The target day is before the first day.`),
  batch_completed_check: contradicts('/startsOn', phrase`The first day is after the day of completion.`),
  batch_worker_inmate_fkey: missingReference('/inmateId'),
  batch_worker_dates_check: contradicts('/to', phrase`The last day is before the first day.`),
  batch_worker_overlap: overlap('/from', phrase`The inmate already works on this batch in a part of this period.`),
  batch_output_grade_fkey: missingReference('/grade'),
  batch_output_inspector_fkey: missingReference('/inspectedBy'),
})

const its = 'the batch is filtered, or locked'
const isLocked = 'the batch is locked'

const batch = resource('batch', Batch)

export const listBatches = listing({
  operation: 'listBatches',
  of: batch,
  query: BatchQuery,
  filters: { q: (search) => contains(sql`batch.code`, search) },
})

export const readBatch = (db: Reader, id: string): Promise<Batch> => readOne(db, batch, id)

/** What a new batch has to fulfil; `found_product` holds what the caller named, if it is there. */
const rulesOf = ({ plannedQuantity }: NewBatch) => ({
  'unknown-product': { broken: sql`NOT EXISTS (SELECT FROM found_product)`, problem: () => unknownReference('/productId') },
  'unusable-product': {
    broken: sql`(SELECT archived OR is_service FROM found_product)`,
    problem: () => contradiction('/productId', phrase`The product is archived or a service.`),
  },
  'too-fine': {
    broken: sql`(SELECT unit = ANY(${tooCoarseFor(plannedQuantity)}::text[]) FROM found_product)`,
    problem: ({ unit }: { unit: Unit }) => tooFine('/plannedQuantity', unit),
  },
})

/**
 * One statement that decides the rules and writes where none is broken. The locks keep a program from being closed, and
 * a product's unit from being changed, in between.
 */
export function createBatch(tx: Transaction, values: NewBatch): Change<Batch> {
  const { clientId } = tx.caller
  const officer = inCharge(values.supervisorId, sql`(SELECT facility_id FROM found_program)`, '/supervisorId')
  const program = inProgram(tx, values.programId, sql`, program.id, program.facility_id, program.contribution_mode`)
  const rules = { ...program.rules, ...rulesOf(values), ...officer.rules }
  const ofProgram = 'it is of the facility of a program that the caller sees'
  const row = {
    ...values,
    id: tx.newId(),
    facilityId: sql`found_program.facility_id`,
    programId: sql`found_program.id`,
    contributionMode: sql`coalesce(${values.contributionMode ?? null}, found_program.contribution_mode)`,
    createdBy: clientId,
    updatedBy: clientId,
  }
  const ctes = sql`${program.ctes}, found_product AS (
      SELECT product.unit, product.archived, product.is_service FROM ${unfiltered('product', ofProgram)}
      WHERE product.id = ${values.productId}::uuid AND product.facility_id = (SELECT facility_id FROM found_program) FOR KEY SHARE
    ), ${officer.ctes}, ${refusal(rules, sql`(SELECT to_jsonb(found_product) FROM found_product)`)},
    written AS (${insert('batch', row, sql`FROM found_program WHERE NOT EXISTS (SELECT FROM refusal) RETURNING *`)}),
    change AS (SELECT ${batch.columns} FROM written batch)`
  return { ctes, rules }
}

/** The batch is in one of these states. */
const inState = (states: readonly BatchStatus[]): Requirement => ({
  facts: { status: batch.members.status },
  rules: {
    'not-possible': {
      broken: sql`(SELECT status <> ALL(${states}::text[]) FROM target)`,
      problem: ({ status }: { status: BatchStatus }) => notPossible(status),
    },
  },
})
const notOver = inState(batchStatuses.filter((status) => !over.includes(status)))

/** The product is counted in none of these units. */
const notCountedIn = (units: readonly Unit[], pointer: string): Requirement => ({
  facts: { unit: expression<Unit>`(SELECT unit FROM ${unfiltered('product', its)} WHERE id = batch.product_id)` },
  rules: {
    'too-fine': {
      broken: sql`(SELECT unit = ANY(${units}::text[]) FROM target)`,
      problem: ({ unit }: { unit: Unit }) => tooFine(pointer, unit),
    },
  },
})

/** The batch is there on the first day of its work and its stock. */
const beforeUse = (startsOn: string): Requirement => ({
  facts: {
    firstUseOn: expression<string | null>`least((SELECT min(valid_from) FROM ${unfiltered('batch_worker', its)} WHERE batch_id = batch.id),
      (SELECT min(occurred_on) FROM ${unfiltered('stock_movement', its)} WHERE batch_id = batch.id))`,
  },
  isDerived: true,
  rules: {
    'in-use': {
      broken: sql`(SELECT ${startsOn}::date > "firstUseOn" FROM target)`,
      problem: ({ firstUseOn }: { firstUseOn: string }) => tooLate('/startsOn', firstUseOn),
    },
  },
})

/** One statement: the members that are patched bring the facts that decide on them. */
export function changeBatch(tx: Transaction, id: string, patch: BatchPatch): Change<Batch> {
  const { archived: _, hold: __, ...rewritten } = patch
  const { plannedQuantity, startsOn, supervisorId } = patch
  const tooCoarse = plannedQuantity === undefined ? [] : tooCoarseFor(plannedQuantity)
  const requirements = [
    ...(Object.keys(rewritten).length === 0 ? [] : [notOver]),
    ...(tooCoarse.length === 0 ? [] : [notCountedIn(tooCoarse, '/plannedQuantity')]),
    ...(startsOn === undefined ? [] : [beforeUse(startsOn)]),
    ...(supervisorId === undefined ? [] : [newInCharge(batch.members.supervisorId, supervisorId, '/supervisorId')]),
  ]
  return changeOne(tx, batch, id, patch, { requirements })
}

const today = expression<string>`(SELECT (now() AT TIME ZONE time_zone)::date FROM ${unfiltered('facility', its)} WHERE id = batch.facility_id)`
const lastOutputOn = expression<string | null>`(SELECT max(recorded_on) FROM ${unfiltered('batch_output', its)} WHERE batch_id = batch.id)`

const step = (tx: Transaction, id: string, name: BatchStep, also: readonly Requirement[] = [], completedOn?: string): Change<Batch> =>
  changeOne(tx, batch, id, { status: steps[name].to, completedOn }, { requirements: [inState(steps[name].from), ...also] })

/** The program is active, and the first day has come. */
export const startBatch = (tx: Transaction, id: string): Change<Batch> =>
  step(tx, id, 'start', [
    {
      facts: {
        programStatus: expression<string>`(SELECT status FROM ${unfiltered('program', its)} WHERE id = batch.program_id)`,
        startsOn: batch.members.startsOn,
        today,
      },
      rules: {
        'inactive-program': {
          broken: sql`(SELECT "programStatus" <> 'ACTIVE' FROM target)`,
          problem: ({ programStatus }: { programStatus: string }) => invalidTransition(phrase`program`, programStatus, ['activation']),
        },
        'begins-later': {
          broken: sql`(SELECT "startsOn" > today FROM target)`,
          problem: ({ today }: { today: string }) => tooLate('/startsOn', today),
        },
      },
    },
  ])

export const inspectBatch = (tx: Transaction, id: string): Change<Batch> => step(tx, id, 'inspection')

/** After the last output, and not in the future. */
export const completeBatch = (tx: Transaction, id: string, completedOn: string): Change<Batch> =>
  step(
    tx,
    id,
    'completion',
    [
      {
        facts: { earliest: sql`coalesce(${lastOutputOn}, batch.starts_on)`, latest: today },
        isDerived: true,
        rules: {
          'too-early': {
            broken: sql`(SELECT ${completedOn}::date < earliest FROM target)`,
            problem: ({ earliest, latest }: { earliest: string; latest: string }) => tooEarly('/completedOn', earliest, { earliest, latest }),
          },
          'too-late': {
            broken: sql`(SELECT ${completedOn}::date > latest FROM target)`,
            problem: ({ earliest, latest }: { earliest: string; latest: string }) => tooLate('/completedOn', latest, { earliest, latest }),
          },
        },
      },
    ],
    completedOn,
  )

export const closeBatch = (tx: Transaction, id: string): Change<Batch> => step(tx, id, 'closure')

/** What came out stays on the books, so the batch that made it cannot be called off. */
export const cancelBatch = (tx: Transaction, id: string): Change<Batch> =>
  step(tx, id, 'cancellation', [
    {
      facts: { lastOutputOn },
      isDerived: true,
      rules: {
        'has-output': {
          broken: sql`(SELECT "lastOutputOn" IS NOT NULL FROM target)`,
          problem: ({ status }: { status: BatchStatus }) => invalidTransition(phrase`batch`, status, ['inspection', 'completion']),
        },
      },
    },
  ])

const locked = pick(batch, 'id', 'facilityId', 'programId', 'productId', 'status', 'startsOn', 'completedOn')
type LockedBatch = Pick<Batch, 'id' | 'facilityId'>

/** Locks a batch for a use case of several steps. @throws not-found */
export const lockBatch = (tx: Transaction, id: string) => readOne(tx, locked, id, { lock: sql`FOR NO KEY UPDATE` })

/** The same with what an output has to fit. @throws not-found */
export function lockForOutput(tx: Transaction, id: string) {
  const members = {
    ...locked.members,
    unit: expression<Unit>`product.unit`,
    /** The codes of the product's grades. */
    grades: expression<string[]>`ARRAY(SELECT code FROM ${unfiltered('product_grade', its)} WHERE product_id = product.id)`,
    timeZone: column('facility', 'timeZone'),
  }
  const from = sql`FROM ${rows(tx, 'batch')} JOIN ${unfiltered('product', its)} ON product.id = batch.product_id JOIN ${unfiltered('facility', its)} ON facility.id = batch.facility_id`
  return readRow(tx, select(members, sql`${from} WHERE batch.id = ${id}::uuid FOR NO KEY UPDATE OF batch`))
}

export const deleteBatch = (tx: Transaction, id: string): Change => deleteOne(tx, 'batch', id)

// Workers -------------------------------------------------------------------------------------------------------

const worker = resource('batch_worker', BatchWorker, { from: 'validFrom', to: 'validTo' })

/** Periods of work, on whichever batch. */
export const listWork = listing({ operation: 'listBatchWorkers', of: worker, query: BatchWorkerQuery })

export async function listBatchWorkers(db: Reader, batchId: string, query: BatchWorkerQuery) {
  await readOne(db, pick(batch, 'id'), batchId)
  return listWork(db, query, sql`batch_worker.batch_id = ${batchId}::uuid`)
}

const ofBatch = (table: 'batch_worker' | 'batch_output', batchId: string, id: string): Sql =>
  sql`${column(table, 'id')} = ${id}::uuid AND ${column(table, 'batchId')} = ${batchId}::uuid`

export const readBatchWorker = (db: Reader, batchId: string, id: string): Promise<BatchWorker> =>
  readRow(db, select(worker.members, sql`FROM ${rows(db, 'batch_worker')} WHERE ${ofBatch('batch_worker', batchId, id)}`))

/**
 * Whether an enrollment of the batch's program covers the whole period. Enrollments are locked against ending meanwhile.
 * Source: domain.md, invariant 4.
 */
export async function isEnrolled(tx: Transaction, programId: string, inmateId: string, from: string, to: string | null): Promise<boolean> {
  const covering = await tx.query(sql`
    SELECT 1 FROM ${rows(tx, 'enrollment')}
    WHERE program_id = ${programId}::uuid AND inmate_id = ${inmateId}::uuid AND starts_on <= ${from}::date
      AND CASE WHEN status = 'ACTIVE' THEN ends_on IS NULL OR ends_on >= ${to}::date
               WHEN status IN ('COMPLETED', 'WITHDRAWN', 'DISMISSED', 'ENDED') THEN ends_on >= ${to}::date END
    FOR SHARE`)
  return covering.length > 0
}

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
  { id: batchId, facilityId }: LockedBatch,
  { from, to, inmateId, manualWeight }: NewBatchWorker,
): Change<BatchWorker> {
  const by = tx.caller.clientId
  const row = { id: tx.newId(), facilityId, batchId, inmateId, validFrom: from, validTo: to, manualWeight, createdBy: by, updatedBy: by }
  return withBatch(tx, batchId, row.id, insert('batch_worker', row), itself)
}

/** For a batch that is locked and a worker whose version was checked. */
export function updateBatchWorker(tx: Transaction, batchId: string, id: string, { from, to, manualWeight }: BatchWorkerPatch): Change<BatchWorker> {
  const set = changesIfAny('batch_worker', { validFrom: from, validTo: to, manualWeight }, tx.caller.clientId)
  return withBatch(tx, batchId, id, sql`UPDATE ${unfiltered('batch_worker', isLocked)} SET ${set} WHERE ${ofBatch('batch_worker', batchId, id)}`, itself)
}

/** For a batch that is locked and a worker whose version was checked. */
export const deleteBatchWorker = (tx: Transaction, batchId: string, id: string): Change<BatchWorker> =>
  withBatch(tx, batchId, id, sql`DELETE FROM ${unfiltered('batch_worker', isLocked)} WHERE ${ofBatch('batch_worker', batchId, id)}`, empty)

/** What an event says of a row. */
interface Announced {
  id: string
  facilityId: string
  version: number
}

/** Whose work ends: an inmate's, on one program or on all, or everybody's on a program. */
interface Work {
  inmateId?: string
  programId?: string
}

const ofLocked = 'the inmate or the program is locked'

/** Ends work on batches and emits an event for each period. One that has not begun is taken away. */
export async function endWork(tx: Transaction, { inmateId, programId }: Work, on: string): Promise<void> {
  const [works, batches] = [unfiltered('batch_worker', ofLocked), unfiltered('batch', ofLocked)]
  const ofInmate = inmateId === undefined ? sql`TRUE` : sql`inmate_id = ${inmateId}::uuid`
  const ofProgram = programId === undefined ? sql`TRUE` : sql`batch_id IN (SELECT id FROM ${batches} WHERE program_id = ${programId}::uuid)`
  const lasting = sql`SELECT id FROM ${works} WHERE ${ofInmate} AND ${ofProgram} AND (valid_to IS NULL OR valid_to > ${on}::date) ORDER BY id FOR UPDATE`
  const announced = sql`id, facility_id AS "facilityId", version`
  const ended = await tx.query<Announced>(
    sql`UPDATE ${works} SET ${changes('batch_worker', { validTo: on }, tx.caller.clientId)} WHERE id IN (${lasting}) AND valid_from <= ${on}::date RETURNING ${announced}`,
  )
  const removed = await tx.query<Announced & { batchId: string }>(
    sql`DELETE FROM ${works} WHERE id IN (${lasting}) AND valid_from > ${on}::date RETURNING ${announced}, batch_id AS "batchId"`,
  )
  if (removed.length > 0) {
    // Counted by a statement of its own, which sees what those wrote who held the batches before.
    const isShown = sql`id = ANY(${removed.map(({ batchId }) => batchId)}::uuid[])`
    await tx.query(sql`SELECT FROM ${batches} WHERE ${isShown} ORDER BY id FOR NO KEY UPDATE`)
    const workerCount = sql`(SELECT count(DISTINCT inmate_id) FROM ${works} WHERE batch_id = batch.id)`
    await tx.query(sql`UPDATE ${batches} SET ${changes('batch', { workerCount }, tx.caller.clientId)} WHERE ${isShown}`)
  }
  for (const worker of ended) tx.emit({ type: 'batch-worker.updated', resource: 'batch-worker', ...worker })
  for (const { batchId: _, ...worker } of removed) tx.emit({ type: 'batch-worker.deleted', resource: 'batch-worker', ...worker })
}

/** The codes of some batches of a program that are not finished. */
export async function openBatchesOf(db: Reader, programId: string): Promise<string[]> {
  const unfinished = sql`program_id = ${programId}::uuid AND status IN ('PLANNED', 'IN_PROGRESS', 'PENDING_QC')`
  const batches = await db.query(select(columns('batch', ['code']), sql`FROM ${rows(db, 'batch')} WHERE ${unfinished} ORDER BY code LIMIT 10`))
  return batches.map(({ code }) => code)
}

// Outputs -------------------------------------------------------------------------------------------------------

const output = resource('batch_output', BatchOutput)

const outputs = listing({ operation: 'listBatchOutputs', of: output, query: BatchOutputQuery })

export async function listBatchOutputs(db: Reader, batchId: string, query: BatchOutputQuery) {
  await readOne(db, pick(batch, 'id'), batchId)
  return outputs(db, query, sql`batch_output.batch_id = ${batchId}::uuid`)
}

export const readBatchOutput = (db: Reader, batchId: string, id: string): Promise<BatchOutput> =>
  readRow(db, select(output.members, sql`FROM ${rows(db, 'batch_output')} WHERE ${ofBatch('batch_output', batchId, id)}`))

/** The output's row; `moved` are the stock module's CTEs that add it to the stock. */
export const outputChange = (row: NewRow<'batch_output'>, moved: Sql): Change<BatchOutput> => ({
  ctes: sql`written AS (${insert('batch_output', row, sql`RETURNING *`)}), ${moved}, change AS (SELECT ${output.columns} FROM written batch_output)`,
})
