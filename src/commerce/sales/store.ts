import { phrase } from '../../platform/contract/language.ts'
import { notFound } from '../../platform/contract/problems.ts'
import { contradicts, duplicate, explainConstraints, missingReference } from '../../platform/database/constraints.ts'
import { listing } from '../../platform/database/listing-formerly.ts'
import { formerly, visible } from '../../platform/database/row-filter.ts'
import { assignments, isAnyOf, raw, type Sql, sql, stampColumns } from '../../platform/database/sql.ts'
import { type Change, changeOf, type Reader, seen, type Transaction } from '../../platform/database/transaction.ts'
import { isInUnit } from '../../production/products/index.ts'
import { type BatchGrade, type Move, moveStock } from '../../production/stock/index.ts'
import { type AllocatedLine, type LineFacts, lineTotal, saleTotal } from './rules.ts'
import type { NewSale, NewSaleLine, Sale, SaleLine, SalePatch, SaleQuery, SaleStatus } from './schemas.ts'

explainConstraints({
  sale_number_key: duplicate('/number', phrase`Another sale of the facility has this number.`),
  sale_buyer_fkey: missingReference('/buyerId'),
  sale_line_product_fkey: missingReference('/lines'),
  sale_line_grade_fkey: missingReference('/lines'),
  sale_allocation_batch_fkey: missingReference('/lines'),
  sale_paid_check: contradicts('/lines', phrase`More has been paid than the sale would come to.`),
})

const headColumns = sql`${raw(`sale.id, sale.facility_id AS "facilityId", sale.number, sale.buyer_id AS "buyerId", sale.sold_on AS "soldOn", sale.channel, sale.discount,
  sale.total, sale.paid, CASE WHEN sale.paid = sale.total THEN 'PAID' WHEN sale.paid > 0 THEN 'PARTLY_PAID' ELSE 'UNPAID' END AS "paymentStatus", sale.status`)}, ${stampColumns('sale')}`

/** The lines as JSON, from tables or CTEs of these names. */
const linesFrom = (line: string, allocation: string): Sql =>
  raw(`(SELECT coalesce(jsonb_agg(jsonb_build_object('id', line.id, 'position', line.position, 'productId', line.product_id, 'grade', line.grade, 'quantity', line.quantity,
      'unitPrice', line.unit_price, 'lineTotal', line.line_total,
      'allocations', (SELECT coalesce(jsonb_agg(jsonb_build_object('batchId', part.batch_id, 'quantity', part.quantity) ORDER BY part.batch_id), '[]'::jsonb) FROM ${allocation} part WHERE part.sale_line_id = line.id)
    ) ORDER BY line.position), '[]'::jsonb) FROM ${line} line WHERE line.sale_id = sale.id) AS lines`)

const columns = sql`${headColumns}, ${linesFrom('sale_line', 'sale_allocation')}`

export const listSales = listing<Sale, SaleQuery>({
  operation: 'listSales',
  table: 'sale',
  from: sql`sale`,
  columns,
  sorts: {
    soldOn: { column: 'sale.sold_on', type: 'date' },
    number: { column: 'sale.number', type: 'text' },
    total: { column: 'sale.total', type: 'bigint' },
    updatedAt: { column: 'sale.updated_at', type: 'timestamptz' },
  },
  filters: {
    facilityId: (ids) => isAnyOf('sale.facility_id', ids, 'uuid'),
    buyerId: (ids) => isAnyOf('sale.buyer_id', ids, 'uuid'),
    productId: (ids) => sql`sale.id IN (SELECT sale_id FROM sale_line WHERE product_id = ANY(${ids}::uuid[]))`,
    batchId: (ids) =>
      sql`sale.id IN (SELECT line.sale_id FROM sale_allocation part JOIN sale_line line ON line.id = part.sale_line_id WHERE part.batch_id = ANY(${ids}::uuid[]))`,
    status: (statuses) => isAnyOf('sale.status', statuses),
    channel: (channels) => isAnyOf('sale.channel', channels),
    number: (numbers) => isAnyOf('sale.number', numbers),
    soldOnFrom: (day) => sql`sale.sold_on >= ${day}::date`,
    soldOnTo: (day) => sql`sale.sold_on <= ${day}::date`,
  },
})

export async function readSale(db: Reader, id: string): Promise<Sale> {
  const [sale] = await db.query<Sale>(sql`SELECT ${columns} FROM sale WHERE sale.id = ${id}::uuid AND ${visible(db.caller, 'sale.facility_id')}`)
  if (sale === undefined) throw notFound()
  return sale
}

