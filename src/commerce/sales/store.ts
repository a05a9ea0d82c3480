import { monthLocked } from '../../custody/months/index.ts'
import { phrase } from '../../platform/contract/language.ts'
import { tooLate } from '../../platform/contract/local-day.ts'
import { contradicts, duplicate, explainConstraints, missingReference } from '../../platform/database/constraints.ts'
import { listing } from '../../platform/database/listing.ts'
import { deleteOne, readOne, readRow } from '../../platform/database/records.ts'
import { foundRow, namedRules, unusableBy } from '../../platform/database/references.ts'
import { firstBroken, type Refusal, requireRules } from '../../platform/database/refusals.ts'
import { rows, unfiltered } from '../../platform/database/row-filter.ts'
import { empty, given, raw, type Sql, sql } from '../../platform/database/sql.ts'
import { changes, changesIfAny, column, columns, expression, insert, resource, type Selected, select } from '../../platform/database/tables.ts'
import { type Change, type Reader, seen, type Transaction } from '../../platform/database/transaction.ts'
import { freeOn, type LockedBalance, lockedBalances, type Move, moveStock, unsellableOn } from '../../production/stock/index.ts'
import { buyerReference } from '../buyers/index.ts'
import { brokenLines, items, lineRules, newLines } from './line-store.ts'
import { hasSameLines, type Part, type Priced, partsOf, saleTotal } from './rules.ts'
import { type NewSale, Sale, type SaleLine, type SalePatch, SaleQuery, type SaleStatus } from './schemas.ts'

explainConstraints({
  sale_number_key: duplicate('/number', phrase`Another sale of the facility has this number.`),
  sale_buyer_fkey: missingReference('/buyerId'),
  sale_line_product_fkey: missingReference('/lines'),
  sale_line_program_fkey: missingReference('/lines'),
  sale_line_grade_fkey: missingReference('/lines'),
  sale_allocation_batch_fkey: missingReference('/lines'),
  sale_month: monthLocked('/soldOn'),
  sale_moved_month: monthLocked('/soldOn'),
  sale_confirmed_month: monthLocked('/soldOn'),
  batch_revenue_check: contradicts('/lines', phrase`A batch would bring more than can be stored.`),
  sale_paid_check: contradicts('/lines', phrase`More has been paid than the sale would come to.`),
})

const its = 'the sale is filtered, or locked'
const isLocked = 'the sale is locked'
const saleLines = unfiltered('sale_line', its)
const allocations = unfiltered('sale_allocation', its)

/** The lines as JSON, from tables or CTEs. */
const linesFrom = (line: Sql, allocation: Sql) =>
  expression<
    Sale['lines']
  >`(SELECT coalesce(jsonb_agg(jsonb_build_object('id', line.id, 'position', line.position, 'productId', line.product_id, 'grade', line.grade,
      'quantity', line.quantity, 'unitPrice', line.unit_price, 'lineTotal', line.line_total,
      'service', CASE WHEN line.program_id IS NOT NULL THEN jsonb_build_object('programId', line.program_id, 'from', line.served_from, 'to', line.served_to) END,
      'allocations', (SELECT coalesce(jsonb_agg(jsonb_build_object('batchId', part.batch_id, 'quantity', part.quantity) ORDER BY part.batch_id), '[]'::jsonb) FROM ${allocation} part WHERE part.sale_line_id = line.id)
    ) ORDER BY line.position), '[]'::jsonb) FROM ${line} line WHERE line.sale_id = sale.id)`

const sale = resource('sale', Sale, {
  paymentStatus: sql`CASE WHEN sale.paid = sale.total THEN 'PAID' WHEN sale.paid > 0 THEN 'PARTLY_PAID' ELSE 'UNPAID' END`,
  lines: linesFrom(saleLines, allocations),
})
/** The sale that a statement wrote as `written`, with its lines from where they are then. */
const asWritten = (lines: Sql = saleLines, parts: Sql = allocations): Sql =>
  sql`change AS (${select({ ...sale.members, lines: linesFrom(lines, parts) }, sql`FROM written sale`)})`

/** Of a draft and of what was cancelled nothing is to be paid; what is completed is paid. */
const isUnpaid = sql`sale.status = 'CONFIRMED' AND sale.paid < sale.total`

