/**
 * BinaKarya beside a bare server, on a million batches: who answers how many requests in a second, in turns of a few
 * seconds so that a busy machine slows both. BENCH_ROWS, BENCH_ROUNDS and BENCH_SECONDS make it smaller. With --plans it looks
 * at the plans of the large lists instead, with --defences at slow clients and foreign rows, with --trail at an audit trail of
 * BENCH_ENTRIES entries, with --prisma at Prisma Client beside the bare server (decision 2).
 */

import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { cpus } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { newKey } from '../src/platform/security/keyring.ts'
import { openDataSet } from './data-set.ts'
import { checkDefences } from './defences.ts'
import type { Measured, Slot, Target } from './load.ts'
import { checkPlans } from './plans.ts'
import { type Sample, type Scenario, scenarios } from './scenarios.ts'
import { type Server, startServer } from './servers.ts'
import { checkTrail } from './trail.ts'

const setting = (name: string, otherwise: number): number => Number(process.env[name] || otherwise)
const rows = setting('BENCH_ROWS', 1_000_000)
const rounds = setting('BENCH_ROUNDS', 5)
const seconds = setting('BENCH_SECONDS', 4)
const warmUpSeconds = Math.min(seconds, 3)
const depth = Math.min(100_000, Math.floor(rows / 2))

/** One scenario, asked of two servers in turns. */
interface Race {
  scenario: Scenario
  names: readonly [string, string]
}
/** What everything that BinaKarya does beside the query costs; for an inmate, what recording the read costs. */
const wholeServer = scenarios.map((scenario): Race => ({ scenario, names: ['BinaKarya', scenario === 'read one inmate' ? 'unaudited' : 'bare'] }))
/** What Prisma costs, as a client and as a way to send SQL, against the same on pg. */
const prismaClient: Race[] = (['read one batch', 'list, first page', 'create batch'] as const).flatMap((scenario) => [
  { scenario, names: ['Prisma Client', 'bare'] as const },
  ...(scenario === 'read one batch' ? [{ scenario, names: ['$queryRaw', 'bare'] as const }] : []),
])
const apiKey = `bench_${randomBytes(24).toString('base64url')}`

async function takeSamples(databaseUrl: string): Promise<{ samples: Sample[]; version: string }> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows: samples } = await client.query<Sample>(`
      SELECT batch.id AS "batchId", batch.program_id AS "programId", batch.product_id AS "productId", batch.supervisor_id AS "supervisorId", buyer.id AS "buyerId", inmate.id AS "inmateId"
      FROM batch JOIN stock_balance balance ON balance.batch_id = batch.id AND balance.grade = 'A' AND balance.on_hand >= 20
      CROSS JOIN LATERAL (SELECT id FROM buyer WHERE buyer.facility_id = batch.facility_id LIMIT 1) buyer
      CROSS JOIN LATERAL (SELECT id FROM inmate WHERE inmate.facility_id = batch.facility_id OFFSET hashtext(batch.code) & 63 LIMIT 1) inmate
      WHERE batch.hold = 'NONE' AND batch.completed_on IS NOT NULL ORDER BY md5(batch.id::text) LIMIT 20000`)
    const { rows: versions } = await client.query<{ server_version: string }>('SHOW server_version')
    return { samples, version: versions[0]?.server_version ?? '' }
  } finally {
    await client.end()
  }
}

/** Walks a list by its own cursors to the pages that lie `depth` rows deep. */
async function walk(url: string): Promise<string[]> {
  const cursors: string[] = []
  let cursor: string | undefined
  for (let seen = 0; seen < depth + 20 * 200; seen += 200) {
    const page = await fetch(`${url}/v1/batches?limit=200${cursor === undefined ? '' : `&cursor=${cursor}`}`, {
      headers: { authorization: `Bearer ${apiKey}` },
    })
    if (!page.ok) throw new Error(`The list answered ${page.status} after ${seen} rows.`)
    const { next } = (await page.json()) as { next?: string }
    if (next === undefined) break
    cursor = next
    if (seen + 200 >= depth) cursors.push(next)
  }
  return cursors
}

