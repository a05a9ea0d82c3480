/**
 * The examples of the contract: each is sent to a fresh copy of the demo and answers what openapi/examples.json says.
 * `npm run examples` writes that file anew; look at the difference.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { demoIds, tellDemo } from '../../src/demo/embedded.ts'
import { examplesFile, type RecordedExamples } from '../../src/platform/contract/examples.ts'
import { defaultRateLimits } from '../../src/platform/http/rate-limit.ts'
import { credentialIdOf, hashOf } from '../../src/platform/security/authentication/credentials.ts'
import { installBootstrapKey } from '../../src/platform/security/authentication/first-keys.ts'
import { buildTestApp } from '../support/app.ts'
import type { Contract, Row } from '../support/contract.ts'
import { cloneDatabase } from '../support/database.ts'
import { aboutExamples, clientOfExamples, commerceExamples } from '../support/examples/commerce.ts'
import { custodyExamples } from '../support/examples/custody.ts'
import type { Demo } from '../support/examples/example.ts'
import { entryOfExamples, exchangeExamples } from '../support/examples/exchange.ts'
import { privacyExamples } from '../support/examples/privacy.ts'
import { refusals, type Stage } from '../support/examples/problems.ts'
import { batchExamples, productExamples, programExamples } from '../support/examples/production.ts'
import { record, recordProblem } from '../support/examples/record.ts'
import { testKeyring } from '../support/keyring.ts'
import { sendRaw } from '../support/wire.ts'

const key = 'bk_test_examples_0123456789abcdef'
const story = await cloneDatabase()
t.teardown(() => story.drop())
let told = 0
const counted = demoIds()
const demo = await tellStoryTo(story.url)

let ids = demoIds(told)
const {
  api: anybody,
  contract,
  database,
  makeClient,
  port,
} = await buildTestApp(t, { newId: () => ids(), limits: { lockMs: 300 }, rateLimits: defaultRateLimits })
const api = anybody.as(key)

async function tellStoryTo(databaseUrl: string): Promise<Demo> {
  const server = await buildApp({
    databaseUrl,
    logLevel: 'silent',
    keyring: testKeyring,
    newId: () => {
      told++
      return counted()
    },
  })
  await installBootstrapKey(server, key)
  const demo = await tellDemo(server, key)
  await server.close()
  return demo
}

/** A copy of the demo that nothing has touched. */
async function afresh(): Promise<void> {
  await database.become(story)
  ids = demoIds(told)
}

/** The client whose secret stands in the example of the token endpoint. */
async function makeTokenClient(): Promise<void> {
  const { id, secret } = clientOfExamples
  await makeClient({ id, roles: ['small-business-platform'], scopes: ['stock:read'] })
  const values = [credentialIdOf(secret), id, hashOf(testKeyring, secret)]
  await database.query("INSERT INTO client_credential (id, client_id, kind, secret_hash) VALUES ($1, $2, 'CLIENT_SECRET', $3)", values)
}

/** The entry of the trail that the examples speak of. */
async function makeEntry(): Promise<void> {
  const { sequence, at, requestId, onBehalfOf, purpose, address, classes } = entryOfExamples
  const { inmateIds, facilityId } = demo.story
  await database.query(
    `INSERT INTO audit_entry (sequence, at, client_id, on_behalf_of, purpose, address, request_id, operation, resource, resource_ids, facility_id, classes, outcome)
     SELECT $1, $2, id, $3, $4, $5, $6, 'readInmate', 'inmate', ARRAY[$7::uuid], $8, $9, 'ALLOWED' FROM api_client WHERE name = 'bootstrap' ON CONFLICT DO NOTHING`,
    [sequence, at, onBehalfOf, purpose, address, requestId, inmateIds[0], facilityId, classes],
  )
}

const examples = Object.assign(
  {},
  ...[aboutExamples, custodyExamples, programExamples, productExamples, batchExamples, commerceExamples, privacyExamples, exchangeExamples].map((of) =>
    of(demo),
  ),
)
const found: RecordedExamples = { operations: {}, problems: {} }
const kept: RecordedExamples = JSON.parse(readFileSync(examplesFile, 'utf8'))