export const listSales = listing({
  operation: 'listSales',
  of: sale,
  query: SaleQuery,
  filters: {
    productId: (ids) => sql`sale.id IN (SELECT sale_id FROM ${saleLines} WHERE product_id = ANY(${ids}::uuid[]))`,
    unpaid: (unpaid) => (unpaid ? isUnpaid : sql`NOT (${isUnpaid})`),
    batchId: (ids) =>
      sql`sale.id IN (SELECT line.sale_id FROM ${allocations} part JOIN ${saleLines} line ON line.id = part.sale_line_id WHERE part.batch_id = ANY(${ids}::uuid[]))`,
  },
})

export const readSale = (db: Reader, id: string): Promise<Sale> => readOne(db, sale, id)

/** A locked sale, with what is known of its facility. */
const locked = { seen: seen('sale'), ...sale.members, timeZone: column('facility', 'timeZone') }
export type LockedSale = Selected<typeof locked>

/** Locks a sale; every use case on it begins here. @throws not-found */
export const lockSale = (tx: Transaction, id: string): Promise<LockedSale> =>
  tx.lock(
    select(
      locked,
      sql`FROM ${rows(tx, 'sale')} JOIN ${unfiltered('facility', its)} ON facility.id = sale.facility_id
        WHERE sale.id = ${id}::uuid FOR NO KEY UPDATE OF sale`,
    ),
  )

// A draft: head and lines in one statement ---------------------------------------------------------------------

const itsToday = sql`(SELECT (now() AT TIME ZONE facility.time_zone)::date FROM ${unfiltered('facility', 'it is that of the buyer')} WHERE facility.id = buyer.facility_id)`
/** The CTE `found_buyer`: the buyer that the caller named, the day it is there, and the day of the sale. `where` goes on with AND. */
const foundBuyer = (tx: Transaction, id: string, soldOn: string, where: Sql = empty): Sql =>
  foundRow(
    buyerReference,
    sql`${rows(tx, 'buyer')} WHERE buyer.id = ${id}::uuid ${where}`,
    sql`, buyer.id, buyer.facility_id, ${itsToday} AS today, ${soldOn}::date AS sold_on`,
  )

const dayRule = {
  'sold-later': { broken: sql`(SELECT sold_on > today FROM found_buyer)`, problem: ({ today }: { today: string }) => tooLate('/soldOn', today) },
}
const headRules = { ...namedRules(buyerReference, '/buyerId'), ...dayRule }
const draftRules = { ...headRules, ...lineRules }
/** The rule that the head breaks first: with a buyer that is named now, and with the one that it had before. */
const brokenHead = firstBroken(headRules)
const brokenDay = firstBroken(dayRule)

/** The CTE `refusal`: the head first, then the lines in `item`, where there are any, in their order. */
const refusalOf = (head: Sql, lines: Sql = empty): Sql => sql`refusal AS (
    SELECT rule, facts FROM (
      SELECT 0 AS position, ${head} AS rule, jsonb_build_object('today', (SELECT today FROM found_buyer)) AS facts ${lines}
    ) looked WHERE rule IS NOT NULL ORDER BY position LIMIT 1)`

const line = {
  id: sql`item.id`,
  saleId: sql`written.id`,
  facilityId: sql`written.facility_id`,
  position: sql`item.position`,
  productId: sql`item."productId"`,
  grade: sql`item.grade`,
  quantity: sql`item.quantity`,
  unitPrice: sql`item."unitPrice"`,
  lineTotal: sql`item."lineTotal"`,
  programId: sql`item."programId"`,
  servedFrom: sql`item."servedFrom"`,
  servedTo: sql`item."servedTo"`,
}
const part = { saleLineId: sql`item.id`, batchId: sql`part."batchId"`, quantity: sql`part.quantity` }
const partsOfItem = sql`jsonb_to_recordset(item.allocations) AS part("batchId" uuid, quantity numeric)`
/** The lines in `item`, of the sale in `written`. */
const writtenLines = sql`line AS (${insert('sale_line', line, sql`FROM item CROSS JOIN written RETURNING *`)}),
  allocation AS (${insert('sale_allocation', part, sql`FROM written CROSS JOIN item CROSS JOIN ${partsOfItem} RETURNING *`)}),
  ${asWritten(sql`line`, sql`allocation`)}`

const headRecord = raw('head(id uuid, number text, "soldOn" date, channel text, discount bigint, total bigint, status text, "clientId" uuid)')
const newSale = {
  id: sql`head.id`,
  facilityId: sql`found_buyer.facility_id`,
  number: sql`head.number`,
  buyerId: sql`found_buyer.id`,
  soldOn: sql`head."soldOn"`,
  channel: sql`head.channel`,
  discount: sql`head.discount`,
  total: sql`head.total`,
  status: sql`head.status`,
  createdBy: sql`head."clientId"`,
  updatedBy: sql`head."clientId"`,
}
/** The head in `head` and the lines in `item`, for `found_buyer`, where nothing is refused. */
const writtenSale = sql`written AS (${insert('sale', newSale, sql`FROM head CROSS JOIN found_buyer WHERE NOT EXISTS (SELECT FROM refusal) RETURNING *`)}), ${writtenLines}`
const itsBuyer = sql`(SELECT facility_id FROM found_buyer)`
const refusedSale = refusalOf(brokenHead, sql`UNION ALL ${brokenLines(itsBuyer)}`)

