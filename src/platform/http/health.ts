import type { FastifyInstance } from 'fastify'
import { phrase } from '../contract/language.ts'
import { problem } from '../contract/problems.ts'
import { run } from '../database/pool.ts'
import { sql } from '../database/sql.ts'

/** Live: the process answers. Ready: it is not stopping and the database answers. */
export async function health(app: FastifyInstance): Promise<void> {
  app.get('/health/live', { schema: { hide: true } }, async () => ({ status: 'live' }))
  app.get('/health/ready', { schema: { hide: true } }, async () => {
    if (app.draining) throw problem('unavailable', phrase`The service is stopping.`)
    await run(app.pool, sql`SELECT 1`)
    return { status: 'ready' }
  })
}
