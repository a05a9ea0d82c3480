/** The program as a process: starts, stops, kills, and a database that goes away. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { Agent } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { apiVersion } from '../../src/platform/contract/version.ts'
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.ts'
import { applyMigrations } from '../../src/platform/database/migrations.ts'
import { defaultLimits } from '../../src/platform/database/pool.ts'
import { installBootstrapKey } from '../../src/platform/security/authentication/first-keys.ts'
import { type Answer, Client, fetchContract } from '../support/client.ts'
import type { Row } from '../support/contract.ts'
import { cloneDatabase } from '../support/database.ts'
import { testKeyring } from '../support/keyring.ts'
import { idOf } from '../support/make.ts'
import { clientOf, freshFolder, type Program, postmasterOf, projectOfItsOwn, remember, starter } from '../support/programs.ts'
import { openProxy } from '../support/proxy.ts'
import { workday } from '../support/samples.ts'

const key = 'bk_test_0123456789abcdefghijklmnop'
const facility = (code: string) => ({ code, name: 'Rutan Contoh', type: 'RUTAN', regionCode: '33.04', timeZone: 'Asia/Jakarta' })
const clean = { code: 0, signal: null }

/** Nobody listens any more. */
async function isSilent(t: Test, url: string): Promise<void> {
  await t.rejects(fetch(`${url}/facilities`), 'the port is free')
}

t.test('embedded: the first start writes the demo, later starts find it', async (t) => {
  const start = starter(t)
  const DATA_DIR = freshFolder()
  const first = start({ DATA_DIR })
  const { url, key } = await first.ready()
  t.match(first.output, `API         http://127.0.0.1:`)
  t.match(first.output, url.replace('/v1', '/docs'))
  t.match(key, /^bk_bootstrap_[0-9a-f]{32}_[\w-]{43}$/)
  const { items } = await (await clientOf(first)).get('/v1/facilities')
  t.strictSame(
    items.map(({ code }) => code).sort(),
    ['KANWIL-CONTOH', 'LAPAS-CONTOH', 'LAPAS-KELIRU', 'RUTAN-BANJARNEGARA'],
    'the story, and a unit to practise in',
  )
  t.ok(postmasterOf(DATA_DIR), 'its PostgreSQL runs')

  await t.test('a second server on the same data says so and stops, and harms nothing', async (t) => {
    const second = start({ DATA_DIR })
    t.strictSame(await second.ended, { code: 1, signal: null })
    t.match(second.output, `Another BinaKarya is using ${DATA_DIR}. Stop it, or set DATA_DIR to another folder.`)
    t.equal((await (await clientOf(first)).get('/v1/facilities')).status, 200)
  })

  await t.test('Ctrl-C, which npm sends twice, stops everything', async (t) => {
    first.kill('SIGINT')
    await pause(5)
    first.kill('SIGINT')
    t.strictSame(await first.ended, clean)
    t.equal(postmasterOf(DATA_DIR), undefined, 'no PostgreSQL is left')
    await isSilent(t, url)
    t.notMatch(first.output, /error|fault/i)
  })

  await t.test('a later start has the key and the data of the first; the demo key opens the demo, and nothing once that is switched off', async (t) => {
    const again = start({ DATA_DIR })
    t.equal((await again.ready()).key, key)
    t.strictSame((await (await clientOf(again)).get('/v1/facilities')).items, items)
    const asked = async (program: Program) =>
      (await (await fetch(`${(await program.ready()).url.replace('/v1', '')}/docs/demo.json`)).json()) as { key?: string }
    const { key: demoKey } = await asked(again)
    t.match(demoKey, /^bk_demo_[0-9a-f]{32}_[\w-]{43}$/)
    t.not(demoKey, key)
    t.equal((await (await clientOf(again, demoKey)).get('/v1/batches')).status, 200)
    t.equal((await (await clientOf(again, demoKey)).post('/v1/facilities', { body: facility('DEMO-X') })).status, 403, 'it is bound to the demo')
    t.strictSame(await again.stop(), clean)
    t.equal(postmasterOf(DATA_DIR), undefined)
    const plain = start({ DATA_DIR, DEMO: 'false' })
    t.strictSame(await asked(plain), {})
    t.equal((await (await clientOf(plain, demoKey)).get('/v1/batches')).status, 401)
    t.strictSame(await plain.stop(), clean)
  })

  await t.test('what was acknowledged is kept after kill -9 of the API, and of API and database', async (t) => {
    const acknowledged: string[] = []
    let program = start({ DATA_DIR })
    for (const [at, withDatabase] of [false, true].entries()) {
      const api = await clientOf(program)
      const { status, body } = await api.post('/v1/facilities', { body: facility(`K-${at}`) })
      t.equal(status, 201)
      acknowledged.push(idOf(body))
      const postmaster = postmasterOf(DATA_DIR)
      program.kill('SIGKILL')
      if (withDatabase && postmaster !== undefined) process.kill(postmaster, 'SIGKILL')
      await program.ended
      program = start({ DATA_DIR })
      await program.ready()
      if (!withDatabase) t.equal(postmasterOf(DATA_DIR), postmaster, 'the PostgreSQL that was left is taken over')
      const now = await clientOf(program)
      for (const id of acknowledged) t.equal((await now.get(`/v1/facilities/${id}`)).status, 200)
    }
    t.strictSame(await program.stop(), clean)
    t.equal(postmasterOf(DATA_DIR), undefined)
  })
})

