/** What the npm scripts of an operator have in common. */
import { pathToFileURL } from 'node:url'
import { readConfig } from '../config.ts'
import { type Limits, openPool } from '../platform/database/pool.ts'
import type { Service } from '../platform/security/authentication/signing-keys.ts'
import { configuredKeyring } from '../platform/security/keyring.ts'

/** Whether a file was started, and not imported. */
export const isStarted = (url: string): boolean => url === pathToFileURL(process.argv[1] ?? '').href

/** Runs a command. What goes wrong is one line and the exit code 1. */
export async function command(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 1
  }
}

/** Runs a command on the database of DATABASE_URL with the keys of its service. */
export const serviceCommand = (work: (service: Service) => Promise<void>, limits?: Limits): Promise<void> =>
  command(async () => {
    const config = readConfig()
    if (config.DATABASE_URL === undefined) throw new Error('Set DATABASE_URL: this works on the database of a running service.')
    const pool = openPool(config.DATABASE_URL, limits)
    try {
      await work({ pool, keyring: await configuredKeyring(config) })
    } finally {
      await pool.end()
    }
  })
