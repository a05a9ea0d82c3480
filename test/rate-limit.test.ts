/** Nobody can ask without end, and nobody suffers because somebody else does. */
import t from 'tap'
import { buildTestApp } from './support/app.ts'
import type { Answer } from './support/client.ts'

const requests = 20
const refusals = 5
const { api, contract, makeClient } = await buildTestApp(t, { rateLimits: { requests, refusals } })
const left = ({ headers }: Answer): number => Number(headers['ratelimit-remaining'])
const list = (key: string) => api.as(key).get('/v1/batches')

t.test('every answer says what is left, also a refusal', async (t) => {
  const key = await makeClient({ scopes: ['batches:read'] })
  const first = await list(key)
  t.match(first.headers, {
    'ratelimit-limit': String(requests),
    'ratelimit-policy': `"requests";q=${requests};w=60`,
    ratelimit: `"requests";r=${requests - 1};t=60`,
    'ratelimit-reset': '60',
  })
  t.equal(left(first), requests - 1)
  const refused = await api.as(key).get('/v1/sales')
  t.equal(refused.status, 403)
  t.equal(left(refused), requests - 2, 'what is refused counts')
})

t.test('a client that asks too much, on many connections, gets 429 and the others do not', async (t) => {
  const [busy, calm] = [await makeClient(), await makeClient()]
  const answers = await Promise.all(Array.from({ length: requests + 10 }, () => list(busy)))
  t.equal(answers.filter(({ status }) => status === 200).length, requests, 'as many as it may')
  const refused = answers.filter(({ status }) => status === 429)
  t.equal(refused.length, 10)
  for (const { body, headers } of refused) {
    t.match(body, { code: 'too-many-requests', retryable: true })
    t.ok(Number(headers['retry-after']) >= 1 && Number(headers['retry-after']) <= 60)
    t.equal(headers['ratelimit-remaining'], '0')
  }
  t.equal((await list(calm)).status, 200)
})

t.test('guessing keys is stopped much sooner, and a good key from the same address still works', async (t) => {
  const statuses: number[] = []
  for (let guess = 0; guess < refusals + 3; guess++) statuses.push((await list(`bk_test_guess_${'x'.repeat(20)}${guess}`)).status)
  t.strictSame(statuses, [...Array(refusals).fill(401), 429, 429, 429])
  t.equal((await list(await makeClient())).status, 200)
})

t.test('what needs no credentials is counted by address', async (t) => {
  for (let asked = 0; asked < requests; asked++) await api.as(undefined).get('/v1/problems')
  t.match(await api.as(undefined).get('/v1/problems'), { status: 429, body: { code: 'too-many-requests' } })
})

t.test('an address is believed from a proxy that is named, and from nobody else', async (t) => {
  const { api } = await buildTestApp(t, { rateLimits: { requests: 1, refusals: 1 }, trustedProxies: '127.0.0.1' })
  const from = async (server: typeof api, address: string) =>
    (await server.as(undefined).get('/v1/problems', { headers: { 'x-forwarded-for': address } })).status
  t.strictSame([await from(api, '192.0.2.1'), await from(api, '192.0.2.2'), await from(api, '192.0.2.1')], [200, 200, 429])
  const direct = await buildTestApp(t, { rateLimits: { requests: 1, refusals: 1 } })
  t.strictSame([await from(direct.api, '192.0.2.1'), await from(direct.api, '192.0.2.2')], [200, 429])
})

t.test('every operation documents 429 with Retry-After', async (t) => {
  for (const { id, object } of contract.operations) t.ok(object.responses['429']?.headers?.['Retry-After'], id)
})
