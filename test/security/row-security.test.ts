/**
 * The row filter, held against row level security: everything that a caller of two facilities can ask for is asked twice,
 * of an API that owns its tables and reads every row of them, and of one whose role of PostgreSQL sees the rows of these facilities
 * only. Answers and tables must be the same, so that nothing rests on rows of other facilities.
 */
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { idsOfStep } from '../../src/demo/ids.ts'
import { buildTestApp, type TestApp } from '../support/app.ts'
import type { Call } from '../support/client.ts'
import type { Json, Operation, Row, Schema } from '../support/contract.ts'
import { idOf, versionOf } from '../support/make.ts'
import { perform } from '../support/perform.ts'
import { bindRole, guarded, shownBeside } from '../support/row-security.ts'
import { workday } from '../support/samples.ts'
import { prepare, type Scene, scenarioOf, searches } from '../support/scenarios.ts'

/** A call that has a name, or is one that can be repeated as it is, gives its rows the same ids each time. */
const idsFor: TestApp['app']['idsFor'] = (request) =>
  request.headers['idempotency-key'] === undefined && request.method !== 'PUT' ? uuidv7 : idsOfStep(request)
const { app, contract, make, makeClient, clientOf, database, api } = await buildTestApp(t, { idsFor, asOwner: true, logLevel: 'silent' })
const [here, annex, elsewhere] = [idOf(await make.facility()), idOf(await make.facility()), idOf(await make.facility())]
const key = await makeClient({ facilities: [here, annex] })
const asking = await clientOf(key)
const role = await bindRole(database, [here, annex])
t.teardown(role.drop)
const bound = await buildTestApp(t, { shared: { ...database, serviceUrl: role.url }, idsFor, logLevel: 'silent' })

/** What is asked, in the order in which it is asked. */
interface Asked {
  name: string
  operation: Operation
  scene: Scene
  call?: Call
}
const asked: Asked[] = []
const ask = (name: string, id: string, scene: Scene, call?: Call): void => {
  asked.push({ name: `${id}, ${name}`, operation: contract.operation(id), scene, ...(call ? { call } : {}) })
}

/** Where a schema wants the id of another row that the tests can make: `lines/productId`. */
function referencesIn(schema: Schema, path = ''): string[] {
  const { properties = {}, items, anyOf = [], oneOf = [] } = contract.resolve(schema)
  return [
    ...Object.entries(properties).flatMap(([name, member]) =>
      contract.resolve(member).format === 'uuid' && name in make.references ? [`${path}${name}`] : referencesIn(member, `${path}${name}/`),
    ),
    ...[...(items ? [items] : []), ...anyOf, ...oneOf].flatMap((one) => referencesIn(one, path)),
  ]
}
/** A body whose member at a path has another value; undefined where it has no such place. */
function withMember(body: Json | undefined, [name = '', ...rest]: string[], value: Json): Json | undefined {
  if (Array.isArray(body)) {
    const first = withMember(body[0], [name, ...rest], value)
    return first === undefined ? undefined : [first, ...body.slice(1)]
  }
  if (typeof body !== 'object' || body === null) return undefined
  const member = rest.length === 0 ? value : withMember(body[name], rest, value)
  return member === undefined ? undefined : { ...body, [name]: member }
}

const foreign = new Map<string, string>()
/** The id of a row of the other facility. */
async function foreignId(member: string): Promise<string> {
  const id = foreign.get(member) ?? (await make.references[member]?.(elsewhere)) ?? ''
  foreign.set(member, id)
  return id
}

// The head of the trail moves on beside the requests, and tells nothing of any row.
const operations = contract.operations.filter(
  (operation) => !operation.isPublic && operation.id !== 'readAuditHead' && scenarioOf(contract, operation) !== undefined,
)
for (const operation of operations) {
  ask('of an own row', operation.id, await prepare(contract, operation, { make, facilityId: here }))
  ask('of a foreign row', operation.id, await prepare(contract, operation, { make, facilityId: elsewhere }))
  if (operation.lists || operation.body === undefined) continue
  for (const path of new Set(referencesIn(operation.body))) {
    const scene = await prepare(contract, operation, { make, facilityId: here })
    const names = path.split('/')
    const body = withMember(scene.body ?? {}, names, await foreignId(names.at(-1) ?? ''))
    if (body !== undefined) ask(`with a foreign ${path}`, operation.id, { ...scene, body: body as Row })
  }
}

