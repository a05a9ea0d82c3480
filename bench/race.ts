/** The measurement: every scenario of every server, in turns, and the table that comes of it. */
import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { cpus } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { newKey } from '../src/platform/security/keyring.ts'
import type { DataSet } from './data-set.ts'
import { clientOf } from './defences.ts'
import type { Load, Slot, Target } from './load.ts'
import { databaseTime, memoryOf, processTime } from './processes.ts'
import { type Material, type Sample, type Scenario, scenarios } from './scenarios.ts'
import { boundless, type Server, startServer } from './servers.ts'

export interface Extent {
  rows: number
  rounds: number
  /** Of one turn. */
  seconds: number
  /** Of mixed writing before the lists are measured again; 0 for none. */
  minutes: number
  /** Part of the names of the scenarios to measure. */
  only: string
}

type Name = 'by hand' | 'Prisma Client' | '$queryRaw' | 'BinaKarya' | 'unaudited'

/** What one turn has used, for each thing done. */
interface Turn extends Load {
  rate: number
  /** Processor time, in microseconds. */
  server: number
  database: number
  /** Bytes of the write-ahead log. */
  wal: number
}

const peers: Partial<Record<Scenario, readonly Name[]>> = {
  'read one batch': ['by hand', 'Prisma Client', '$queryRaw', 'BinaKarya'],
  // What recording the read costs.
  'read one inmate': ['unaudited', 'BinaKarya'],
  // What the others do in one request.
  'sell by draft and confirmation': ['BinaKarya'],
}
const competitors = (scenario: Scenario): readonly Name[] => peers[scenario] ?? ['by hand', 'Prisma Client', 'BinaKarya']
const writes: readonly Scenario[] = ['create a batch', 'patch a batch', 'sell in one request', 'sell by draft and confirmation']

const apiKey = `bench_${randomBytes(24).toString('base64url')}`

async function takeSamples(client: pg.Client): Promise<{ samples: Sample[]; forty: string[]; version: string }> {
  const { rows: samples } = await client.query<Sample>(`
    SELECT batch.facility_id AS "facilityId", batch.id AS "batchId", batch.program_id AS "programId", batch.product_id AS "productId",
      batch.supervisor_id AS "supervisorId", buyer.id AS "buyerId", inmate.id AS "inmateId"
    FROM batch JOIN stock_balance balance ON balance.batch_id = batch.id AND balance.grade = 'A' AND balance.on_hand >= 20
    CROSS JOIN LATERAL (SELECT id FROM buyer WHERE buyer.facility_id = batch.facility_id LIMIT 1) buyer
    CROSS JOIN LATERAL (SELECT id FROM inmate WHERE inmate.facility_id = batch.facility_id OFFSET hashtext(batch.code) & 63 LIMIT 1) inmate
    WHERE batch.hold = 'NONE' AND NOT batch.archived AND batch.completed_on IS NOT NULL ORDER BY md5(batch.id::text) LIMIT 20000`)
  const { rows: forty } = await client.query<{ id: string }>('SELECT id FROM facility ORDER BY md5(id::text) LIMIT 40')
  const { rows: versions } = await client.query<{ server_version: string }>('SHOW server_version')
  return { samples, forty: forty.map(({ id }) => id), version: versions[0]?.server_version ?? '' }
}

/** Batches in progress with their versions, as they are in `schema`. */
async function inProgress(client: pg.Client, schema: string): Promise<[string, number][]> {
  const { rows } = await client.query<{ id: string; version: number }>(
    `SELECT id, version FROM ${schema}.batch WHERE status = 'IN_PROGRESS' AND NOT archived ORDER BY md5(id::text) LIMIT 20000`,
  )
  return rows.map(({ id, version }) => [id, version])
}

