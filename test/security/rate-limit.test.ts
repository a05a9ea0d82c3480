/** Nobody can ask without end, on however many instances, and nobody suffers because somebody else does. */
import { get } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { newApiKey } from '../../src/platform/security/authentication/credentials.ts'
import { buildTestApp, type TestApp } from '../support/app.ts'
import type { Answer, Client } from '../support/client.ts'
import { testKeyring } from '../support/keyring.ts'

const reads = 20
const refusals = 5
const writes = 3
const searches = 2
const rateLimits = { reads, writes, searches, tokens: 4, refusals, personalRecords: 100, collisions: 3 }

/** A route that shows so many records of persons to a client, as the masking of answers does. */
const showPersons = (app: FastifyInstance) =>
  app.get<{ Querystring: { client: string; records: number } }>('/show', async ({ query: { client, records } }, reply) => {
    await app.rateLimiter.personal.take(reply, { clientId: client, personalRecords: 100_000 }, Number(records))
    return {}
  })

const one = await buildTestApp(t, { rateLimits, extend: showPersons })
const other = await buildTestApp(t, { rateLimits, extend: showPersons, shared: one.database })
const { api, contract, makeClient, database } = one
const left = ({ headers }: Answer): number => Number(headers['ratelimit-remaining'])
const list = (key: string, { api }: TestApp = one) => api.as(key).get('/v1/batches')
/** A key that has the form of one. */
const guess = () => newApiKey(testKeyring, 'test').key
/** So that a window does not end while a test counts in it. */
async function insideOneMinute(): Promise<void> {
  const leftOfMinute = 60_000 - (Date.now() % 60_000)
  if (leftOfMinute < 6_000) await pause(leftOfMinute + 50)
}
t.beforeEach(insideOneMinute)

t.test('every answer says what is left, also a refusal', async (t) => {
  const key = await makeClient({ scopes: ['batches:read'] })
  const first = await list(key)
  t.match(first.headers, { 'ratelimit-limit': String(reads), 'ratelimit-policy': `"reads";q=${reads};w=60` })
  const seconds = Number(first.headers['ratelimit-reset'])
  t.ok(seconds >= 1 && seconds <= 60)
  t.equal(first.headers.ratelimit, `"reads";r=${reads - 1};t=${seconds}`)
  t.equal(left(first), reads - 1)
  const refused = await api.as(key).get('/v1/sales')
  t.equal(refused.status, 403)
  t.equal(left(refused), reads - 2, 'what is refused counts')
})

t.test('a client that asks too much, on many connections, gets 429 and the others do not', async (t) => {
  const [busy, calm] = [await makeClient(), await makeClient()]
  const answers = await Promise.all(Array.from({ length: reads + 10 }, () => list(busy)))
  t.equal(answers.filter(({ status }) => status === 200).length, reads, 'as many as it may')
  const refused = answers.filter(({ status }) => status === 429)
  t.equal(refused.length, 10)
  for (const { body, headers } of refused) {
    t.match(body, { code: 'too-many-requests', retryable: true })
    t.ok(Number(headers['retry-after']) >= 1 && Number(headers['retry-after']) <= 60)
    t.equal(headers['ratelimit-remaining'], '0')
  }
  t.equal((await list(calm)).status, 200)
})

t.test('reads, writes and searches for persons are counted apart', async (t) => {
  const client = api.as(await makeClient())
  const until429 = async (ask: () => Promise<Answer>): Promise<[number, string]> => {
    for (let asked = 0; ; asked++) {
      const { status, headers } = await ask()
      if (status === 429) return [asked, String(headers['ratelimit-policy'])]
    }
  }
  t.strictSame(await until429(() => client.post('/v1/inmates/_search', { body: { name: 'Nobody' } })), [searches, `"searches";q=${searches};w=60`])
  t.strictSame(await until429(() => client.post('/v1/facilities', { body: {} })), [writes, `"writes";q=${writes};w=60`])
  t.strictSame(await until429(() => client.get('/v1/batches')), [reads, `"reads";q=${reads};w=60`])
})

