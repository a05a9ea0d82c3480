import { monthLocked } from '../../custody/months/index.ts'
import { phrase } from '../../platform/contract/language.ts'
import { explainConstraints, missingReference } from '../../platform/database/constraints.ts'
import { listing } from '../../platform/database/listing.ts'
import { readOne } from '../../platform/database/records.ts'
import { holdReference, referable, unusableBy } from '../../platform/database/references.ts'
import { firstBroken } from '../../platform/database/refusals.ts'
import { rows, unfiltered } from '../../platform/database/row-filter.ts'
import { empty, given, type Sql, sql } from '../../platform/database/sql.ts'
import { assignments, changes, column, columns, expression, insert, resource, type Statement, select } from '../../platform/database/tables.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import type { Unit } from '../products/index.ts'
import { insufficientStock, notReversible } from './problems.ts'
import type { BatchGrade, Before, DatedBalance, LockedBalance, Unsellable } from './rules.ts'
import { type MovementType, StockBalance, StockBalanceQuery, StockMovement, StockMovementQuery } from './schemas.ts'

const itsBalance = 'it belongs to a balance that the caller sees'
const isLocked = 'batches and balances are locked'

const reversedAlready = () => notReversible(phrase`The movement was reversed already.`)
explainConstraints({
  stock_balance_grade_fkey: missingReference('/grade'),
  // The balance is locked and checked before it is written; the constraint is what makes that true.
  stock_balance_on_hand_check: () => insufficientStock([], ''),
  stock_movement_month: monthLocked('/occurredOn'),
  stock_movement_reverses_key: reversedAlready,
  // Less than was ever produced can only be taken back a second time.
  stock_balance_produced_check: reversedAlready,
})

const movement = resource('stock_movement', StockMovement)

export const listStockMovements = listing({ operation: 'listStockMovements', of: movement, query: StockMovementQuery })

export const listStockBalances = listing({
  operation: 'listStockBalances',
  of: resource('stock_balance', StockBalance),
  query: StockBalanceQuery,
  filters: { available: (available) => (available ? sql`stock_balance.on_hand > 0` : sql`stock_balance.on_hand = 0`) },
})

export const readStockMovement = (db: Reader, id: string): Promise<StockMovement> => readOne(db, movement, id)

/** What keeps a batch from taking anything new: steps, outputs, workers, movements. Whether it may be sold on a day is more (`unsellableOn`). */
export const batchReference = referable('batch', {
  cancelled: { when: sql`batch.status = 'CANCELLED'`, because: phrase`The batch is cancelled.` },
  archived: { when: sql`batch.archived`, because: phrase`The batch is archived.` },
})

/** @throws unknown-reference, contradiction where the batch takes nothing new */
export const requireBatch = (tx: Transaction, id: string): Promise<unknown> =>
  holdReference(tx, batchReference, sql`${rows(tx, 'batch')} WHERE batch.id = ${id}::uuid`, '/batchId', {})

const locked = {
  ...columns('stock_balance', ['batchId', 'grade', 'facilityId', 'productId', 'onHand', 'lastMovedOn']),
  ...columns('batch', ['startsOn', 'completedOn', 'hold']),
  ...columns('facility', ['timeZone']),
  batchCode: column('batch', 'code'),
  unit: expression<Unit>`product.unit`,
  unusable: unusableBy(batchReference),
}

/** What keeps a batch from being sold on a day, the first that is true, and NULL where nothing does; rules.ts says it to the caller. */
export const unsellableOn = (day: Sql) =>
  firstBroken<Unsellable>({
    cancelled: { broken: batchReference.states.cancelled.when },
    archived: { broken: batchReference.states.archived.when },
    'on-hold': { broken: sql`batch.hold <> 'NONE'` },
    'not-completed': { broken: sql`batch.completed_on IS NULL` },
    'completed-later': { broken: sql`batch.completed_on > ${day}::date` },
  })

/**
 * Batches and their balances, locked in id order, which orders everything that moves their stock and keeps two clients
 * from waiting for each other. What the caller cannot see, or was never there, is left out. `wanted` selects ids of batches and grades.
 */
