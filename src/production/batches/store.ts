import { phrase } from '../../platform/contract/language.ts'
import { contradiction, notFound, unknownReference } from '../../platform/contract/problems.ts'
import { contradicts, duplicate, explainConstraints, missingReference, overlap } from '../../platform/database/constraints.ts'
import { containing } from '../../platform/database/listing.ts'
import { listing } from '../../platform/database/listing-formerly.ts'
import { firstBroken } from '../../platform/database/refusals.ts'
import { formerly, visible, within } from '../../platform/database/row-filter.ts'
import { assignments, insert, isAnyOf, raw, recordStampColumns, type Sql, sql, stampColumns } from '../../platform/database/sql.ts'
import { type Change, changeOf, type Reader, seen, type Transaction } from '../../platform/database/transaction.ts'
import { tooCoarseFor, tooFine, type Unit } from '../products/index.ts'
import { isOpen, programIsClosed } from '../programs/index.ts'
import type {
  Batch,
  BatchOutput,
  BatchOutputQuery,
  BatchPatch,
  BatchQuery,
  BatchStatus,
  BatchWorker,
  BatchWorkerPatch,
  BatchWorkerQuery,
  NewBatch,
  NewBatchWorker,
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

const ownColumns = sql`${raw(`batch.id, batch.facility_id AS "facilityId", batch.program_id AS "programId", batch.product_id AS "productId", batch.code,
  batch.supervisor_id AS "supervisorId", batch.planned_quantity AS "plannedQuantity", batch.starts_on AS "startsOn", batch.target_on AS "targetOn",
  batch.completed_on AS "completedOn", batch.contribution_mode AS "contributionMode", batch.status, batch.hold, batch.archived`)}, ${stampColumns('batch')}`

const columns = sql`${ownColumns}, stock.produced, stock.rejected, stock.sold, stock."onHand", stock."sellableOnHand", work."workerCount"`
const derived = sql`
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(balance.produced) FILTER (WHERE grade.sellable), 0) AS produced, coalesce(sum(balance.produced) FILTER (WHERE NOT grade.sellable), 0) AS rejected,
           coalesce(sum(balance.sold), 0) AS sold, coalesce(sum(balance.on_hand), 0) AS "onHand",
           coalesce(sum(balance.on_hand) FILTER (WHERE grade.sellable), 0) AS "sellableOnHand"
    FROM stock_balance balance JOIN product_grade grade ON grade.product_id = balance.product_id AND grade.code = balance.grade
    WHERE balance.batch_id = batch.id
  ) stock
  CROSS JOIN LATERAL (SELECT count(DISTINCT worker.inmate_id) AS "workerCount" FROM batch_worker worker WHERE worker.batch_id = batch.id) work`

export const listBatches = listing<Batch, BatchQuery>({
  operation: 'listBatches',
  table: 'batch',
  from: sql`batch`,
  derived,
  columns,
  sorts: {
    code: { column: 'batch.code', type: 'text' },
    startsOn: { column: 'batch.starts_on', type: 'date' },
    updatedAt: { column: 'batch.updated_at', type: 'timestamptz' },
  },
  filters: {
    facilityId: (ids) => isAnyOf('batch.facility_id', ids, 'uuid'),
    programId: (ids) => isAnyOf('batch.program_id', ids, 'uuid'),
    productId: (ids) => isAnyOf('batch.product_id', ids, 'uuid'),
    supervisorId: (ids) => isAnyOf('batch.supervisor_id', ids, 'uuid'),
    status: (statuses) => isAnyOf('batch.status', statuses),
    startsOnFrom: (day) => sql`batch.starts_on >= ${day}::date`,
    startsOnTo: (day) => sql`batch.starts_on <= ${day}::date`,
    completedOnFrom: (day) => sql`batch.completed_on >= ${day}::date`,
    completedOnTo: (day) => sql`batch.completed_on <= ${day}::date`,
    archived: (archived) => sql`batch.archived = ${archived}`,
    q: (search) => sql`batch.code ILIKE ${containing(search)}`,
  },
})

export async function readBatch(db: Reader, id: string): Promise<Batch> {
  const [batch] = await db.query<Batch>(
    sql`SELECT ${columns} FROM batch ${derived} WHERE batch.id = ${id}::uuid AND ${visible(db.caller, 'batch.facility_id')}`,
  )
  if (batch === undefined) throw notFound()
  return batch
}

/** What a new batch has to fulfil; `found_program`, `found_product` and `found_supervisor` hold what the caller named, if it is there. */
const rulesOf = ({ plannedQuantity }: NewBatch) => ({
  'unknown-program': { broken: sql`NOT EXISTS (SELECT FROM found_program)`, problem: () => unknownReference('/programId') },
  'closed-program': { broken: sql`NOT (SELECT "isOpen" FROM found_program)`, problem: programIsClosed },
  'unknown-product': { broken: sql`NOT EXISTS (SELECT FROM found_product)`, problem: () => unknownReference('/productId') },
  'unusable-product': {
    broken: sql`(SELECT archived OR is_service FROM found_product)`,
    problem: () => contradiction('/productId', phrase`The product is archived or a service.`),
  },
  'too-fine': {
    broken: sql`(SELECT unit = ANY(${tooCoarseFor(plannedQuantity)}::text[]) FROM found_product)`,
    problem: ({ unit }: { unit: Unit }) => tooFine('/plannedQuantity', unit),
  },
  'unknown-supervisor': { broken: sql`NOT EXISTS (SELECT FROM found_supervisor)`, problem: () => unknownReference('/supervisorId') },
})

/**
 * One statement that decides the rules and writes where none is broken. The locks keep a program from being closed, and
 * a product's unit from being changed, in between.
 */
export function createBatch(tx: Transaction, batch: NewBatch): Change {
  const { clientId } = tx.caller
  const rules = rulesOf(batch)
  const ctes = sql`found_program AS (
      SELECT program.id, program.facility_id, program.contribution_mode, ${isOpen} AS "isOpen" FROM program
      WHERE program.id = ${batch.programId}::uuid AND ${visible(tx.caller, 'program.facility_id')} FOR KEY SHARE
    ), found_product AS (
      SELECT product.unit, product.archived, product.is_service FROM product
      WHERE product.id = ${batch.productId}::uuid AND product.facility_id = (SELECT facility_id FROM found_program) FOR KEY SHARE
    ), found_supervisor AS (
      SELECT FROM officer
      WHERE officer.id = ${batch.supervisorId}::uuid AND officer.facility_id = (SELECT facility_id FROM found_program) AND officer.active AND NOT officer.archived
    ), refusal AS (
      SELECT broken.rule, jsonb_build_object('unit', (SELECT unit FROM found_product)) AS facts FROM (SELECT ${firstBroken(rules)} AS rule) broken WHERE broken.rule IS NOT NULL
    ), batch AS (
      INSERT INTO batch (id, facility_id, program_id, product_id, code, supervisor_id, planned_quantity, starts_on, target_on, contribution_mode, created_by, updated_by)
      SELECT ${tx.newId()}::uuid, program.facility_id, program.id, ${batch.productId}::uuid, ${batch.code}, ${batch.supervisorId}::uuid, ${batch.plannedQuantity}::numeric,
             ${batch.startsOn}::date, ${batch.targetOn ?? null}::date, coalesce(${batch.contributionMode ?? null}, program.contribution_mode), ${clientId}::uuid, ${clientId}::uuid
      FROM found_program program WHERE NOT EXISTS (SELECT FROM refusal)
      RETURNING *
    ), change AS (SELECT ${ownColumns}, 0 AS produced, 0 AS rejected, 0 AS sold, 0 AS "onHand", 0 AS "sellableOnHand", 0 AS "workerCount" FROM batch)`
  return { ctes, rules }
}

interface LockedBatch {
  id: string
  facilityId: string
  programId: string
  productId: string
  unit: Unit
  /** The codes of the product's grades. */
  grades: string[]
  status: BatchStatus
  startsOn: string
  completedOn: string | null
  /** The days of the first work or movement, and of the latest output, if there are any. */
  firstUseOn: string | null
  lastOutputOn: string | null
  programStatus: string
  timeZone: string
  version: number
}

/** Locks a batch for a use case of several steps. @throws not-found */
export async function lockBatch(tx: Transaction, id: string): Promise<LockedBatch> {
  const batch = await tx.lock<LockedBatch>(sql`
    SELECT ${seen('batch')}, batch.id, batch.facility_id AS "facilityId", batch.program_id AS "programId", batch.product_id AS "productId", product.unit,
           ARRAY(SELECT code FROM product_grade WHERE product_id = product.id) AS grades, batch.status, batch.starts_on AS "startsOn", batch.completed_on AS "completedOn",
           (SELECT max(recorded_on) FROM batch_output WHERE batch_id = batch.id) AS "lastOutputOn",
           least((SELECT min(valid_from) FROM batch_worker WHERE batch_id = batch.id), (SELECT min(occurred_on) FROM stock_movement WHERE batch_id = batch.id)) AS "firstUseOn",
           program.status AS "programStatus", facility.time_zone AS "timeZone", batch.version
    FROM batch JOIN program ON program.id = batch.program_id JOIN product ON product.id = batch.product_id JOIN facility ON facility.id = batch.facility_id
    WHERE batch.id = ${id}::uuid AND ${visible(tx.caller, 'batch.facility_id')} FOR NO KEY UPDATE OF batch`)
  if (batch === undefined) throw notFound()
  return batch
}

const isLocked = formerly('the batch is locked')

const updated = (tx: Transaction, id: string, values: Record<string, unknown>): Sql => sql`
  batch AS (UPDATE batch SET ${assignments(values, tx.caller.clientId)} WHERE batch.id = ${id}::uuid ${isLocked} RETURNING *),
  change AS (SELECT ${columns} FROM batch ${derived})`

/** For a batch that is locked. */
export const updateBatch = (tx: Transaction, id: string, values: BatchPatch | { status: BatchStatus; completedOn?: string }): Change =>
  changeOf(tx, 'batch', id, updated(tx, id, values))

export const deleteBatch = (tx: Transaction, id: string): Change =>
  changeOf(tx, 'batch', id, sql`change AS (DELETE FROM batch WHERE ${tx.isTarget('batch', id)} RETURNING id, version, facility_id AS "facilityId")`)

/** The batch's representation changes with its workers and outputs, and so does its version. */
const touched = (tx: Transaction, batchId: string): Sql =>
  sql`touched AS (UPDATE batch SET ${assignments({}, tx.caller.clientId)} WHERE id = ${batchId}::uuid ${isLocked})`

// Workers -------------------------------------------------------------------------------------------------------

const workerColumns = sql`${raw(`worker.id, worker.facility_id AS "facilityId", worker.batch_id AS "batchId", worker.inmate_id AS "inmateId",
  worker.valid_from AS "from", worker.valid_to AS "to", worker.manual_weight AS "manualWeight"`)}, ${stampColumns('worker')}`

/** Periods of work, on whichever batch. */
export const listWork = listing<BatchWorker, BatchWorkerQuery>({
  operation: 'listBatchWorkers',
  table: 'worker',
  from: sql`batch_worker worker`,
  columns: workerColumns,
  sorts: {},
  filters: { inmateId: (ids) => sql`worker.inmate_id = ANY(${ids}::uuid[])` },
})

async function requireBatch(db: Reader, id: string): Promise<void> {
  const found = await db.query(sql`SELECT 1 FROM batch WHERE id = ${id}::uuid AND ${visible(db.caller, 'facility_id')}`)
  if (found.length === 0) throw notFound()
}

export async function listBatchWorkers(db: Reader, batchId: string, query: BatchWorkerQuery) {
  await requireBatch(db, batchId)
  return listWork(db, query, sql`worker.batch_id = ${batchId}::uuid`)
}

const ofBatch = (alias: string, batchId: string, id: string): Sql => sql`${raw(alias)}.id = ${id}::uuid AND ${raw(alias)}.batch_id = ${batchId}::uuid`

export async function readBatchWorker(db: Reader, batchId: string, id: string): Promise<BatchWorker> {
  const [worker] = await db.query<BatchWorker>(
    sql`SELECT ${workerColumns} FROM batch_worker worker WHERE ${ofBatch('worker', batchId, id)} AND ${visible(db.caller, 'worker.facility_id')}`,
  )
  if (worker === undefined) throw notFound()
  return worker
}

/**
 * Whether an enrollment of the batch's program covers the whole period. Enrollments are locked against ending meanwhile.
 * Source: domain.md, invariant 4.
 */
export async function isEnrolled(tx: Transaction, programId: string, inmateId: string, from: string, to: string | null): Promise<boolean> {
  const covering = await tx.query(sql`
    SELECT 1 FROM enrollment
    WHERE program_id = ${programId}::uuid AND inmate_id = ${inmateId}::uuid AND starts_on <= ${from}::date
      AND CASE WHEN status = 'ACTIVE' THEN ends_on IS NULL OR ends_on >= ${to}::date
               WHEN status IN ('COMPLETED', 'WITHDRAWN', 'DISMISSED', 'ENDED') THEN ends_on >= ${to}::date END
    AND ${visible(tx.caller, 'facility_id')} FOR SHARE`)
  return covering.length > 0
}

export function insertBatchWorker(tx: Transaction, batch: LockedBatch, worker: NewBatchWorker): Change {
  const { clientId } = tx.caller
  const { from: validFrom, to: validTo, inmateId, manualWeight } = worker
  const row = {
    id: tx.newId(),
    facilityId: batch.facilityId,
    batchId: batch.id,
    inmateId,
    validFrom,
    validTo,
    manualWeight,
    createdBy: clientId,
    updatedBy: clientId,
  }
  return changeOf(
    tx,
    'batch_worker',
    row.id,
    sql`worker AS (${insert('batch_worker', row)} ${within(tx.caller, batch.facilityId)} RETURNING *), ${touched(tx, batch.id)}, change AS (SELECT ${workerColumns} FROM worker)`,
  )
}

export function updateBatchWorker(tx: Transaction, batchId: string, id: string, { from, to, manualWeight }: BatchWorkerPatch): Change {
  return changeOf(
    tx,
    'batch_worker',
    id,
    sql`worker AS (
      UPDATE batch_worker worker SET ${assignments({ validFrom: from, validTo: to, manualWeight }, tx.caller.clientId)} WHERE ${ofBatch('worker', batchId, id)} RETURNING *
    ), ${touched(tx, batchId)}, change AS (SELECT ${workerColumns} FROM worker)`,
  )
}

/** For a batch that is locked and a worker whose version was checked. */
export function deleteBatchWorker(tx: Transaction, batchId: string, id: string): Change {
  const ctes = sql`change AS (DELETE FROM batch_worker worker WHERE ${ofBatch('worker', batchId, id)} RETURNING id, version, facility_id AS "facilityId"), ${touched(tx, batchId)}`
  return { ctes }
}

/** What an event says of a row. */
interface Told {
  id: string
  facilityId: string
  version: number
}

/** Whose work ends: an inmate's, on one program or on all, or everybody's on a program. */
interface Work {
  inmateId?: string
  programId?: string
}

const ofLocked = formerly('the inmate or the program is locked')

/** Ends work on batches and tells of each period. One that has not begun is taken away. */
export async function endWork(tx: Transaction, { inmateId, programId }: Work, on: string): Promise<void> {
  const ofInmate = inmateId === undefined ? sql`TRUE` : sql`inmate_id = ${inmateId}::uuid`
  const ofProgram = programId === undefined ? sql`TRUE` : sql`batch_id IN (SELECT id FROM batch WHERE program_id = ${programId}::uuid)`
  const lasting = sql`SELECT id FROM batch_worker WHERE ${ofInmate} AND ${ofProgram} AND (valid_to IS NULL OR valid_to > ${on}::date) ORDER BY id FOR UPDATE`
  const told = sql`id, facility_id AS "facilityId", version`
  const ended = await tx.query<Told>(
    sql`UPDATE batch_worker SET valid_to = ${on}::date, ${assignments({}, tx.caller.clientId)} WHERE id IN (${lasting}) AND valid_from <= ${on}::date ${ofLocked} RETURNING ${told}`,
  )
  const removed = await tx.query<Told & { batchId: string }>(
    sql`DELETE FROM batch_worker WHERE id IN (${lasting}) AND valid_from > ${on}::date ${ofLocked} RETURNING ${told}, batch_id AS "batchId"`,
  )
  if (removed.length > 0) {
    // The batch shows how many work on it, so its version rises with them.
    await tx.query(
      sql`UPDATE batch SET ${assignments({}, tx.caller.clientId)} WHERE id IN (SELECT id FROM batch WHERE id = ANY(${removed.map(({ batchId }) => batchId)}::uuid[]) ORDER BY id FOR UPDATE) ${ofLocked}`,
    )
  }
  for (const worker of ended) tx.emit({ type: 'batch-worker.updated', resource: 'batch-worker', ...worker })
  for (const { batchId: _, ...worker } of removed) tx.emit({ type: 'batch-worker.deleted', resource: 'batch-worker', ...worker })
}

/** The codes of some batches of a program that are not finished. */
export async function openBatchesOf(db: Reader, programId: string): Promise<string[]> {
  const batches = await db.query<{ code: string }>(sql`
    SELECT code FROM batch WHERE program_id = ${programId}::uuid AND status IN ('PLANNED', 'IN_PROGRESS', 'PENDING_QC') AND ${visible(db.caller, 'facility_id')} ORDER BY code LIMIT 10`)
  return batches.map(({ code }) => code)
}

// Outputs -------------------------------------------------------------------------------------------------------

const outputColumns = sql`${raw(`output.id, output.facility_id AS "facilityId", output.batch_id AS "batchId", output.grade, output.quantity,
  output.recorded_on AS "recordedOn", output.inspected_by AS "inspectedBy", output.reject_reason AS "rejectReason"`)}, ${recordStampColumns('output')}`

const outputs = listing<BatchOutput, BatchOutputQuery>({
  operation: 'listBatchOutputs',
  table: 'output',
  from: sql`batch_output output`,
  columns: outputColumns,
  updatedColumn: 'output.created_at',
  sorts: {},
  filters: { grade: (grades) => sql`output.grade = ANY(${grades})` },
})

export async function listBatchOutputs(db: Reader, batchId: string, query: BatchOutputQuery) {
  await requireBatch(db, batchId)
  return outputs(db, query, sql`output.batch_id = ${batchId}::uuid`)
}

export async function readBatchOutput(db: Reader, batchId: string, id: string): Promise<BatchOutput> {
  const [output] = await db.query<BatchOutput>(
    sql`SELECT ${outputColumns} FROM batch_output output WHERE ${ofBatch('output', batchId, id)} AND ${visible(db.caller, 'output.facility_id')}`,
  )
  if (output === undefined) throw notFound()
  return output
}

/** The output's row; `moved` are the stock module's CTEs that add it to the stock. */
export const outputChange = (tx: Transaction, row: Record<string, unknown> & { id: string }, moved: Sql): Change =>
  changeOf(tx, 'batch_output', row.id, sql`output AS (${insert('batch_output', row)} RETURNING *), ${moved}, change AS (SELECT ${outputColumns} FROM output)`)
