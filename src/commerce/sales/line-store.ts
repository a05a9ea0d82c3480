/** The lines of a sale as statements take them, and what each has to fulfil. */
import { phrase } from '../../platform/contract/language.ts'
import { contradiction, unknownReference } from '../../platform/contract/problems.ts'
import { stateRules } from '../../platform/database/references.ts'
import { firstBroken, problemOf, type Refusal, type Rules } from '../../platform/database/refusals.ts'
import { rows, unfiltered } from '../../platform/database/row-filter.ts'
import { given, join, raw, type Sql, sql } from '../../platform/database/sql.ts'
import { column, expression, select } from '../../platform/database/tables.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import { offerReference, tooCoarseFor, tooFine, type Unit } from '../../production/products/index.ts'
import { batchReference } from '../../production/stock/index.ts'
import { lineTotal, type PricedLine } from './rules.ts'
import type { NewSaleLine, SaleAllocation } from './schemas.ts'

/** A line as the statements take it; `tooCoarse` are the units that a quantity of the caller's is too fine for. */
interface WrittenLine extends Omit<PricedLine, 'allocations'> {
  id: string
  position: number
  lineTotal: number
  tooCoarse: Unit[]
  allocations: (SaleAllocation & { tooCoarse?: Unit[] })[]
}

const withUnits = <Given extends { quantity: number }>(given: Given) => ({ ...given, tooCoarse: tooCoarseFor(given.quantity) })

/**
 * Lines with the price of the list on the day of the sale, where they have none. It is asked only then. Of a product that is not there
 * the statement that writes the lines says so. @throws contradiction where the list has no price
 */
export async function withPrices(tx: Transaction, lines: readonly NewSaleLine[], soldOn: string): Promise<PricedLine[]> {
  const open = lines.filter(({ unitPrice }) => unitPrice === undefined).map(({ productId }) => productId)
  const holds = sql`valid_from <= ${soldOn}::date AND (valid_to IS NULL OR valid_to >= ${soldOn}::date)`
  const amount = expression<
    number | null
  >`(SELECT amount FROM ${unfiltered('product_price', 'its product is filtered')} WHERE product_id = product.id AND ${holds})`
  const listed =
    open.length === 0
      ? []
      : await tx.query(select({ id: column('product', 'id'), amount }, sql`FROM ${rows(tx, 'product')} WHERE product.id = ANY(${open}::uuid[])`))
  const prices = new Map(listed.map(({ id, amount }) => [id, amount]))
  return lines.map((line, at) => {
    const { unitPrice = prices.get(line.productId) } = line
    if (unitPrice === null) throw contradiction(`/lines/${at}/unitPrice`, phrase`The product has no list price on ${soldOn}.`)
    return { ...line, unitPrice: unitPrice ?? 0 }
  })
}

/** @throws contradiction where a line comes to more than can be stored */
export const newLines = (tx: Transaction, lines: readonly PricedLine[]): WrittenLine[] =>
  lines.map(({ allocations = [], ...line }, at) => ({
    ...withUnits(line),
    id: tx.newId(),
    position: at + 1,
    lineTotal: lineTotal(line.quantity, line.unitPrice, `/lines/${at}`),
    allocations: allocations.map(withUnits),
  }))

const givenItems = given('item', {
  id: 'uuid',
  position: 'int',
  productId: 'uuid',
  grade: 'text',
  quantity: 'numeric',
  tooCoarse: 'jsonb',
  unitPrice: 'bigint',
  lineTotal: 'bigint',
  allocations: 'jsonb',
  programId: 'uuid',
  servedFrom: 'date',
  servedTo: 'date',
})
/** The CTE `item`: a row for each line. */
export const items = (lines: readonly WrittenLine[]): Sql => {
  const given = lines.map(({ service, ...line }) => ({
    ...line,
    tooCoarse: JSON.stringify(line.tooCoarse),
    allocations: JSON.stringify(line.allocations),
    programId: service?.programId,
    servedFrom: service?.from,
    servedTo: service?.to,
  }))
  return sql`item AS (SELECT * FROM ${givenItems(given)})`
}

interface LineFacts {
  /** As a JSON pointer. */
  line: string
  grade: string
  unit: Unit
  /** By rule, the first allocation that breaks it, from 0. */
  parts: Readonly<Record<string, number>>
}

// Grades and chosen batches are looked up one by one: PostgreSQL takes every JSON for a hundred rows, and would rather read
// the whole table of grades, and all batches of the product, than join so many.
const itsLine = 'the product is of the facility of the sale'
const isSellable = sql`(SELECT grade.sellable FROM ${unfiltered('product_grade', itsLine, 'grade')} WHERE grade.product_id = product.id AND grade.code = item.grade)`
/** The first allocation of a line for which a condition holds, from 0. */
const firstPart = (condition: Sql): Sql =>
  sql`(SELECT min(part.at) - 1 FROM ROWS FROM (jsonb_to_recordset(item.allocations) AS ("batchId" uuid, "tooCoarse" text[])) WITH ORDINALITY AS part("batchId", "tooCoarse", at)
    WHERE ${condition})`