/** Asks in turns, the second going first in every other round. */
async function compare(servers: Record<string, Server>, samples: Sample[], races: readonly Race[]): Promise<Map<Race, Measured[][]>> {
  const loader = fork(join(import.meta.dirname, 'load.js'))
  const ended = once(loader, 'exit').then(() => undefined)
  const measure = async (slot: Slot): Promise<Measured> => {
    loader.send(slot)
    const answer = await Promise.race([once(loader, 'message'), ended])
    if (answer === undefined) throw new Error('The load was given up.')
    return answer[0] as Measured
  }
  const run = Date.now().toString(36).toUpperCase()
  const walks = races.some(({ scenario }) => scenario === 'list, deep page')
  for (const [name, { url }] of Object.entries(servers)) {
    const target: Target = { name, url, material: { samples, run: `${run}${name.length}`, apiKey, deepCursors: walks ? await walk(url) : [] } }
    loader.send(target)
  }
  const results = new Map<Race, Measured[][]>(races.map((race) => [race, []]))
  try {
    for (const { scenario, names } of races) for (const target of names) await measure({ target, scenario, seconds: warmUpSeconds })
    for (let round = 1; round <= rounds; round++) {
      console.log(`Round ${round} of ${rounds}`)
      for (const [race, measured] of results) {
        const [first, second] = race.names
        const inTurn = (target: string) => measure({ target, scenario: race.scenario, seconds })
        if (round % 2 === 1) measured.push([await inTurn(first), await inTurn(second)])
        else measured.push([await inTurn(second), await inTurn(first)].reverse())
      }
    }
    return results
  } finally {
    loader.kill()
  }
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

function report(results: Map<Race, Measured[][]>): void {
  const columnOf = (measured: Measured[][], at: number): Measured[] => measured.map((pair) => pair[at] as Measured)
  // Each round against its own neighbour, so that a slow minute counts for neither.
  const ratio = (above: Measured[], below: Measured[]) => median(above.map(({ rate }, at) => rate / (below[at]?.rate ?? Number.NaN)))
  const cells = (measured: Measured[]) => [
    median(measured.map(({ rate }) => rate)).toFixed(0),
    median(measured.map(({ p50 }) => p50)).toFixed(1),
    median(measured.map(({ p99 }) => p99)).toFixed(1),
  ]
  const table = [
    ['', 'server', 'req/s', 'p50 ms', 'p99 ms', 'beside it', 'req/s', 'p50 ms', 'p99 ms', 'ratio'],
    ...[...results].map(([{ scenario, names }, measured]) => {
      const [above, below] = [columnOf(measured, 0), columnOf(measured, 1)]
      return [scenario, names[0], ...cells(above), names[1], ...cells(below), ratio(above, below).toFixed(2)]
    }),
  ]
  const widths = (table[0] ?? []).map((_, at) => Math.max(...table.map((line) => line[at]?.length ?? 0)))
  console.log(
    `\n${table.map((line) => line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ')).join('\n')}`,
  )
  const pageOf = (wanted: Scenario) => columnOf([...results].find(([{ scenario }]) => scenario === wanted)?.[1] ?? [], 0)
  const deepToFirst = ratio(pageOf('list, deep page'), pageOf('list, first page'))
  if (!Number.isNaN(deepToFirst)) console.log(`\nBinaKarya, deep page to first page: ${deepToFirst.toFixed(2)}`)
}

const boundless = {
  HOST: '127.0.0.1',
  PORT: '0',
  LOG_LEVEL: 'warn',
  RATE_LIMIT: '1000000000',
  RATE_LIMIT_WRITES: '1000000000',
  PERSONAL_RECORDS_PER_DAY: '1000000000',
  BOOTSTRAP_API_KEY: apiKey,
}

async function defend(databaseUrl: string): Promise<void> {
  const server = await startServer('../src/main.js', { DATABASE_URL: databaseUrl, MASTER_KEYS: newKey(1), ...boundless })
  try {
    await checkDefences(databaseUrl, server.url, apiKey)
  } finally {
    await server.stop()
  }
}

async function race(databaseUrl: string, races: readonly Race[]): Promise<void> {
  const started: Record<string, Server> = {}
  const { samples, version } = await takeSamples(databaseUrl)
  const shared = { DATABASE_URL: databaseUrl, MASTER_KEYS: newKey(1) }
  const start: Record<string, () => Promise<Server>> = {
    BinaKarya: () => startServer('../src/main.js', { ...shared, ...boundless }),
    bare: () => startServer('bare.js', shared),
    unaudited: () => startServer('unaudited.js', shared),
    'Prisma Client': () => startServer('prisma.js', shared),
    $queryRaw: () => startServer('prisma.js', { ...shared, RAW: 'true' }),
  }
  try {
    for (const name of new Set(races.flatMap(({ names }) => names))) started[name] = await (start[name] as () => Promise<Server>)()
    const [cpu] = cpus()
    console.log(
      `${cpus().length} × ${cpu?.model}, Node ${process.version}, PostgreSQL ${version}; ${rows} batches, the deep page after ${depth}, ${rounds} rounds of ${seconds} s`,
    )
    report(await compare(started, samples, races))
  } finally {
    for (const server of Object.values(started)) await server.stop()
  }
}

const asked = (flag: string) => process.argv.includes(flag)
// The trail is a data set of its own.
const dataSet = await openDataSet(asked('--trail') ? 1_000 : rows)
try {
  if (asked('--plans')) await checkPlans(dataSet.url)
  else if (asked('--defences')) await defend(dataSet.url)
  else if (asked('--trail')) await checkTrail(dataSet.url, setting('BENCH_ENTRIES', 10_000_000))
  else await race(dataSet.url, asked('--prisma') ? prismaClient : wholeServer)
} finally {
  await dataSet.stop()
}
