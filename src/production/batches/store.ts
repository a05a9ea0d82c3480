import { monthLocked } from '../../custody/months/index.ts'
import { inCharge, newInCharge, stillInCharge } from '../../custody/officers/index.ts'
import { phrase } from '../../platform/contract/language.ts'
import { tooEarly, tooLate } from '../../platform/contract/local-day.ts'
import { invalidTransition } from '../../platform/contract/problems.ts'
import { contradicts, duplicate, explainConstraints, missingReference } from '../../platform/database/constraints.ts'
import { contains, listing } from '../../platform/database/listing.ts'
import { changeOne, deleteOne, type Requirement, readOne, readRow, stillUsable } from '../../platform/database/records.ts'
import { requireUsable, unusableBy } from '../../platform/database/references.ts'
import { refusal } from '../../platform/database/refusals.ts'
import { rows, unfiltered } from '../../platform/database/row-filter.ts'
import { type Sql, sql } from '../../platform/database/sql.ts'
import { column, columns, expression, insert, listOf, type NewRow, pick, resource, select } from '../../platform/database/tables.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import { inProduct, tooCoarseFor, tooFine, type Unit, withProduct } from '../products/index.ts'
import { holdProgram, inProgram, programDays, withinProgram, withProgram } from '../programs/index.ts'
import { batchReference } from '../stock/index.ts'
import { notEmpty, piecesDiffer } from './problems.ts'
import { type BatchStep, notPossible, over, steps } from './rules.ts'
import { Batch, BatchOutput, BatchOutputQuery, type BatchPatch, BatchQuery, type BatchStatus, batchStatuses, type NewBatch } from './schemas.ts'

explainConstraints({
  batch_code_key: duplicate('/code', phrase`Another batch of the facility has this code.`),
  batch_supervisor_fkey: missingReference('/supervisorId'),
  batch_target_check: contradicts('/targetOn', phrase`The target day is before the first day.`),
  batch_completed_check: contradicts('/startsOn', phrase`The first day is after the day of completion.`),
  batch_output_grade_fkey: missingReference('/grade'),
  batch_output_month: monthLocked('/recordedOn'),
  batch_output_inspector_fkey: missingReference('/inspectedBy'),
})

const its = 'the batch is filtered, or locked'

export const batch = resource('batch', Batch, { margin: sql`batch.revenue - batch.cost_total` })

export const listBatches = listing({
  operation: 'listBatches',
  of: batch,
  query: BatchQuery,
  filters: { q: (search) => contains(sql`batch.code`, search) },
})

export const readBatch = (db: Reader, id: string): Promise<Batch> => readOne(db, batch, id)

/** @throws not-found */
export const requireVisible = (db: Reader, id: string): Promise<unknown> => readOne(db, pick(batch, 'id'), id)

/** The quantity that is planned fits the unit of `found_product`. */
const fittingUnit = (plannedQuantity: number) => ({
  'too-fine': {
    broken: sql`(SELECT unit = ANY(${tooCoarseFor(plannedQuantity)}::text[]) FROM found_product)`,
    problem: ({ unit }: { unit: Unit }) => tooFine('/plannedQuantity', unit),
  },
})

/**
 * One statement that decides the rules and writes where none is broken. The locks keep a program from being closed or moved,
 * and a product from being archived or counted otherwise, in between.
 */
