import { phrase } from '../../platform/contract/language.ts'
import { tooLate } from '../../platform/contract/local-day.ts'
import { contradiction, notFound, unknownReference } from '../../platform/contract/problems.ts'
import { contradicts, duplicate, explainConstraints, missingReference } from '../../platform/database/constraints.ts'
import { listing } from '../../platform/database/listing-formerly.ts'
import { firstBroken, problemOf, type Refusal, type Rules } from '../../platform/database/refusals.ts'
import { formerly, visible } from '../../platform/database/row-filter.ts'
import { assignments, empty, isAnyOf, raw, type Sql, sql, stampColumns } from '../../platform/database/sql.ts'
import { type Change, changeOf, type Reader, seen, type Transaction } from '../../platform/database/transaction.ts'
import { tooCoarseFor, tooFine, type Unit } from '../../production/products/index.ts'
import { type BatchGrade, type Move, moveStock } from '../../production/stock/index.ts'
import { type AllocatedLine, inactiveBuyer, lineTotal, saleTotal } from './rules.ts'
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

const isUsable = raw('buyer.active AND NOT buyer.archived')

/** A locked sale, with what is known of its facility and buyer. */
export type LockedSale = Sale & { timeZone: string; buyerUsable: boolean }

/** Locks a sale; every use case on it begins here. @throws not-found */
export async function lockSale(tx: Transaction, id: string): Promise<LockedSale> {
  const sale = await tx.lock<LockedSale>(sql`
    SELECT ${seen('sale')}, ${columns}, facility.time_zone AS "timeZone", ${isUsable} AS "buyerUsable"
    FROM sale JOIN facility ON facility.id = sale.facility_id JOIN buyer ON buyer.id = sale.buyer_id
    WHERE sale.id = ${id}::uuid AND ${visible(tx.caller, 'sale.facility_id')} FOR NO KEY UPDATE OF sale`)
  if (sale === undefined) throw notFound()
  return sale
}

const isLocked = formerly('the sale is locked')

// A draft: head and lines in one statement ---------------------------------------------------------------------

type Part = NonNullable<NewSaleLine['allocations']>[number] & { tooCoarse: Unit[] }

/** A line as the statements take it; `tooCoarse` are the units that a quantity is too fine for. */
interface Item extends Omit<NewSaleLine, 'allocations'> {
  position: number
  tooCoarse: Unit[]
  allocations: Part[]
}

interface PricedLine extends Item {
  id: string
  lineTotal: number
}

const withUnits = <Given extends { quantity: number }>(given: Given) => ({ ...given, tooCoarse: tooCoarseFor(given.quantity) })
const itemOf = ({ allocations = [], ...line }: NewSaleLine, at: number): Item => ({
  ...withUnits(line),
  position: at + 1,
  allocations: allocations.map(withUnits),
})

const priced = (tx: Transaction, lines: readonly NewSaleLine[]): PricedLine[] =>
  lines.map((line, at) => ({ ...itemOf(line, at), id: tx.newId(), lineTotal: lineTotal(line.quantity, line.unitPrice, `/lines/${at}`) }))

const itemRecord = raw(
  `item(id uuid, position int, "productId" uuid, grade text, quantity numeric, "tooCoarse" text[], "unitPrice" bigint, "lineTotal" bigint, allocations jsonb)`,
)
const items = (lines: readonly Item[]): Sql => sql`item AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS ${itemRecord})`

// Grades and chosen batches are looked up one by one: PostgreSQL takes every JSON for a hundred rows, and would rather read
// the whole table of grades, and all batches of the product, than join so many.
const isSellable = raw('(SELECT grade.sellable FROM product_grade grade WHERE grade.product_id = product.id AND grade.code = item.grade)')
/** The first allocation of a line for which a condition holds, from 0. */
const firstPart = (condition: string): Sql =>
  raw(`(SELECT min(part.at) - 1 FROM ROWS FROM (jsonb_to_recordset(item.allocations) AS ("batchId" uuid, "tooCoarse" text[])) WITH ORDINALITY AS part("batchId", "tooCoarse", at)
    WHERE ${condition})`)
const finePart = firstPart('product.unit = ANY(part."tooCoarse")')
const foreignPart = firstPart('(SELECT batch.product_id FROM batch WHERE batch.id = part."batchId") IS DISTINCT FROM product.id')

