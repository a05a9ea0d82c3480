/**
 * The examples of the contract: each is sent to a fresh copy of the demo and answers what src/demo/examples.json says.
 * `npm run examples` writes that file anew; look at the difference.
 */
import { createCipheriv } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { examplesFile, readExamples } from '../../src/demo/examples.ts'
import { idsOfStep } from '../../src/demo/ids.ts'
import { type Demo, writeDemo } from '../../src/demo/open-demo.ts'
import { valuesKeyOf } from '../../src/platform/audit/changes.ts'
import type { RecordedExamples } from '../../src/platform/contract/examples.ts'
import { defaultRateLimits } from '../../src/platform/http/rate-limit.ts'
import { credentialIdOf, hashOf, newApiKey } from '../../src/platform/security/authentication/credentials.ts'
import { installBootstrapKey } from '../../src/platform/security/authentication/first-keys.ts'
import { buildTestApp } from '../support/app.ts'
import type { Row } from '../support/contract.ts'
import { cloneDatabase } from '../support/database.ts'
import type { Stage } from '../support/examples/example.ts'
import { examplesOf, missingExample, missingRefusal, refusalsOf } from '../support/examples/index.ts'
import { clientOfExamples, entryOfExamples } from '../support/examples/platform.ts'
import { record, recordProblem } from '../support/examples/record.ts'
import { testKeyring } from '../support/keyring.ts'
import { sendRaw } from '../support/wire.ts'

const isRecording = process.env.WRITE_EXAMPLES !== undefined
const key = 'bk_test_examples_0123456789abcdef'
const database = await cloneDatabase()
t.teardown(() => database.drop())
const demo = await writeDemoTo(database.url)

const {
  api: anybody,
  contract,
  makeClient,
  port,
} = await buildTestApp(t, {
  shared: database,
  idsFor: idsOfStep,
  limits: { lockMs: 300 },
  rateLimits: defaultRateLimits,
})
const api = anybody.as(key)

async function writeDemoTo(databaseUrl: string): Promise<Demo> {
  const server = await buildApp({ databaseUrl, logLevel: 'silent', keyring: testKeyring, idsFor: idsOfStep })
  await installBootstrapKey(server, key)
  const written = await writeDemo(server, key)
  await server.close()
  return written
}

/** Brings back the demo as it was written. */
const renewDemo = await database.keepRows()

/** The client whose secret stands in the example of the token endpoint. */
async function makeTokenClient(): Promise<void> {
  const { id, secret } = clientOfExamples
  await makeClient({ id, roles: ['small-business-platform'], scopes: ['stock:read'] })
  const values = [credentialIdOf(secret), id, hashOf(testKeyring, secret)]
  await database.query("INSERT INTO client_credential (id, client_id, kind, secret_hash) VALUES ($1, $2, 'CLIENT_SECRET', $3)", values)
}

/** What a change made of a row, as pgcrypto encrypts it. */
function encryptedValues(values: object): { encrypted: Buffer; stored: Buffer } {
  const stored = Buffer.from('00000001'.padEnd(40, '5a'), 'hex')
  const cipher = createCipheriv('aes-256-cbc', valuesKeyOf(testKeyring, stored), Buffer.alloc(16))
  return { encrypted: Buffer.concat([cipher.update(JSON.stringify(values)), cipher.final()]), stored }
}

/** The entries of the trail that the examples speak of. */
async function makeEntries(): Promise<void> {
  const { sequences, at, change, wrong, requestId, credentialId, onBehalfOf, purpose, address, classes } = entryOfExamples
  const { inmateIds, facilityId } = demo.story
  await database.query(
    `INSERT INTO audit_entry (sequence, at, client_id, credential_id, on_behalf_of, purpose, address, request_id, operation, resource, resource_ids, facility_id, classes, outcome)
     SELECT unnest($1::bigint[]), $2, id, $3, $4, $5, $6, $7, 'readInmate', 'inmate', ARRAY[$8::uuid], $9, $10, 'ALLOWED' FROM api_client WHERE name = 'bootstrap'`,
    [sequences, at, credentialId, onBehalfOf, purpose, address, requestId, inmateIds[0], facilityId, classes],
  )
  const { custody } = demo.practice
  await database.query(
    `INSERT INTO audit_entry (sequence, at, client_id, request_id, operation, resource, resource_ids, facility_id, classes, outcome)
     SELECT $1, $2, id, $3, 'listInmates', 'inmate', $4, $5, $6, 'ALLOWED' FROM api_client WHERE name = 'bootstrap'`,
    [wrong.sequence, at, wrong.requestId, [custody.inmates.worker.id, custody.inmates.newcomer.id], custody.facilityId, classes],
  )
  const { encrypted, stored } = encryptedValues(change.values)
  await database.query(
    `INSERT INTO audit_entry (sequence, at, client_id, request_id, operation, resource, resource_ids, facility_id, classes, outcome, version, changed, values_encrypted, values_key)
     SELECT $1, $2, id, $3, 'updateInmate', 'inmate', ARRAY[$4::uuid], $5, '{}', 'ALLOWED', 2, '{education}', $6, $7 FROM api_client WHERE name = 'bootstrap'`,
    [change.sequence, at, requestId, inmateIds[0], facilityId, encrypted, stored],
  )
}

