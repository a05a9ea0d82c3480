import { inFacility } from '../../custody/facilities/index.ts'
import { phrase } from '../../platform/contract/language.ts'
import { contradicts, duplicate, explainConstraints, missingReference, overlap } from '../../platform/database/constraints.ts'
import { contains, listing } from '../../platform/database/listing.ts'
import { changeOne, deleteOne, type Requirement, readOne, stillUsable } from '../../platform/database/records.ts'
import { holding, type Named, named, referable } from '../../platform/database/references.ts'
import { unfiltered } from '../../platform/database/row-filter.ts'
import { empty, type Sql, sql } from '../../platform/database/sql.ts'
import { columns, expression, insert, resource, select } from '../../platform/database/tables.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import { inOrder } from './rules.ts'
import { type Grade, type ListPrice, type NewProduct, Product, type ProductPatch, ProductQuery } from './schemas.ts'

const pricesOverlap = overlap('/listPrices', phrase`Two list prices hold on the same day.`)
explainConstraints({
  product_facility_fkey: missingReference('/facilityId'),
  product_sku_key: duplicate('/sku', phrase`Another product of the facility has this SKU.`),
  product_barcode_key: duplicate('/barcode', phrase`Another product of the facility has this barcode.`),
  product_price_pkey: pricesOverlap,
  product_price_overlap: pricesOverlap,
  product_price_dates_check: contradicts('/listPrices', phrase`A list price ends before it begins.`),
})

const its = 'its product is filtered, or locked'

/** A statement that writes grades and prices reads what it wrote. */
const parts = (grades: Sql, prices: Sql) => ({
  grades: expression<Product['grades']>`(SELECT coalesce(jsonb_agg(jsonb_build_object('code', code, 'sellable', sellable) ORDER BY position), '[]')
   FROM ${grades} WHERE product_id = product.id)`,
  listPrices: expression<
    Product['listPrices']
  >`(SELECT coalesce(jsonb_agg(jsonb_build_object('amount', amount, 'from', valid_from, 'to', valid_to) ORDER BY valid_from), '[]')
   FROM ${prices} WHERE product_id = product.id)`,
})
const product = resource('product', Product, parts(unfiltered('product_grade', its), unfiltered('product_price', its)))

export const listProducts = listing({
  operation: 'listProducts',
  of: product,
  query: ProductQuery,
  filters: { q: (search) => contains(sql`product.sku || ' ' || product.name`, search) },
})

export const productReference = referable('product', {
  archived: { when: sql`product.archived`, because: phrase`The product is archived.` },
  service: { when: sql`product.is_service`, because: phrase`The product is a service: it has no batches and no stock.` },
})

/** What can be sold: goods, which have batches, and services, which have none. */
export const offerReference = referable('offer', { archived: productReference.states.archived })

/** The product of a new row, at a facility. `more` are further columns of `found_product`, each after a comma. */
export const inProduct = (id: string, facilityId: Sql, more: Sql): Named =>
  named(
    productReference,
    sql`${unfiltered('product', 'it is of a facility that the caller sees')} WHERE product.id = ${id}::uuid AND product.facility_id = ${facilityId}`,
    '/productId',
    more,
  )

/** For a step of a row that names a product. */
export const withProduct = (id: Sql): Requirement => stillUsable(productReference, '/productId', sql`${unfiltered('product', its)} WHERE product.id = ${id}`)

export const readProduct = (db: Reader, id: string): Promise<Product> => readOne(db, product, id)

/** The rows of `grades` in their order, for an INSERT of (code, sellable, position). */
const gradeRows = (grades: readonly Grade[]): Sql => sql`unnest(
  ${grades.map(({ code }) => code)}::text[], ${grades.map(({ sellable }) => sellable)}::boolean[]) WITH ORDINALITY AS given(code, sellable, position)`

const priceRows = (prices: readonly ListPrice[]): Sql => sql`unnest(
  ${prices.map(({ amount }) => amount)}::bigint[], ${prices.map(({ from }) => from)}::date[],
  ${prices.map(({ to }) => to ?? null)}::date[]) AS given(amount, valid_from, valid_to)`

const gradesOf = (productId: Sql, grades: readonly Grade[], from: Sql): Sql =>
  insert(
    'product_grade',
    { productId, code: sql`given.code`, sellable: sql`given.sellable`, position: sql`given.position` },
    sql`FROM ${from} ${gradeRows(grades)}`,
  )

const pricesOf = (productId: Sql, prices: readonly ListPrice[], from: Sql): Sql =>
  insert(
    'product_price',
    { productId, amount: sql`given.amount`, validFrom: sql`given.valid_from`, validTo: sql`given.valid_to` },
    sql`FROM ${from} ${priceRows(prices)}`,
  )

