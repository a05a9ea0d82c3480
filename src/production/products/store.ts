import { phrase } from '../../platform/contract/language.ts'
import { notFound } from '../../platform/contract/problems.ts'
import { contradicts, duplicate, explainConstraints, missingReference, overlap } from '../../platform/database/constraints.ts'
import { containing } from '../../platform/database/listing.ts'
import { listing } from '../../platform/database/listing-formerly.ts'
import { formerly, visible, within } from '../../platform/database/row-filter.ts'
import { assignments, insert, raw, type Sql, sql, stampColumns } from '../../platform/database/sql.ts'
import { type Change, changeOf, type Reader, type Transaction } from '../../platform/database/transaction.ts'
import type { Grade, ListPrice, NewProduct, Product, ProductPatch, ProductQuery, Unit } from './schemas.ts'

const pricesOverlap = overlap('/listPrices', phrase`Two list prices hold on the same day.`)
explainConstraints({
  product_facility_fkey: missingReference('/facilityId'),
  product_sku_key: duplicate('/sku', phrase`Another product of the facility has this SKU.`),
  product_price_pkey: pricesOverlap,
  product_price_overlap: pricesOverlap,
  product_price_dates_check: contradicts('/listPrices', phrase`A list price ends before it begins.`),
})

/** The select list; a statement that writes grades and prices reads what it wrote under their names. */
const columnsWith = (grades: string, prices: string): Sql =>
  sql`${raw(`product.id, product.facility_id AS "facilityId", product.sku, product.name,
  product.description, product.category, product.unit, product.is_service AS "isService", product.barcode, product.published, product.archived,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('code', code, 'sellable', sellable) ORDER BY position), '[]') FROM ${grades} WHERE product_id = product.id) AS grades,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('amount', amount, 'from', valid_from, 'to', valid_to) ORDER BY valid_from), '[]')
   FROM ${prices} WHERE product_id = product.id) AS "listPrices"`)}, ${stampColumns('product')}`
const columns = columnsWith('product_grade', 'product_price')

export const listProducts = listing<Product, ProductQuery>({
  operation: 'listProducts',
  table: 'product',
  from: sql`product`,
  columns,
  sorts: {
    sku: { column: 'product.sku', type: 'text' },
    name: { column: 'product.name', type: 'text' },
    updatedAt: { column: 'product.updated_at', type: 'timestamptz' },
  },
  filters: {
    facilityId: (ids) => sql`product.facility_id = ANY(${ids}::uuid[])`,
    category: (categories) => sql`product.category = ANY(${categories})`,
    unit: (units) => sql`product.unit = ANY(${units})`,
    published: (published) => sql`product.published = ${published}`,
    isService: (isService) => sql`product.is_service = ${isService}`,
    archived: (archived) => sql`product.archived = ${archived}`,
    q: (search) => sql`(product.sku || ' ' || product.name) ILIKE ${containing(search)}`,
  },
})

export async function readProduct(db: Reader, id: string): Promise<Product> {
  const [product] = await db.query<Product>(sql`SELECT ${columns} FROM product WHERE product.id = ${id}::uuid AND ${visible(db.caller, 'product.facility_id')}`)
  if (product === undefined) throw notFound()
  return product
}

/** The rows of `grades` in their order, for an INSERT of (code, sellable, position). */
const gradeRows = (grades: readonly Grade[]): Sql => sql`unnest(
  ${grades.map(({ code }) => code)}::text[], ${grades.map(({ sellable }) => sellable)}::boolean[]) WITH ORDINALITY AS given(code, sellable, position)`

const priceRows = (prices: readonly ListPrice[]): Sql => sql`unnest(
  ${prices.map(({ amount }) => amount)}::bigint[], ${prices.map(({ from }) => from)}::date[],
  ${prices.map(({ to }) => to ?? null)}::date[]) AS given(amount, valid_from, valid_to)`

export function createProduct(tx: Transaction, { grades = [{ code: 'A', sellable: true }], listPrices = [], ...product }: NewProduct): Change {
  const row = { id: tx.newId(), ...product, createdBy: tx.caller.clientId, updatedBy: tx.caller.clientId }
  return changeOf(
    tx,
    'product',
    row.id,
    sql`product AS (${insert('product', row)} ${within(tx.caller, product.facilityId)} RETURNING *), grade AS (
      INSERT INTO product_grade (product_id, code, sellable, position)
      SELECT product.id, given.code, given.sellable, given.position FROM product, ${gradeRows(grades)} RETURNING *
    ), price AS (
      INSERT INTO product_price (product_id, amount, valid_from, valid_to)
      SELECT product.id, given.amount, given.valid_from, given.valid_to FROM product, ${priceRows(listPrices)} RETURNING *
    ), change AS (SELECT ${columnsWith('grade', 'price')} FROM product)`,
  )
}