const keys = { expired: newKey(), scopeless: newKey(), local: newKey(), blind: newKey() }
function newKey(): string {
  return newApiKey(testKeyring, 'test').key
}
/** The callers of the refusals. */
async function makeCallers(): Promise<void> {
  await makeClient({ key: keys.expired, expired: true })
  await makeClient({ key: keys.scopeless, scopes: [] })
  await makeClient({ key: keys.blind, redactions: ['identity'] })
  await makeClient({ key: keys.local, facilities: [demo.practice.custody.facilityId] })
}

const examples = examplesOf(demo)
const found: RecordedExamples = { operations: {}, problems: {} }
const kept: RecordedExamples = isRecording ? found : readExamples()

t.test('every operation has an example, and every example an operation', async (t) => {
  for (const operation of contract.operations) t.ok(examples.has(operation.id), missingExample(operation))
  for (const id of examples.keys())
    t.ok(
      contract.operations.some((operation) => operation.id === id),
      `there is no operation ${id}`,
    )
})

t.test('every example is answered as the contract says', async (t) => {
  for (const operation of contract.operations) {
    const example = examples.get(operation.id)
    if (example === undefined) continue
    await renewDemo()
    if (operation.isOAuth) await makeTokenClient()
    if (['audit:read', 'privacy:manage'].includes(operation.scope ?? '')) await makeEntries()
    const recorded = await record(api, operation, example)
    found.operations[operation.id] = recorded
    t.strictSame(recorded, kept.operations[operation.id], `${operation.id}; if it is right, run \`npm run examples\``)
  }
})

t.test('every problem has an example, and its request is answered with it', async (t) => {
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
  const note = (method: string, path: string, body: Row) => {
    found.problems[String(body.code)] = recordProblem(contract.find(method, path), body)
  }
  for (const [code, refuse] of refusalsOf(stage)) {
    await renewDemo()
    await makeCallers()
    const { method, path, call } = await refuse()
    const { body } = await api.send(method, path, call)
    t.equal(body.code, code, `${method} ${path.slice(0, 100)} answers ${code}`)
    note(method, path, body)
  }
  for (const [code, pieces] of [
    ['bad-http', ['GET /v1/batches HTTP/1.1\r\nHost : x\r\n\r\n']],
    ['request-timeout', ['GET /v1/batches HTTP/1.1\r\nHost: x\r\n']],
  ] as const) {
    const answer = await sendRaw(port, [...pieces], { patience: 20_000 })
    const body = JSON.parse(answer.body) as Row
    t.equal(body.code, code, `raw bytes are answered ${code}`)
    note('GET', '/v1/batches', body)
  }
  await database.query('BEGIN')
  await database.query('LOCK TABLE audit_entry')
  const inProgress = await api.post('/v1/officers', { body: { facilityId: demo.practice.custody.facilityId, name: 'Endang Lestari', position: 'Staf' } })
  await database.query('ROLLBACK')
  note('POST', '/v1/officers', inProgress.body)
  await database.query('ALTER TABLE batch RENAME TO lost')
  const fault = await api.get('/v1/batches', { mayFault: true })
  note('GET', '/v1/batches', fault.body)
  await database.query(`UPDATE pg_database SET datallowconn = false WHERE datname = '${database.name}'`)
  const others = `pg_stat_activity WHERE datname = '${database.name}' AND pid <> pg_backend_pid()`
  await database.query(`SELECT pg_terminate_backend(pid) FROM ${others}`)
  while ((await database.query(`SELECT FROM ${others}`)).length > 0) await pause(20)
  const away = await api.get('/v1/batches', { mayFault: true })
  note('GET', '/v1/batches', away.body)
  await database.query(`UPDATE pg_database SET datallowconn = true WHERE datname = '${database.name}'`)

  const { items } = await api.get('/v1/problems')
  for (const { code } of items) t.ok(String(code) in found.problems, missingRefusal(String(code)))
  t.equal(Object.keys(found.problems).length, items.length, 'every example is of a problem in the catalogue')
  for (const [code, recorded] of Object.entries(found.problems))
    t.strictSame(recorded, kept.problems[code], `${code}; if it is right, run \`npm run examples\``)
})

t.test('examples are written when WRITE_EXAMPLES is set', { skip: !isRecording && 'WRITE_EXAMPLES is not set' }, async (written) => {
  if (!t.passing()) return written.fail('nothing is written while an example fails')
  const sorted = <T>(rows: Record<string, T>) => Object.fromEntries(Object.entries(rows).sort(([a], [b]) => a.localeCompare(b)))
  writeFileSync(examplesFile, `${JSON.stringify({ operations: sorted(found.operations), problems: sorted(found.problems) }, null, 1)}\n`)
})
