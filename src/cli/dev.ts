/** `npm run dev`: the server as `npm start` runs it, started again whenever a file of src/ is saved, on a database that stays. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, watch } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '../config.ts'
import { projectFolder } from '../platform/contract/project-folder.ts'
import { startEmbeddedPostgres } from '../platform/database/embedded-postgres.ts'
import { transpile } from './transpile.ts'

const config = readConfig()
const run = (): ChildProcess => spawn(process.execPath, [join(projectFolder, 'dist/src/main.js')], { stdio: 'inherit' })
const isRunning = (): boolean => server.exitCode === null && server.signalCode === null

let server = run()
const changed = new Set<string>()
let timer: NodeJS.Timeout | undefined
watch(join(projectFolder, 'src'), { recursive: true }, (_event, name) => {
  if (name === null || name.endsWith('~') || name.split('/').some((part) => part.startsWith('.'))) return
  changed.add(join('src', name))
  // An editor writes several files at once.
  clearTimeout(timer)
  timer = setTimeout(restart, 50)
})

function restart(): void {
  console.log(`\n${[...changed].join(', ')} changed: starting again.`)
  for (const name of changed) if (name.endsWith('.ts') && existsSync(join(projectFolder, name))) transpile(projectFolder, name)
  changed.clear()
  const start = () => {
    server = run()
  }
  // A server that is killed leaves its PostgreSQL running, and the next one takes it over: that makes a restart quick.
  if (isRunning()) server.removeAllListeners('exit').once('exit', start).kill('SIGKILL')
  else start()
}

async function stop(signal: NodeJS.Signals): Promise<void> {
  clearTimeout(timer)
  server.removeAllListeners('exit').kill(signal)
  if (isRunning()) await once(server, 'exit')
  // What a server that failed, or was killed to start again, has left.
  if (server.exitCode !== 0 && config.DATABASE_URL === undefined) await (await startEmbeddedPostgres(config.DATA_DIR)).stop()
  process.exit()
}

let isStopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // Ctrl-C arrives twice: from the terminal, and from npm.
    if (!isStopping) void stop(signal)
    isStopping = true
  })
}
