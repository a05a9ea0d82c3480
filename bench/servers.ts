/** The servers as processes of their own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

export interface Server {
  url: string
  pid: number
  stop(): Promise<void>
}

/** Settings of BinaKarya under which no limit is met. */
export const boundless = {
  HOST: '127.0.0.1',
  PORT: '0',
  LOG_LEVEL: 'warn',
  RATE_LIMIT: '1000000000',
  RATE_LIMIT_WRITES: '1000000000',
  PERSONAL_RECORDS_PER_DAY: '1000000000',
}

/** Starts a compiled script that prints its address once it listens. @throws Error when it ends before that */
export async function startServer(script: string, environment: Record<string, string>): Promise<Server> {
  const child = spawn(process.execPath, [join(import.meta.dirname, script)], { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await Promise.race([addressIn(child), once(child, 'exit').then(() => undefined)])
  if (url === undefined) throw new Error(`${script} ended before it listened.`)
  return {
    url,
    pid: child.pid as number,
    stop: async () => {
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

async function addressIn(child: ChildProcess): Promise<string | undefined> {
  let printed = ''
  for await (const chunk of child.stdout ?? []) {
    printed += chunk
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0]
    if (url !== undefined) {
      child.stdout?.resume()
      return url
    }
  }
  return undefined
}
