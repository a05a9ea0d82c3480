/** Programs of the project in processes of their own; first of all the server, with its own PostgreSQL unless it is given one. */

import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { Agent } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Test } from 'tap'
import { transpile } from '../../src/cli/transpile.ts'
import { Client, fetchContract } from './client.ts'
import { testMasterKey } from './keyring.ts'
import { bundleFolder, childrenFolder, runFolder } from './run.ts'

const root = join(import.meta.dirname, '..', '..')
/** A program of the project, `main` or `cli/migrate`, as it is bundled for the run. */
export const programOf = (name: string): string => join(bundleFolder(process.ppid), 'src', `${name}.mjs`)

/** A copy of the project, compiled without checking, since `npm run check` does that; its files of `src` may be changed. */
export function projectOfItsOwn(): string {
  const folder = freshFolder()
  for (const sources of ['src', 'prisma/client']) {
    for (const name of readdirSync(join(root, sources), { recursive: true, encoding: 'utf8' })) {
      if (name.endsWith('.ts')) transpile(root, join(sources, name), folder)
    }
  }
  cpSync(join(root, 'src'), join(folder, 'src'), { recursive: true })
  for (const name of ['package.json', 'tsconfig.json', 'node_modules', 'prisma', 'openapi']) symlinkSync(join(root, name), join(folder, name))
  return folder
}

let folders = 0
/** A folder of this run for a server's data. It does not exist yet. */
export const freshFolder = (): string => join(runFolder(process.ppid), `data-${process.pid}-${++folders}`)

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** The PostgreSQL that runs on a data folder. */
export function postmasterOf(dataFolder: string): number | undefined {
  const path = join(dataFolder, 'postgresql', 'postmaster.pid')
  const pid = existsSync(path) ? Number.parseInt(readFileSync(path, 'utf8'), 10) : Number.NaN
  return Number.isInteger(pid) && isAlive(pid) ? pid : undefined
}

/** The keeper of the run ends what is named here, should this file be interrupted. */
export const remember = (pid: number | undefined): void => {
  if (pid !== undefined) writeFileSync(join(childrenFolder(process.ppid), String(pid)), '')
}
const forget = (pid: number): void => rmSync(join(childrenFolder(process.ppid), String(pid)), { force: true })

export interface End {
  code: number | null
  signal: NodeJS.Signals | null
}

export class Program {
  output = ''
  readonly ended: Promise<End>
  readonly #child: ChildProcess

  /** @param program the server unless another is given */
  constructor(
    readonly environment: Record<string, string>,
    program = programOf('main'),
  ) {
    const { PATH = '', HOME = '' } = process.env
    this.#child = spawn(process.execPath, [program], {
      cwd: runFolder(process.ppid),
      env: { PATH, HOME, PORT: '0', LOG_LEVEL: 'warn', ...(environment.DATABASE_URL ? { MASTER_KEYS: testMasterKey } : {}), ...environment },
    })
    const { pid } = this.#child
    remember(pid)
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text
      })
    }
    this.ended = new Promise((resolve) => {
      this.#child.once('close', (code, signal) => {
        if (pid !== undefined) forget(pid)
        resolve({ code, signal })
      })
    })
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Waits until it says that it is ready. @throws what it said instead */
  async ready(): Promise<{ url: string; port: number; key: string | undefined }> {
    const announcement = /BinaKarya is ready\.\n[\s\S]*?\n\n/
    while (!announcement.test(this.output)) {
      if (!this.isRunning) throw new Error(`The server did not start:\n${this.output}`)
      await pause(20)
    }
    const url = /API +(http:\S+)/.exec(this.output)?.[1] ?? ''
    return { url, port: Number(new URL(url).port), key: /API key +(\S+)/.exec(this.output)?.[1] }
  }

  async stop(): Promise<End> {
    this.kill('SIGTERM')
    return this.ended
  }
}

/** Starts servers for a test; none of them, and none of their PostgreSQLs, outlives it. */
export function starter(t: Test): (...given: ConstructorParameters<typeof Program>) => Program {
  const started: Program[] = []
  t.teardown(async () => {
    for (const program of started) {
      program.kill('SIGKILL')
      await program.ended
    }
    for (const { environment } of started) {
      const left = environment.DATA_DIR === undefined ? undefined : postmasterOf(environment.DATA_DIR)
      // Immediate shutdown: nobody will read this data again.
      if (left !== undefined) process.kill(left, 'SIGQUIT')
      while (left !== undefined && isAlive(left)) await pause(20)
      if (left !== undefined) forget(left)
    }
  })
  return (...given) => {
    const program = new Program(...given)
    started.push(program)
    return program
  }
}

/** A client of a server that is ready. */
export async function clientOf(program: Program, key?: string): Promise<Client> {
  const { port, key: printed } = await program.ready()
  if (program.environment.DATA_DIR !== undefined) remember(postmasterOf(program.environment.DATA_DIR))
  // A connection of its own for every call: a killed server must not be met again on an old one.
  const agent = new Agent({ keepAlive: false })
  return new Client({ port, agent, contract: await fetchContract({ port, agent }) }, key ?? printed)
}