t.test('two instances count together: each knows the requests of the other after an exchange', async (t) => {
  const key = await makeClient()
  for (let asked = 0; asked < 12; asked++) t.equal((await list(key)).status, 200)
  await one.app.rateLimiter.shared.exchange()
  t.equal((await list(key, other)).status, 200)
  await other.app.rateLimiter.shared.exchange()
  const next = await list(key, other)
  t.equal(left(next), reads - 14, 'what is left is what both have left')
  let passed = 14
  while ((await list(key, other)).status === 200) passed++
  t.equal(passed, reads, 'the two together have let through what one alone may')
  await other.app.rateLimiter.shared.exchange()
  t.equal((await list(key)).status, 200, 'the first has not heard of it yet')
  await one.app.rateLimiter.shared.exchange()
  t.equal((await list(key)).status, 429, 'and has after the exchange')
})

t.test('an instance that starts later goes on counting where the others are', async (t) => {
  const key = await makeClient()
  for (let asked = 0; asked < reads; asked++) await list(key)
  await one.app.rateLimiter.shared.exchange()
  const late = await buildTestApp(t, { rateLimits, shared: database })
  await list(key, late)
  await late.app.rateLimiter.shared.exchange()
  t.equal((await list(key, late)).status, 429)
})

t.test('guessing of keys is stopped at a lower limit on all instances, and a good key from the same address still works', async (t) => {
  const [used, unused] = [await makeClient(), await makeClient()]
  t.equal((await list(used)).status, 200)
  const statuses: number[] = []
  for (let at = 0; at < refusals + 3; at++) statuses.push((await list(guess(), at % 2 === 0 ? one : other)).status)
  t.strictSame(statuses, [...Array(refusals).fill(401), 429, 429, 429])
  for (let at = 0; at < 100; at++) await list(guess())
  for (const instance of [one, other]) for (const key of [used, unused]) t.equal((await list(key, instance)).status, 200)
  const made = await makeClient()
  let answered = await list(made)
  // The announcement of a new key takes a moment.
  for (let tries = 0; answered.status === 429 && tries < 100; tries++) {
    await pause(20)
    answered = await list(made)
  }
  t.equal(answered.status, 200, 'also one that was made meanwhile')
  t.equal((await api.get('/v1/batches', { key: null })).status, 429, 'no key at all is refused in the same way')
})

t.test('guesses of an address that is locked out are not looked up', async (t) => {
  for (let at = 0; at <= refusals; at++) await list(guess())
  const { pool } = one.app
  const query = pool.query.bind(pool)
  let lookUps = 0
  pool.query = ((...given: Parameters<typeof query>) => {
    if (JSON.stringify(given[0]).includes('client_credential')) lookUps++
    return query(...given)
  }) as typeof pool.query
  t.teardown(() => {
    pool.query = query
  })
  for (let at = 0; at < 50; at++) t.equal((await list(guess())).status, 429)
  t.ok(lookUps <= 1, `fifty guesses, ${lookUps} look-ups: the keys there are have been read before, or once now`)
})

t.test('requests without credentials are counted by address', async (t) => {
  const nobody = (client: Client) => client.as(undefined).get('/v1/problems')
  let passed = 0
  while ((await nobody(api)).status === 200) passed++
  t.ok(passed > 0 && passed <= reads)
  t.match(await nobody(api), { status: 429, body: { code: 'too-many-requests' } })
})

t.test('documents are counted by address, and questions for health are not', async (t) => {
  const { port } = await buildTestApp(t, { rateLimits: { documents: reads } })
  const ask = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).status
  // The contract was read from this address.
  for (let asked = 1; asked < reads; asked++) t.equal(await ask('/docs/demo.json'), 200)
  t.equal(await ask('/docs/demo.json'), 429)
  const statuses = await Promise.all(Array.from({ length: 5 * reads }, () => ask('/health/ready')))
  t.ok(
    statuses.every((status) => status === 200),
    'a balancer asks from that address as well, and all at once',
  )
})

t.test('who asks for tokens without end locks nobody out who is behind the same address', async (t) => {
  const alone = await buildTestApp(t, { rateLimits: { tokens: 4 } })
  const [busy, calm] = [await alone.clientOf(await alone.makeClient()), await alone.clientOf(await alone.makeClient())]
  const secrets = new Map([
    [busy, await alone.addSecret(busy)],
    [calm, await alone.addSecret(calm)],
  ])
  const token = async (id: string) => {
    const form = { grant_type: 'client_credentials', client_id: id, client_secret: secrets.get(id) ?? '' }
    return (await fetch(`http://127.0.0.1:${alone.port}/v1/oauth/token`, { method: 'POST', body: new URLSearchParams(form) })).status
  }
  const statuses: number[] = []
  for (let asked = 0; asked < rateLimits.tokens + 2; asked++) statuses.push(await token(busy))
  t.strictSame(statuses, [...Array(rateLimits.tokens).fill(200), 429, 429])
  t.equal(await token(calm), 200)
})

