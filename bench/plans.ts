/**
 * Every filter of the two large lists under every sort, and the rows that never change by the time of their entry, for a
 * caller who sees the country and for one who sees a single facility: which of them read a whole table, or take longer
 * than a person should wait. The statements are the server's own, prepared as the server prepares them.
 */
import pg from 'pg'
import { listPayments } from '../src/commerce/payments/store.ts'
import type { SaleQuery } from '../src/commerce/sales/schemas.ts'
import { listSales } from '../src/commerce/sales/store.ts'
import { defaultLimits, openPool, type Pool, run } from '../src/platform/database/pool.ts'
import type { Sql } from '../src/platform/database/sql.ts'
import type { Reader } from '../src/platform/database/transaction.ts'
import type { Caller } from '../src/platform/security/access.ts'
import { newKey, readKeyring } from '../src/platform/security/keyring.ts'
import type { BatchQuery } from '../src/production/batches/schemas.ts'
import { listBatches } from '../src/production/batches/store.ts'
import { listStockMovements } from '../src/production/stock/store.ts'

const slowMs = 100
/** A table of more rows is to be read by an index. */
const largeTable = 20_000
/** PostgreSQL plans five times for the values at hand before it considers a plan for any values. */
const tries = 7

/** The SQLSTATE of a statement that ran too long. */
const statementTimeout = '57014'

type List = (db: Reader) => Promise<unknown>

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  Plans?: Plan[]
}

interface Finding {
  name: string
  ms: number
  plan: Plan
}

const batchSorts = ['', 'code', '-code', 'startsOn', '-startsOn', 'updatedAt', '-updatedAt', 'startsOn,-code']
const saleSorts = ['', 'soldOn', '-soldOn', 'number', '-number', 'total', '-total', 'updatedAt', '-updatedAt', '-soldOn,number']

interface Example {
  facility: string
  program: string
  product: string
  supervisor: string
  batch: string
  code: string
  buyer: string
  number: string
  lately: string
}

const batchFilters = (of: Example): BatchQuery[] =>
  [
    {},
    { facilityId: [of.facility] },
    { programId: [of.program] },
    { productId: [of.product] },
    { supervisorId: [of.supervisor] },
    { status: ['PLANNED' as const] },
    { status: ['CLOSED' as const, 'COMPLETED' as const] },
    { startsOnFrom: '2024-11-20' },
    { startsOnTo: '2023-01-03' },
    { startsOnFrom: '2023-06-01', startsOnTo: '2023-06-02' },
    { completedOnFrom: '2024-12-20' },
    { completedOnTo: '2023-01-23' },
    { completedOnFrom: '2023-06-01', completedOnTo: '2023-06-02' },
    { archived: true },
    { q: of.code.slice(2, -1) },
    { q: 'no batch is called this' },
    { updatedSince: of.lately },
  ].map((filter) => ({ archived: false, ...filter }))

const saleFilters = (of: Example): SaleQuery[] => [
  {},
  { facilityId: [of.facility] },
  { buyerId: [of.buyer] },
  { productId: [of.product] },
  { batchId: [of.batch] },
  { status: ['DRAFT'] },
  { status: ['COMPLETED', 'CONFIRMED'] },
  { status: ['RETURNED'] },
  { channel: ['DIRECT'] },
  { number: [of.number] },
  { soldOnFrom: '2024-12-20' },
  { soldOnTo: '2023-02-02' },
  { soldOnFrom: '2023-06-01', soldOnTo: '2023-06-02' },
  { updatedSince: of.lately },
]

const sorted = <Query>(filters: Query[], sorts: readonly string[]): Query[] =>
  filters.flatMap((filter) => sorts.map((sort) => (sort === '' ? filter : { ...filter, sort })))

const exampleOf = `
  SELECT batch.facility_id AS facility, batch.program_id AS program, batch.product_id AS product, batch.supervisor_id AS supervisor, batch.id AS batch, batch.code,
         sale.buyer_id AS buyer, sale.number, (SELECT max(updated_at) - interval '3 days' FROM batch WHERE updated_at < '2025-01-01')::timestamptz(3) AS lately
  FROM batch JOIN sale ON sale.number = 'J' || batch.code WHERE batch.status = 'CLOSED' AND batch.code LIKE 'F300%' ORDER BY batch.id LIMIT 1`

