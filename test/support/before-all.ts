/** Runs before the test files (`.taprc`). */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const loaders = process.execArgv.filter((argument) => argument.includes('@tapjs/typescript'))
// The work is done where tap takes no coverage: it would be all that the report speaks of, and fail the run.
const { status } = spawnSync(process.execPath, [...loaders, join(import.meta.dirname, 'start-run.ts'), String(process.ppid)], {
  stdio: 'inherit',
  env: { ...process.env, _TAPJS_PROCESSINFO_COVERAGE_: '0' },
})
process.exit(status ?? 1)