/** A sale as it will be written: what it comes to, and the ids of its rows. @throws contradiction */
export function composeSale(tx: Transaction, { lines: priced, discount = 0, confirm: _, ...head }: Priced<NewSale>) {
  const lines = newLines(tx, priced)
  const total = saleTotal(
    lines.map((line) => line.lineTotal),
    discount,
  )
  return { ...head, id: tx.newId(), discount, total, lines }
}
export type ComposedSale = ReturnType<typeof composeSale>

/** What a new sale is, and the rule that it breaks first. */
const examined = (tx: Transaction, { lines, ...sale }: ComposedSale, status: SaleStatus): Sql => {
  const head = JSON.stringify({ ...sale, status, clientId: tx.caller.clientId })
  return sql`head AS (SELECT * FROM jsonb_to_record(${head}::jsonb) AS ${headRecord}), ${items(lines)},
    ${foundBuyer(tx, sale.buyerId, sale.soldOn)}, ${refusedSale}`
}

/**
 * Head and lines in one statement, which decides what they need. A sale that is confirmed as it is written takes its goods
 * with it: its lines draw from balances that are locked.
 */
export function insertSale(tx: Transaction, sale: ComposedSale, status: 'DRAFT' | 'CONFIRMED'): Change<Sale> {
  const taken = status === 'DRAFT' ? empty : sql`${moveStock(tx, movesOf(partsOf(sale), sale.soldOn), sql`WHERE NOT EXISTS (SELECT FROM refusal)`)},`
  return { ctes: sql`${examined(tx, sale, status)}, ${taken} ${writtenSale}`, rules: draftRules }
}

/** @throws what a draft of this sale would be refused for */
export const requireDraftable = (tx: Transaction, sale: ComposedSale): Promise<void> =>
  requireRules(tx, draftRules, sql`WITH ${examined(tx, sale, 'DRAFT')} SELECT rule, facts FROM refusal`)

/** For a draft that is locked; its lines are replaced when the patch has other ones. A buyer that stays may be inactive by now. */
export async function updateDraft(tx: Transaction, draft: Sale, { lines: priced, ...head }: Priced<SalePatch>): Promise<Change<Sale>> {
  const { buyerId = draft.buyerId, soldOn = draft.soldOn, discount = draft.discount } = head
  const lines = priced === undefined || hasSameLines(priced, draft.lines) ? undefined : newLines(tx, priced)
  const total = saleTotal(
    (lines ?? draft.lines).map((line) => line.lineTotal),
    discount,
  )
  const broken = buyerId === draft.buyerId ? brokenDay : brokenHead
  const buyer = foundBuyer(tx, buyerId, soldOn, sql`AND buyer.facility_id = ${draft.facilityId}::uuid`)
  const set = changesIfAny('sale', { ...head, total }, tx.caller.clientId, lines !== undefined)
  const written = sql`written AS (
      UPDATE ${unfiltered('sale', isLocked)} SET ${set} WHERE sale.id = ${draft.id}::uuid AND NOT EXISTS (SELECT FROM refusal) RETURNING *)`
  if (lines === undefined) return { ctes: sql`${buyer}, ${refusalOf(broken)}, ${written}, ${asWritten()}`, rules: draftRules }
  await tx.query(sql`DELETE FROM ${saleLines} WHERE sale_id = ${draft.id}::uuid`)
  const ctes = sql`${items(lines)}, ${buyer}, ${refusalOf(broken, sql`UNION ALL ${brokenLines(sql`${draft.facilityId}::uuid`)}`)}, ${written}, ${writtenLines}`
  return { ctes, rules: draftRules, before: draft }
}

export const deleteSale = (tx: Transaction, id: string): Change => deleteOne(tx, 'sale', id)

// Stock ---------------------------------------------------------------------------------------------------------

const isSeen = 'its balance is one that the caller sees'

/**
 * CTEs that lock goods: `candidate`, the oldest batches that may be sold and together hold what lines ask for, or, where there are
 * none, some that may not or are empty, so that the refusal can say why; and `held`, the balances of those and of the batches that lines
 * chose. They follow `asked`, the lines, of which some are free to draw from any batch, and `chosen`.
 */
