import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { phrase } from '../contract/language.ts'
import { problem } from '../contract/problems.ts'
import { openPool, run } from '../database/pool.ts'
import { sql } from '../database/sql.ts'

/** How long the database may take to say that it is there, in milliseconds. */
const limitMs = 500

/**
 * Live: the process answers. Ready: it is not stopping, and the database answers and takes changes. That is asked on a
 * connection of its own: requests that wait for a locked row, or for a connection, say nothing about the database.
 */
export async function health(app: FastifyInstance, { databaseUrl }: { databaseUrl: string }): Promise<void> {
  const pool = openPool(databaseUrl, { connections: 1, waitMs: limitMs, statementMs: limitMs, lockMs: limitMs })
  pool.on('error', () => {})
  app.addHook('onClose', () => pool.end())
  app.get('/health/live', { schema: { hide: true } }, async () => ({ status: 'live' }))
  // Whoever asks while a question is open gets its answer: however many ask, nobody waits for the one connection.
  let asked: Promise<{ isStandby: boolean }[] | undefined> | undefined
  const ask = () => {
    const question = run<{ isStandby: boolean }>(pool, sql`SELECT pg_is_in_recovery() AS "isStandby"`)
    return Promise.race([question, pause(limitMs, undefined, { ref: false })]).finally(() => {
      asked = undefined
    })
  }
  app.get('/health/ready', { schema: { hide: true } }, async () => {
    if (app.draining) throw problem('unavailable', phrase`The service is stopping.`)
    asked ??= ask()
    const answer = await asked
    if (answer === undefined) throw problem('unavailable', phrase`The database does not answer for the moment.`)
    if (answer[0]?.isStandby) throw problem('unavailable', phrase`The database is a standby, which takes no changes.`)
    return { status: 'ready' }
  })
}