for (const id of ['readFacility', 'updateFacility']) {
  const scene = await prepare(contract, contract.operation(id), { make, facilityId: here })
  ask('of the own facility', id, { ...scene, params: { id: here }, version: 1 })
}

// What lies across facilities: who was transferred either way, a client of both, batches of another facility for a sale.
async function transfer(facilityId: string, toFacilityId: string): Promise<Row> {
  const enrollment = await make.activeEnrollment(facilityId)
  const inmate = await make.call('readInmate', { id: String(enrollment.inmateId) })
  await make.create('createInmateRegistration', facilityId, { from: workday }, { id: idOf(inmate) })
  const { version = null } = await make.call('readInmate', { id: idOf(inmate) })
  return make.call('changeInmateCustody', { id: idOf(inmate) }, { custodyStatus: 'TRANSFERRED', toFacilityId, occurredOn: workday }, Number(version))
}
const came = await transfer(elsewhere, here)
const went = await transfer(here, elsewhere)
const moved = await transfer(annex, here)
for (const [name, inmate] of Object.entries({ came, went, moved })) {
  ask(`who ${name}`, 'readInmate', { params: { id: idOf(inmate) } })
  ask(`of who ${name}`, 'listInmateRegistrations', { params: { id: idOf(inmate) } })
  ask(`of who ${name}`, 'createEnrollment', {
    params: {},
    body: await make.body('createEnrollment', here, { inmateId: idOf(inmate), startsOn: workday }),
  })
}
ask('by a number of the other facility', 'searchInmates', { params: {}, body: { registrationNumber: String((came.registrations as Row[])[0]?.number) } })
ask('within the own facilities', 'changeInmateCustody', {
  params: { id: idOf(moved) },
  version: versionOf(moved),
  body: { custodyStatus: 'TRANSFERRED', toFacilityId: annex, occurredOn: workday },
})
const ofBoth = await make.client(here, { facilityIds: [here, elsewhere] })
for (const id of ['readApiClient', 'updateApiClient', 'deleteApiClient']) {
  ask('of two facilities', id, { params: { id: idOf(ofBoth) }, version: versionOf(ofBoth), body: { note: null } })
}
const sale = await make.sale(here)
const [line] = sale.lines as Row[]
const allocations = [{ batchId: await foreignId('batchId'), quantity: 1 }]
const lines = [{ productId: line?.productId ?? null, grade: 'A', quantity: 1, unitPrice: 125, allocations }]
ask('from a foreign batch', 'createSale', { params: {}, body: await make.body('createSale', here, { lines }) })
ask('from a foreign batch', 'updateSale', { params: { id: idOf(sale) }, version: versionOf(sale), body: { lines } })

// Lists, whole and by every filter that takes an id, last, so that they show what the changes have left.
for (const list of operations.filter(({ lists, params }) => lists && params.length === 0)) {
  const isSearch = list.method === 'POST'
  const members = isSearch ? Object.entries(list.body?.properties ?? {}) : list.query.map(({ name, schema }): [string, Schema] => [name, schema])
  const more: Row = members.some(([name]) => name === 'withTotal') ? { limit: 200, withTotal: true } : { limit: 200 }
  const look = (name: string, query: Row): void => {
    if (isSearch) ask(name, list.id, { params: {}, body: { ...searches[list.id], ...more, ...query } })
    else ask(name, list.id, { params: {} }, { query: { ...more, ...query } as Record<string, string> })
  }
  look('whole', {})
  for (const [name, schema] of members) {
    const isMany = schema.type === 'array'
    if ((isMany ? contract.resolve(schema.items ?? {}) : schema).format !== 'uuid' || !(name in make.references)) continue
    for (const [whose, id] of Object.entries({ own: (await make.references[name]?.(here)) ?? '', foreign: await foreignId(name) })) {
      look(`by ${whose} ${name}`, { [name]: isMany && isSearch ? [id] : id })
    }
  }
}

/** What is answered from rows of other facilities on purpose. */
const across: Record<string, string> = {
  'readSubjectRecord, of who came': 'a person is told everything that is kept, by whichever facility',
}
const request = await make.create('createSubjectRequest', here, { subject: { type: 'INMATE', id: idOf(came) } })
ask('of who came', 'readSubjectRecord', { params: { id: idOf(request) } })

