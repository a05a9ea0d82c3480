import { phrase } from '../../platform/contract/language.ts'
import { notFound } from '../../platform/contract/problems.ts'
import { explainConstraints } from '../../platform/database/constraints.ts'
import { listing } from '../../platform/database/listing.ts'
import { unfiltered, visible } from '../../platform/database/row-filter.ts'
import { raw, recordStampColumns, type Sql, sql } from '../../platform/database/sql.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import { insufficientStock, notReversible } from './problems.ts'
import type { BatchGrade, LockedBalance } from './rules.ts'
import type { MovementType, StockBalance, StockBalanceQuery, StockMovement, StockMovementQuery } from './schemas.ts'

const reversedAlready = () => notReversible(phrase`The movement was reversed already.`)
explainConstraints({
  // The balance is locked and checked before it is written; the constraint is what makes that true.
  stock_balance_on_hand_check: () => insufficientStock([], ''),
  stock_movement_reverses_key: reversedAlready,
  // Less than was ever produced can only be taken back a second time.
  stock_balance_produced_check: reversedAlready,
})

const columns = sql`${raw(`movement.id, movement.facility_id AS "facilityId", movement.product_id AS "productId", movement.batch_id AS "batchId", movement.grade,
  movement.quantity, movement.type, movement.occurred_on AS "occurredOn", movement.output_id AS "outputId", movement.sale_line_id AS "saleLineId",
  movement.reverses_id AS "reversesId", movement.reason, movement.balance_after AS "balanceAfter"`)}, ${recordStampColumns('movement')}`

export const listStockMovements = listing<StockMovement, StockMovementQuery>({
  operation: 'listStockMovements',
  table: 'movement',
  from: sql`stock_movement movement`,
  columns,
  updatedColumn: 'movement.created_at',
  sorts: { occurredOn: { column: 'movement.occurred_on', type: 'date' } },
  filters: {
    facilityId: (ids) => sql`movement.facility_id = ANY(${ids}::uuid[])`,
    productId: (ids) => sql`movement.product_id = ANY(${ids}::uuid[])`,
    batchId: (ids) => sql`movement.batch_id = ANY(${ids}::uuid[])`,
    grade: (grades) => sql`movement.grade = ANY(${grades})`,
    type: (types) => sql`movement.type = ANY(${types})`,
    occurredOnFrom: (day) => sql`movement.occurred_on >= ${day}::date`,
    occurredOnTo: (day) => sql`movement.occurred_on <= ${day}::date`,
  },
})

export const listStockBalances = listing<StockBalance, StockBalanceQuery>({
  operation: 'listStockBalances',
  table: 'balance',
  from: sql`stock_balance balance`,
  columns: raw(`balance.id, balance.facility_id AS "facilityId", balance.product_id AS "productId", balance.batch_id AS "batchId", balance.grade,
    balance.produced, balance.sold, balance.on_hand AS "onHand", balance.updated_at AS "updatedAt"`),
  sorts: { updatedAt: { column: 'balance.updated_at', type: 'timestamptz' } },
  filters: {
    facilityId: (ids) => sql`balance.facility_id = ANY(${ids}::uuid[])`,
    productId: (ids) => sql`balance.product_id = ANY(${ids}::uuid[])`,
    batchId: (ids) => sql`balance.batch_id = ANY(${ids}::uuid[])`,
    grade: (grades) => sql`balance.grade = ANY(${grades})`,
    available: (available) => (available ? sql`balance.on_hand > 0` : sql`balance.on_hand = 0`),
  },
})

export async function readStockMovement(db: Reader, id: string): Promise<StockMovement> {
  const [movement] = await db.query<StockMovement>(
    sql`SELECT ${columns} FROM stock_movement movement WHERE movement.id = ${id}::uuid AND ${visible(db.caller, 'movement.facility_id')}`,
  )
  if (movement === undefined) throw notFound()
  return movement
}

/**
 * Locks batches and their balances in id order, which orders everything that moves their stock and keeps two clients
 * from waiting for each other. What the caller cannot see, or was never there, is left out.
 */