export function createProduct(tx: Transaction, { grades = [{ code: 'A', sellable: true }], listPrices = [], ...values }: NewProduct): Change<Product> {
  const by = tx.caller.clientId
  const row = { id: tx.newId(), ...values, createdBy: by, updatedBy: by }
  const { ctes, isUsable, decided } = holding([inFacility(tx, values.facilityId)])
  const from = sql`written CROSS JOIN`
  const members = { ...product.members, ...parts(sql`grade`, sql`price`) }
  return {
    ctes: sql`${ctes}written AS (${insert('product', row, sql`WHERE ${isUsable} RETURNING *`)}),
      grade AS (${gradesOf(sql`written.id`, grades, from)} RETURNING *), price AS (${pricesOf(sql`written.id`, inOrder(listPrices), from)} RETURNING *),
      change AS (${select(members, sql`FROM written product`)})`,
    ...decided,
  }
}

/** Holds the product still until the transaction ends: no batch of it can begin meanwhile. @throws not-found */
export const lockProduct = (tx: Transaction, id: string) => readOne(tx, product, id, { lock: sql`FOR UPDATE` })

/** Whether batches or sales count it. */
export async function isInUse(db: Reader, productId: string): Promise<boolean> {
  const used = expression<boolean>`EXISTS (SELECT FROM ${unfiltered('batch', its)} WHERE product_id = ${productId}::uuid)
    OR EXISTS (SELECT FROM ${unfiltered('sale_line', its)} WHERE product_id = ${productId}::uuid)`
  const [found] = await db.query(select({ used }, empty))
  return found?.used ?? false
}

/** What refers to grades other than `kept`. They are locked first, so that nothing new can refer to them. */
export async function holdersOfOtherGrades(tx: Transaction, productId: string, kept: readonly Grade[]): Promise<string[]> {
  const others = sql`FROM ${unfiltered('product_grade', its)} WHERE product_id = ${productId}::uuid AND code <> ALL(${kept.map(({ code }) => code)}::text[])`
  const dropped = await tx.query(select(columns('product_grade', ['code']), sql`${others} ORDER BY code FOR UPDATE`))
  if (dropped.length === 0) return []
  const isDropped = sql`product_id = ${productId}::uuid AND grade = ANY(${dropped.map(({ code }) => code)})`
  const holders = await tx.query<{ name: string }>(sql`
    SELECT 'sale_line' AS name WHERE EXISTS (SELECT FROM ${unfiltered('sale_line', its)} WHERE ${isDropped})
    UNION ALL SELECT 'stock_balance' WHERE EXISTS (SELECT FROM ${unfiltered('stock_balance', its)} WHERE ${isDropped})`)
  return holders.map(({ name }) => name)
}

/**
 * Which of some grades outputs or sales know: where something came out, was sold or is on hand, not where all of it was taken
 * back. Grades and balances are locked first, so that none of it begins to move meanwhile.
 */
export async function withFigures(tx: Transaction, productId: string, codes: readonly string[]): Promise<string[]> {
  const grades = unfiltered('product_grade', its)
  await tx.query(sql`SELECT FROM ${grades} WHERE product_id = ${productId}::uuid AND code = ANY(${codes}::text[]) ORDER BY code FOR UPDATE`)
  const ofGrades = sql`product_id = ${productId}::uuid AND grade = ANY(${codes}::text[])`
  const held = sql`SELECT grade, produced, sold, on_hand FROM ${unfiltered('stock_balance', its)} WHERE ${ofGrades} ORDER BY batch_id, grade FOR NO KEY UPDATE`
  const known = await tx.query<{ grade: string }>(sql`
    WITH held AS (${held}) SELECT grade FROM held WHERE produced <> 0 OR sold <> 0 OR on_hand <> 0
    UNION SELECT grade FROM ${unfiltered('sale_line', its)} WHERE ${ofGrades}`)
  return known.map(({ grade }) => grade)
}

/** Needs the product's lock. */
export async function replaceGrades(tx: Transaction, productId: string, grades: readonly Grade[]): Promise<void> {
  const kept = grades.map(({ code }) => code)
  await tx.query(sql`DELETE FROM ${unfiltered('product_grade', its)} WHERE product_id = ${productId}::uuid AND code <> ALL(${kept}::text[])`)
  await tx.query(
    sql`${gradesOf(sql`${productId}::uuid`, grades, empty)} ON CONFLICT (product_id, code) DO UPDATE SET sellable = excluded.sellable, position = excluded.position`,
  )
}

/** Needs the product's lock. */
export async function replacePrices(tx: Transaction, productId: string, prices: readonly ListPrice[]): Promise<void> {
  await tx.query(sql`DELETE FROM ${unfiltered('product_price', its)} WHERE product_id = ${productId}::uuid`)
  await tx.query(pricesOf(sql`${productId}::uuid`, prices, empty))
}

/** `isMore` says that grades or prices were replaced. */
export function updateProduct(tx: Transaction, id: string, patch: Omit<ProductPatch, 'grades' | 'listPrices'>, isMore = false): Change<Product> {
  const { barcode } = patch
  // A barcode that is shared may stay as it is; what it is changed to is the product's own.
  const barcodeShared = barcode === undefined ? undefined : sql`product.barcode_shared AND product.barcode IS NOT DISTINCT FROM ${barcode}::text`
  return changeOne(tx, product, id, { ...patch, barcodeShared }, { isMore })
}

export const deleteProduct = (tx: Transaction, id: string): Change => deleteOne(tx, 'product', id)
