/**
 * Owns the database server of one test run, with the migrated template that every test file gets a copy of. It lives in a session of its own, so that Ctrl-C does not reach it, and
 * leaves when it is asked to or when tap has ended, also by `kill -9`: then the server, the databases, the servers that
 * tests had started and the folder are removed as well.
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { prepareMonths } from '../../src/platform/audit/months.ts'
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.ts'
import { applyMigrations } from '../../src/platform/database/migrations.ts'
import { openPool } from '../../src/platform/database/pool.ts'
import { apiRoleOf, childrenFolder, type Run, runFile, runFolder, seenFolder, urlOf } from './run.ts'

// Nothing here has to survive a power cut.
const careless = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  autovacuum: 'off',
  max_connections: '200',
  shared_buffers: '128MB',
}

const runner = Number(process.argv[2])
const folder = runFolder(runner)
const given = process.env.TEST_DATABASE_URL || undefined
const prefix = `binakarya_test_${runner}`
const apiRole = apiRoleOf({ prefix })

let stopping = false
process.on('SIGTERM', () => {
  stopping = true
})
process.on('SIGINT', () => {})

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function makeTemplate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: admin })
  await client.connect()
  await client.query(`CREATE DATABASE "${prefix}"`)
  await client.end()
  await applyMigrations(url)
  // Else every app that a test starts would make them.
  const pool = openPool(url)
  await prepareMonths(pool)
  // Copies have the grants of the template; the login is that of an API which does not own its tables.
  await pool.query(await readFile(join(import.meta.dirname, '..', '..', 'prisma', 'roles.sql'), 'utf8'))
  await pool.query(`CREATE ROLE "${apiRole}" LOGIN PASSWORD 'of-a-test' IN ROLE binakarya_api`)
  // A template in use cannot be copied.
  await pool.end()
}

async function dropDatabases(admin: string): Promise<void> {
  const client = new pg.Client({ connectionString: admin })
  await client.connect()
  const found = await client.query<{ datname: string }>('SELECT datname FROM pg_database WHERE datname = $1 OR starts_with(datname, $2)', [
    prefix,
    `${prefix}_`,
  ])
  for (const { datname } of found.rows) await client.query(`DROP DATABASE IF EXISTS "${datname}" WITH (FORCE)`)
  await client.query(`DROP ROLE IF EXISTS "${apiRole}"`)
  await client.end()
}

async function endChildren(): Promise<void> {
  for (const name of await readdir(childrenFolder(runner)).catch(() => [])) {
    if (isAlive(Number(name))) process.kill(Number(name), 'SIGKILL')
  }
}

await Promise.all([mkdir(seenFolder(runner), { recursive: true }), mkdir(childrenFolder(runner), { recursive: true })])
const server = given === undefined ? await startEmbeddedPostgres(folder, careless) : undefined
const admin = given ?? (server?.urlOf('postgres') as string)
const run: Run = { keeper: process.pid, admin, prefix }
await makeTemplate(urlOf(run, prefix))
// Whoever waits for the file must not find half of it.
await writeFile(`${runFile(runner)}.new`, JSON.stringify(run), { mode: 0o600 })
await rename(`${runFile(runner)}.new`, runFile(runner))

while (!stopping && isAlive(runner)) await pause(200)

await endChildren()
// A server that is out of reach keeps its databases, but the folder goes in any case.
if (server === undefined) await dropDatabases(admin).catch(() => {})
await server?.stop().catch(() => {})
await rm(folder, { recursive: true, force: true })
process.exit(0)
