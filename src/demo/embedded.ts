/** What only the embedded mode does: a database beside the code, a generated key, the demo story. */
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../app.ts'
import type { Config } from '../config.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../platform/database/embedded-postgres.ts'
import { openPool, run } from '../platform/database/pool.ts'
import { sql } from '../platform/database/sql.ts'
import { credentialIdOf, newApiKey } from '../platform/security/authentication/credentials.ts'
import { grantDemoFacilities, installBootstrapKey, installDemoKey } from '../platform/security/authentication/first-keys.ts'
import { configuredKeyring, type Keyring } from '../platform/security/keyring.ts'
import { type Practice, tellPractice } from './practice.ts'
import { type Story, tellStory } from './story.ts'
import type { Send } from './story-client.ts'

export interface Embedded extends EmbeddedPostgres {
  folder: string
  /** The bootstrap key: from the environment, or generated once and kept beside the data. */
  key: string
  keyring: Keyring
}

export async function openEmbedded(config: Config): Promise<Embedded> {
  const folder = resolve(config.DATA_DIR)
  console.log(`Starting the PostgreSQL that comes with BinaKarya. Its data is in ${folder}.`)
  const server = await startEmbeddedPostgres(folder)
  // Not inside the folder's data: a copy of the database alone opens nothing.
  const keyring = await configuredKeyring(config, join(folder, 'master-keys'))
  return { ...server, folder, keyring, key: config.BOOTSTRAP_API_KEY ?? (await keptKey(join(folder, 'bootstrap-api-key'), keyring)) }
}

/** The key in a file; a new one where there is none, or one of an earlier format. */
async function keptKey(path: string, keyring: Keyring): Promise<string> {
  const kept = (await readFile(path, 'utf8').catch(() => '')).trim()
  if (credentialIdOf(kept) !== undefined) return kept
  const { key } = newApiKey(keyring, 'demo')
  await writeFile(path, `${key}\n`, { mode: 0o600 })
  return key
}

/** Ids for the demo that are the same wherever it is told: UUIDv7s of the hour in which the story was reported. */
export function demoIds(after = 0): () => string {
  let last = after
  return () => `0199cc0f-9f80-7000-8000-${(++last).toString(16).padStart(12, '0')}`
}

/** The story and the practice unit in the same process as the API. */
export async function tellDemo(app: FastifyInstance, key: string): Promise<{ story: Story; practice: Practice }> {
  const send: Send = async ({ method, path, headers, body }) => {
    const payload = body === undefined ? {} : { payload: JSON.stringify(body) }
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const answer = await app.inject({ method, url: path, headers: { authorization: `Bearer ${key}`, ...headers, ...type }, ...payload })
    return { status: answer.statusCode, body: answer.json() }
  }
  return { story: await tellStory(send), practice: await tellPractice(send) }
}

/** An app of its own, which is as quiet as a hundred lines about the demo should be, and has the demo's ids. */
async function tellQuietly(databaseUrl: string, keyring: Keyring, key: string): Promise<void> {
  const app = await buildApp({ databaseUrl, logLevel: 'warn', keyring, newId: demoIds() })
  await app.ready()
  await installBootstrapKey(app, key)
  await tellDemo(app, key)
  await app.close()
}

/**
 * Tells the demo to an empty database, and returns the key of a client that may use it, within bounds, and sees nothing
 * else: it is shown to everybody who opens Swagger UI.
 */
export async function openDemo(databaseUrl: string, { folder, key, keyring }: Embedded): Promise<string> {
  const pool = openPool(databaseUrl)
  const [found] = await run<{ empty: boolean }>(pool, sql`SELECT NOT EXISTS (SELECT 1 FROM facility) AS empty`)
  if (found?.empty) {
    console.log('The database is empty: writing the demo data, which takes some seconds. DEMO=false leaves it out.')
    await tellQuietly(databaseUrl, keyring, key)
  }
  const demoKey = await keptKey(join(folder, 'demo-api-key'), keyring)
  await installDemoKey({ pool, keyring }, demoKey)
  if (found?.empty) await grantDemoFacilities({ pool })
  await pool.end()
  return demoKey
}

/** Tells a person where everything is. */
export function announce(app: FastifyInstance, embedded: Embedded | undefined, hasDemo: boolean): void {
  const { address, family, port } = app.addresses()[0] as { address: string; family: string | number; port: number }
  const host = address === '0.0.0.0' || address === '::' ? 'localhost' : String(family).endsWith('6') ? `[${address}]` : address
  const lines = [`BinaKarya is ready.`, `  API         http://${host}:${port}/v1`, `  Swagger UI  http://${host}:${port}/docs`]
  if (embedded !== undefined)
    lines.push(
      `  API key     ${embedded.key}`,
      '  Data        embedded PostgreSQL; Ctrl-C stops both',
      '',
      hasDemo
        ? 'Open Swagger UI, press Authorize twice, open an operation and press Execute.'
        : 'Open Swagger UI, press Authorize, paste the key, and execute GET /v1/batches.',
    )
  console.log(`\n${lines.join('\n')}\n`)
}
