/** What the platform promises to every module: boot, configuration, idempotency, versions, keys, logs, faults. */
import { randomUUID } from 'node:crypto'
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { readConfig, unsaid } from '../../src/config.ts'
import { operation } from '../../src/platform/contract/operation.ts'
import { buildTestApp } from '../support/app.ts'
import type { Answer } from '../support/client.ts'
import type { Json, Row } from '../support/contract.ts'
import { cloneDatabase } from '../support/database.ts'
import { testKeyring } from '../support/keyring.ts'
import { idOf } from '../support/make.ts'
import { perform } from '../support/perform.ts'
import { starter } from '../support/programs.ts'
import { prepare } from '../support/scenarios.ts'
import { sendRaw } from '../support/wire.ts'

const { api, app, contract, database, make, makeClient, revoke } = await buildTestApp(t)
const here = idOf(await make.facility())
const facilities = '/v1/facilities'

t.test('an app with a route that is no operation does not start', async (t) => {
  const guarded = await buildApp({ databaseUrl: database.url, logLevel: 'silent', keyring: testKeyring })
  t.teardown(() => guarded.close())
  t.throws(() => guarded.get('/v1/bare', async () => ({})), /GET \/v1\/bare is not an operation/)
  t.ok(app.hasRoute({ method: 'GET', url: facilities }), 'while those that are operations are there')
})

const odd = {
  id: 'readOdd',
  kind: 'read',
  tag: 'About',
  resource: 'api',
  scope: 'public',
  summary: 'Read the odd one',
  description: 'It is odd.',
  answer: { description: 'Nothing.' },
} as const

t.test('an app with an operation that contradicts itself does not start', async (t) => {
  const guarded = await buildApp({ databaseUrl: database.url, logLevel: 'silent', keyring: testKeyring })
  t.teardown(() => guarded.close())
  for (const [wrong, said] of [
    [{ id: '' }, 'GET /v1/odd is not an operation'],
    [{ id: 'readMe' }, 'GET /v1/odd and GET /v1/me are both called readMe'],
    [{ kind: 'write', event: 'odd.changed' }, 'readOdd is of the kind write and called by GET'],
    [{ kind: 'guess' as 'read' }, 'readOdd says no kind'],
    [{ event: 'odd.read' }, 'readOdd reads and names an event'],
    [{ scope: 'odd:read' }, 'readOdd needs an unknown scope: odd:read'],
    [{ tag: 'Odd' }, 'readOdd stands under an unknown tag: Odd'],
    [{ problems: ['too-odd'] }, 'readOdd promises an unknown problem: too-odd'],
  ] as const) {
    t.throws(() => guarded.get('/v1/odd', operation({ ...odd, ...wrong }), async () => null), { message: said }, said)
  }
  t.throws(() => guarded.post('/v1/odd', operation({ ...odd, kind: 'write' }), async () => null), /readOdd writes and names no event/)
})

t.test('a status that the contract does not have is an error in the log', async (t) => {
  const lines: string[] = []
  const own = await buildApp({ databaseUrl: database.url, logLevel: 'error', logTo: { write: (line) => void lines.push(line) }, keyring: testKeyring })
  t.teardown(() => own.close())
  own.get('/v1/odd', operation(odd), async (request, reply) => reply.code(request.headers['x-odd'] === undefined ? 200 : 202).send())
  for (const [method, url] of [['GET', '/v1/odd'], ['DELETE', '/v1/odd'], ['PUT', '/v1/inmates/_search'], ['GET', '/v1/me']] as const) await own.inject({ method, url }) // biome-ignore format: short
  t.strictSame(lines, [], 'what it has is none')
  await own.inject({ url: '/v1/odd', headers: { 'x-odd': '1' } })
  t.match(JSON.parse(lines.join()), { level: 'error', operation: 'readOdd', status: 202, msg: 'the contract does not have this status' })
})