export const lockedBalances = (tx: Transaction, wanted: Sql, soldOn: Sql): Statement<LockedBalance> =>
  select(
    { ...locked, unsellable: unsellableOn(soldOn) },
    sql`
    FROM ${unfiltered('batch', itsBalance)} JOIN ${rows(tx, 'stock_balance')} ON stock_balance.batch_id = batch.id
    JOIN ${unfiltered('product', itsBalance)} ON product.id = stock_balance.product_id JOIN ${unfiltered('facility', itsBalance)} ON facility.id = stock_balance.facility_id
    WHERE (batch.id, stock_balance.grade) IN (${wanted})
    ORDER BY batch.id, stock_balance.grade FOR NO KEY UPDATE OF batch, stock_balance`,
  )

const givenBatchGrades = given('wanted', { batchId: 'uuid', grade: 'text' })

/** Locks batches and balances; whether they may be sold is no matter here. */
export const lockBalances = (tx: Transaction, batchGrades: readonly BatchGrade[]): Promise<LockedBalance[]> =>
  tx.query(lockedBalances(tx, sql`SELECT "batchId", grade FROM ${givenBatchGrades(batchGrades)}`, sql`NULL`))

/** What `balance` held before each day after `day` on which it moved. */
const heldBefore = (day: Sql): Sql => sql`
  SELECT movement.occurred_on AS until, balance.on_hand - sum(sum(movement.quantity)) OVER (ORDER BY movement.occurred_on DESC) AS "onHand"
  FROM ${unfiltered('stock_movement', itsBalance, 'movement')}
  WHERE movement.batch_id = balance.batch_id AND movement.grade = balance.grade AND movement.occurred_on > ${day} GROUP BY movement.occurred_on`

/** What `balance` can give on a day. Only where it moved later are its days looked at. */
export const freeOn = (day: Sql): Sql => sql`CASE WHEN balance.last_moved_on > ${day}
  THEN greatest(least(balance.on_hand, (SELECT min("onHand") FROM (${heldBefore(day)}) held)), 0) ELSE balance.on_hand END`

/** Locked balances as they are on a day, with what they held since. A statement is sent only where something moved later. */
export async function balancesOn(tx: Transaction, day: string, balances: readonly LockedBalance[]): Promise<DatedBalance[]> {
  const moved = balances.filter(({ lastMovedOn }) => lastMovedOn !== null && lastMovedOn > day)
  if (moved.length === 0) return balances.map((balance) => ({ ...balance, day, before: [] }))
  const found = await tx.query<BatchGrade & Before>(sql`
    SELECT balance.batch_id AS "batchId", balance.grade, held.until, held."onHand"
    FROM ${givenBatchGrades(moved)}
    JOIN ${unfiltered('stock_balance', isLocked, 'balance')} ON balance.batch_id = wanted."batchId" AND balance.grade = wanted.grade
    CROSS JOIN LATERAL (${heldBefore(sql`${day}::date`)}) held ORDER BY held.until`)
  return balances.map((balance) => ({ ...balance, day, before: found.filter(({ batchId, grade }) => batchId === balance.batchId && grade === balance.grade) }))
}

/** Makes sure that there is a balance to move; for a batch that is locked. */
export const openBalance = (tx: Transaction, facilityId: string, productId: string, { batchId, grade }: BatchGrade): Promise<unknown> =>
  tx.query(insert('stock_balance', { id: tx.newId(), batchId, grade, facilityId, productId }, sql`ON CONFLICT (batch_id, grade) DO NOTHING`))

export interface Move extends BatchGrade {
  /** Signed: negative out of stock. */
  quantity: number
  type: MovementType
  occurredOn: string
  /** Which total of the balance follows the movement, besides what is on hand. */
  counts: 'PRODUCED' | 'SOLD' | 'NEITHER'
  /** What its batch earns by it, in rupiah; negative where a sale is called off. */
  revenue?: number
  outputId?: string
  saleLineId?: string
  reversesId?: string
  reason?: string | null
}

const givenMoves = given('move', {
  at: 'int',
  id: 'uuid',
  batchId: 'uuid',
  grade: 'text',
  quantity: 'numeric',
  type: 'text',
  occurredOn: 'date',
  counts: 'text',
  revenue: 'bigint',
  outputId: 'uuid',
  saleLineId: 'uuid',
  reversesId: 'uuid',
  reason: 'text',
})