const lockedGoods = (tx: Transaction, soldOn: Sql): Sql => sql`wanted AS (
      SELECT "productId", grade, sum(quantity) AS quantity FROM asked GROUP BY "productId", grade HAVING bool_or("isFree")
    ), sellable AS (
      SELECT balance.batch_id, balance.grade, balance.on_hand, wanted.quantity, wanted."productId", batch.completed_on, ${freeOn(soldOn)} AS free
      FROM wanted JOIN ${rows(tx, 'stock_balance', 'balance')} ON balance.product_id = wanted."productId" AND balance.grade = wanted.grade AND balance.on_hand > 0
      JOIN ${unfiltered('batch', isSeen)} ON batch.id = balance.batch_id AND ${unsellableOn(soldOn)} IS NULL
    ), available AS (
      SELECT sellable.*, sum(free) OVER (PARTITION BY "productId", grade ORDER BY completed_on, batch_id) - free AS before FROM sellable
    ), candidate AS (
      SELECT batch_id AS "batchId", grade, on_hand AS "onHand", NULL AS unsellable FROM available WHERE before < quantity
      UNION ALL
      SELECT other.batch_id, wanted.grade, other.on_hand, other.unsellable FROM wanted CROSS JOIN LATERAL (
        SELECT balance.batch_id, balance.on_hand, ${unsellableOn(soldOn)} AS unsellable FROM ${rows(tx, 'stock_balance', 'balance')} JOIN ${unfiltered('batch', isSeen)} ON batch.id = balance.batch_id
        WHERE balance.product_id = wanted."productId" AND balance.grade = wanted.grade
        ORDER BY (balance.on_hand > 0) DESC, batch.completed_on DESC NULLS LAST, batch.id DESC LIMIT 10
      ) other WHERE NOT EXISTS (SELECT 1 FROM available WHERE available."productId" = wanted."productId" AND available.grade = wanted.grade)
    ), held AS (${lockedBalances(tx, sql`SELECT "batchId", grade FROM candidate UNION ALL SELECT "batchId", grade FROM chosen`, soldOn)})`

/** Goods that are locked, and whether a candidate was otherwise when it was found. */
const goods = {
  balances: expression<LockedBalance[]>`(SELECT coalesce(jsonb_agg(held ORDER BY held."batchId", held.grade), '[]') FROM held)`,
  haveMoved: expression<boolean>`EXISTS (SELECT FROM candidate LEFT JOIN held USING ("batchId", grade)
    WHERE (held."onHand", held.unsellable) IS DISTINCT FROM (candidate."onHand", candidate.unsellable))`,
}
export type LockedGoods = Selected<typeof goods>

const givenLines = given('line', { productId: 'uuid', grade: 'text', quantity: 'numeric', isFree: 'boolean' })
const givenParts = given('part', { batchId: 'uuid', grade: 'text' })

/** Locks what the lines of a new sale may draw from. */
export function lockGoods(tx: Transaction, { lines, soldOn }: Pick<ComposedSale, 'lines' | 'soldOn'>): Promise<LockedGoods> {
  const ofGoods = lines.filter(({ service }) => !service)
  const asked = ofGoods.map(({ productId, grade, quantity, allocations }) => ({ productId, grade, quantity, isFree: allocations.length === 0 }))
  const chosen = lines.flatMap(({ grade, allocations }) => allocations.map(({ batchId }) => ({ batchId, grade })))
  return readRow<LockedGoods>(
    tx,
    sql`WITH asked AS (SELECT * FROM ${givenLines(asked)}),
      chosen AS (SELECT * FROM ${givenParts(chosen)}),
      ${lockedGoods(tx, sql`${soldOn}::date`)} ${select(goods, empty)}`,
  )
}

const lockedWithGoods = {
  ...locked,
  ...goods,
  /** What keeps the buyer from being named, and the rule that a line breaks. */
  unusable: unusableBy(buyerReference),
  refusal: expression<Refusal | null>`(SELECT to_jsonb(refusal) FROM refusal)`,
}