/** A locked sale, with what is known of its facility and buyer. */
export type LockedSale = Sale & { timeZone: string; buyerUsable: boolean }

/** Locks a sale; every use case on it begins here. @throws not-found */
export async function lockSale(tx: Transaction, id: string): Promise<LockedSale> {
  const sale = await tx.lock<LockedSale>(sql`
    SELECT ${seen('sale')}, ${columns}, facility.time_zone AS "timeZone", buyer.active AND NOT buyer.archived AS "buyerUsable"
    FROM sale JOIN facility ON facility.id = sale.facility_id JOIN buyer ON buyer.id = sale.buyer_id
    WHERE sale.id = ${id}::uuid AND ${visible(tx.caller, 'sale.facility_id')} FOR NO KEY UPDATE OF sale`)
  if (sale === undefined) throw notFound()
  return sale
}

const isLocked = formerly('the sale is locked')

// A draft: head and lines in one statement ---------------------------------------------------------------------

interface PricedLine extends NewSaleLine {
  id: string
  position: number
  lineTotal: number
}

export const priced = (tx: Transaction, lines: readonly NewSaleLine[]): PricedLine[] =>
  lines.map((line, at) => ({ ...line, id: tx.newId(), position: at + 1, lineTotal: lineTotal(line.quantity, line.unitPrice, `/lines/${at}`) }))

const itemRecord = raw(`item(id uuid, position int, "productId" uuid, grade text, quantity numeric, "unitPrice" bigint, "lineTotal" bigint, allocations jsonb)`)
const items = (lines: readonly PricedLine[]): Sql => sql`item AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS ${itemRecord})`

// Grades and chosen batches are looked up one by one: PostgreSQL takes every JSON for a hundred rows, and would rather read
// the whole table of grades, and all batches of the product, than join so many.
const isSellable = raw('(SELECT grade.sellable FROM product_grade grade WHERE grade.product_id = product.id AND grade.code = item.grade)')
const isForeign = raw('(SELECT batch.product_id FROM batch WHERE batch.id = part."batchId") IS DISTINCT FROM product.id')

// Whole units, sellable grades of products of the facility, chosen batches of the same product: what `lineFacts` explains.
const acceptable = (facility: string): Sql =>
  sql`(SELECT count(*) FROM item JOIN product ON product.id = item."productId" AND product.facility_id = ${raw(facility)} AND NOT product.archived AND NOT product.is_service
      WHERE ${isSellable} AND ${isInUnit('product.unit', raw('item.quantity'))}
        AND NOT EXISTS (SELECT 1 FROM jsonb_to_recordset(coalesce(item.allocations, '[]')) AS part("batchId" uuid, quantity numeric)
          WHERE NOT ${isInUnit('product.unit', raw('part.quantity'))} OR ${isForeign}))
    = (SELECT count(*) FROM item)`

const insertedLines = raw(`line AS (
    INSERT INTO sale_line (id, sale_id, facility_id, position, product_id, grade, quantity, unit_price, line_total)
    SELECT item.id, sale.id, sale.facility_id, item.position, item."productId", item.grade, item.quantity, item."unitPrice", item."lineTotal" FROM item CROSS JOIN sale
    RETURNING *
  ), allocation AS (
    INSERT INTO sale_allocation (sale_line_id, batch_id, quantity)
    SELECT item.id, part."batchId", part.quantity FROM sale CROSS JOIN item CROSS JOIN jsonb_to_recordset(coalesce(item.allocations, '[]')) AS part("batchId" uuid, quantity numeric)
    RETURNING *
  )`)

export function insertSale(tx: Transaction, sale: NewSale, otherwise: Change['otherwise']): Change {
  const { clientId } = tx.caller
  const lines = priced(tx, sale.lines)
  const discount = sale.discount ?? 0
  const total = saleTotal(
    lines.map((line) => line.lineTotal),
    discount,
  )
  const ctes = sql`${items(lines)}, sale AS (
      INSERT INTO sale (id, facility_id, number, buyer_id, sold_on, channel, discount, total, created_by, updated_by)
      SELECT ${tx.newId()}::uuid, buyer.facility_id, ${sale.number}, buyer.id, ${sale.soldOn}::date, ${sale.channel}, ${discount}::bigint, ${total}::bigint, ${clientId}::uuid, ${clientId}::uuid
      FROM buyer JOIN facility ON facility.id = buyer.facility_id
      WHERE buyer.id = ${sale.buyerId}::uuid AND ${visible(tx.caller, 'buyer.facility_id')} AND buyer.active AND NOT buyer.archived
        AND ${sale.soldOn}::date <= (now() AT TIME ZONE facility.time_zone)::date AND ${acceptable('buyer.facility_id')}
      FOR SHARE OF buyer
      RETURNING *
    ), ${insertedLines}, change AS (SELECT ${headColumns}, ${linesFrom('line', 'allocation')} FROM sale)`
  return { ctes, otherwise }
}

