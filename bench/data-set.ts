/** The database that is measured: an embedded PostgreSQL of its own, filled once and kept in `.data/bench`. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/platform/database/embedded-postgres.ts'
import { applyMigrations } from '../src/platform/database/migrations.ts'

/** The project's folder; this file is compiled to dist/bench. */
const root = join(import.meta.dirname, '../..')
const folder = join(root, '.data/bench')
const cluster = join(folder, 'postgresql')

// Durability is PostgreSQL's default: every commit is flushed to disk.
const settings = { shared_buffers: '512MB', max_wal_size: '4GB', checkpoint_timeout: '15min', maintenance_work_mem: '256MB' }

export interface DataSet {
  url: string
  /** PostgreSQL's data folder. */
  cluster: string
  stop(): Promise<void>
}

/** @throws Error when another bench is using the data */
export async function openDataSet(rows: number): Promise<DataSet> {
  const server = await startEmbeddedPostgres(folder, settings)
  try {
    return { url: await filledDatabase(server, rows), cluster, stop: server.stop }
  } catch (error) {
    await server.stop()
    throw error
  }
}

async function filledDatabase(server: EmbeddedPostgres, rows: number): Promise<string> {
  const script = (await readFile(join(root, 'bench/data-set.sql'), 'utf8')).replaceAll(':rows', String(rows))
  const plain = await readFile(join(root, 'bench/plain.sql'), 'utf8')
  const fingerprint = createHash('sha256')
    .update(script)
    .update(plain)
    .update(await migrations())
    .digest('hex')
  const database = `bench_${rows}`
  const url = server.urlOf(database)
  const isFilled = await connected(server.urlOf('postgres'), async (client) => {
    // The comment is written last, so that half a data set is never taken for a whole one.
    const { rows: found } = await client.query<{ note: string | null }>(
      `SELECT shobj_description(oid, 'pg_database') AS note FROM pg_database WHERE datname = $1`,
      [database],
    )
    if (found[0]?.note === fingerprint) return true
    await client.query(`DROP DATABASE IF EXISTS ${database}`)
    await client.query(`CREATE DATABASE ${database}`)
    return false
  })
  if (isFilled) {
    console.log(`The data set of ${rows} batches is there already.`)
    return url
  }
  const start = Date.now()
  console.log(`Writing ${rows} batches and their sales. This is done once.`)
  await applyMigrations(url)
  await connected(url, (client) => fill(client, script))
  console.log('Writing the same rows into the plain schema.')
  await connected(url, (client) => client.query(`SET synchronous_commit = off; ${plain}; ANALYZE`))
  await connected(url, (client) => client.query(`COMMENT ON DATABASE ${database} IS '${fingerprint}'`))
  console.log(`Written in ${seconds(start)}.`)
  return url
}

async function migrations(): Promise<string> {
  const folder = join(root, 'prisma/migrations')
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.sql')).sort()
  return (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('\n')
}

async function connected<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

/** Foreign keys, exclusions and indexes are put back after the load, all at once: that is when they are checked. */
async function fill(client: pg.Client, script: string): Promise<void> {
  const { rows: constraints } = await client.query<{ drop: string; create: string }>(`
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
           format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS create
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('f', 'x')`)
  const { rows: indexes } = await client.query<{ drop: string; create: string }>(`
    SELECT format('DROP INDEX %s', indexrelid::regclass) AS drop, pg_get_indexdef(indexrelid) AS create
    FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
    WHERE relnamespace = 'public'::regnamespace AND NOT relispartition AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)`)
  const later = [...constraints, ...indexes]

  await client.query('SET synchronous_commit = off')
  for (const { drop } of later) await client.query(drop)
  for (const statement of script.split(/;\n/)) {
    const start = Date.now()
    await client.query(statement)
    const table = /^INSERT INTO (\w+)/m.exec(statement)?.[1]
    if (table !== undefined) console.log(`  ${table.padEnd(16)} ${seconds(start)}`)
  }
  const start = Date.now()
  for (const { create } of later.toReversed()) await client.query(create)
  console.log(`  ${'constraints'.padEnd(16)} ${seconds(start)}`)
  await client.query('VACUUM ANALYZE')
  await client.query('CHECKPOINT')
}

const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`