t.test('a wrong setting is named without its value', async (t) => {
  const wrong = { PORT: 'eighty', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://user:s3cret@host/db', BOOTSTRAP_API_KEY: 'short s3cret' }
  t.throws(() => readConfig(wrong), { message: /PORT[\s\S]*/ })
  try {
    readConfig(wrong)
  } catch (error) {
    const { message } = error as Error
    for (const name of Object.keys(wrong)) t.match(message, name, `${name} is named`)
    t.notMatch(message, 's3cret', 'no value is shown')
  }
  t.throws(() => readConfig({ BOOTSTRAP_API_KEY: 'aaaaaaaabbbbbbbbccccccccdddddddd' }), /BOOTSTRAP_API_KEY has too few different characters/)
  t.match(readConfig({ PORT: '', HOST: '' }), { PORT: 3000, HOST: '127.0.0.1' }, 'an empty value means unset')
})

t.test('what a service that others reach does not say is asked for', (t) => {
  const asked = (environment: NodeJS.ProcessEnv) => unsaid(readConfig(environment)).map(({ setting }) => setting)
  t.strictSame(asked({ HOST: '0.0.0.0' }), ['PUBLIC_URL', 'TRUSTED_PROXIES', 'CONTACT_URL', 'CONTACT_EMAIL'])
  const said = { PUBLIC_URL: 'https://api.example', TRUSTED_PROXIES: '10.0.0.1', CONTACT_URL: 'https://lapas.example/', CONTACT_EMAIL: 'pdp@lapas.example' }
  t.strictSame(asked(said), [])
  t.end()
})

t.test('settings are read from a file .env, and the environment takes precedence', async (t) => {
  t.chdir(t.testdir({ '.env': 'CONTACT_URL=https://file.example/\nTERMS_URL=https://file.example/\n' }))
  process.env.TERMS_URL = 'https://environment.example/'
  t.match(readConfig(), { CONTACT_URL: 'https://file.example/', TERMS_URL: 'https://environment.example/' })
})

/** How many changes these requests are in the trail for; a replay is a read there. */
const changesOf = async (requests: Answer[]): Promise<number> => {
  const [found] = await database.query<{ count: string }>(
    'SELECT count(DISTINCT request_id) FROM audit_entry WHERE request_id = ANY($1) AND version IS NOT NULL',
    [requests.map(({ requestId }) => requestId)],
  )
  return Number(found?.count)
}

t.test('ten identical posts at once have one effect', async (t) => {
  for (const operation of contract.operations.filter(({ idempotent }) => idempotent)) {
    const scene = await prepare(contract, operation, { make, facilityId: here })
    const idempotencyKey = randomUUID()
    const answers = await Promise.all(Array.from({ length: 10 }, () => perform(api, operation, scene, { idempotencyKey })))
    t.same([...new Set(answers.map(({ status }) => status))], [operation.success], `${operation.id}: all ten succeed`)
    t.equal(await changesOf(answers), 1, `${operation.id}: one change in the trail`)
    t.equal(answers.filter(({ headers }) => headers['idempotency-replayed'] !== 'true').length, 1, `${operation.id}: one did it, nine are replays`)
    // A secret is shown once.
    const [first, ...others] = answers.map(({ body: { secret: _, ...body } }) => body)
    for (const body of others) t.same(body, first, `${operation.id}: all answer the same`)
  }
})

t.test('one of six concurrent changes of the same version succeeds', async (t) => {
  // What a PUT says may be said again: modules/work-logs.test.ts has two of them that differ.
  for (const operation of contract.operations.filter(({ ifMatch, method }) => ifMatch && method !== 'PUT')) {
    const scene = await prepare(contract, operation, { make, facilityId: here })
    const answers = await Promise.all(Array.from({ length: 6 }, () => perform(api, operation, scene)))
    const won = answers.filter(({ status }) => status === operation.success)
    t.equal(won.length, 1, `${operation.id}: one succeeds`)
    t.equal(await changesOf(answers), 1, `${operation.id}: one change in the trail`)
    const lost = new Set(answers.filter((answer) => !won.includes(answer)).map(({ status }) => status))
    t.same([...lost], [operation.method === 'DELETE' ? 404 : 412], `${operation.id}: the others are refused`)
  }
})

t.test('a key stops working with the next call', async (t) => {
  const key = await makeClient()
  for (let call = 0; call < 3; call++) t.equal((await api.get(facilities, { key })).status, 200, 'it works and is remembered')
  await revoke(key)
  await t.test('after it is revoked', async (t) => {
    const deadline = Date.now() + 1_000
    let answer = await api.get(facilities, { key })
    // The announcement travels beside the requests; a moment is granted, a second is not.
    while (answer.status === 200 && Date.now() < deadline) answer = await api.get(facilities, { key })
    t.match(answer, { status: 401, body: { code: 'token-invalid' } })
  })
  const narrowed = await makeClient()
  t.equal((await api.get(facilities, { key: narrowed })).status, 200)
  await database.query(
    "UPDATE api_client SET scopes = '{}' WHERE id = (SELECT max(id::text)::uuid FROM api_client WHERE created_at = (SELECT max(created_at) FROM api_client))",
  )
  await new Promise((resolve) => setTimeout(resolve, 100))
  t.equal((await api.get(facilities, { key: narrowed })).status, 403, 'after its scopes are taken')
  const short = await makeClient()
  await database.query("UPDATE client_credential SET expires_at = now() + interval '700 ms' WHERE created_at = (SELECT max(created_at) FROM client_credential)")
  await new Promise((resolve) => setTimeout(resolve, 100))
  t.equal((await api.get(facilities, { key: short })).status, 200, 'before it expires')
  await new Promise((resolve) => setTimeout(resolve, 800))
  t.match(await api.get(facilities, { key: short }), { status: 401, body: { code: 'token-expired' } }, 'after it expires, also from memory')
})

t.test('variations of a valid key are refused', async (t) => {
  const key = api.key ?? ''
  for (const [what, other] of [
    ['shortened', key.slice(0, -1)],
    ['extended', `${key}x`],
    ['in capitals', key.toUpperCase()],
    ['twice', `${key} ${key}`],
    ['with a comma', `${key},${key}`],
  ] as const) {
    t.match(await api.get(facilities, { key: other }), { status: 401, body: { code: 'token-invalid' } }, what)
  }
  t.equal((await api.get(`${facilities}?key=${key}`, { key: null })).status, 401, 'in the query')
})

t.test('without the database, answers are 503 and recover by themselves', async (t) => {
  const alone = await buildTestApp(t, { logLevel: 'silent', limits: { waitMs: 500 } })
  const [{ name } = { name: '' }] = await alone.database.query<{ name: string }>('SELECT current_database() AS name')
  t.equal((await alone.api.get(facilities)).status, 200)
  await database.query(`ALTER DATABASE "${name}" WITH ALLOW_CONNECTIONS false`)
  await database.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name])
  let answer = await alone.api.get(facilities, { mayFault: true })
  for (let tries = 0; tries < 20 && answer.status !== 503; tries++) answer = await alone.api.get(facilities, { mayFault: true })
  t.match(answer, { status: 503, body: { code: 'unavailable', retryable: true } })
  t.equal(answer.headers['retry-after'], '1', 'with Retry-After')
  const ready = await fetch(`http://127.0.0.1:${alone.port}/health/ready`)
  t.equal(ready.status, 503, 'it is not ready')
  t.equal((await fetch(`http://127.0.0.1:${alone.port}/health/live`)).status, 200, 'and lives')
  await database.query(`ALTER DATABASE "${name}" WITH ALLOW_CONNECTIONS true`)
  const deadline = Date.now() + 5_000
  while (answer.status !== 200 && Date.now() < deadline) answer = await alone.api.get(facilities, { mayFault: true })
  t.equal(answer.status, 200, 'it is back within five seconds')
})

