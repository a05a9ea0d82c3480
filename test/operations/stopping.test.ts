/** Stopping and failing: a process that is asked to end, rows and locks that others hold, and a database that takes no changes. */
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.ts'
import { applyMigrations } from '../../src/platform/database/migrations.ts'
import { sql } from '../../src/platform/database/sql.ts'
import { Transaction } from '../../src/platform/database/transaction.ts'
import { installBootstrapKey } from '../../src/platform/security/authentication/first-keys.ts'
import { buildTestApp } from '../support/app.ts'
import { Client, fetchContract } from '../support/client.ts'
import { cloneDatabase } from '../support/database.ts'
import { testKeyring } from '../support/keyring.ts'
import { idOf } from '../support/make.ts'
import { freshFolder, postmasterOf, remember, starter } from '../support/programs.ts'

const key = 'bk_test_0123456789abcdefghijklmnop'
const facility = (code: string) => ({ code, name: 'Rutan Contoh', type: 'RUTAN', regionCode: '33.04', timeZone: 'Asia/Jakarta' })

t.test('SIGTERM while writers pause on open connections: every answer closes, nothing holds the process', async (t) => {
  const start = starter(t)
  const database = await cloneDatabase()
  t.teardown(() => database.drop())
  const program = start({ DATABASE_URL: database.url, BOOTSTRAP_API_KEY: key, DRAIN_SECONDS: '1' })
  const { port } = await program.ready()
  const idle = connect({ host: '127.0.0.1', port }).on('error', () => {})
  let isAsked = false
  let count = 0
  const late: (string | undefined)[] = []

  /** One change; whether another can be asked for. */
  const write = (agent: Agent) =>
    new Promise<boolean>((resolve) => {
      const wasAsked = isAsked
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
      const asked = request({ host: '127.0.0.1', port, agent, method: 'POST', path: '/v1/facilities', headers }, (answer) => {
        if (wasAsked) late.push(answer.headers.connection)
        answer.resume().on('end', () => resolve(true))
      })
      asked.on('error', () => resolve(false))
      asked.end(JSON.stringify(facility(`W-${count++}`)))
    })
  const writers = Array.from({ length: 4 }, async (_, at) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    while (await write(agent)) await pause(50 + 40 * at)
    agent.destroy()
  })
  while (count < 8) await pause(10)
  isAsked = true
  program.kill('SIGTERM')
  await Promise.all(writers)
  t.strictSame(await program.ended, { code: 0, signal: null }, 'it ends by itself')
  t.ok(late.length > 0, 'it has answered while it drained')
  t.strictSame([...new Set(late)], ['close'])
  idle.destroy()
})

t.test('settings: the size of the pool, and how long it drains', async (t) => {
  t.match(readConfig({}), { POOL_SIZE: 10, DRAIN_SECONDS: 1 })
  t.match(readConfig({ POOL_SIZE: '25', DRAIN_SECONDS: '0' }), { POOL_SIZE: 25, DRAIN_SECONDS: 0 })
  t.throws(() => readConfig({ POOL_SIZE: '1' }), { message: /POOL_SIZE must be >= 2/ })
})

t.test('two Host headers are refused', async (t) => {
  const { port } = await buildTestApp(t)
  const answer = await new Promise<string>((resolve) => {
    let text = ''
    const socket = connect({ host: '127.0.0.1', port }, () =>
      socket.write('GET /v1 HTTP/1.1\r\nHost: a.example\r\nhost: b.example\r\nConnection: close\r\n\r\n'),
    )
    socket.setEncoding('utf8').on('data', (chunk) => (text += chunk))
    socket.on('close', () => resolve(text))
  })
  t.match(answer, /^HTTP\/1\.1 400 /)
  t.match(answer, '"code":"bad-http"')
})

t.test('a locked table takes no instance out of the balancer', async (t) => {
  const { api, port, database } = await buildTestApp(t, { limits: { connections: 2, waitMs: 5_000, lockMs: 5_000 } })
  const holder = new pg.Client({ connectionString: database.url })
  await holder.connect()
  await holder.query('BEGIN; LOCK TABLE facility IN ACCESS EXCLUSIVE MODE')
  const waiting = Array.from({ length: 4 }, () => api.get('/v1/facilities'))
  const isHeld = async () => (await holder.query("SELECT count(*)::int AS held FROM pg_locks WHERE NOT granted AND locktype = 'relation'")).rows[0].held
  while ((await isHeld()) < 2) await pause(10)
  t.equal((await fetch(`http://127.0.0.1:${port}/health/ready`)).status, 200, 'every connection of the pool waits, and it is ready')
  await holder.query('ROLLBACK')
  await holder.end()
  for (const { status } of await Promise.all(waiting)) t.equal(status, 200)
})