/**
 * CTEs that move locked stock: balances, movements (in the order given, each with the balance after it) and the
 * figures of their batches, whose versions rise. The last three are called `balance`, `movement` and `moved`. Nothing else writes
 * balances and movements. `where` may keep it from happening.
 */
export function moveStock(tx: Transaction, moves: readonly Move[], where: Sql = empty): Sql {
  const { clientId } = tx.caller
  const numbered = moves.map((move, at) => ({ ...move, id: tx.newId(), at }))
  const total = {
    onHand: sql`stock_balance.on_hand + total.quantity`,
    produced: sql`stock_balance.produced + total.produced`,
    sold: sql`stock_balance.sold + total.sold`,
    lastMovedOn: sql`greatest(stock_balance.last_moved_on, total.last_on)`,
    updatedAt: sql`now()`,
  }
  const figures = {
    produced: sql`batch.produced + total.produced`,
    rejected: sql`batch.rejected + total.rejected`,
    sold: sql`batch.sold + total.sold`,
    onHand: sql`batch.on_hand + total.on_hand`,
    sellableOnHand: sql`batch.sellable_on_hand + total.sellable_on_hand`,
    revenue: sql`batch.revenue + total.revenue`,
  }
  const written = {
    id: sql`move.id`,
    batchId: sql`move."batchId"`,
    grade: sql`move.grade`,
    facilityId: sql`balance.facility_id`,
    productId: sql`balance.product_id`,
    quantity: sql`move.quantity`,
    type: sql`move.type`,
    occurredOn: sql`move."occurredOn"`,
    reason: sql`move.reason`,
    outputId: sql`move."outputId"`,
    saleLineId: sql`move."saleLineId"`,
    reversesId: sql`move."reversesId"`,
    balanceAfter: sql`balance.on_hand - balance.change + sum(move.quantity) OVER (PARTITION BY move."batchId", move.grade ORDER BY move.at)`,
    createdBy: clientId,
  }
  return sql`move AS (
      SELECT * FROM ${givenMoves(numbered)} ${where}
    ), balance AS (
      UPDATE ${unfiltered('stock_balance', isLocked)} SET ${assignments('stock_balance', total)}
      FROM (SELECT "batchId", grade, sum(quantity) AS quantity, coalesce(sum(quantity) FILTER (WHERE counts = 'PRODUCED'), 0) AS produced,
                   -coalesce(sum(quantity) FILTER (WHERE counts = 'SOLD'), 0) AS sold, coalesce(sum(revenue), 0) AS revenue, max("occurredOn") AS last_on
            FROM move GROUP BY "batchId", grade) total
      WHERE stock_balance.batch_id = total."batchId" AND stock_balance.grade = total.grade
      RETURNING stock_balance.*, total.quantity AS change, total.produced AS made, total.sold AS gone, total.revenue AS earned
    ), movement AS (
      ${insert('stock_movement', written, sql`FROM move JOIN balance ON balance.batch_id = move."batchId" AND balance.grade = move.grade RETURNING *`)}
    ), moved AS (
      UPDATE ${unfiltered('batch', isLocked)} SET ${changes('batch', figures, clientId)}
      FROM (SELECT balance.batch_id, coalesce(sum(balance.made) FILTER (WHERE grade.sellable), 0) AS produced, coalesce(sum(balance.made) FILTER (WHERE NOT grade.sellable), 0) AS rejected,
                   sum(balance.gone) AS sold, sum(balance.earned) AS revenue, sum(balance.change) AS on_hand, coalesce(sum(balance.change) FILTER (WHERE grade.sellable), 0) AS sellable_on_hand
            FROM balance JOIN ${unfiltered('product_grade', itsBalance, 'grade')} ON grade.product_id = balance.product_id AND grade.code = balance.grade GROUP BY balance.batch_id) total
      WHERE batch.id = total.batch_id
    )`
}

/** One movement as the change itself. */
export const movementChange = (tx: Transaction, move: Move): Change<StockMovement> => ({
  ctes: sql`${moveStock(tx, [move])}, change AS (SELECT ${movement.columns} FROM movement stock_movement)`,
})
