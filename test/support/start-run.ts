/** Starts the server of a test run and migrates the template that every test file gets a copy of. */
import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { prepareMonths } from '../../src/platform/audit/months.ts'
import { applyMigrations } from '../../src/platform/database/migrations.ts'
import { openPool } from '../../src/platform/database/pool.ts'
import { readRun, runFile, runFolder, urlOf } from './run.ts'

const runner = Number(process.argv[2])
const folder = runFolder(runner)
mkdirSync(folder, { recursive: true, mode: 0o755 })
const logPath = join(folder, 'keeper.log')
const log = openSync(logPath, 'a')
const keeper = spawn(process.execPath, [...process.execArgv, join(import.meta.dirname, 'keeper.ts'), String(runner)], {
  detached: true,
  stdio: ['ignore', log, log],
})
let gone = false
keeper.once('exit', () => {
  gone = true
})
while (!existsSync(runFile(runner))) {
  if (gone) {
    const why = readFileSync(logPath, 'utf8')
    rmSync(folder, { recursive: true, force: true })
    throw new Error(`The test database did not start.\n${why}`)
  }
  await pause(50)
}
closeSync(log)
keeper.unref()

const run = readRun(runner)
const admin = new pg.Client({ connectionString: run.admin })
await admin.connect()
await admin.query(`CREATE DATABASE "${run.prefix}"`)
await admin.end()
await applyMigrations(urlOf(run, run.prefix))
// Else every app that a test starts would make them.
await prepareMonths(openPool(urlOf(run, run.prefix)))
// Leaving now closes the connections of the migration; a template in use cannot be copied.
process.exit(0)