/** For a draft that is locked; its lines are replaced when the patch has lines. */
export async function updateDraft(tx: Transaction, draft: Sale, patch: SalePatch, otherwise: Change['otherwise']): Promise<Change> {
  const { lines: newLines, ...head } = patch
  const lines = newLines && priced(tx, newLines)
  const total = saleTotal(
    (lines ?? draft.lines).map((line) => line.lineTotal),
    patch.discount ?? draft.discount,
  )
  const set = assignments({ ...head, total }, tx.caller.clientId)
  const where = sql`sale.id = ${draft.id}::uuid ${isLocked}`
  if (lines === undefined)
    return changeOf(tx, 'sale', draft.id, sql`sale AS (UPDATE sale SET ${set} WHERE ${where} RETURNING *), change AS (SELECT ${columns} FROM sale)`)
  await tx.query(sql`DELETE FROM sale_line WHERE sale_id = ${draft.id}::uuid ${isLocked}`)
  const ctes = sql`${items(lines)}, sale AS (UPDATE sale SET ${set} WHERE ${where} AND ${acceptable('sale.facility_id')} RETURNING *),
    ${insertedLines}, change AS (SELECT ${headColumns}, ${linesFrom('line', 'allocation')} FROM sale)`
  return { ctes, otherwise }
}

export const deleteSale = (tx: Transaction, id: string): Change =>
  changeOf(tx, 'sale', id, sql`change AS (DELETE FROM sale WHERE sale.id = ${id}::uuid ${isLocked} RETURNING id, version, facility_id AS "facilityId")`)

/** What is known of a buyer that the caller may see. */
export async function buyerFacts(tx: Transaction, id: string): Promise<{ facilityId: string; usable: boolean; timeZone: string } | undefined> {
  const [buyer] = await tx.query<{ facilityId: string; usable: boolean; timeZone: string }>(sql`
    SELECT buyer.facility_id AS "facilityId", buyer.active AND NOT buyer.archived AS usable, facility.time_zone AS "timeZone"
    FROM buyer JOIN facility ON facility.id = buyer.facility_id WHERE buyer.id = ${id}::uuid AND ${visible(tx.caller, 'buyer.facility_id')} FOR SHARE OF buyer`)
  return buyer
}

/** What is known of the product, grade and chosen batches of every line, in the order of the lines. */
export const lineFacts = (tx: Transaction, facilityId: string, lines: readonly NewSaleLine[]): Promise<LineFacts[]> =>
  tx.query<LineFacts>(sql`
    WITH ${items(lines.map((line, at) => ({ ...line, id: tx.newId(), position: at, lineTotal: 0 })))}
    SELECT product.unit, product.archived, product.is_service AS "isService", ${isSellable} AS sellable,
           ARRAY(SELECT part.at::int - 1 FROM ROWS FROM (jsonb_to_recordset(coalesce(item.allocations, '[]')) AS ("batchId" uuid)) WITH ORDINALITY AS part("batchId", at)
             WHERE ${isForeign}) AS "foreignBatches"
    FROM item LEFT JOIN product ON product.id = item."productId" AND product.facility_id = ${facilityId}::uuid AND ${visible(tx.caller, 'product.facility_id')}
    ORDER BY item.position`)

// Stock ---------------------------------------------------------------------------------------------------------

/** A grade of a batch to draw from, with what it held when it was chosen; it is locked and looked at again before anything is taken. */
export interface Candidate extends BatchGrade {
  onHand: number
}

/**
 * The oldest completed batches that together hold what the lines ask for, or, where nothing is left, the batch completed
 * last, so that the refusal can name it.
 */
