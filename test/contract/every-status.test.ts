/**
 * What can happen to any operation, whatever it does: too much, too long, too slow, too often, at a bad moment. What
 * depends on the operation is in every-operation.test.ts, and the script after all files prints what neither has met.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import pg from 'pg'
import t, { type Test } from 'tap'
import { problemCatalogue } from '../../src/platform/contract/problems.ts'
import { newClientSecret } from '../../src/platform/security/authentication/credentials.ts'
import { buildTestApp, type TestApp } from '../support/app.ts'
import type { Answer, Call } from '../support/client.ts'
import type { Json, Operation, Row } from '../support/contract.ts'
import { testKeyring } from '../support/keyring.ts'
import { at, idOf, Maker } from '../support/make.ts'
import { perform } from '../support/perform.ts'
import { workday } from '../support/samples.ts'
import { patchOf, prepare, type Scene, searches } from '../support/scenarios.ts'
import { promise, record } from '../support/traffic.ts'
import { sendRaw } from '../support/wire.ts'

const { api, contract, database, make, port } = await buildTestApp(t, { limits: { lockMs: 200 } })
const { operations } = contract
promise(contract)

/** Operations that document a problem. */
const answering = (code: string): Operation[] =>
  operations.filter(({ object }) => Object.values(object.responses).some(({ description }) => description.includes(`\`${code}\`: `)))
/** An id that any row could have, also an entry of the trail. */
const anyId = () => `0199cc62-0540-7000-8000-${randomBytes(6).toString('hex')}`

/** Parameters that are no ids. */
const named: Record<string, string> = { code: 'not-found', date: workday, month: workday.slice(0, 7) }

/** A path of the operation, to rows that need not be there. */
const pathOf = ({ path }: Operation): string =>
  at(path, Object.fromEntries([...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => [name, named[name] ?? anyId()])))

/** Every operation that documents the problem answers it; `call` brings it about. */
async function answer(t: Test, code: string, call: (operation: Operation) => Promise<Answer>, among = answering(code)): Promise<void> {
  const status = problemCatalogue().get(code)?.status
  t.ok(among.length > 0)
  await Promise.all(
    among.map(async (operation) => {
      const found = await call(operation)
      t.match(found, { status, body: { code } }, `${operation.id} answers ${status} ${code}`)
    }),
  )
}

/** Sends the bytes of a request line and headers that no client would send. */
async function sendBytes(operation: Operation, head: string, patience?: number): Promise<Answer> {
  const { method } = operation
  const url = pathOf(operation)
  const { status, headers, body: text } = await sendRaw(port, [`${method} ${url} HTTP/1.1\r\nHost: x\r\n${head}`], patience === undefined ? {} : { patience })
  const body = JSON.parse(text) as Row
  record(contract, { method, url, headers: {}, body: undefined, status, code: String(body.code) })
  return { status, headers, text, body, items: [], requestId: String(headers['x-request-id']) }
}

// Takes ten seconds by nature, so it begins first and is looked at last.
const slow = new Map(answering('request-timeout').map((operation) => [operation.id, sendBytes(operation, '', 20_000)]))

t.test('a request that is too large, too long or not HTTP is refused', async (t) => {
  const tooLarge: Json = { text: 'x'.repeat(257 * 1024) }
  const form = { bytes: 'x'.repeat(257 * 1024), headers: { 'content-type': 'application/x-www-form-urlencoded' } }
  await answer(t, 'body-too-large', (operation) => api.send(operation.method, pathOf(operation), operation.isOAuth ? form : { body: tooLarge }))
  await answer(t, 'uri-too-long', (operation) => api.send(operation.method, `${pathOf(operation)}?q=${'x'.repeat(8 * 1024)}`))
  await answer(t, 'headers-too-large', (operation) => sendBytes(operation, `X-Big: ${'x'.repeat(16 * 1024)}\r\n\r\n`))
  await answer(t, 'bad-http', (operation) => sendBytes(operation, 'nonsense\r\n\r\n'))
})

t.test('while another session holds what a change has to write, it is refused in time and leaves nothing', async (t) => {
  const facilityId = idOf(await make.facility())
  const writes = operations.filter(({ writes }) => writes)
  const scenes = new Map<string, Scene>()
  for (const operation of writes) scenes.set(operation.id, await prepare(contract, operation, { make, facilityId }))
  const [before] = await database.query('SELECT count(*) FROM event')
  const holder = new pg.Client({ connectionString: database.url })
  await holder.connect()
  await holder.query('BEGIN; LOCK TABLE audit_entry')
  await answer(t, 'request-in-progress', (operation) => perform(api, operation, scenes.get(operation.id) ?? { params: {} }), writes)
  await holder.end()
  t.same(await database.query('SELECT count(*) FROM event'), [before])
})

t.test('a request over a limit is refused', async (t) => {
  // None at all: one in a minute would be granted again where the minute ends between two requests.
  const { api } = await buildTestApp(t, { rateLimits: { reads: 0, writes: 0, searches: 0, tokens: 0 } })
  await answer(t, 'too-many-requests', (operation) => api.send(operation.method, pathOf(operation)))
})

/** A call that fits the contract, with rows that need not be there. */
async function callOf({ contract, api }: TestApp, operation: Operation): Promise<Call> {
  const make = new Maker(api, contract)
  for (const name of Object.keys(make.references)) make.references[name] = async () => randomUUID()
  const { body, ifMatch, id, isOAuth } = operation
  if (isOAuth) {
    const { id: client, secret } = newClientSecret(testKeyring)
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: client, client_secret: secret })
    return { bytes: form.toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' }, key: null, mayFault: true }
  }
  const fitting = body && ((body.minProperties ?? 0) > 0 ? patchOf(contract, body) : await make.body(id, randomUUID(), searches[id]))
  return { ...(fitting ? { body: fitting } : {}), ...(ifMatch ? { ifMatch: '*' } : {}), mayFault: true }
}

t.test('a fault of the service and a missing database are answered', async (t) => {
  const broken = await buildTestApp(t, { logLevel: 'silent' })
  const { api, database } = broken
  const call = async (operation: Operation) => api.send(operation.method, pathOf(operation), await callOf(broken, operation))
  await api.get('/v1/facilities')
  await database.query(`DO $$ DECLARE lost name; BEGIN
    FOR lost IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'api%' LOOP EXECUTE format('ALTER TABLE %I RENAME TO %I', lost, 'lost_' || lost); END LOOP;
  END $$`)
  // Who calls is looked up in the tables of clients; but not by this column.
  await database.query('ALTER TABLE api_client RENAME COLUMN organisation TO lost')
  // What is about the API itself reads no table.
  const [open, guarded] = [operations.filter(({ scope }) => scope === undefined), operations.filter(({ scope }) => scope !== undefined)]
  await t.test('a missing table is internal-error', (t) => answer(t, 'internal-error', call, guarded))
  await t.test('a counter that is out of order', async (t) => {
    const quotas = Object.values(broken.app.rateLimiter.quotas)
    for (const quota of quotas) quota.take = () => Promise.reject(new RangeError('planted'))
    await answer(t, 'internal-error', call, open)
    for (const quota of quotas) Reflect.deleteProperty(quota, 'take')
  })
  await t.test('a missing database is unavailable', async (t) => {
    await database.query(`UPDATE pg_database SET datallowconn = false WHERE datname = '${database.name}'`)
    await database.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database.name}' AND pid <> pg_backend_pid()`)
    await answer(t, 'unavailable', call)
  })
})

t.test('a request that arrives too slowly is refused', (t) => answer(t, 'request-timeout', async ({ id }) => (await slow.get(id)) as Answer))