export const lockBalances = (tx: Transaction, batchGrades: readonly BatchGrade[]): Promise<LockedBalance[]> =>
  tx.query<LockedBalance>(sql`
    SELECT balance.batch_id AS "batchId", balance.grade, batch.code AS "batchCode", balance.facility_id AS "facilityId", balance.product_id AS "productId", product.unit,
           balance.on_hand AS "onHand", batch.starts_on AS "startsOn", batch.completed_on AS "completedOn", batch.hold, facility.time_zone AS "timeZone"
    FROM batch JOIN stock_balance balance ON balance.batch_id = batch.id JOIN product ON product.id = balance.product_id JOIN facility ON facility.id = balance.facility_id
    WHERE (batch.id, balance.grade) IN (SELECT wanted."batchId", wanted.grade FROM jsonb_to_recordset(${JSON.stringify(batchGrades)}::jsonb) AS wanted("batchId" uuid, grade text))
      AND ${visible(tx.caller, 'balance.facility_id')}
    ORDER BY batch.id, balance.grade FOR NO KEY UPDATE OF batch, balance`)

/** Makes sure that there is a balance to move; for a batch that is locked. */
export const openBalance = (tx: Transaction, facilityId: string, productId: string, { batchId, grade }: BatchGrade): Promise<unknown> =>
  tx.query(sql`
    INSERT INTO stock_balance (id, batch_id, grade, facility_id, product_id) VALUES (${tx.newId()}::uuid, ${batchId}::uuid, ${grade}, ${facilityId}::uuid, ${productId}::uuid)
    ON CONFLICT (batch_id, grade) DO NOTHING ${unfiltered('the batch is locked')}`)

export interface Move extends BatchGrade {
  /** Signed: negative out of stock. */
  quantity: number
  type: MovementType
  occurredOn: string
  /** Which total of the balance follows the movement, besides what is on hand. */
  counts: 'PRODUCED' | 'SOLD' | 'NEITHER'
  outputId?: string
  saleLineId?: string
  reversesId?: string
  reason?: string | null
}

/**
 * CTEs that move locked stock: balances, movements (in the order given, each with the balance after it) and the
 * batches' versions. The last three are called `balance`, `movement` and `moved`. The only writer of these tables.
 */
export function moveStock(tx: Transaction, moves: readonly Move[]): Sql {
  const { clientId } = tx.caller
  const rows = JSON.stringify(moves.map((move, at) => ({ ...move, id: tx.newId(), at })))
  return sql`move AS (
      SELECT * FROM jsonb_to_recordset(${rows}::jsonb) AS move(at int, id uuid, "batchId" uuid, grade text, quantity numeric, type text, "occurredOn" date, counts text,
        "outputId" uuid, "saleLineId" uuid, "reversesId" uuid, reason text)
    ), balance AS (
      UPDATE stock_balance balance SET on_hand = balance.on_hand + total.quantity, produced = balance.produced + total.produced, sold = balance.sold + total.sold, updated_at = now()
      FROM (SELECT "batchId", grade, sum(quantity) AS quantity, coalesce(sum(quantity) FILTER (WHERE counts = 'PRODUCED'), 0) AS produced,
                   -coalesce(sum(quantity) FILTER (WHERE counts = 'SOLD'), 0) AS sold FROM move GROUP BY "batchId", grade) total
      WHERE balance.batch_id = total."batchId" AND balance.grade = total.grade
      RETURNING balance.*, total.quantity AS change
    ), movement AS (
      INSERT INTO stock_movement (id, facility_id, product_id, batch_id, grade, quantity, type, occurred_on, output_id, sale_line_id, reverses_id, reason, balance_after, created_by)
      SELECT move.id, balance.facility_id, balance.product_id, move."batchId", move.grade, move.quantity, move.type, move."occurredOn", move."outputId", move."saleLineId",
             move."reversesId", move.reason,
             balance.on_hand - balance.change + sum(move.quantity) OVER (PARTITION BY move."batchId", move.grade ORDER BY move.at), ${clientId}::uuid
      FROM move JOIN balance ON balance.batch_id = move."batchId" AND balance.grade = move.grade
      RETURNING *
    ), moved AS (
      UPDATE batch SET version = batch.version + 1, updated_at = now(), updated_by = ${clientId}::uuid WHERE batch.id IN (SELECT "batchId" FROM move) ${unfiltered('batches and balances are locked')}
    )`
}

/** One movement as the change itself. */
export const movementChange = (tx: Transaction, move: Move): Change => ({
  ctes: sql`${moveStock(tx, [move])}, change AS (SELECT ${columns} FROM movement)`,
})
