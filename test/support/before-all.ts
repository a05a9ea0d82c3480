/** Runs before the test files (`.taprc`): starts the keeper of the run, bundles the files, and waits until the keeper has a database to copy. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { bundle } from './bundle.ts'
import { bundleFolder, runFile, runFolder } from './run.ts'

const runner = process.ppid
const folder = runFolder(runner)
mkdirSync(folder, { recursive: true, mode: 0o755 })
const logPath = join(folder, 'keeper.log')
const log = openSync(logPath, 'a')
const keeper = spawn(process.execPath, ['--import', import.meta.resolve('tsx/esm'), join(import.meta.dirname, 'keeper.ts'), String(runner)], {
  detached: true,
  stdio: ['ignore', log, log],
  // What tap would measure of it would be all that its report speaks of.
  env: { ...process.env, NODE_OPTIONS: '', _TAPJS_PROCESSINFO_COVERAGE_: '0' },
})
await bundle(bundleFolder(runner))
while (!existsSync(runFile(runner))) {
  if (keeper.exitCode !== null || keeper.signalCode !== null) {
    const why = readFileSync(logPath, 'utf8')
    rmSync(folder, { recursive: true, force: true })
    throw new Error(`The test database did not start.\n${why}`)
  }
  await pause(20)
}
process.exit(0)