/** Holds the product still until the transaction ends: no batch of it can begin meanwhile. @throws not-found */
export async function lockProduct(tx: Transaction, id: string): Promise<{ version: number; unit: Unit; isService: boolean }> {
  const [product] = await tx.query<{ version: number; unit: Unit; isService: boolean }>(
    sql`SELECT version, unit, is_service AS "isService" FROM product WHERE id = ${id}::uuid AND ${visible(tx.caller, 'product.facility_id')} FOR UPDATE`,
  )
  if (product === undefined) throw notFound()
  return product
}

const isLocked = formerly('the product is locked')

/** Whether batches or sales count it. */
export async function isInUse(db: Reader, productId: string): Promise<boolean> {
  const [found] = await db.query<{ used: boolean }>(
    sql`SELECT EXISTS (SELECT FROM batch WHERE product_id = ${productId}::uuid) OR EXISTS (SELECT FROM sale_line WHERE product_id = ${productId}::uuid) AS used ${isLocked}`,
  )
  return found?.used ?? false
}

/** What refers to grades other than `kept`. They are locked first, so that nothing new can refer to them. */
export async function holdersOfOtherGrades(tx: Transaction, productId: string, kept: readonly Grade[]): Promise<string[]> {
  const dropped = await tx.query<{ code: string }>(
    sql`SELECT code FROM product_grade WHERE product_id = ${productId}::uuid AND code <> ALL(${kept.map(({ code }) => code)}::text[]) ${isLocked} ORDER BY code FOR UPDATE`,
  )
  if (dropped.length === 0) return []
  const codes = dropped.map(({ code }) => code)
  const holders = await tx.query<{ name: string }>(sql`
    SELECT 'sale_line' AS name WHERE EXISTS (SELECT FROM sale_line WHERE product_id = ${productId}::uuid AND grade = ANY(${codes}))
    UNION ALL SELECT 'stock_balance' WHERE EXISTS (SELECT FROM stock_balance WHERE product_id = ${productId}::uuid AND grade = ANY(${codes})) ${isLocked}`)
  return holders.map(({ name }) => name)
}

/** Needs the product's lock. */
export async function replaceGrades(tx: Transaction, productId: string, grades: readonly Grade[]): Promise<void> {
  await tx.query(sql`DELETE FROM product_grade WHERE product_id = ${productId}::uuid AND code <> ALL(${grades.map(({ code }) => code)}::text[]) ${isLocked}`)
  await tx.query(sql`
    INSERT INTO product_grade (product_id, code, sellable, position) SELECT ${productId}::uuid, given.code, given.sellable, given.position FROM ${gradeRows(grades)}
    ON CONFLICT (product_id, code) DO UPDATE SET sellable = excluded.sellable, position = excluded.position ${isLocked}`)
}

/** Needs the product's lock. */
export async function replacePrices(tx: Transaction, productId: string, prices: readonly ListPrice[]): Promise<void> {
  await tx.query(sql`DELETE FROM product_price WHERE product_id = ${productId}::uuid ${isLocked}`)
  await tx.query(sql`
    INSERT INTO product_price (product_id, amount, valid_from, valid_to)
    SELECT ${productId}::uuid, given.amount, given.valid_from, given.valid_to FROM ${priceRows(prices)} ${isLocked}`)
}

export const updateProduct = (tx: Transaction, id: string, patch: Omit<ProductPatch, 'grades' | 'listPrices'>): Change =>
  changeOf(
    tx,
    'product',
    id,
    sql`product AS (
      UPDATE product SET ${assignments(patch, tx.caller.clientId)} WHERE ${tx.isTarget('product', id)} RETURNING *
    ), change AS (SELECT ${columns} FROM product)`,
  )

export const deleteProduct = (tx: Transaction, id: string): Change =>
  changeOf(tx, 'product', id, sql`change AS (DELETE FROM product WHERE ${tx.isTarget('product', id)} RETURNING id, version, facility_id AS "facilityId")`)
