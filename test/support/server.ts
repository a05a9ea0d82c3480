/** The program of src/main.ts in a process of its own, for what only a process has: its output, its exit, its death. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Test } from 'tap'
import { testMasterKey } from './keyring.ts'
import { childrenFolder } from './run.ts'

export interface ServerProcess {
  process: ChildProcess
  /** Everything it has written to stdout and stderr. */
  output(): string
  port: number
  /** Sends a signal and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

const loaders = process.execArgv.filter((argument) => argument.includes('@tapjs/typescript'))

/** Starts the program and returns at once. */
export function startProgram(t: Test, environment: Record<string, string>): Omit<ServerProcess, 'port'> {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(_?TAP|DATABASE_URL|PORT|HOST|BOOTSTRAP|LOG_LEVEL|DATA_DIR|DEMO|MASTER)/.test(name)),
  )
  const tapLoader = Object.fromEntries(Object.entries(process.env).filter(([name]) => /^TS_NODE|^TAP_/.test(name)))
  const child = spawn(process.execPath, [...loaders, join(import.meta.dirname, '..', '..', 'src', 'main.ts')], {
    env: { ...inherited, ...tapLoader, MASTER_KEYS: testMasterKey, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  mkdirSync(childrenFolder(process.ppid), { recursive: true })
  writeFileSync(join(childrenFolder(process.ppid), String(child.pid)), '')
  let written = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8')
    stream?.on('data', (text: string) => {
      written += text
    })
  }
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal })),
  )
  const end = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    return ended
  }
  t.teardown(() => end('SIGKILL'))
  return { process: child, output: () => written, end }
}

/** Starts the program and waits until it says where it listens. */
export async function startServer(t: Test, environment: Record<string, string>): Promise<ServerProcess> {
  const program = startProgram(t, { PORT: '0', ...environment })
  for (let waited = 0; waited < 30_000; waited += 50) {
    const port = /API +http:\/\/127\.0\.0\.1:(\d+)/.exec(program.output())?.[1]
    if (port !== undefined) return { ...program, port: Number(port) }
    if (program.process.exitCode !== null) break
    await pause(50)
  }
  throw new Error(`The server did not start:\n${program.output()}`)
}
