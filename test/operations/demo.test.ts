/** The demo of the embedded mode: written once, completed after an interrupted start, and never beside other data. */
import t, { type Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { idsOfStep } from '../../src/demo/ids.ts'
import { openDemo, writeDemo } from '../../src/demo/open-demo.ts'
import { newApiKey } from '../../src/platform/security/authentication/credentials.ts'
import { demoClientId, demoHours, installBootstrapKey } from '../../src/platform/security/authentication/first-keys.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { testKeyring } from '../support/keyring.ts'

const key = newApiKey(testKeyring, 'test').key

/** A database, and a start on it. */
async function prepare(t: Test): Promise<{ database: TestDatabase; start: () => Promise<string | undefined> }> {
  const database = await cloneDatabase()
  t.teardown(() => database.drop())
  return { database, start: () => openDemo(database.url, { key, keyring: testKeyring }) }
}

/** The ids of all that the demo consists of. */
async function idsIn(database: TestDatabase): Promise<string[]> {
  const tables = ['facility', 'officer', 'inmate', 'program', 'batch', 'stock_movement', 'sale', 'sale_line', 'payment', 'subject_request']
  const rows = await database.query<{ id: string }>(tables.map((table) => `SELECT id FROM ${table}`).join(' UNION ALL '))
  return rows.map(({ id }) => id).sort()
}
const changesIn = ({ prisma }: TestDatabase): Promise<number> => prisma.auditEntry.count({ where: { version: { not: null } } })

t.test('a second start writes nothing', async (t) => {
  const { database, start } = await prepare(t)
  const demoKey = await start()
  const before = await changesIn(database)
  t.not(await start(), demoKey, 'each start has a key of its own')
  t.equal(await changesIn(database), before)
  const keys = await database.query<{ hours: number }>(
    `SELECT round(extract(epoch FROM expires_at - now()) / 3600)::int AS hours FROM client_credential WHERE client_id = $1 AND revoked_at IS NULL`,
    [demoClientId],
  )
  t.strictSame(keys, [{ hours: demoHours }], 'which ends')
})

t.test('it ends when something real is entered beside it', async (t) => {
  const { database, start } = await prepare(t)
  t.ok(await start())
  await database.query(`INSERT INTO facility (id, code, name, type, region_code, time_zone, created_by, updated_by)
    SELECT gen_random_uuid(), 'NYATA', 'Nyata', 'RUTAN', region_code, time_zone, created_by, updated_by FROM facility WHERE type = 'RUTAN' LIMIT 1`)
  t.equal(await start(), undefined)
})

t.test('a start that was interrupted is completed by the next one, with the rows that were there', async (t) => {
  const whole = await prepare(t)
  await whole.start()
  const { database, start } = await prepare(t)
  const app = await buildApp({ databaseUrl: database.url, logLevel: 'silent', keyring: testKeyring, idsFor: idsOfStep })
  await installBootstrapKey(app, key)
  let calls = 0
  app.addHook('onRequest', async () => {
    if (++calls > 60) throw new Error('interrupted')
  })
  await t.rejects(writeDemo(app, key))
  await app.close()
  const half = await idsIn(database)
  t.ok(half.length > 10)
  await start()
  t.strictSame(await idsIn(database), await idsIn(whole.database), 'the demo is the same as one that was written at once')
  t.equal(await changesIn(database), await changesIn(whole.database))
})

t.test('it is not written beside other data', async (t) => {
  const { database, start } = await prepare(t)
  const app = await buildApp({ databaseUrl: database.url, logLevel: 'silent', keyring: testKeyring })
  await installBootstrapKey(app, key)
  const body = { code: 'OWN', name: 'Own', type: 'RUTAN', regionCode: '33.04', timeZone: 'Asia/Jakarta' }
  t.equal((await app.inject({ method: 'POST', url: '/v1/facilities', headers: { authorization: `Bearer ${key}` }, payload: body })).statusCode, 201)
  await app.close()
  t.equal(await start(), undefined, 'no key is shown to everybody')
  t.equal((await idsIn(database)).length, 1)
  t.equal(await database.prisma.apiClientFacility.count(), 0, 'and the demo key sees nothing of it')
})