export function createBatch(tx: Transaction, values: NewBatch): Change<Batch> {
  const { clientId } = tx.caller
  const facility = sql`(SELECT facility_id FROM found_program)`
  const program = inProgram(tx, values.programId, sql`, program.id, program.facility_id, program.contribution_mode, ${listOf(programDays)}`)
  const product = inProduct(values.productId, facility, sql`, product.unit`)
  const officer = inCharge(values.supervisorId, facility, '/supervisorId')
  const days = withinProgram(values.startsOn, sql`found_program`)
  const rules = { ...program.rules, ...product.rules, ...days, ...fittingUnit(values.plannedQuantity), ...officer.rules }
  const facts = sql`(SELECT to_jsonb(found_program) FROM found_program) || (SELECT to_jsonb(found_product) FROM found_product)`
  const row = {
    ...values,
    id: tx.newId(),
    facilityId: sql`found_program.facility_id`,
    programId: sql`found_program.id`,
    contributionMode: sql`coalesce(${values.contributionMode ?? null}, found_program.contribution_mode)`,
    createdBy: clientId,
    updatedBy: clientId,
  }
  const ctes = sql`${program.ctes}, ${product.ctes}, ${officer.ctes}, ${refusal(rules, facts)},
    written AS (${insert('batch', row, sql`FROM found_program WHERE NOT EXISTS (SELECT FROM refusal) RETURNING *`)}),
    change AS (SELECT ${batch.columns} FROM written batch)`
  return { ctes, rules }
}

export const today = expression<string>`(SELECT (now() AT TIME ZONE time_zone)::date FROM ${unfiltered('facility', its)} WHERE id = batch.facility_id)`
const ofItsProgram = sql`${unfiltered('program', its)} WHERE program.id = batch.program_id`

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

/** Neither a reversal nor reversed. */
const stands = sql`stock_movement.reverses_id IS NULL
  AND NOT EXISTS (SELECT FROM ${unfiltered('stock_movement', its, 'reversal')} WHERE reversal.reverses_id = stock_movement.id)`

/** The batch is there on the first day of its work and its stock; what was taken back did not happen. */
const beforeUse = (startsOn: string): Requirement => ({
  facts: {
    firstUseOn: expression<string | null>`least((SELECT min(valid_from) FROM ${unfiltered('batch_worker', its)} WHERE batch_id = batch.id),
      (SELECT min(occurred_on) FROM ${unfiltered('stock_movement', its)} WHERE batch_id = batch.id AND ${stands}))`,
  },
  isDerived: true,
  rules: {
    'in-use': {
      broken: sql`(SELECT ${startsOn}::date > "firstUseOn" FROM target)`,
      problem: ({ firstUseOn }: { firstUseOn: string }) => tooLate('/startsOn', firstUseOn),
    },
  },
})

/** Another first day lies within the program, which is held. */
const movedWithin = (startsOn: string): Requirement => ({
  facts: {
    startsOn: batch.members.startsOn,
    programStartsOn: sql`(SELECT starts_on FROM ${ofItsProgram})`,
    programEndsOn: sql`(SELECT ends_on FROM ${ofItsProgram})`,
  },
  rules: withinProgram(startsOn, sql`target WHERE "startsOn" <> ${startsOn}::date`),
})

/** Nobody loses sight of goods or work: there is none when the batch is hidden. */
const emptied: Requirement = {
  facts: {
    isShown: sql`NOT batch.archived`,
    onHand: batch.members.onHand,
    openWork: expression<number>`(SELECT count(*)::int FROM ${unfiltered('batch_worker', its)} WHERE batch_id = batch.id AND (valid_to IS NULL OR valid_to > ${today}))`,
  },
  isDerived: true,
  rules: {
    'not-empty': {
      broken: sql`(SELECT "isShown" AND ("onHand" <> 0 OR "openWork" > 0) FROM target)`,
      problem: ({ onHand, openWork }: { onHand: number; openWork: number }) => notEmpty(onHand, openWork),
    },
  },
}

export const holdProgramOf = (tx: Transaction, id: string): Promise<unknown> =>
  holdProgram(tx, sql`(SELECT program_id FROM ${rows(tx, 'batch')} WHERE batch.id = ${id}::uuid)`)

/** One statement: the members that are patched bring the facts that decide on them. The program of another first day is held. */
export function changeBatch(tx: Transaction, id: string, patch: BatchPatch): Change<Batch> {
  const { archived, ...rewritten } = patch
  const { plannedQuantity, startsOn, supervisorId } = patch
  const tooCoarse = plannedQuantity === undefined ? [] : tooCoarseFor(plannedQuantity)
  const requirements = [
    ...(Object.keys(rewritten).length === 0 ? [] : [notOver]),
    ...(archived === true ? [emptied] : []),
    ...(tooCoarse.length === 0 ? [] : [notCountedIn(tooCoarse, '/plannedQuantity')]),
    ...(startsOn === undefined ? [] : [movedWithin(startsOn), beforeUse(startsOn)]),
    ...(supervisorId === undefined ? [] : [newInCharge(batch.members.supervisorId, supervisorId, '/supervisorId')]),
  ]
  return changeOne(tx, batch, id, patch, { requirements })
}