t.test('embedded: a first start that is killed at any moment does not stop the next one', async (t) => {
  const start = starter(t)
  const started = async (DATA_DIR: string) => {
    const next = start({ DATA_DIR, DEMO: 'false' })
    t.match((await next.ready()).key, /^bk_bootstrap_/)
    t.strictSame((await (await clientOf(next)).get('/v1/facilities')).items, [], 'DEMO=false writes no demo')
    t.strictSame(await next.stop(), clean)
    t.strictSame(readdirSync(DATA_DIR).sort(), ['bootstrap-api-key', 'master-keys', 'postgres-password', 'postgresql'], 'nothing unfinished is left')
  }
  // While the cluster is made, and while PostgreSQL starts for the first time.
  for (const reached of [(name: string) => name.startsWith('postgresql-new-'), (name: string) => name === 'postgresql']) {
    const DATA_DIR = freshFolder()
    const first = start({ DATA_DIR, DEMO: 'false' })
    while (first.isRunning && !(existsSync(DATA_DIR) && readdirSync(DATA_DIR).some(reached))) await pause(5)
    first.kill('SIGKILL')
    await first.ended
    await started(DATA_DIR)
  }
})

t.test('npm run dev answers with the new code after a file is saved', async (t) => {
  const start = starter(t)
  const folder = projectOfItsOwn()
  const DATA_DIR = freshFolder()
  const dev = start({ DATA_DIR, DEMO: 'false' }, join(folder, 'dist', 'src', 'cli', 'dev.js'))
  // Its servers are children of its own, which it ends when it is asked to stop and not when it is killed.
  t.teardown(() => (dev.isRunning ? dev.stop() : undefined))
  const versionAt = async (url: string) => ((await (await fetch(url)).json()) as Row).version
  const { url } = await dev.ready()
  t.equal(await versionAt(url), apiVersion)

  const saved = performance.now()
  dev.output = ''
  const file = join(folder, 'src', 'platform', 'contract', 'version.ts')
  writeFileSync(file, readFileSync(file, 'utf8').replace(apiVersion, '98.7.6'))
  t.equal(await versionAt((await dev.ready()).url), '98.7.6')
  t.comment(`${Math.round(performance.now() - saved)} ms after the file was saved`)
  t.match(dev.output, 'src/platform/contract/version.ts changed: starting again.')
  t.notMatch(dev.output, /error|fault/i)

  dev.kill('SIGINT')
  t.strictSame(await dev.ended, clean)
  t.equal(postmasterOf(DATA_DIR), undefined, 'no PostgreSQL is left')
})

t.test('a port that is taken is named, and nothing is left running', async (t) => {
  const start = starter(t)
  const squatter = createServer().listen(0, '127.0.0.1')
  t.teardown(() => squatter.close())
  await new Promise((resolve) => squatter.once('listening', resolve))
  const { port } = squatter.address() as AddressInfo
  const DATA_DIR = freshFolder()
  const program = start({ DATA_DIR, DEMO: 'false', PORT: String(port) })
  t.strictSame(await program.ended, { code: 1, signal: null })
  t.equal(program.output.trim().split('\n').at(-1), `Port ${port} is taken. Set PORT to another one, or stop what uses it.`)
  t.equal(postmasterOf(DATA_DIR), undefined)
})

