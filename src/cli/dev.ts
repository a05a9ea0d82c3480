/** `npm run dev`: the server as `npm start` runs it, started again whenever a file of src/ is saved, on a database that stays. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, watch } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { readConfig } from '../config.ts'
import { projectFolder } from '../platform/contract/project-folder.ts'
import { startEmbeddedPostgres } from '../platform/database/embedded-postgres.ts'
import { transpile } from './transpile.ts'

const config = readConfig()
const changed = new Set<string>()
let server: ChildProcess | undefined

function start(): void {
  server = spawn(process.execPath, [join(projectFolder, 'dist/src/main.js')], { stdio: 'inherit' })
}

const isRunning = (): boolean => server?.exitCode === null && server.signalCode === null

/** A server that is killed leaves its PostgreSQL running, and the next one takes it over: that makes a restart quick. */
async function kill(): Promise<void> {
  if (!isRunning()) return
  server?.kill('SIGKILL')
  await once(server as ChildProcess, 'exit')
}

async function restart(): Promise<void> {
  while (changed.size > 0) {
    // An editor writes several files at once.
    await pause(50)
    const names = [...changed]
    changed.clear()
    console.log(`\n${names.join(', ')} changed: starting again.`)
    for (const name of names) if (name.endsWith('.ts') && existsSync(join(projectFolder, name))) transpile(projectFolder, name)
    await kill()
    start()
  }
}

let restarting: Promise<void> | undefined
watch(join(projectFolder, 'src'), { recursive: true }, (_event, name) => {
  if (name === null || name.endsWith('~') || name.split('/').some((part) => part.startsWith('.'))) return
  changed.add(join('src', name))
  restarting ??= restart()
    .catch((error: Error) => console.error(error.message))
    .finally(() => {
      restarting = undefined
    })
})

async function stop(signal: NodeJS.Signals): Promise<void> {
  await restarting
  if (isRunning()) {
    server?.kill(signal)
    await once(server as ChildProcess, 'exit')
  } else if (config.DATABASE_URL === undefined) {
    // What a server that failed has left.
    await (await startEmbeddedPostgres(config.DATA_DIR)).stop()
  }
  process.exit(0)
}

let isStopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // Ctrl-C arrives twice: from the terminal, and from npm.
    if (isStopping) return
    isStopping = true
    void stop(signal)
  })
}
start()
