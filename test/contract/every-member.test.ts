/** Every member of every body is accepted, all of them in one request; a patch that changes no member changes nothing. */
import { randomUUID } from 'node:crypto'
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Answer } from '../support/client.ts'
import type { Json, Row, Schema } from '../support/contract.ts'
import { idOf } from '../support/make.ts'
import { perform } from '../support/perform.ts'
import { newPublicJwk } from '../support/public-jwk.ts'
import { prepare } from '../support/scenarios.ts'

const { api, contract, database, make } = await buildTestApp(t)
const facilityId = idOf(await make.facility())

/** A line of a sale that names the batch it draws from. */
async function line(): Promise<Row> {
  const { id = null, productId = null } = await make.completedBatch(facilityId)
  return { productId, grade: 'A', quantity: 2, unitPrice: 125, allocations: [{ batchId: id, quantity: 2 }] }
}

/** What samples do not fit, by operationId. */
const given: Record<string, () => Promise<Row>> = {
  createFacility: async () => ({ type: 'RUTAN' }),
  updateFacility: async () => ({ type: 'RUTAN' }),
  // A role that takes two persons is given by the steps for that.
  createApiClient: async () => ({ roles: ['small-business-platform'] }),
  updateApiClient: async () => ({ roles: ['small-business-platform'] }),
  createSubjectRequest: async () => ({ kind: 'OBJECTION', stops: ['OUTSIDE_READING'] }),
  changeInmateCustody: async () => ({ custodyStatus: 'TRANSFERRED' }),
  createSale: async () => ({ lines: [await line()] }),
  createApiClientCredential: async () => ({ kind: 'PUBLIC_KEY', publicJwk: newPublicJwk('ec'), expiresAt: new Date(Date.now() + 86_400_000).toISOString() }),
  updateSale: async () => ({ lines: [await line()] }),
}

/** A member that does not go with the others, by operationId; test/security/oidc.test.ts sends it. */
const excluded: Record<string, string> = { createApiClientCredential: 'token' }

for (const operation of contract.operations.filter(({ body, writes }) => body && writes)) {
  t.test(operation.id, async (t) => {
    const scene = await prepare(contract, operation, { make, facilityId })
    const whole = await make.wholeBody(operation.id, facilityId, { ...(operation.method === 'PATCH' ? {} : scene.body), ...(await given[operation.id]?.()) })
    const { [excluded[operation.id] ?? '']: _, ...body } = whole
    const answer = await perform(api, operation, { ...scene, body }, operation.idempotent ? { idempotencyKey: randomUUID() } : {})
    t.equal(answer.status, operation.success, answer.status < 400 ? 'is accepted' : `${JSON.stringify(body)} was answered ${answer.text}`)
  })
}

/** Of a value that was read, what may be sent. */
function writable(schema: Schema, value: Json): Json {
  const { properties, items, anyOf } = contract.resolve(schema)
  if (value === null || typeof value !== 'object') return value
  if (anyOf !== undefined) return writable(anyOf[0] ?? {}, value)
  if (Array.isArray(value)) return value.map((item) => writable(items ?? {}, item))
  return Object.fromEntries(
    Object.entries(properties ?? {}).flatMap(([name, member]) => (name in value ? [[name, writable(member, value[name] ?? null)]] : [])),
  )
}

const recorded = (requestId: string): Promise<Row[]> =>
  database.query<Row>(
    `SELECT operation FROM audit_entry WHERE request_id = $1 AND version IS NOT NULL UNION ALL SELECT type FROM event WHERE request_id = $1`,
    [requestId],
  )

/** The classes of personal data that left with an answer, as the audit trail has them. */
const shown = ({ headers }: Answer): Promise<Row[]> =>
  database.query<Row>('SELECT resource_ids, classes FROM audit_entry WHERE request_id = $1', [headers['x-request-id']])

for (const operation of contract.operations.filter(({ method }) => method === 'PATCH')) {
  t.test(`${operation.id} with what is there already`, async (t) => {
    const scene = await prepare(contract, operation, { make, facilityId })
    const reading = contract.operations.find(({ method, path }) => method === 'GET' && path === operation.path)
    if (reading === undefined) throw new Error(`${operation.path} cannot be read.`)
    await perform(api, operation, { ...scene, body: await make.wholeBody(operation.id, facilityId, await given[operation.id]?.()) })
    const before = await perform(api, reading, scene)
    const { version } = before.body
    const same = writable(operation.body ?? {}, before.body) as Row
    const answer = await perform(api, operation, { ...scene, version: Number(version), body: same })
    t.equal(answer.status, 200, answer.text)
    t.same(answer.body, before.body, 'answers the row as it is')
    t.equal(answer.headers.etag, before.headers.etag, 'with the ETag that it has')
    t.match(answer.headers.etag, new RegExp(`^"${version}["-]`))
    t.same(await recorded(String(answer.headers['x-request-id'])), [], 'and records no change')
    t.same(await shown(answer), await shown(before), 'but what it shows of persons, as a read does')
    const stale = await perform(api, operation, { ...scene, version: Number(version) + 1, body: same })
    t.match(stale, { status: 412, body: { code: 'stale-version' } }, 'another version is stale')
    const empty = await perform(api, operation, { ...scene, version: Number(version), body: {} })
    t.match(empty, { status: 400, body: { code: 'invalid-request' } }, 'a patch without a member is none')
    t.same((await perform(api, reading, scene)).body, before.body, 'and nothing has changed')
  })
}