t.test('every operation has an example, and every example an operation', async (t) => {
  t.strictSame(Object.keys(examples).sort(), contract.operations.map(({ id }) => id).sort(), 'add it in test/support/examples/')
})

t.test('every example is answered as the contract says', async (t) => {
  let touched = true
  for (const operation of contract.operations) {
    const example = examples[operation.id]
    if (example === undefined) continue
    if (touched) await afresh()
    touched = operation.writes
    if (operation.isOAuth) await makeTokenClient()
    if (operation.scope === 'audit:read') await makeEntry()
    const recorded = await record(api, operation, example)
    found.operations[operation.id] = recorded
    t.strictSame(recorded, kept.operations[operation.id], `${operation.id}; if it is right, run \`npm run examples\``)
  }
})

t.test('every problem has an example, and comes about like that', async (t) => {
  await afresh()
  const keys = {
    expired: await makeClient({ expired: true }),
    scopeless: await makeClient({ scopes: [] }),
    local: await makeClient({ facilities: [demo.practice.facilityId] }),
  }
  const stage: Stage = {
    ...demo,
    keys,
    ask: (method, path, call) => api.send(method, path, call),
    step: async (method, path, call) => {
      const answer = await api.send(method, path, call)
      if (answer.status >= 400) throw new Error(`${method} ${path} was answered ${answer.text}`)
      return answer.body
    },
  }
  const note = (contract: Contract, method: string, path: string, body: Row) => {
    found.problems[String(body.code)] = recordProblem(contract.find(method, path), body)
  }
  for (const [code, refuse] of Object.entries(refusals(stage))) {
    const { method, path, call } = await refuse()
    const { body } = await api.send(method, path, call)
    t.equal(body.code, code, `${method} ${path.slice(0, 100)} answers ${code}`)
    note(contract, method, path, body)
  }
  for (const [code, pieces] of [
    ['bad-http', ['GET /v1/batches HTTP/1.1\r\nHost : x\r\n\r\n']],
    ['request-timeout', ['GET /v1/batches HTTP/1.1\r\nHost: x\r\n']],
  ] as const) {
    const answer = await sendRaw(port, [...pieces], { patience: 20_000 })
    const body = JSON.parse(answer.body) as Row
    t.equal(body.code, code, `raw bytes are answered ${code}`)
    note(contract, 'GET', '/v1/batches', body)
  }
  await database.query('BEGIN')
  await database.query('LOCK TABLE audit_entry')
  const inProgress = await api.post('/v1/officers', { body: { facilityId: demo.practice.facilityId, name: 'Endang Lestari', position: 'Staf' } })
  await database.query('ROLLBACK')
  note(contract, 'POST', '/v1/officers', inProgress.body)
  await database.query('ALTER TABLE batch RENAME TO lost')
  const fault = await api.get('/v1/batches', { mayFault: true })
  note(contract, 'GET', '/v1/batches', fault.body)
  await database.query(`UPDATE pg_database SET datallowconn = false WHERE datname = '${database.name}'`)
  await database.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database.name}' AND pid <> pg_backend_pid()`)
  await pause(100)
  const away = await api.get('/v1/batches', { mayFault: true })
  note(contract, 'GET', '/v1/batches', away.body)
  await database.query(`UPDATE pg_database SET datallowconn = true WHERE datname = '${database.name}'`)

  t.strictSame(
    Object.keys(found.problems).sort(),
    (await api.get('/v1/problems')).items.map(({ code }) => code).sort(),
    'add it in test/support/examples/problems.ts',
  )
  for (const [code, recorded] of Object.entries(found.problems))
    t.strictSame(recorded, kept.problems[code], `${code}; if it is right, run \`npm run examples\``)
})

t.test('writes them when asked to', { skip: process.env.WRITE_EXAMPLES === undefined && 'WRITE_EXAMPLES is not set' }, async () => {
  const sorted = <T>(rows: Record<string, T>) => Object.fromEntries(Object.entries(rows).sort(([a], [b]) => a.localeCompare(b)))
  writeFileSync(examplesFile, `${JSON.stringify({ operations: sorted(found.operations), problems: sorted(found.problems) }, null, 2)}\n`)
})
