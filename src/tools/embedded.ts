/** What only the embedded mode does: a database beside the code, a generated key, the demo story. */
import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import { run, sql } from '../platform/database.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { tellStory } from './story.ts'

export interface Embedded extends EmbeddedPostgres {
  /** The bootstrap key: from the environment, or generated once and kept beside the data. */
  key: string
}

export async function openEmbedded(config: Config): Promise<Embedded> {
  const folder = resolve(config.DATA_DIR)
  const server = await startEmbeddedPostgres(folder)
  return { ...server, key: config.BOOTSTRAP_API_KEY ?? (await keptKey(join(folder, 'bootstrap-api-key'))) }
}

async function keptKey(path: string): Promise<string> {
  const kept = await readFile(path, 'utf8').catch(() => undefined)
  if (kept !== undefined) return kept.trim()
  const key = `bk_demo_${randomBytes(24).toString('base64url')}`
  await writeFile(path, `${key}\n`, { mode: 0o600 })
  return key
}

/** Tells the story to an empty database. */
export async function tellDemo(app: FastifyInstance, key: string): Promise<void> {
  const [found] = await run<{ empty: boolean }>(app.pool, sql`SELECT NOT EXISTS (SELECT 1 FROM facility) AS empty`)
  if (!found?.empty) return
  // A hundred lines about the demo would bury what a person needs to read.
  const { level } = app.log
  app.log.level = 'warn'
  await tellStory(async ({ method, path, headers, body }) => {
    const payload = body === undefined ? {} : { payload: JSON.stringify(body) }
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const answer = await app.inject({ method, url: path, headers: { authorization: `Bearer ${key}`, ...headers, ...type }, ...payload })
    return { status: answer.statusCode, body: answer.json() }
  })
  app.log.level = level
}

/** Tells a person where everything is. */
export function announce(app: FastifyInstance, embedded: Embedded | undefined): void {
  const { address, family, port } = app.addresses()[0] as { address: string; family: string | number; port: number }
  const host = address === '0.0.0.0' || address === '::' ? 'localhost' : String(family).endsWith('6') ? `[${address}]` : address
  const lines = [`BinaKarya is ready.`, `  API         http://${host}:${port}/v1`, `  Swagger UI  http://${host}:${port}/docs`]
  if (embedded !== undefined)
    lines.push(
      `  API key     ${embedded.key}`,
      '  Data        embedded PostgreSQL; Ctrl-C stops both',
      '',
      'Open Swagger UI, press Authorize, paste the key, and execute GET /v1/batches.',
    )
  console.log(`\n${lines.join('\n')}\n`)
}