interface LineFacts {
  /** As a JSON pointer. */
  line: string
  grade: string
  unit: Unit
  /** Allocations, from 0. */
  finePart: number
  foreignPart: number
}

/** What a line has to fulfil, when it is drafted and when it is confirmed; `item` is the line, `product` its product if it is there. */
const lineRules = {
  'unknown-product': { broken: sql`product.id IS NULL`, problem: ({ line }: LineFacts) => unknownReference(`${line}/productId`) },
  'archived-product': {
    broken: sql`product.archived`,
    problem: ({ line }: LineFacts) => contradiction(`${line}/productId`, phrase`The product is archived.`),
  },
  service: {
    broken: sql`product.is_service`,
    problem: ({ line }: LineFacts) => contradiction(`${line}/productId`, phrase`The product is a service: there is no stock to sell from.`),
  },
  'unknown-grade': { broken: sql`${isSellable} IS NULL`, problem: ({ line }: LineFacts) => unknownReference(`${line}/grade`) },
  'unsold-grade': {
    broken: sql`NOT ${isSellable}`,
    problem: ({ line, grade }: LineFacts) => contradiction(`${line}/grade`, phrase`Grade ${grade} is not sold.`),
  },
  'too-fine': { broken: sql`product.unit = ANY(item."tooCoarse")`, problem: ({ line, unit }: LineFacts) => tooFine(`${line}/quantity`, unit) },
  'too-fine-allocation': {
    broken: sql`${finePart} IS NOT NULL`,
    problem: ({ line, unit, finePart }: LineFacts) => tooFine(`${line}/allocations/${finePart}/quantity`, unit),
  },
  'foreign-batch': {
    broken: sql`${foreignPart} IS NOT NULL`,
    problem: ({ line, foreignPart }: LineFacts) => unknownReference(`${line}/allocations/${foreignPart}/batchId`),
  },
}

/** A row for each line in `item`, with the rule that it breaks first; the goods are those of a facility. */
const brokenLines = (facility: Sql): Sql => sql`
  SELECT item.position, ${firstBroken(lineRules)} AS rule, jsonb_build_object('line', '/lines/' || (item.position - 1), 'grade', item.grade, 'unit', product.unit,
    'finePart', ${finePart}, 'foreignPart', ${foreignPart}) AS facts
  FROM item LEFT JOIN product ON product.id = item."productId" AND product.facility_id = ${facility}`

/** @throws the problem of the first line that cannot be sold: contradiction, unknown-reference */
export async function requireSellable(tx: Transaction, facilityId: string, lines: readonly NewSaleLine[]): Promise<void> {
  const [refusal] = await tx.query<Refusal>(sql`
    WITH ${items(lines.map(itemOf))}
    SELECT rule, facts FROM (${brokenLines(sql`${facilityId}::uuid`)}) looked WHERE rule IS NOT NULL ${isLocked} ORDER BY position LIMIT 1`)
  if (refusal !== undefined) throw problemOf(lineRules, refusal)
}

/** The buyer that the caller named, if there is one `where` it says, and the day it is there. */
const foundBuyer = (id: string, where: Sql): Sql => sql`found_buyer AS (
    SELECT buyer.id, buyer.facility_id, ${isUsable} AS usable, (now() AT TIME ZONE facility.time_zone)::date AS today
    FROM buyer JOIN facility ON facility.id = buyer.facility_id WHERE buyer.id = ${id}::uuid AND ${where} FOR SHARE OF buyer)`

const buyerRules = {
  'unknown-buyer': { broken: sql`NOT EXISTS (SELECT FROM found_buyer)`, problem: () => unknownReference('/buyerId') },
  'inactive-buyer': { broken: sql`NOT (SELECT usable FROM found_buyer)`, problem: inactiveBuyer },
}
const dayRule = (soldOn: string) => ({
  'sold-later': { broken: sql`${soldOn}::date > (SELECT today FROM found_buyer)`, problem: ({ today }: { today: string }) => tooLate('/soldOn', today) },
})

/** The CTE `refusal`: the head first, then the lines in `item`, where there are any, in their order. */
const refusalOf = (headRules: Rules, lines: Sql = empty): Sql => sql`refusal AS (
    SELECT rule, facts FROM (
      SELECT 0 AS position, ${firstBroken(headRules)} AS rule, jsonb_build_object('today', (SELECT today FROM found_buyer)) AS facts ${lines}
    ) looked WHERE rule IS NOT NULL ORDER BY position LIMIT 1)`