export const findCandidates = (tx: Transaction, lines: readonly Pick<SaleLine, 'productId' | 'grade' | 'quantity'>[], soldOn: string): Promise<Candidate[]> =>
  tx.query<Candidate>(sql`
    WITH wanted AS (
      SELECT line."productId", line.grade, sum(line.quantity) AS quantity
      FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS line("productId" uuid, grade text, quantity numeric) GROUP BY line."productId", line.grade
    ), available AS (
      SELECT balance.batch_id, balance.grade, balance.on_hand, wanted.quantity,
             sum(balance.on_hand) OVER (PARTITION BY balance.product_id, balance.grade ORDER BY batch.completed_on, batch.id) - balance.on_hand AS before, wanted."productId"
      FROM wanted JOIN stock_balance balance ON balance.product_id = wanted."productId" AND balance.grade = wanted.grade AND balance.on_hand > 0
      JOIN batch ON batch.id = balance.batch_id AND batch.completed_on <= ${soldOn}::date AND batch.hold = 'NONE' AND ${visible(tx.caller, 'batch.facility_id')}
    )
    SELECT batch_id AS "batchId", grade, on_hand AS "onHand" FROM available WHERE before < quantity
    UNION ALL
    SELECT last.id, wanted.grade, last.on_hand FROM wanted CROSS JOIN LATERAL (
      SELECT batch.id, balance.on_hand FROM stock_balance balance JOIN batch ON batch.id = balance.batch_id
      WHERE balance.product_id = wanted."productId" AND balance.grade = wanted.grade ORDER BY batch.completed_on DESC NULLS LAST, batch.id DESC LIMIT 1
    ) last WHERE NOT EXISTS (SELECT 1 FROM available WHERE available."productId" = wanted."productId" AND available.grade = wanted.grade)`)

const setStatus = (tx: Transaction, id: string, status: SaleStatus): Sql =>
  sql`sale AS (UPDATE sale SET ${assignments({ status }, tx.caller.clientId)} WHERE sale.id = ${id}::uuid ${isLocked} RETURNING *)`

/** For a locked sale and locked balances: writes down the batches chosen now and takes the goods out of stock. */
export function confirmSale(tx: Transaction, sale: Sale, allocated: readonly AllocatedLine[]): Change {
  const parts = allocated.flatMap((line) => line.allocations.map((part) => ({ ...part, lineId: line.lineId, grade: line.grade, chosenNow: line.chosenNow })))
  const moves = parts.map(
    ({ batchId, quantity, lineId, grade }): Move => ({
      batchId,
      grade,
      quantity: -quantity,
      type: 'SALE',
      occurredOn: sale.soldOn,
      counts: 'SOLD',
      saleLineId: lineId,
    }),
  )
  const chosen = sql`chosen AS (
      INSERT INTO sale_allocation (sale_line_id, batch_id, quantity)
      SELECT part."lineId", part."batchId", part.quantity
      FROM jsonb_to_recordset(${JSON.stringify(parts.filter(({ chosenNow }) => chosenNow))}::jsonb) AS part("lineId" uuid, "batchId" uuid, quantity numeric) RETURNING *
    ), part AS (SELECT * FROM chosen UNION ALL SELECT sale_allocation.* FROM sale_allocation JOIN sale_line ON sale_line.id = sale_line_id WHERE sale_line.sale_id = ${sale.id}::uuid)`
  return changeOf(
    tx,
    'sale',
    sale.id,
    sql`${moveStock(tx, moves)}, ${chosen}, ${setStatus(tx, sale.id, 'CONFIRMED')}, change AS (SELECT ${headColumns}, ${linesFrom('sale_line', 'part')} FROM sale)`,
  )
}

interface SoldMovement extends BatchGrade {
  id: string
  quantity: number
  saleLineId: string
}

/** What a confirmed sale took out of stock. */
export const movementsOf = (tx: Transaction, saleId: string): Promise<SoldMovement[]> =>
  tx.query<SoldMovement>(sql`
    SELECT movement.id, movement.batch_id AS "batchId", movement.grade, movement.quantity, movement.sale_line_id AS "saleLineId"
    FROM stock_movement movement JOIN sale_line line ON line.id = movement.sale_line_id WHERE line.sale_id = ${saleId}::uuid AND movement.type = 'SALE' ${isLocked} ORDER BY movement.id`)

/** Ends a sale; `moves` put back what it took. For a locked sale and locked balances. */
export const endSale = (tx: Transaction, id: string, status: SaleStatus, moves: readonly Move[]): Change =>
  changeOf(
    tx,
    'sale',
    id,
    sql`${moves.length === 0 ? sql`` : sql`${moveStock(tx, moves)},`} ${setStatus(tx, id, status)}, change AS (SELECT ${columns} FROM sale)`,
  )