t.test('a change waits for a locked row, but not for ever', async (t) => {
  const held = await buildTestApp(t, { limits: { lockMs: 200 } })
  const facility = await held.make.facility()
  const blocker = held.database.query(`DO $$ BEGIN PERFORM 1 FROM facility WHERE id = '${idOf(facility)}' FOR UPDATE; PERFORM pg_sleep(1); END $$`)
  await new Promise((resolve) => setTimeout(resolve, 200))
  const answer = await held.api.patch(`${facilities}/${idOf(facility)}`, { body: { name: 'Other' }, ifMatch: 1 })
  t.match(answer, { status: 409, body: { code: 'request-in-progress', retryable: true } })
  t.equal(answer.headers['retry-after'], '1')
  await blocker
})

t.test('logs hold no personal data, whatever happens', async (t) => {
  const own = await cloneDatabase()
  const canary = (where: string) => `Kenari${where}Rahasia`
  const key = `bk_test_${canary('Key')}_0123456789`
  t.teardown(() => own.drop())
  const server = starter(t)({ DATABASE_URL: own.url, LOG_LEVEL: 'trace', BOOTSTRAP_API_KEY: key })
  const { port } = await server.ready()
  const send = (method: string, path: string, body?: Row, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  const facility: Row = { ...(await make.body('createFacility', '')), name: canary('Facility') }
  const created = await send('POST', facilities, facility, { 'idempotency-key': canary('Idempotency') })
  t.equal(created.status, 201)
  const { id } = (await created.json()) as Row
  t.equal((await send('POST', facilities, facility)).status, 409, 'a duplicate')
  t.equal((await send('PATCH', `${facilities}/${id}`, { parentId: id ?? null, name: canary('Check') }, { 'if-match': '*' })).status, 422, 'a violated CHECK')
  t.equal((await send('GET', `${facilities}/${canary('Path')}`)).status, 400)
  t.equal((await send('GET', `${facilities}?q=${canary('Query')}&${canary('Parameter')}=1`)).status, 400)
  t.equal((await send('GET', `/${canary('Nowhere')}`)).status, 404)
  t.equal((await send('POST', facilities, { [canary('Member')]: canary('Value') })).status, 400)
  t.equal((await send('GET', facilities, undefined, { authorization: `Bearer ${canary('Unknown')}xxxxxxxxxxxx` })).status, 401)
  await send('GET', facilities, undefined, {
    'user-agent': canary('Agent'),
    'x-forwarded-for': canary('Forwarded'),
    referer: canary('Referer'),
    'x-request-id': canary('RequestId'),
  })
  await sendRaw(port, [`NONSENSE ${canary('Raw')}\r\n\r\n`])
  for (const collection of contract.operations.filter(
    ({ method, success, lists, path }) => method === 'POST' && success === 201 && !lists && !path.includes('{'),
  )) {
    const body = Object.fromEntries(Object.keys(collection.body?.properties ?? {}).map((name): [string, Json] => [name, canary('Any')]))
    await send('POST', collection.path, body)
  }
  await send('POST', '/v1/inmates/_search', { name: canary('Search') })
  // A fault of ours, with a value on the way.
  await own.query(`ALTER TABLE facility ADD CONSTRAINT unexplained CHECK (name <> '${canary('Fault')}')`)
  const fault = await send('POST', facilities, { ...facility, code: 'FAULT', name: canary('Fault') })
  t.equal(fault.status, 500)
  t.notMatch(await fault.text(), /Kenari|unexplained|constraint|stack|\bat /, 'the answer shows nothing internal')
  const { code } = await server.stop()
  t.equal(code, 0, 'it stops in order')
  const { output } = server
  t.match(output, /"msg":"unexpected fault"/, 'the fault is logged')
  t.match(output, /"constraint":"unexplained"/, 'with what helps to find it')
  t.same([...new Set(output.match(/Kenari\w*/g) ?? [])], [], 'no canary sings')
  const lines = output.split('\n').filter((line) => line.startsWith('{'))
  t.ok(lines.length > 10, 'there are logs')
  for (const line of lines) t.doesNotThrow(() => JSON.parse(line), 'one object a line')
})
