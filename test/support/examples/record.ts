/** Sends the examples to a fresh copy of the demo each, and writes down what was answered, without what differs every time. */
import type { Recorded, RecordedProblem } from '../../../src/platform/contract/examples.ts'
import type { ProblemDocument } from '../../../src/platform/contract/problems.ts'
import type { Call, Client } from '../client.ts'
import type { Json, Operation, Row } from '../contract.ts'
import { at } from '../make.ts'
import type { Example } from './example.ts'

const writtenAt = '2025-10-10T03:00:00.000Z'
const changedAt = '2025-10-10T04:30:00.000Z'
const formType = { 'content-type': 'application/x-www-form-urlencoded' }
const token = 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJzY29wZSI6ImJhdGNoZXM6cmVhZCBzdG9jazpyZWFkIn0.c2lnbmF0dXJl'
const signedRecord = 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImRvY3VtZW50K2p3dCJ9.eyJyZWNvcmQiOnsicmVnaXN0cmF0aW9ucyI6W10sInByb2Nlc3NpbmciOltdfX0.c2lnbmF0dXJl'
const credentialKinds = ['API_KEY', 'CLIENT_SECRET', 'PUBLIC_KEY']
/** As long as that of a key. */
const secret = 'contoh-rahasia-contoh-rahasia-contoh-rahasi'
/** A key that nobody has the other half of (RFC 7517, A.1). */
const publicKey = {
  kid: 'wUQq7n2bXo1Jm8c0F3aHhVtK5sYpLd9eZrGiTfNxQvE',
  x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
  y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
}
const chainEnd = '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae'
const requestId = '6f1d9b52-3c0e-4f6b-9d43-5b0c7e9a2d11'

/** The instants of the story instead of those of the recording. */
export function timeless(value: Json): Json {
  if (Array.isArray(value)) return value.map(timeless)
  if (typeof value !== 'object' || value === null) return value
  const row: Row = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, timeless(member)]))
  if (typeof row.updatedAt === 'string') row.updatedAt = row.updatedAt === row.createdAt ? writtenAt : changedAt
  if (typeof row.createdAt === 'string') row.createdAt = writtenAt
  for (const member of ['at', 'changedAt', 'decidedAt', 'deletedAt', 'enteredAt', 'erasedAt', 'liftedAt', 'madeAt', 'preparedAt'])
    if (typeof row[member] === 'string') row[member] = changedAt
  if (typeof row.closedAt === 'string') row.closedAt = changedAt
  if (typeof row.minutesLeft === 'number') row.minutesLeft = 2_790
  // The clock of the quota has run on a little.
  if (typeof row.detail === 'string') row.detail = row.detail.replace(/Wait \d+ seconds/, 'Wait 60 seconds')
  if (typeof row.expiresAt === 'string' && credentialKinds.includes(String(row.kind))) row.expiresAt = '2026-10-10T03:00:00.000Z'
  if (typeof row.secret === 'string') row.secret = row.secret.replace(/[\w-]{43}$/, secret)
  if (typeof row.access_token === 'string') row.access_token = token
  if (typeof row.signedRecord === 'string') row.signedRecord = signedRecord
  if (typeof row.kid === 'string') Object.assign(row, publicKey)
  // How far the chain is depends on the moment.
  if (typeof row.hash === 'string') Object.assign(row, { number: 41, hash: chainEnd, at: changedAt })
  if (typeof row.instance === 'string') row.instance = `urn:uuid:${requestId}`
  return row
}

/** More of a list says no more to a reader. */
const longest = 2

const shortened = (value: Json): Json => {
  if (Array.isArray(value)) return value.slice(0, longest).map(shortened)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shortened(member)]))
}

/** The row that a change is made for: the resource itself, or what a step belongs to. */
const rowPath = ({ path }: Operation): string => (path.endsWith('}') ? path : path.slice(0, path.lastIndexOf('/')))

export async function record(api: Client, operation: Operation, example: Example): Promise<Recorded> {
  const { params = {}, query, fields, form, body = form } = example
  const path = at(operation.path, params)
  const call: Call = form ? { bytes: new URLSearchParams(form).toString(), headers: formType, key: null } : body === undefined ? {} : { body }
  const parameters: Record<string, Json> = { ...params }
  if (operation.ifMatch) {
    const { etag } = (await api.get(at(rowPath(operation), params))).headers
    call.ifMatch = String(etag)
    parameters['If-Match'] = String(etag)
  }
  if (operation.idempotent) {
    call.idempotencyKey = `contoh-${operation.id}`
    parameters['Idempotency-Key'] = call.idempotencyKey
  }
  // The person who has agreed to what another one has prepared.
  if (operation.problems.includes('second-person-needed')) {
    call.headers = { 'on-behalf-of': 'petugas-17' }
    parameters['On-Behalf-Of'] = 'petugas-17'
  }
  if (query !== undefined) Object.assign(parameters, operation.lists ? { limit: 25, withTotal: true, updatedSince: writtenAt } : {}, query)
  const asked =
    query === undefined ? {} : { query: Object.fromEntries(Object.entries(parameters).filter(([name]) => !(name in params))) as NonNullable<Call['query']> }
  const answer = await api.send(operation.method, path, { ...call, ...asked })
  if (answer.status !== operation.success) throw new Error(`The example of ${operation.id} was answered ${answer.status}: ${answer.text}`)
  const response = { status: answer.status, ...(answer.text === '' ? {} : { body: shortened(timeless(answer.body)) }) }
  const recorded: Recorded = { parameters, ...(body === undefined ? {} : { body }), response }
  const { etag } = answer.headers
  if (etag !== undefined && etag !== `"${answer.body.version}"`) throw new Error(`The ETag of ${operation.id} is ${etag}, not the version.`)
  if (etag !== undefined && operation.method === 'GET') parameters['If-None-Match'] = etag
  if (query !== undefined && fields !== undefined) {
    if (answer.items.length !== longest)
      throw new Error(`The example of ${operation.id} finds ${answer.items.length} rows: choose filters that find ${longest}, whatever else is in the demo.`)
    await api.get(path, { query: { ...asked.query, fields } })
    const { next } = (await api.get(path, { query: { ...asked.query, limit: 1 } })).body
    await api.get(path, { query: { ...asked.query, limit: 1, cursor: String(next) } })
    Object.assign(parameters, { fields, cursor: next })
  }
  return recorded
}

export const recordProblem = (operation: Operation | undefined, body: Row): RecordedProblem => ({
  ...(operation === undefined ? {} : { operation: operation.id }),
  body: timeless(body) as unknown as ProblemDocument,
})