t.test('every wrong setting is named, without its value', async (t) => {
  const start = starter(t)
  const DATA_DIR = freshFolder()
  const program = start({ DATA_DIR, PORT: '70000', DATABASE_URL: 'mysql://somebody:secret@somewhere/x', BOOTSTRAP_API_KEY: 'too-short-secret' })
  t.strictSame(await program.ended, { code: 1, signal: null })
  for (const name of ['PORT', 'DATABASE_URL', 'BOOTSTRAP_API_KEY']) t.match(program.output, new RegExp(`^ {2}${name} `, 'm'))
  t.match(program.output, 'PORT must be <= 65535')
  t.notMatch(program.output, /secret|mysql/)
  t.notOk(existsSync(DATA_DIR), 'nothing was started')

  const nowhere = start({ DATABASE_URL: 'postgresql://somebody:secret@localhost:1/x' })
  t.strictSame(await nowhere.ended, { code: 1, signal: null })
  t.match(nowhere.output, 'ECONNREFUSED')
  t.notMatch(nowhere.output, 'secret')
})

t.test('with DATABASE_URL nothing is seeded, generated or started', async (t) => {
  const start = starter(t)
  const database = await cloneDatabase()
  t.teardown(() => database.drop())
  const DATA_DIR = freshFolder()
  const program = start({ DATABASE_URL: database.url, DATA_DIR })
  const { url, key } = await program.ready()
  t.equal(key, undefined, 'no key is printed')
  t.equal(await database.prisma.facility.count(), 0)
  t.equal(await database.prisma.clientCredential.count(), 0)
  t.notOk(existsSync(DATA_DIR))
  t.equal((await fetch(`${url}/facilities`)).status, 401)

  const { port } = await program.ready()
  program.kill('SIGTERM')
  let ready = 200
  while (program.isRunning && ready !== 503) {
    const asked = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined)
    if (asked === undefined) break
    ready = asked.status
  }
  t.equal(ready, 503, 'while it stops it says so')
  t.strictSame(await program.ended, clean)
  await isSilent(t, url)
})

t.test('a POST that is repeated after kill -9 at any moment is carried out once', async (t) => {
  const start = starter(t)
  const database = await cloneDatabase()
  t.teardown(() => database.drop())
  const serve = () => start({ DATABASE_URL: database.url, BOOTSTRAP_API_KEY: key })
  let program: Program = serve()
  let api = await clientOf(program, key)
  const created = async (path: string, body: Row): Promise<string> => idOf((await api.post(path, { body })).body)
  const facilityId = await created('/v1/facilities', facility('RUTAN'))
  const supervisorId = await created('/v1/officers', { facilityId, name: 'Petugas', position: 'Pembina' })
  const common = { facilityId, category: 'HANDICRAFT', name: 'Besek' }
  const program_ = { ...common, code: 'P', kind: 'PRODUCTION', place: 'INSIDE', supervisorId, startsOn: workday, contributionMode: 'EQUAL' }
  const programId = await created('/v1/programs', program_)
  await api.post(`/v1/programs/${programId}/activation`, { ifMatch: 1 })
  const productId = await created('/v1/products', { ...common, sku: 'BSK', unit: 'BUAH' })
  const batchId = await created('/v1/batches', { programId, productId, code: 'B', supervisorId, plannedQuantity: 100, startsOn: workday })
  await api.post(`/v1/batches/${batchId}/start`, { ifMatch: 1 })

  const outcomes = new Set<string>()
  // Milliseconds until the process is killed; the last time it has answered by then.
  const delays = [0, 2, 5, 10, 20, 'answered'] as const
  for (const [round, delay] of delays.entries()) {
    // One change of one statement, and one of several under a lock.
    const posts = [
      { path: '/v1/facilities', call: { body: facility(`K-${round}`), idempotencyKey: `facility-${round}` } },
      { path: `/v1/batches/${batchId}/outputs`, call: { body: { grade: 'A', quantity: 10, recordedOn: workday }, idempotencyKey: `output-${round}` } },
    ]
    const send = (by: Client): Promise<(Answer | undefined)[]> => Promise.all(posts.map(({ path, call }) => by.post(path, call).catch(() => undefined)))
    const sent = send(api)
    await (delay === 'answered' ? sent : pause(delay))
    program.kill('SIGKILL')
    const before = await sent
    await program.ended
    program = serve()
    api = await clientOf(program, key)
    const after = await send(api)
    for (const [at, answer] of after.entries()) {
      const acknowledged = before[at]
      t.equal(answer?.status, 201)
      const replayed = answer?.headers['idempotency-replayed'] === 'true'
      outcomes.add(acknowledged ? 'answered' : replayed ? 'done, not answered' : 'not done')
      if (acknowledged !== undefined) t.strictSame([replayed, answer?.body], [true, acknowledged.body], 'what was acknowledged is what is repeated')
    }
  }
  t.ok(outcomes.has('answered'))
  t.comment(`The first request was: ${[...outcomes].join('; ')}`)
  const [counted] = await database.query<Record<string, number>>(`
    SELECT (SELECT count(*)::int FROM facility WHERE code LIKE 'K-%') AS facilities, (SELECT count(*)::int FROM batch_output) AS outputs,
           (SELECT on_hand::int FROM stock_balance) AS on_hand, (SELECT sum(quantity)::int FROM stock_movement) AS moved,
           (SELECT count(*)::int FROM audit_entry WHERE operation = 'createBatchOutput') AS audited, (SELECT count(*)::int FROM event WHERE type = 'batch-output.created') AS told`)
  const rounds = delays.length
  t.strictSame(counted, { facilities: rounds, outputs: rounds, on_hand: rounds * 10, moved: rounds * 10, audited: rounds, told: rounds })
  t.strictSame(await program.stop(), clean)
})

