/** The demo of the embedded mode: the story and the practice facility, written once to an empty database. */
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../app.ts'
import { openPool, type Pool, run } from '../platform/database/pool.ts'
import { sql } from '../platform/database/sql.ts'
import { demoClientId, grantDemoFacilities, installBootstrapKey, newDemoKey } from '../platform/security/authentication/first-keys.ts'
import type { Send } from './client.ts'
import type { Embedded } from './embedded.ts'
import { demoIdPrefix, idsOfStep } from './ids.ts'
import { writePractice } from './practice/index.ts'
import { writeStory } from './story.ts'

/** Writes the demo in the same process as the API. */
export async function writeDemo(app: FastifyInstance, key: string) {
  const send: Send = async ({ method, path, headers, body }) => {
    const payload = body === undefined ? {} : { payload: JSON.stringify(body) }
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const answer = await app.inject({ method, url: path, headers: { authorization: `Bearer ${key}`, ...headers, ...type }, ...payload })
    return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() }
  }
  return { story: await writeStory(send), practice: await writePractice(send) }
}

export type Demo = Awaited<ReturnType<typeof writeDemo>>

/** Whether there is a facility that is not of the demo, and whether the demo is whole: its client is granted the facilities at the end. */
async function whatIsThere(pool: Pool): Promise<{ foreign: boolean; granted: boolean }> {
  const [found] = await run<{ foreign: boolean; granted: boolean }>(
    pool,
    sql`SELECT EXISTS (SELECT 1 FROM facility WHERE NOT starts_with(id::text, ${demoIdPrefix})) AS "foreign",
               EXISTS (SELECT 1 FROM api_client_facility WHERE client_id = ${demoClientId}::uuid) AS granted`,
  )
  return found ?? { foreign: false, granted: false }
}

/**
 * Writes the demo to an empty database, or completes it where a start was interrupted. Returns the key of a client that
 * may use the demo, within bounds, and sees nothing else: it is shown to everybody who opens Swagger UI. Where anything real is,
 * there is no demo, and no key.
 */
export async function openDemo(databaseUrl: string, { key, keyring }: Pick<Embedded, 'key' | 'keyring'>): Promise<string | undefined> {
  const pool = openPool(databaseUrl)
  const { foreign, granted } = await whatIsThere(pool)
  if (foreign) {
    console.log('There is no demo, because there are other facilities.')
    await pool.end()
    return undefined
  }
  const demoKey = await newDemoKey({ pool, keyring })
  if (!granted) {
    console.log('Writing the demo data, which takes some seconds. DEMO=false leaves it out.')
    // An app of its own: as quiet as the many calls of the demo should be, and with the demo's ids.
    const app = await buildApp({ databaseUrl, logLevel: 'warn', keyring, idsFor: idsOfStep })
    await app.ready()
    await installBootstrapKey(app, key)
    await writeDemo(app, key)
    await app.close()
    await grantDemoFacilities({ pool })
  }
  await pool.end()
  return demoKey
}