// Steps ---------------------------------------------------------------------------------------------------------

const reversalOfOutput = sql`SELECT reversal.id FROM ${unfiltered('stock_movement', its, 'came')}
  JOIN ${unfiltered('stock_movement', its, 'reversal')} ON reversal.reverses_id = came.id WHERE came.output_id = batch_output.id`
/** What was taken back did not come out. */
const lastOutputOn = expression<string | null>`(SELECT max(recorded_on) FROM ${unfiltered('batch_output', its)}
  WHERE batch_id = batch.id AND NOT EXISTS (${reversalOfOutput}))`

/** How many inmates have a period of work on the `batch`. */
export const countedWorkers = expression<number>`(SELECT count(DISTINCT inmate_id) FROM ${unfiltered('batch_worker', its)} WHERE batch_id = batch.id)`

/** `also` is what must hold beside the state, and what changes beside it. */
interface Also {
  requirements?: readonly Requirement[]
  completedOn?: string
  workerCount?: Sql
}
const step = (tx: Transaction, id: string, name: BatchStep, { requirements = [], ...set }: Also = {}): Change<Batch> =>
  changeOne(
    tx,
    batch,
    id,
    { status: steps[name].to, ...set },
    { requirements: [inState(steps[name].from), stillUsable(batchReference, '/archived'), ...requirements] },
  )