/** Locks a draft and what its lines may draw from. @throws not-found */
export const lockDraftWithGoods = (tx: Transaction, id: string): Promise<Selected<typeof lockedWithGoods>> =>
  tx.lock(
    sql`WITH target AS (SELECT * FROM ${rows(tx, 'sale')} WHERE sale.id = ${id}::uuid FOR NO KEY UPDATE),
      part AS (SELECT part.* FROM target JOIN ${saleLines} ON sale_line.sale_id = target.id JOIN ${unfiltered('sale_allocation', its, 'part')} ON part.sale_line_id = sale_line.id),
      item AS (
        SELECT sale_line.position, sale_line.product_id AS "productId", sale_line.grade, sale_line.quantity, '[]'::jsonb AS "tooCoarse",
          sale_line.program_id AS "programId", sale_line.served_from AS "servedFrom", sale_line.served_to AS "servedTo",
          (SELECT coalesce(jsonb_agg(jsonb_build_object('batchId', part.batch_id)), '[]') FROM part WHERE part.sale_line_id = sale_line.id) AS allocations
        FROM target JOIN ${saleLines} ON sale_line.sale_id = target.id
      ), asked AS (SELECT "productId", grade, quantity, allocations = '[]' AS "isFree" FROM item WHERE "programId" IS NULL),
      chosen AS (SELECT part.batch_id AS "batchId", sale_line.grade FROM part JOIN ${saleLines} ON sale_line.id = part.sale_line_id),
      ${lockedGoods(tx, sql`(SELECT sold_on FROM target)`)},
      refusal AS (SELECT rule, facts FROM (${brokenLines(sql`(SELECT facility_id FROM target)`)}) looked WHERE rule IS NOT NULL ORDER BY position LIMIT 1)
      ${select(lockedWithGoods, sql`FROM target sale JOIN ${unfiltered('facility', its)} ON facility.id = sale.facility_id JOIN ${unfiltered('buyer', its)} ON buyer.id = sale.buyer_id`)}`,
  )

const setStatus = (tx: Transaction, id: string, status: SaleStatus): Sql =>
  sql`written AS (UPDATE ${unfiltered('sale', isLocked)} SET ${changes('sale', { status }, tx.caller.clientId)} WHERE sale.id = ${id}::uuid RETURNING *)`

/** What lines take out of the batches that they draw from. */
const movesOf = (parts: readonly Part[], soldOn: string): Move[] =>
  parts.map(({ lineId: saleLineId, quantity, ...part }) => ({ ...part, quantity: -quantity, type: 'SALE', occurredOn: soldOn, counts: 'SOLD', saleLineId }))

const givenAllocations = given('part', { lineId: 'uuid', batchId: 'uuid', quantity: 'numeric' })

/** For a locked draft and locked balances: writes down the batches chosen now and takes the goods out of stock. */
export function confirmSale(tx: Transaction, { id, soldOn, discount, lines }: Sale, allocated: readonly SaleLine[]): Change<Sale> {
  const chosenNow = allocated
    .filter((_, at) => lines[at]?.allocations.length === 0)
    .flatMap((line) => line.allocations.map((part) => ({ ...part, lineId: line.id })))
  const row = { saleLineId: sql`part."lineId"`, batchId: sql`part."batchId"`, quantity: sql`part.quantity` }
  const parts = sql`FROM ${givenAllocations(chosenNow)}`
  const before = sql`SELECT sale_allocation.* FROM ${allocations} JOIN ${saleLines} ON sale_line.id = sale_line_id WHERE sale_line.sale_id = ${id}::uuid`
  const chosen = sql`chosen AS (${insert('sale_allocation', row, sql`${parts} RETURNING *`)}), part AS (SELECT * FROM chosen UNION ALL ${before})`
  return {
    ctes: sql`${moveStock(tx, movesOf(partsOf({ lines: allocated, discount }), soldOn))}, ${chosen}, ${setStatus(tx, id, 'CONFIRMED')}, ${asWritten(saleLines, sql`part`)}`,
  }
}

/** What a confirmed sale took out of stock. */
export const movementsOf = (tx: Transaction, saleId: string) =>
  tx.query(
    select(
      columns('stock_movement', ['id', 'saleLineId', 'batchId', 'grade', 'quantity']),
      sql`FROM ${unfiltered('stock_movement', isLocked)} JOIN ${saleLines} ON sale_line.id = stock_movement.sale_line_id
        WHERE sale_line.sale_id = ${saleId}::uuid AND stock_movement.type = 'SALE' ORDER BY stock_movement.id`,
    ),
  )

/** Ends a sale; `moves` put back what it took. For a locked sale and locked balances. */
export const endSale = (tx: Transaction, id: string, status: SaleStatus, moves: readonly Move[]): Change<Sale> => ({
  ctes: sql`${moves.length === 0 ? empty : sql`${moveStock(tx, moves)},`} ${setStatus(tx, id, status)}, ${asWritten()}`,
})