const chosen = (found: Sql): Sql =>
  sql`(SELECT ${found} FROM ${unfiltered('batch', 'its facility is compared')} WHERE batch.id = part."batchId" AND batch.facility_id = product.facility_id)`
const partAt = ({ line, parts }: LineFacts, rule: string): string => `${line}/allocations/${parts[rule]}`

/** What allocations have to fulfil, each with the condition under which `part` breaks it. */
const partRules: Rules<LineFacts> = {
  'too-fine-allocation': {
    broken: sql`product.unit = ANY(part."tooCoarse")`,
    problem: (facts) => tooFine(`${partAt(facts, 'too-fine-allocation')}/quantity`, facts.unit),
  },
  ...stateRules<LineFacts>(
    batchReference,
    (_, { when }) => chosen(when),
    (facts, rule) => `${partAt(facts, rule)}/batchId`,
  ),
  'foreign-batch': {
    broken: sql`${chosen(sql`batch.product_id`)} IS DISTINCT FROM product.id`,
    problem: (facts) => unknownReference(`${partAt(facts, 'foreign-batch')}/batchId`),
  },
}
const brokenParts = Object.entries(partRules).map(([rule, { broken, problem }]) => ({ rule, problem, first: firstPart(broken) }))

const itsProgram = sql`${unfiltered('program', 'its facility is compared')} WHERE program.id = item."programId" AND program.facility_id = product.facility_id`
/** What a service has to fulfil, which goods have not. */
const serviceRules: Rules<LineFacts> = {
  'service-unsaid': {
    broken: sql`product.is_service AND item."programId" IS NULL`,
    problem: ({ line }) => contradiction(`${line}/service`, phrase`The product is a service: say which program served, and when.`),
  },
  'no-service': {
    broken: sql`NOT product.is_service AND item."programId" IS NOT NULL`,
    problem: ({ line }) => contradiction(`${line}/service`, phrase`The product is goods, which come from batches.`),
  },
  'foreign-program': {
    broken: sql`item."programId" IS NOT NULL AND NOT EXISTS (SELECT FROM ${itsProgram})`,
    problem: ({ line }) => unknownReference(`${line}/service/programId`),
  },
  'served-backwards': {
    broken: sql`item."servedTo" < item."servedFrom"`,
    problem: ({ line }) => contradiction(`${line}/service/to`, phrase`The last day is before the first day.`),
  },
  'served-outside': {
    broken: sql`(SELECT item."servedFrom" < program.starts_on OR item."servedTo" > program.ends_on FROM ${itsProgram})`,
    problem: ({ line }) => contradiction(`${line}/service`, phrase`The program does not run on all of these days.`),
  },
}

/** What a line has to fulfil, when it is drafted and when it is confirmed; `item` is the line, `product` its product if it is there. */
export const lineRules: Rules<LineFacts> = {
  'unknown-product': { broken: sql`product.id IS NULL`, problem: ({ line }) => unknownReference(`${line}/productId`) },
  ...stateRules<LineFacts>(
    offerReference,
    (_, { when }) => when,
    ({ line }) => `${line}/productId`,
  ),
  'unknown-grade': { broken: sql`${isSellable} IS NULL`, problem: ({ line }) => unknownReference(`${line}/grade`) },
  'unsold-grade': { broken: sql`NOT ${isSellable}`, problem: ({ line, grade }) => contradiction(`${line}/grade`, phrase`Grade ${grade} is not sold.`) },
  'too-fine': { broken: sql`item."tooCoarse" ? product.unit`, problem: ({ line, unit }) => tooFine(`${line}/quantity`, unit) },
  ...Object.fromEntries(brokenParts.map(({ rule, problem, first }) => [rule, { broken: sql`${first} IS NOT NULL`, problem }])),
  ...serviceRules,
}

const brokenLine = firstBroken(lineRules)
const firstParts = join(brokenParts.map(({ rule, first }) => sql`${raw(`'${rule}'`)}, ${first}`))

/** A row for each line in `item`, with the rule that it breaks first; the goods are those of a facility. */
export const brokenLines = (facility: Sql): Sql => sql`
  SELECT item.position, ${brokenLine} AS rule, jsonb_build_object('line', '/lines/' || (item.position - 1), 'grade', item.grade, 'unit', product.unit,
    'parts', jsonb_build_object(${firstParts})) AS facts
  FROM item LEFT JOIN ${unfiltered('product', itsLine)} ON product.id = item."productId" AND product.facility_id = ${facility}`

/** What is said of a line that cannot be sold. */
export const lineProblem = (refusal: Refusal): Error => problemOf(lineRules, refusal)