const insertedLines = raw(`line AS (
    INSERT INTO sale_line (id, sale_id, facility_id, position, product_id, grade, quantity, unit_price, line_total)
    SELECT item.id, sale.id, sale.facility_id, item.position, item."productId", item.grade, item.quantity, item."unitPrice", item."lineTotal" FROM item CROSS JOIN sale
    RETURNING *
  ), allocation AS (
    INSERT INTO sale_allocation (sale_line_id, batch_id, quantity)
    SELECT item.id, part."batchId", part.quantity FROM sale CROSS JOIN item CROSS JOIN jsonb_to_recordset(item.allocations) AS part("batchId" uuid, quantity numeric)
    RETURNING *
  )`)

/** A draft: head and lines in one statement, which decides what it needs. */
export function insertSale(tx: Transaction, sale: NewSale): Change {
  const { clientId } = tx.caller
  const lines = priced(tx, sale.lines)
  const discount = sale.discount ?? 0
  const total = saleTotal(
    lines.map((line) => line.lineTotal),
    discount,
  )
  const headRules = { ...buyerRules, ...dayRule(sale.soldOn) }
  const ctes = sql`${items(lines)}, ${foundBuyer(sale.buyerId, visible(tx.caller, 'buyer.facility_id'))},
    ${refusalOf(headRules, sql`UNION ALL ${brokenLines(sql`(SELECT facility_id FROM found_buyer)`)}`)}, sale AS (
      INSERT INTO sale (id, facility_id, number, buyer_id, sold_on, channel, discount, total, created_by, updated_by)
      SELECT ${tx.newId()}::uuid, buyer.facility_id, ${sale.number}, buyer.id, ${sale.soldOn}::date, ${sale.channel}, ${discount}::bigint, ${total}::bigint, ${clientId}::uuid, ${clientId}::uuid
      FROM found_buyer buyer WHERE NOT EXISTS (SELECT FROM refusal)
      RETURNING *
    ), ${insertedLines}, change AS (SELECT ${headColumns}, ${linesFrom('line', 'allocation')} FROM sale)`
  return { ctes, rules: { ...headRules, ...lineRules } }
}

/** For a draft that is locked; its lines are replaced when the patch has lines. A buyer that stays may be inactive by now. */
export async function updateDraft(tx: Transaction, draft: Sale, { lines: newLines, ...head }: SalePatch): Promise<Change> {
  const { buyerId = draft.buyerId, soldOn = draft.soldOn, discount = draft.discount } = head
  const lines = newLines && priced(tx, newLines)
  const total = saleTotal(
    (lines ?? draft.lines).map((line) => line.lineTotal),
    discount,
  )
  const headRules = { ...(buyerId === draft.buyerId ? {} : buyerRules), ...dayRule(soldOn) }
  const rules = { ...headRules, ...lineRules }
  const buyer = foundBuyer(buyerId, sql`buyer.facility_id = ${draft.facilityId}::uuid`)
  const sale = sql`sale AS (
      UPDATE sale SET ${assignments({ ...head, total }, tx.caller.clientId)} WHERE sale.id = ${draft.id}::uuid AND NOT EXISTS (SELECT FROM refusal) ${isLocked} RETURNING *)`
  if (lines === undefined) return { ctes: sql`${buyer}, ${refusalOf(headRules)}, ${sale}, change AS (SELECT ${columns} FROM sale)`, rules }
  await tx.query(sql`DELETE FROM sale_line WHERE sale_id = ${draft.id}::uuid ${isLocked}`)
  const ctes = sql`${items(lines)}, ${buyer}, ${refusalOf(headRules, sql`UNION ALL ${brokenLines(sql`${draft.facilityId}::uuid`)}`)}, ${sale},
    ${insertedLines}, change AS (SELECT ${headColumns}, ${linesFrom('line', 'allocation')} FROM sale)`
  return { ctes, rules }
}

export const deleteSale = (tx: Transaction, id: string): Change =>
  changeOf(tx, 'sale', id, sql`change AS (DELETE FROM sale WHERE sale.id = ${id}::uuid ${isLocked} RETURNING id, version, facility_id AS "facilityId")`)

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