function casesOf(example: Example): [string, List][] {
  const { facility, lately: updatedSince } = example
  const callers: [string, Caller['facilities']][] = [
    ['nation', 'ALL'],
    ['facility', [facility]],
  ]
  return callers.flatMap(([who, facilities]): [string, List][] => {
    const as = (db: Reader): Reader => ({ ...db, caller: { ...db.caller, facilities } })
    const name = (list: string, query: object) =>
      `${list} for a ${who}: ${Object.entries(query)
        .map(([filter, value]) => `${filter}=${value}`)
        .join(' ')}`
    return [
      ...sorted(batchFilters(example), batchSorts).map((query): [string, List] => [name('batches', query), (db) => listBatches(as(db), query)]),
      ...sorted(saleFilters(example), saleSorts).map((query): [string, List] => [name('sales', query), (db) => listSales(as(db), query)]),
      [name('movements', { updatedSince }), (db) => listStockMovements(as(db), { updatedSince })],
      [name('payments', { updatedSince }), (db) => listPayments(as(db), { updatedSince })],
    ]
  })
}

/** A value as it is written in EXECUTE. */
const literal = (value: unknown): string =>
  Array.isArray(value) ? pg.escapeLiteral(`{${value.map((one) => JSON.stringify(one)).join(',')}}`) : pg.escapeLiteral(String(value))

/** The plan that the next run will use: the kept one where there is one. */
async function planOf(pool: Pool, { text, values }: Sql): Promise<Plan> {
  const { rows: prepared } = await pool.query<{ name: string }>('SELECT name FROM pg_prepared_statements WHERE statement = $1', [text])
  const name = prepared[0]?.name
  const { rows } =
    name === undefined
      ? await pool.query({ text: `EXPLAIN (FORMAT JSON) ${text}`, values })
      : await pool.query(`EXPLAIN (FORMAT JSON) EXECUTE ${name}${values.length === 0 ? '' : `(${values.map(literal).join(', ')})`}`)
  return rows[0]['QUERY PLAN'][0].Plan
}

async function examine(pool: Pool, name: string, list: List): Promise<Finding> {
  let last: Sql | undefined
  const caller: Caller = {
    clientId: '00000000-0000-7000-8000-00000000000b',
    scopes: new Set(),
    redactions: new Set(),
    personalRecords: 1_000_000_000,
    purpose: null,
    credentialId: null,
    tokenId: null,
    onBehalfOf: null,
    facilities: 'ALL',
    name: 'bench',
    expiresAt: null,
  }
  const db: Reader = {
    keyring: readKeyring(newKey(1)),
    caller,
    query: (statement, planning) => {
      last = statement
      return run(pool, statement, planning)
    },
  }
  const times: number[] = []
  while (times.length < tries) {
    const start = performance.now()
    // A statement that is given up counts for as long as it was let run.
    await list(db).catch((error: { code?: string }) => {
      if (error.code !== statementTimeout) throw error
    })
    times.push(performance.now() - start)
  }
  const plan = await planOf(pool, last as Sql)
  // Once for plans made for the values, once for a kept one; the fastest of each, since the machine has other work.
  return { name, ms: Math.max(Math.min(...times.slice(0, 5)), Math.min(...times.slice(5))), plan }
}

const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)]
const describe = (plan: Plan): string =>
  nodes(plan)
    .filter((node) => node['Relation Name'] !== undefined || node['Index Name'] !== undefined || node['Node Type'] === 'Sort')
    .map((node) => [node['Node Type'], node['Index Name'] ?? node['Relation Name']].filter(Boolean).join(' '))
    .join(' < ')

/** Prints what is slow or reads a whole table. */
export async function checkPlans(databaseUrl: string): Promise<void> {
  const pool = openPool(databaseUrl, { ...defaultLimits, connections: 1 })
  try {
    const { rows: examples } = await pool.query<Example>(exampleOf)
    const { rows: large } = await pool.query<{ name: string }>(`SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND reltuples > ${largeTable}`)
    const cases = casesOf(examples[0] as Example)
    const findings: Finding[] = []
    for (const [name, list] of cases) findings.push(await examine(pool, name, list))
    const isScanned = ({ plan }: Finding) =>
      nodes(plan).some((node) => node['Node Type'] === 'Seq Scan' && large.some(({ name }) => name === node['Relation Name']))
    const slowest = findings.toSorted((a, b) => b.ms - a.ms)
    const print = (some: Finding[]) =>
      console.log(some.map(({ name, ms, plan }) => `  ${ms.toFixed(1).padStart(8)} ms  ${name}\n${' '.repeat(14)}${describe(plan)}`).join('\n'))
    const bad = slowest.filter((finding) => finding.ms > slowMs || isScanned(finding))
    console.log(`${findings.length} combinations of list, caller, filter and sort; ${bad.length} take more than ${slowMs} ms or read a whole table.`)
    print(bad)
    console.log('The slowest:')
    print(slowest.slice(0, 10))
  } finally {
    await pool.end()
  }
}