/** The program is active, the first day has come, and what the batch names could be named by a new one. */
export const startBatch = (tx: Transaction, id: string): Change<Batch> =>
  step(tx, id, 'start', {
    requirements: [
      {
        facts: {
          programStatus: expression<string>`(SELECT status FROM ${ofItsProgram})`,
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
      withProgram(sql`batch.program_id`),
      withProduct(sql`batch.product_id`),
      stillInCharge(sql`batch.supervisor_id`, '/supervisorId'),
    ],
  })

export const inspectBatch = (tx: Transaction, id: string): Change<Batch> => step(tx, id, 'inspection')

const lastWorkOn = sql`(SELECT max(valid_from) FROM ${unfiltered('batch_worker', its)} WHERE batch_id = batch.id AND valid_from <= ${today})`

/** What is divided by pieces has them all on its day-sheets, whose writers hold the batch. */
const piecesCounted: Requirement = {
  facts: {
    contributionMode: batch.members.contributionMode,
    produced: batch.members.produced,
    piecesGood: expression<number>`(SELECT coalesce(sum(pieces_good), 0) FROM ${unfiltered('work_log', its)} WHERE batch_id = batch.id)`,
  },
  isDerived: true,
  rules: {
    'pieces-differ': {
      broken: sql`(SELECT "contributionMode" = 'PIECES' AND produced <> "piecesGood" FROM target)`,
      problem: ({ produced, piecesGood }: { produced: number; piecesGood: number }) => piecesDiffer(produced, piecesGood),
    },
  },
}

/** After the last output and the last work that has begun, and not in the future. */
export const completeBatch = (tx: Transaction, id: string, completedOn: string): Change<Batch> =>
  step(tx, id, 'completion', {
    completedOn,
    workerCount: countedWorkers,
    requirements: [
      {
        facts: { earliest: sql`greatest(batch.starts_on, ${lastOutputOn}, ${lastWorkOn})`, latest: today },
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
      piecesCounted,
    ],
  })

export const closeBatch = (tx: Transaction, id: string): Change<Batch> => step(tx, id, 'closure', { workerCount: countedWorkers })

/** What came out stays on the books, so the batch that made it cannot be called off; nor can one that holds goods. */
export const cancelBatch = (tx: Transaction, id: string): Change<Batch> =>
  step(tx, id, 'cancellation', {
    workerCount: countedWorkers,
    requirements: [
      {
        facts: { hasGoods: sql`${lastOutputOn} IS NOT NULL OR batch.on_hand <> 0` },
        isDerived: true,
        rules: {
          'has-goods': {
            broken: sql`(SELECT "hasGoods" FROM target)`,
            problem: ({ status }: { status: BatchStatus }) => invalidTransition(phrase`batch`, status, ['inspection', 'completion']),
          },
        },
      },
    ],
  })

const locked = {
  ...pick(batch, 'id', 'facilityId', 'programId', 'productId', 'status', 'startsOn', 'completedOn').members,
  unusable: unusableBy(batchReference),
}

/** Locks a batch for a use case of several steps. @throws not-found */
export const lockBatch = (tx: Transaction, id: string) =>
  readRow(tx, select(locked, sql`FROM ${rows(tx, 'batch')} WHERE batch.id = ${id}::uuid FOR NO KEY UPDATE`))

/** @throws contradiction when nobody sees the batch any more */
export const requireShown = (batch: { unusable: string | null }): void => requireUsable(batchReference, batch, '/archived')

/** The same with what an output has to fit; its product stays what it is. @throws not-found */
export function lockForOutput(tx: Transaction, id: string) {
  const members = {
    ...locked,
    unit: expression<Unit>`product.unit`,
    /** The codes of the product's grades. */
    grades: expression<string[]>`ARRAY(SELECT code FROM ${unfiltered('product_grade', its)} WHERE product_id = product.id)`,
    timeZone: column('facility', 'timeZone'),
  }
  const from = sql`FROM ${rows(tx, 'batch')} JOIN ${unfiltered('product', its)} ON product.id = batch.product_id JOIN ${unfiltered('facility', its)} ON facility.id = batch.facility_id`
  return readRow(tx, select(members, sql`${from} WHERE batch.id = ${id}::uuid FOR NO KEY UPDATE OF batch FOR KEY SHARE OF product`))
}

export const deleteBatch = (tx: Transaction, id: string): Change => deleteOne(tx, 'batch', id)

/** The codes of some batches of a program that are not finished. */
export async function openBatchesOf(db: Reader, programId: string): Promise<string[]> {
  const unfinished = sql`program_id = ${programId}::uuid AND status IN ('PLANNED', 'IN_PROGRESS', 'PENDING_QC')`
  const batches = await db.query(select(columns('batch', ['code']), sql`FROM ${rows(db, 'batch')} WHERE ${unfinished} ORDER BY code LIMIT 10`))
  return batches.map(({ code }) => code)
}

// Outputs -------------------------------------------------------------------------------------------------------

const output = resource('batch_output', BatchOutput, {
  reversedById: sql`(${reversalOfOutput})`,
  // It is written once; what takes it back makes another representation of it.
  version: sql`batch_output.version + (EXISTS (${reversalOfOutput}))::int`,
})

const outputs = listing({ operation: 'listBatchOutputs', of: output, query: BatchOutputQuery })

export async function listBatchOutputs(db: Reader, batchId: string, query: BatchOutputQuery) {
  await requireVisible(db, batchId)
  return outputs(db, query, sql`batch_output.batch_id = ${batchId}::uuid`)
}

export const readBatchOutput = (db: Reader, batchId: string, id: string): Promise<BatchOutput> => {
  const isIt = sql`batch_output.id = ${id}::uuid AND batch_output.batch_id = ${batchId}::uuid`
  return readRow(db, select(output.members, sql`FROM ${rows(db, 'batch_output')} WHERE ${isIt}`))
}

/** The output's row; `moved` are the stock module's CTEs that add it to the stock. */
export const outputChange = (row: NewRow<'batch_output'>, moved: Sql): Change<BatchOutput> => ({
  ctes: sql`written AS (${insert('batch_output', row, sql`RETURNING *`)}), ${moved}, change AS (SELECT ${output.columns} FROM written batch_output)`,
})