/** Walks the list by its own cursors to the pages that lie `depth` rows deep: the cursors, and the ids that are cursors for the others. */
async function walk(url: string, depth: number): Promise<{ cursors: string[]; ids: string[] }> {
  const [cursors, ids]: [string[], string[]] = [[], []]
  let cursor: string | undefined
  for (let seen = 200; seen < depth + 20 * 200; seen += 200) {
    const page = await fetch(`${url}/v1/batches?status=CLOSED&limit=200${cursor === undefined ? '' : `&cursor=${cursor}`}`, {
      headers: { authorization: `Bearer ${apiKey}` },
    })
    if (!page.ok) throw new Error(`The list answered ${page.status} after ${seen} rows.`)
    const { items, next } = (await page.json()) as { items: { id: string }[]; next?: string }
    const last = items.at(-1)?.id
    if (next === undefined || last === undefined) break
    cursor = next
    if (seen < depth) continue
    cursors.push(next)
    ids.push(last)
  }
  return { cursors, ids }
}

class Course {
  readonly #loader = fork(join(import.meta.dirname, 'load.js'))
  readonly #ended = once(this.#loader, 'exit').then(() => undefined)

  constructor(
    private readonly servers: Partial<Record<Name, Server>>,
    private readonly dataSet: DataSet,
    private readonly client: pg.Client,
  ) {}

  tell(target: Target): void {
    this.#loader.send(target)
  }

