/** Runs after the test files (`.taprc`): tells which problems no test has met, and waits until nothing of the run is left. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { readRun, runFile, runFolder, seenFolder } from './run.ts'

const runner = process.ppid
const lines = (name: string): string[] =>
  readFileSync(join(seenFolder(runner), name), 'utf8')
    .split('\n')
    .filter(Boolean)

if (existsSync(runFile(runner))) {
  const { keeper } = readRun(runner)
  const files = readdirSync(seenFolder(runner))
  const catalogue = new Set(files.filter((name) => name.endsWith('.catalogue')).flatMap(lines))
  const met = new Set(files.filter((name) => name.endsWith('.met')).flatMap(lines))
  const unmet = [...catalogue].filter((code) => !met.has(code)).sort()
  if (unmet.length > 0) process.stderr.write(`# ${unmet.length} of ${catalogue.size} problem codes were met by no test of this run: ${unmet.join(', ')}\n`)
  process.kill(keeper, 'SIGTERM')
  while (existsSync(runFolder(runner))) await pause(50)
}