t.test('a client is shown a limited number of records of persons in a day, on all instances, and the log says so', async (t) => {
  const lines: string[] = []
  const watched = await buildTestApp(t, { rateLimits, extend: showPersons, shared: database, onLog: (line) => lines.push(line) })
  const show = async ({ port, agent }: TestApp, client: string, records: number): Promise<{ status: number; headers: Record<string, unknown> }> =>
    new Promise((resolve, reject) => {
      get({ host: '127.0.0.1', port, agent, path: `/show?client=${client}&records=${records}` }, (answer) => {
        answer.resume()
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers }))
      }).on('error', reject)
    })
  t.equal((await show(one, 'crawler', 60)).status, 200)
  await one.app.rateLimiter.shared.exchange()
  t.equal((await show(watched, 'crawler', 1)).status, 200)
  await watched.app.rateLimiter.shared.exchange()
  const refused = await show(watched, 'crawler', 60)
  t.equal(refused.status, 429, 'a page that would pass the quota is refused whole')
  t.match(refused.headers, { 'ratelimit-policy': '"personal";q=100;w=86400', 'ratelimit-remaining': '39' })
  t.ok(Number(refused.headers['retry-after']) <= 86_400)
  t.equal((await show(watched, 'crawler', 30)).status, 200, 'a smaller one is not')
  for (let again = 0; again < 3; again++) t.equal((await show(watched, 'crawler', 60)).status, 429)
  t.equal((await show(watched, 'other', 60)).status, 200, 'others are served')
  const alarms = lines.map((line) => JSON.parse(line)).filter(({ level }) => level === 'warn')
  t.match(alarms, [{ clientId: 'crawler', limit: 100, requestId: /^[0-9a-f-]{36}$/ }], 'one alarm, with the client and the request')
  t.equal(alarms.length, 1)
})

t.test('an instance counts alone while the database is away', async (t) => {
  const alone = await buildTestApp(t, { rateLimits })
  const key = await alone.makeClient()
  t.equal((await list(key, alone)).status, 200)
  await alone.database.query('ALTER TABLE rate_count RENAME TO away')
  await alone.app.rateLimiter.shared.exchange()
  let passed = 1
  while ((await list(key, alone)).status === 200) passed++
  t.equal(passed, reads)
  const statuses: number[] = []
  for (let at = 0; at < refusals + 1; at++) statuses.push((await list(guess(), alone)).status)
  t.strictSame(statuses, [...Array(refusals).fill(401), 429])
  await alone.database.query('ALTER TABLE away RENAME TO rate_count')
  await alone.app.rateLimiter.shared.exchange()
  const counted = await alone.database.prisma.rateCount.findFirst({ where: { key: { startsWith: 'reads:' } }, orderBy: { points: 'desc' } })
  t.equal(Number(counted?.points), reads, 'and adds what it counted when the database is back')
})

t.test('X-Forwarded-For is believed from a named proxy only', async (t) => {
  const { api } = await buildTestApp(t, { rateLimits: { reads: 1 }, trustedProxies: '127.0.0.1' })
  const from = async (server: typeof api, address: string) =>
    (await server.as(undefined).get('/v1/problems', { headers: { 'x-forwarded-for': address } })).status
  t.strictSame([await from(api, '192.0.2.1'), await from(api, '192.0.2.2'), await from(api, '192.0.2.1')], [200, 200, 429])
  t.strictSame([await from(api, '2001:db8:1:2::1'), await from(api, '2001:db8:1:2:ffff::9')], [200, 429], 'a network of IPv6 is one caller')
  t.equal(await from(api, '2001:db8:1:3::1'), 200, 'the next network is another')
  t.equal(await from(api, '::ffff:192.0.2.1'), 429, 'an address is the same in either spelling')
  const direct = await buildTestApp(t, { rateLimits: { reads: 1 } })
  t.strictSame([await from(direct.api, '192.0.2.1'), await from(direct.api, '192.0.2.2')], [200, 429])
})

t.test('every operation documents 429 with Retry-After', async (t) => {
  for (const { id, object } of contract.operations) t.ok(object.responses['429']?.headers?.['Retry-After'], id)
})
