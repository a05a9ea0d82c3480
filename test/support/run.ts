/** What the files of one test run share: a PostgreSQL, a migrated template database, and a folder that dies with the run. */
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Run {
  /** The process that owns the server and clears up after the run, however it ends. */
  keeper: number
  /** Connection string of the server's maintenance database. */
  admin: string
  /** What the names of this run's databases begin with; the template is called exactly this. */
  prefix: string
}

/** `runner` is tap's process: the parent of the scripts before and after, and of every test file. */
export const runFolder = (runner: number): string => join(tmpdir(), `binakarya-test-${runner}`)

export const runFile = (runner: number): string => join(runFolder(runner), 'run.json')
/** What each test file has met of the contract: see traffic.ts. */
export const seenFolder = (runner: number): string => join(runFolder(runner), 'seen')
/** What bundle.ts has made of the test files. */
export const bundleFolder = (runner: number): string => join(runFolder(runner), 'bundle')
export const childrenFolder = (runner: number): string => join(runFolder(runner), 'children')

export function readRun(runner: number): Run {
  try {
    return JSON.parse(readFileSync(runFile(runner), 'utf8'))
  } catch {
    throw new Error('The test database is not there: run tests through tap, e.g. `npx tap test/operations/platform.test.ts`.')
  }
}

export function urlOf(run: Run, database: string): string {
  const url = new URL(run.admin)
  url.pathname = `/${database}`
  return url.href
}

/** A login of the run's server with the grants of prisma/roles.sql, for an API that does not own its tables. */
export const apiRoleOf = ({ prefix }: Pick<Run, 'prefix'>): string => `${prefix}_api`

export function apiUrlOf(run: Run, database: string): string {
  const url = new URL(urlOf(run, database))
  url.username = apiRoleOf(run)
  url.password = 'of-a-test'
  return url.href
}