  async turn(name: Name, scenario: Scenario, seconds: number): Promise<Turn> {
    const server = this.servers[name] as Server
    const used = async () => ({ server: await processTime(server.pid), database: await databaseTime(this.dataSet.cluster), wal: await this.#written() })
    const before = await used()
    this.#loader.send({ target: name, scenario, seconds } satisfies Slot)
    const answer = await Promise.race([once(this.#loader, 'message'), this.#ended])
    if (answer === undefined) throw new Error('The load was given up.')
    const after = await used()
    const load = answer[0] as Load
    const each = (part: keyof typeof before) => (after[part] - before[part]) / load.done
    return { ...load, rate: load.done / load.seconds, server: each('server'), database: each('database'), wal: each('wal') }
  }

  async #written(): Promise<number> {
    const { rows } = await this.client.query<{ bytes: string }>(`SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') AS bytes`)
    return Number(rows[0]?.bytes)
  }

  end(): void {
    this.#loader.kill()
  }
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
const middle = (turns: readonly Turn[], of: keyof Turn): number => median(turns.map((turn) => turn[of]))

type Results = Map<Scenario, Partial<Record<Name, Turn[]>>>

/** Every scenario in turns, each round beginning with another server. */
async function measure(course: Course, chosen: readonly Scenario[], rounds: number, seconds: number): Promise<Results> {
  const results: Results = new Map(chosen.map((scenario) => [scenario, {}]))
  for (const scenario of chosen) for (const name of competitors(scenario)) await course.turn(name, scenario, Math.min(seconds, 3))
  for (let round = 0; round < rounds; round++) {
    for (const [scenario, turns] of results) {
      const names = competitors(scenario)
      for (let at = 0; at < names.length; at++) {
        const name = names[(at + round) % names.length] as Name
        turns[name] = [...(turns[name] ?? []), await course.turn(name, scenario, seconds)]
      }
    }
    console.log(`Round ${round + 1} of ${rounds} is done.`)
  }
  return results
}

/** The turns that those of a scenario are compared with, of the same rounds. */
const floorOf = (results: Results, scenario: Scenario): Turn[] => {
  const turns = results.get(scenario === 'sell by draft and confirmation' ? 'sell in one request' : scenario) ?? {}
  return turns['by hand'] ?? turns.unaudited ?? []
}

function report(results: Results): void {
  const digits = (value: number, places = 0) => (Number.isNaN(value) ? '–' : value.toFixed(places))
  const lines = [...results].flatMap(([scenario, turns]) => {
    const floor = floorOf(results, scenario)
    return Object.entries(turns).map(([name, own]) => [
      scenario,
      name,
      digits(middle(own, 'rate')),
      digits(median(own.map(({ rate }, round) => rate / (floor[round]?.rate ?? Number.NaN))), 2),
      digits(middle(own, 'p50'), 1),
      digits(middle(own, 'p99'), 1),
      digits(middle(own, 'server')),
      digits(middle(own, 'database')),
      digits(middle(own, 'wal')),
    ])
  })
  const table = [['', 'server', '1/s', 'ratio', 'p50 ms', 'p99 ms', 'CPU µs', 'database µs', 'WAL bytes'], ...lines]
  const widths = (table[0] ?? []).map((_, at) => Math.max(...table.map((line) => line[at]?.length ?? 0)))
  console.log(
    `\n${table.map((line) => line.map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ')).join('\n')}`,
  )
}

/** The lists once more, after so many minutes of mixed writing. */
async function measureAfterWriting(course: Course, chosen: readonly Scenario[], { rounds, seconds, minutes }: Pick<Extent, 'rounds' | 'seconds' | 'minutes'>) {
  const until = Date.now() + minutes * 60_000
  for (let at = 0; Date.now() < until; at++) await course.turn('BinaKarya', writes[at % writes.length] as Scenario, 10)
  console.log(`\nAfter ${minutes} minutes of mixed writing:`)
  const lists = chosen.filter((scenario) => scenario.startsWith('list'))
  report(await measure(course, lists, rounds, seconds))
}

/** Starts all servers, measures them, prints the table. */
export async function race(dataSet: DataSet, { rows, rounds, seconds, minutes, only }: Extent): Promise<void> {
  const servers: Partial<Record<Name, Server>> = {}
  const client = new pg.Client({ connectionString: dataSet.url })
  await client.connect()
  const shared = { DATABASE_URL: dataSet.url, MASTER_KEYS: newKey(1) }
  const chosen = scenarios.filter((scenario) => scenario.includes(only))
  try {
    const begun = performance.now()
    servers.BinaKarya = await startServer('../src/main.js', { ...shared, ...boundless, BOOTSTRAP_API_KEY: apiKey })
    const { url, pid } = servers.BinaKarya
    if (!(await fetch(`${url}/health/ready`)).ok) throw new Error('BinaKarya listens and is not ready.')
    const readyAfter = (performance.now() - begun) / 1000
    servers.unaudited = await startServer('unaudited.js', shared)
    servers['by hand'] = await startServer('by-hand.js', shared)
    servers['Prisma Client'] = await startServer('prisma.js', shared)
    servers.$queryRaw = await startServer('prisma.js', { ...shared, RAW: 'true' })
    const { samples, forty, version } = await takeSamples(client)
    const depth = Math.min(100_000, Math.floor(rows / 2))
    const deep = await walk(url, depth)
    const run = Date.now().toString(36).toUpperCase()
    const material = { samples, apiKey, apiKeyOfForty: await clientOf(url, apiKey, forty, 'facility-head'), forty }
    const course = new Course(servers, dataSet, client)
    for (const [at, [name, { url }]] of Object.entries(servers).entries()) {
      const isWhole = name === 'BinaKarya' || name === 'unaudited'
      const own: Material = {
        ...material,
        run: `${run}${name.length}`,
        // Each patches batches of its own: two of them share a table.
        inProgress: (await inProgress(client, isWhole ? 'public' : 'plain')).filter((_, index) => index % Object.keys(servers).length === at),
        deepCursors: isWhole ? deep.cursors : deep.ids,
      }
      course.tell({ name, url, isWhole, material: own })
    }
    const [cpu] = cpus()
    console.log(
      `${cpus().length} × ${cpu?.model}, Node ${process.version}, PostgreSQL ${version}; ${rows} batches, ${rounds} rounds of ${seconds} s, 20 connections, pools of 10`,
    )
    try {
      report(await measure(course, chosen, rounds, seconds))
      if (minutes > 0) await measureAfterWriting(course, chosen, { rounds, seconds, minutes })
      console.log(`\nBinaKarya was ready ${readyAfter.toFixed(1)} s after it was started, and holds ${(await memoryOf(pid)).toFixed(0)} MB now.`)
    } finally {
      course.end()
    }
  } finally {
    for (const server of Object.values(servers)) await server.stop()
    await client.end()
  }
}