t.test('while the database is away or silent, calls are refused in time; afterwards it serves again by itself', async (t) => {
  const folder = freshFolder()
  let server = await startEmbeddedPostgres(folder)
  remember(postmasterOf(folder))
  const proxy = await openProxy(Number(new URL(server.url).port))
  const databaseUrl = Object.assign(new URL(server.url), { port: String(proxy.port) }).href
  await applyMigrations(databaseUrl)
  const limits = { ...defaultLimits, waitMs: 300, statementMs: 500 }
  const app = await buildApp({ databaseUrl, logLevel: 'silent', keyring: testKeyring, limits })
  t.teardown(async () => {
    // What is held back would keep the pool from closing.
    proxy.silence(false)
    await app.close()
    await proxy.close()
    await server.stop()
  })
  await installBootstrapKey(app, key)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const agent = new Agent({ keepAlive: true })
  t.teardown(() => agent.destroy())
  const api = new Client({ port, agent, contract: await fetchContract({ port, agent }) }, key)
  const { body } = await api.post('/v1/facilities', { body: facility('RUTAN') })
  const isReady = async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).status

  const refuses = async (t: Test): Promise<void> => {
    const path = `/v1/facilities/${idOf(body)}`
    const calls = [
      api.get('/v1/facilities', { mayFault: true }),
      api.get(path, { mayFault: true }),
      api.patch(path, { body: { name: 'Other' }, ifMatch: 1, mayFault: true }),
      api.post('/v1/facilities', { body: facility('OTHER'), mayFault: true }),
      // Takes a lock first, so that the change has a transaction to give up.
      api.post(`/v1/batches/${idOf(body)}/start`, { ifMatch: 1, mayFault: true }),
    ]
    for (const { status, body, headers } of await Promise.all(calls)) {
      t.match({ status, body }, { status: 503, body: { code: 'unavailable', retryable: true } })
      t.equal(headers['retry-after'], '1')
    }
    t.equal(await isReady(), 503)
    t.equal((await fetch(`http://127.0.0.1:${port}/health/live`)).status, 200)
  }
  const recovers = async (t: Test): Promise<void> => {
    while ((await isReady()) !== 200) await pause(20)
    t.match((await api.get('/v1/facilities')).items, [{ code: 'RUTAN', version: 1 }], 'nothing of what was refused has happened')
  }

  await t.test('stopped, then started at another place', async (t) => {
    await server.stop()
    await refuses(t)
    await proxy.cut()
    await refuses(t)
    server = await startEmbeddedPostgres(folder)
    remember(postmasterOf(folder))
    proxy.lead(Number(new URL(server.url).port))
    await proxy.open()
    await recovers(t)
  })

  await t.test('connected but silent', async (t) => {
    await api.get('/v1/facilities')
    proxy.silence(true)
    await refuses(t)
    proxy.silence(false)
    await recovers(t)
  })
})