t.test('what a use case has waited is taken from what its next statement may wait', async (t) => {
  const { app } = await buildTestApp(t, { limits: { waitMs: 300, lockMs: 300 } })
  t.equal(app.pool.patienceMs, 600)
  const waits = async (leftMs: number): Promise<number> => {
    const tx = new Transaction(
      app.pool,
      { clientId: randomUUID(), onBehalfOf: null, facilities: 'ALL' },
      testKeyring,
      undefined,
      randomUUID,
      performance.now() + leftMs,
    )
    const [row] = await tx.query<{ wait: number }>(sql`SELECT setting::int AS wait FROM pg_settings WHERE name = 'lock_timeout'`)
    await tx.rollback()
    return row?.wait ?? 0
  }
  t.equal(await waits(10_000), 300, 'as long as one statement may')
  t.equal(await waits(-1), 1, 'hardly at all, and never without a bound')
})

t.test('the migration lock is waited for with a word, for a time, and is not left behind', async (t) => {
  const database = await cloneDatabase()
  t.teardown(() => database.drop())
  const holder = new pg.Client({ connectionString: database.url })
  await holder.connect()
  await holder.query(`SELECT pg_advisory_lock(${0x62_6b_01})`)
  await t.rejects(applyMigrations(database.url, { patienceMs: 200 }), { message: /was not free within 0\.2 s\. It is held by process \d+ of \w+, since 20/ })
  const said: string[] = []
  const waiting = applyMigrations(database.url, { say: (line) => said.push(line) })
  while (said.length === 0) await pause(20)
  await holder.query('SELECT pg_advisory_unlock_all()')
  t.strictSame(await waiting, [])
  t.equal(said.length, 1, 'said once')
  t.match(said[0], /^Waiting up to 60 s for the migration lock of the database, which is held by process \d+/)
  t.strictSame(
    (await holder.query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"))
      .rows,
    [],
  )
  await holder.end()
})

t.test('a server that has become a standby is unavailable for changes, and not ready', async (t) => {
  const folder = freshFolder()
  let server = await startEmbeddedPostgres(folder)
  remember(postmasterOf(folder))
  await applyMigrations(server.url)
  const serve = async () => {
    const app = await buildApp({ databaseUrl: server.url, logLevel: 'silent', keyring: testKeyring })
    await app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = app.server.address() as AddressInfo
    const agent = new Agent({ keepAlive: false })
    const ready = async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).status
    return { app, ready, api: new Client({ port, agent, contract: await fetchContract({ port, agent }) }, key) }
  }
  const before = await serve()
  await installBootstrapKey(before.app, key)
  const { body } = await before.api.post('/v1/facilities', { body: facility('RUTAN') })
  t.equal(await before.ready(), 200)
  await before.app.close()
  await server.stop()

  writeFileSync(join(folder, 'postgresql', 'standby.signal'), '')
  server = await startEmbeddedPostgres(folder)
  remember(postmasterOf(folder))
  t.teardown(() => server.stop())
  const { app, api, ready } = await serve()
  t.teardown(() => app.close())
  t.equal(await ready(), 503)
  t.match((await api.get('/v1/facilities')).items, [{ code: 'RUTAN' }], 'it can be read')
  const refused = { status: 503, body: { code: 'unavailable', retryable: true } }
  t.match(await api.post('/v1/facilities', { body: facility('OTHER'), mayFault: true }), refused)
  // Locks a row first, so that there is a transaction, which can be rolled back.
  t.match(await api.post(`/v1/batches/${idOf(body)}/start`, { ifMatch: 1, mayFault: true }), refused)
  // A chore may be finding it out just now.
  while (app.pool.totalCount > 0) await pause(20)
  t.pass('connections to a standby are not kept for changes')

  await app.pool.query('SELECT pg_promote()')
  while ((await ready()) !== 200) await pause(50)
  t.equal((await api.post('/v1/facilities', { body: facility('OTHER') })).status, 201, 'once it is promoted it takes changes')
})
