/** Runs after the test files (`.taprc`): prints what of the contract no test has met, and waits until nothing of the run is left. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { readRun, runFile, runFolder, seenFolder } from './run.ts'

/** What is counted, in the order in which it is printed: the first word of a line of traffic.ts, and its name. */
const measures = {
  operation: 'operations',
  status: 'statuses',
  problem: 'problems of operations',
  member: 'request members',
  code: 'kinds of problems',
}

const runner = process.ppid
const seen = seenFolder(runner)
const linesOf = (name: string): string[] => readFileSync(join(seen, name), 'utf8').split('\n').filter(Boolean)

/** Test files that speak to the API and were not run. */
function filesLeftOut(): string[] {
  const tests = join(import.meta.dirname, '..')
  return readdirSync(tests, { recursive: true, encoding: 'utf8' }).filter(
    (name) =>
      name.endsWith('.test.ts') && readFileSync(join(tests, name), 'utf8').includes("'../support/app.ts'") && !existsSync(join(seen, `${basename(name)}.met`)),
  )
}

/** Compares what was promised with what was met. Anything short of all of it fails a run of all files. */
function measure(): void {
  const isWhole = filesLeftOut().length === 0
  const promised = existsSync(join(seen, 'promised')) ? linesOf('promised') : []
  if (promised.length === 0) {
    if (isWhole) throw new Error('No test file has said what the contract promises.')
    return
  }
  const met = new Set(
    readdirSync(seen)
      .filter((name) => name.endsWith('.met'))
      .flatMap(linesOf),
  )
  const missing = promised.filter((line) => !met.has(line))
  const count = (lines: string[], kind: string) => lines.filter((line) => line.startsWith(`${kind} `)).length
  const figures = Object.entries(measures).map(([kind, name]) => {
    const all = count(promised, kind)
    return `${name} ${(all - count(missing, kind)).toLocaleString('en')}/${all.toLocaleString('en')}`
  })
  process.stderr.write(`# contract coverage${isWhole ? '' : ' by some files'}: ${figures.join(', ')}\n`)
  if (!isWhole || missing.length === 0) return
  process.stderr.write(`# The contract promises what no test has met. Test it, or do not promise it:\n${missing.map((line) => `#   ${line}`).join('\n')}\n`)
  process.exitCode = 1
}

if (existsSync(runFile(runner))) {
  try {
    measure()
  } finally {
    process.kill(readRun(runner).keeper, 'SIGTERM')
    while (existsSync(runFolder(runner))) await pause(50)
  }
}