/** What differs between two runs for other reasons: the instant, what is random, what is numbered on. */
const ofTheMoment = /^(at|.*At|requestId|instance|secret|next)$/
const idOfTrail = /^[0-9a-f]{8}-[0-9a-f]{4}-7000-8[0-9a-f]{3}-[0-9a-f]{12}$/
/** What was signed, without the signature, the signer and the moment. */
const signed = (token: string): unknown => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString(), ofAnyMoment).record
function ofAnyMoment(name: string, value: unknown): unknown {
  if (typeof value === 'string' && name === 'signedRecord') return signed(value)
  return (ofTheMoment.test(name) && value !== null) || (typeof value === 'string' && idOfTrail.test(value)) ? '…' : value
}
const comparable = (text: string): unknown => (text === '' ? '' : JSON.parse(text, ofAnyMoment))

/** Rows as text, without the columns that say when, or in which turn. */
async function rowsOf(table: string): Promise<string[]> {
  const columns = await database.query<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1
       AND column_default IS DISTINCT FROM 'gen_random_uuid()' AND data_type NOT IN ('timestamp with time zone', 'bytea', 'xid8') AND column_name NOT IN ('sequence', 'request_id', 'names_encrypted') ORDER BY 1`,
    [table],
  )
  const those = table === 'audit_entry' ? "WHERE outcome = 'ALLOWED'" : ''
  const found = await database.query<{ row: string }>(
    `SELECT ROW(${columns.map(({ name }) => `"${name}"`).join()})::text AS row FROM "${table}" ${those} ORDER BY 1`,
  )
  return found.map(({ row }) => row)
}

/** Asks everything, and returns the answers by name, and the tables as they are then. */
async function play(server: Pick<TestApp, 'app' | 'api'>): Promise<{ answers: Map<string, { status: number }>; tables: Record<string, string[]> }> {
  const client = server.api.as(key)
  const answers = new Map<string, { status: number; etag: string | undefined; body: unknown }>()
  for (const { name, operation, scene, call = {} } of asked) {
    const step = operation.method === 'POST' && operation.idempotent ? { idempotencyKey: name.replaceAll(' ', '-') } : {}
    const { status, text, headers } = await perform(client, operation, scene, { ...call, ...step, mayFault: true })
    answers.set(name, { status, etag: headers.etag, body: comparable(headers['content-type']?.includes('json') ? text : '') })
  }
  // The first refusals of a minute have entries of their own and the others one, so that only their sum is the same however long this took.
  await server.app.auditor.close()
  const refused = await database.query<{ times: string }>("SELECT sum(times) AS times FROM audit_entry WHERE outcome = 'DENIED' AND client_id = $1", [asking])
  const tables: Record<string, string[]> = {}
  for (const table of Object.keys(guarded)) tables[table] = await rowsOf(table)
  tables.refusals = refused.map(({ times }) => times)
  return { answers, tables }
}

const restore = await database.keepRows()
const plain = await play({ app, api })
await restore()
const secured = await play(bound)

t.test('the role sees the rows of its facilities in every table that has some, and no other', async (t) => {
  for (const [table, column] of Object.entries(guarded)) {
    const found = await bound.app.pool.query(`SELECT DISTINCT ${column} AS facility FROM ${table}`)
    const others = await database.query(`SELECT FROM ${table} WHERE ${column} = $1 LIMIT 1`, [elsewhere])
    t.ok(others.length === 1, `${table} has rows of the other facility`)
    if (!(table in shownBeside))
      t.notOk(
        found.rows.some(({ facility }) => ![here, annex].includes(facility)),
        table,
      )
  }
})

t.test('what is asked of own rows succeeds', async (t) => {
  // A facility that is made for the scene is not one of the caller's.
  const own = asked.filter(({ name, operation }) => name.endsWith('of an own row') && (operation.lists || !operation.path.startsWith('/v1/facilities')))
  for (const { name, operation } of [...own, ...asked.filter(({ name }) => name.endsWith('of the own facility'))]) {
    t.equal(plain.answers.get(name)?.status, operation.success, name)
  }
})

t.test('every answer is the same under row level security', async (t) => {
  t.ok(asked.length > 200, `${asked.length} calls`)
  t.equal(plain.answers.size, asked.length, 'each has a name of its own')
  for (const [name, answer] of plain.answers) {
    if (across[name] === undefined) t.strictSame(secured.answers.get(name), answer, name)
    else t.notSame(secured.answers.get(name), answer, `${name}: ${across[name]}`)
  }
})

t.test('every table is the same afterwards', async (t) => {
  t.ok(Number(plain.tables.refusals?.[0]) > 50, 'much was refused')
  for (const [table, rows] of Object.entries(plain.tables)) t.strictSame(secured.tables[table], rows, table)
})
