/**
 * Nobody learns by writing or colliding what it may not read: every constraint that compares what names a person, found in the database
 * and the catalogue, answers a caller that does not see it in one way.
 */
import t from 'tap'
import { roleNames } from '../../src/administration/clients/index.ts'
import { allScopes } from '../../src/platform/contract/tags.ts'
import { explainedConstraints } from '../../src/platform/database/constraints.ts'
import { dataClasses } from '../../src/platform/security/data-classes.ts'
import { allTables } from '../../src/platform/security/personal-data.ts'
import { scopesOf } from '../../src/platform/security/roles.ts'
import { buildTestApp } from '../support/app.ts'
import type { Answer, Client } from '../support/client.ts'
import type { Json, Operation, Row, Schema } from '../support/contract.ts'
import { at, idOf, versionOf } from '../support/make.ts'
import { sample, workday } from '../support/samples.ts'
import { prepare } from '../support/scenarios.ts'

const most = 3
const warnings: string[] = []
const onLog = (line: string) => {
  if (line.includes('collide with records')) warnings.push(line)
}
const { app, contract, api, make, makeClient, clientOf, database } = await buildTestApp(t)
const here = idOf(await make.facility())
const eyes = api
const blind = api.as(await makeClient({ redactions: ['identity'] }))

/** What a refusal says, without what names the request. */
const said = ({ status, body: { instance: _, ...problem } }: Answer) => ({ status, problem })

// Constraints ---------------------------------------------------------------------------------------------------

const definitions = await database.query<{ table: string; name: string; definition: string }>(`
  SELECT relname AS table, conname AS name, pg_get_constraintdef(pg_constraint.oid) AS definition FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
  WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'x', 'u')
  UNION ALL SELECT relname, indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
  WHERE relnamespace = 'public'::regnamespace AND indisunique AND NOT indisprimary AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)`)

/** What compares a column that names a person, and that a request can break. That somebody was erased, the row says itself. */
const comparing = definitions.filter(({ table, name, definition }) => {
  const identity = Object.entries(allTables()[table]?.columns ?? {}).flatMap(([column, about]) => (about.class === 'identity' ? [column] : []))
  const isCompared = identity.some((column) => new RegExp(`\\b${column}\\b`).test(definition.slice(definition.indexOf('('))))
  return isCompared && explainedConstraints().has(name) && !name.endsWith('_erased_check')
})

const inmate = (given: Row = {}) => make.inmate(here, { admittedOn: '2020-01-01', birthDate: '1990-01-01', ...given })
/** Creates a row that has a unique number, and asks for another with the same. */
const twice =
  (operationId: string, given: (value: string) => Row, member: string, more: Row = {}) =>
  async (as: Client) => {
    const { [member]: value = null } = await make.wholeBody(operationId, here, more)
    await make.create(operationId, here, { ...more, [member]: value })
    return as.post(contract.operation(operationId).path, { body: await make.body(operationId, here, { ...more, ...given(String(value)) }) })
  }
const change = (as: Client, row: Row, body: Row) => as.patch(`/v1/inmates/${row.id}`, { body, ifMatch: '*' })

/** By constraint: writes that break it and no other. */
const broken: Record<string, ((as: Client) => Promise<Answer>)[]> = {
  inmate_birth_check: [
    async (as) => change(as, await inmate(), { birthDate: '2021-01-01' }),
    async (as) => change(as, await inmate(), { admittedOn: '1989-01-01' }),
    async (as) => as.post('/v1/inmates', { body: await make.body('createInmate', here, { admittedOn: '2020-01-01', birthDate: '2021-01-01' }) }),
  ],
  inmate_nik_key: [
    twice('createInmate', (nik) => ({ nik }), 'nik'),
    async (as) => {
      const { nik = null } = await make.wholeBody('createInmate', here)
      await inmate({ nik })
      return change(as, await inmate(), { nik })
    },
    async (as) => {
      const { nik = null } = await make.wholeBody('createInmate', here)
      const other = await make.inmate(idOf(await make.facility()), { nik })
      await inmate({ nik })
      const body = { custodyStatus: 'TRANSFERRED', occurredOn: workday, toFacilityId: here }
      return as.post(`/v1/inmates/${other.id}/custody-changes`, { body, ifMatch: '*' })
    },
    async (as) => {
      const { nik = null } = await make.wholeBody('createInmate', here)
      const there = idOf(await make.facility())
      const moved = await make.inmate(there, { nik })
      const transfer = { custodyStatus: 'TRANSFERRED', occurredOn: workday, toFacilityId: here }
      await make.call('changeInmateCustody', { id: idOf(moved) }, transfer, versionOf(moved))
      await make.inmate(there, { nik })
      const body = { changeId: await make.custodyChangeOf(idOf(moved)) }
      return as.post(`/v1/inmates/${moved.id}/custody-corrections`, { body, ifMatch: '*' })
    },
  ],
  inmate_registration_number_key: [
    async (as) => {
      const entry = { book: 'B_I', from: workday, number: `BI/${Date.now()}/2025` }
      await make.create('createInmateRegistration', here, entry, { id: idOf(await inmate()) })
      return as.post(`/v1/inmates/${idOf(await inmate())}/registrations`, { body: entry })
    },
    async (as) => {
      const entry = { book: 'B_I', from: workday, number: `BI/${Date.now()}/2024` }
      await make.create('createInmateRegistration', here, entry, { id: idOf(await inmate()) })
      const id = idOf(await inmate())
      const other = await make.create('createInmateRegistration', here, { book: 'B_I', from: workday }, { id })
      return as.patch(`/v1/inmates/${id}/registrations/${other.id}`, { body: { number: entry.number }, ifMatch: '*' })
    },
  ],
  officer_nip_key: [
    twice('createOfficer', (nip) => ({ nip }), 'nip'),
    async (as) => {
      const { nip = null } = await make.wholeBody('createOfficer', here)
      await make.officer(here, { nip })
      return as.patch(`/v1/officers/${idOf(await make.officer(here))}`, { body: { nip }, ifMatch: '*' })
    },
  ],
  buyer_nib_key: [
    twice('createBuyer', (nib) => ({ nib }), 'nib'),
    async (as) => {
      const { nib = null } = await make.wholeBody('createBuyer', here)
      await make.buyer(here, { nib })
      return as.patch(`/v1/buyers/${idOf(await make.buyer(here))}`, { body: { nib }, ifMatch: '*' })
    },
  ],
  buyer_npwp_key: [
    twice('createBuyer', (npwp) => ({ npwp }), 'npwp'),
    async (as) => {
      const { npwp = null } = await make.wholeBody('createBuyer', here)
      await make.buyer(here, { npwp })
      return as.patch(`/v1/buyers/${idOf(await make.buyer(here))}`, { body: { npwp }, ifMatch: '*' })
    },
  ],
}

t.test('a constraint over what names a person answers a caller that does not see it in one way: review-needed', async (t) => {
  t.strictSame(comparing.map(({ name }) => name).sort(), Object.keys(broken).sort(), 'every constraint there is has a write that breaks it')
  const answers = new Set<string>()
  for (const [name, writes] of Object.entries(broken)) {
    for (const [index, write] of writes.entries()) {
      const seeing = await write(eyes)
      t.ok(['duplicate', 'contradiction'].includes(String(seeing.body.code)), `${name} ${index}: who may see is told what is wrong`)
      answers.add(JSON.stringify(said(await write(blind))))
    }
  }
  const [only = '{}', ...others] = answers
  t.strictSame(others, [], 'one answer for all')
  t.match(JSON.parse(only), { status: 409, problem: { code: 'review-needed' } })
  t.notOk(/errors|facts|pointer/.test(only), 'without a member, and without facts')
})

t.test('two other dates do not tell the birth date by which of them is refused', async (t) => {
  const person = await inmate({ expectedReleaseOn: '2030-01-01' })
  const answers = new Set<string>()
  for (const admittedOn of ['1980-06-01', '1989-12-31', '1990-01-01', '1990-01-02', '2000-06-01']) {
    answers.add(JSON.stringify(said(await change(blind, person, { admittedOn, expectedReleaseOn: '1970-01-01' }))))
  }
  t.equal(answers.size, 1)
})

t.test('a number that somebody has is refused as a date is that does not fit, whatever else is wrong', async (t) => {
  const { nik = null } = await make.wholeBody('createInmate', here)
  await inmate({ nik })
  const wrong = { birthDate: '2021-01-01' }
  const [taken, free] = [await change(blind, await inmate(), { nik, ...wrong }), await change(blind, await inmate(), wrong)]
  t.strictSame(said(taken), said(free))
})

// Values --------------------------------------------------------------------------------------------------------

interface Hidden {
  operation: Operation
  member: string
  schema: Schema
}
/** Every member that a patch can set and that carries a class which can be taken from a client. */
const settable: Hidden[] = contract.operations
  .filter(({ method, body }) => method === 'PATCH' && body !== undefined)
  .flatMap((operation) =>
    Object.entries(operation.body?.properties ?? {}).flatMap(([member, schema]): Hidden[] =>
      dataClasses.some((one) => one === schema['x-data-class']) ? [{ operation, member, schema }] : [],
    ),
  )

async function rowFor(operation: Operation) {
  const { params } = await prepare(contract, operation, { make, facilityId: here })
  const { path } = operation
  const creating = contract.operations.find((one) => one.method === 'POST' && one.success === 201 && one.path === path.slice(0, path.lastIndexOf('/')))
  const key = path.slice(path.lastIndexOf('{') + 1, -1)
  const [parent] = Object.entries(params).filter(([name]) => name !== key)
  const within = parent === undefined ? {} : Object.fromEntries([parent])
  if (creating === undefined) throw new Error(`${operation.id} changes what nothing creates.`)
  const body =
    creating.id === 'createInmateRegistration'
      ? await make.body(creating.id, here, { from: '2001-01-01', to: '2001-01-31' })
      : await make.wholeBody(creating.id, here)
  const row = await make.call(creating.id, within, body)
  return { url: at(path, { ...within, [key]: idOf(row) }), row }
}

t.test('whether a value was there already is not told to who does not see it', async (t) => {
  t.ok(settable.length > 10, `${settable.length} members`)
  for (const { operation, member, schema } of settable) {
    const as = api.as(await makeClient({ redactions: [String(schema['x-data-class'])] }))
    const { url, row } = await rowFor(operation)
    const value = row[member] ?? null
    const answer = await as.patch(url, { body: { [member]: value }, ifMatch: '*' })
    t.match(answer, { status: 200, body: { version: versionOf(row) + 1 } }, `${operation.id} ${member}: the same value is a change`)
    const seen = await api.patch(url, { body: { [member]: value }, ifMatch: '*' })
    t.match(seen, { status: 200, body: { version: versionOf(row) + 1 } }, `${operation.id} ${member}: and none for who sees it`)
  }
})

t.test('the trail does not tell who wrote blindly whether a value was there already', async (t) => {
  for (const { operation, member, schema } of settable) {
    const { 'x-data-class': dataClass, 'x-scope': scope } = schema
    const blindly = [{ redactions: [String(dataClass)] }, ...(scope === undefined ? [] : [{ scopes: allScopes().filter((one) => one !== scope) }])]
    for (const way of blindly) {
      const as = api.as(await makeClient(way))
      const { url } = await rowFor(operation)
      const another =
        operation.id === 'updateInmateRegistration' && schema.format === 'date' ? '2001-01-15' : ((await make.wholeBody(operation.id, here))[member] ?? null)
      const learnt = async (value: Json) => {
        const { requestId, status, text } = await as.patch(url, { body: { [member]: value }, ifMatch: '*' })
        t.equal(status, 200, `${operation.id} ${member}: ${text.slice(0, 200)}`)
        const [entry] = (await as.get('/v1/audit-entries', { query: { requestId } })).items
        const one = await as.get(`/v1/audit-entries/${entry?.id}`)
        const { body } = await as.get(`/v1/audit-entries/${entry?.id}/changes`)
        return { changed: [entry?.changed, one.body.changed], changes: body.changes }
      }
      const [other, same] = [await learnt(another), await learnt(another)]
      t.strictSame(other, same, `${operation.id} ${member}: ${Object.keys(way)}`)
    }
  }
  const { url } = await rowFor(contract.operation('updateInmate'))
  const { requestId } = await eyes.patch(url, { body: { birthDate: '1991-02-03' }, ifMatch: '*' })
  const [entry] = (await blind.get('/v1/audit-entries', { query: { requestId } })).items
  t.match(entry?.changed, ['birthDate'], 'that it was changed by who sees it is no secret')
  const { body } = await blind.get(`/v1/audit-entries/${entry?.id}/changes`)
  t.match(body.changes, [{ member: 'birthDate', before: null, after: null }])
})

t.test('a mask of a number shows at most four of its digits', async (t) => {
  const scopes = ['inmates:read', 'buyers:read', 'officers:read']
  const masked = api.as(await makeClient({ scopes }))
  const rows = [
    [`/v1/inmates/${idOf(await inmate({ nik: '3304060101900081' }))}`, 'nik'],
    [`/v1/buyers/${idOf(await make.buyer(here, { npwp: '3304060101900082' }))}`, 'npwp'],
  ] as const
  for (const [path, member] of rows) {
    const { body } = await masked.get(path)
    t.match(body[member], /^\*{12}\d{4}$/, member)
  }
})

// The trail -----------------------------------------------------------------------------------------------------

t.test('a collision stands in the trail for who may see it, in its facility and with its class', async (t) => {
  const person = await inmate()
  const { nik = null } = await make.wholeBody('createInmate', here)
  await inmate({ nik })
  const body = { nik }
  for (const as of [blind, eyes]) {
    const refused = await change(as, person, body)
    t.equal(refused.status, 409)
    await app.auditor.settled()
    const { items } = await api.get('/v1/audit-entries', {
      query: { requestId: refused.requestId, outcome: 'DENIED', dataClass: 'identity', facilityId: here },
    })
    t.match(items, [{ operation: 'updateInmate', resourceIds: [person.id], classes: ['identity'], clientId: await clientOf(as.key ?? '') }])
  }
  const refused = await twice('createOfficer', (nip) => ({ nip }), 'nip')(blind)
  await app.auditor.settled()
  const { items } = await api.get('/v1/audit-entries', { query: { requestId: refused.requestId, facilityId: here } })
  t.match(items, [{ operation: 'createOfficer', outcome: 'DENIED', resourceIds: [] }], 'also of a row that is not there')
})

t.test('collisions are counted per client: an alarm at the limit, and no more tries of who is told nothing', async (t) => {
  const limited = await buildTestApp(t, { shared: database, rateLimits: { collisions: most }, onLog })
  const [trying, seeing] = await Promise.all([makeClient({ redactions: ['identity'] }), makeClient()])
  const person = await inmate()
  const guess = (key: string, body: Row = { birthDate: '2021-01-01' }) => limited.api.as(key).patch(`/v1/inmates/${person.id}`, { body, ifMatch: '*' })
  for (let n = 0; n < most; n++) t.equal((await guess(trying)).status, 409)
  t.match(
    warnings.map((line) => JSON.parse(line)),
    [{ level: 'warn', clientId: await clientOf(trying), limit: most }],
  )
  const over = await guess(trying, { admittedOn: '2019-01-01' })
  t.match(over, { status: 429, body: { code: 'too-many-requests' }, headers: { 'ratelimit-policy': `"collisions";q=${most};w=86400` } })
  t.ok(Number(over.headers['retry-after']) > 0)
  for (let n = 0; n < most + 1; n++) t.equal((await guess(seeing)).status, 422)
  t.equal((await guess(seeing, { birthDate: '1991-01-01' })).status, 200, 'who sees goes on')
  t.equal(warnings.length, 2, 'with one alarm for each client')
})

/** A value for a filter. */
function valueFor(schema: Schema, name: string): string {
  const one = contract.resolve(schema.items ?? schema)
  return one.format === 'uuid' ? here : String(sample(contract, one, name))
}

// Filters and sorts ---------------------------------------------------------------------------------------------

t.test('a filter or a sort by a member that is not shown is refused: scope-missing', async (t) => {
  let tried = 0
  for (const list of contract.operations.filter(({ lists, method }) => lists && method === 'GET')) {
    const answer = list.object.responses[list.success]?.content?.['application/json']?.schema ?? {}
    const members = contract.resolve(contract.resolve(contract.resolve(answer).properties?.items ?? {}).items ?? {}).properties ?? {}
    const { params } = await prepare(contract, list, { make, facilityId: here })
    const ask = async (name: string, member: string, query: Record<string, string>) => {
      const { 'x-data-class': dataClass, 'x-scope': scope } = members[member] ?? {}
      if (dataClass === undefined) return
      tried++
      const keys = [await makeClient({ redactions: [dataClass] }), ...(scope ? [await makeClient({ scopes: allScopes().filter((one) => one !== scope) })] : [])]
      for (const key of keys) {
        t.match(await api.as(key).get(at(list.path, params), { query }), { status: 403, body: { code: 'scope-missing' } }, `${list.id} by ${name}`)
      }
      t.equal((await api.get(at(list.path, params), { query })).status, 200, `${list.id} by ${name}, which is shown`)
    }
    for (const { name, schema } of list.query) {
      const member = name.replace(/(From|To)$/, '')
      if (members[member]?.['x-data-class'] === undefined) continue
      await ask(name, member, { [name]: name === 'regionCode' ? '33.04.06.2001' : valueFor(contract.resolve(schema), name) })
    }
    for (const sort of list.sorts) await ask(`sort=${sort}`, sort, { sort })
  }
  t.ok(tried >= 8, `${tried} filters and sorts`)
})

t.test('what a mask leaves may be asked for', async (t) => {
  const auditor = api.as(await makeClient({ roles: ['regional-auditor'], scopes: [] }))
  const buyer = await make.buyer(here, { type: 'INDIVIDUAL', regionCode: '33.04.06.2001', businessField: 'warung', nib: '9120001234567' })
  const firm = await make.buyer(here, { type: 'BUSINESS', regionCode: '33.04.06.2001', businessField: 'toko', nib: '9120001234568' })
  const found = await auditor.get('/v1/buyers', { query: { facilityId: here, regionCode: '33.04.06' } })
  t.strictSame([found.status, found.items.map(idOf)], [200, [idOf(buyer), idOf(firm)]])
  t.match(found.items[0], { regionCode: '33.04.06', businessField: null, nib: null }, 'of a person the district')
  t.match(found.items[1], { regionCode: '33.04.06.2001', businessField: 'toko', nib: '9120001234568' }, 'of an organisation all')
})

// Custody -------------------------------------------------------------------------------------------------------

/** By operation: writes that a rule about custody refuses. */
const against: Record<string, (as: Client) => Promise<Answer>> = {
  createInmate: async (as) => as.post('/v1/inmates', { body: await make.body('createInmate', here, { admittedOn: '2099-01-01' }) }),
  updateInmate: async (as) => change(as, await inmate(), { expectedReleaseOn: '2001-01-01' }),
  changeInmateCustody: async (as) =>
    as.post(`/v1/inmates/${idOf(await inmate())}/custody-changes`, { body: { custodyStatus: 'ACTIVE', occurredOn: workday }, ifMatch: '*' }),
  correctInmateCustody: async (as) => as.post(`/v1/inmates/${idOf(await inmate())}/custody-corrections`, { body: { changeId: here }, ifMatch: '*' }),
  createInmateRegistration: async (as) =>
    as.post(`/v1/inmates/${idOf(await inmate())}/registrations`, { body: await make.body('createInmateRegistration', here, { from: '2099-01-01' }) }),
  updateInmateRegistration: async (as) => {
    const id = idOf(await inmate())
    const entry = await make.create('createInmateRegistration', here, {}, { id })
    return as.patch(`/v1/inmates/${id}/registrations/${entry.id}`, { body: { to: '1999-01-01' }, ifMatch: '*' })
  },
  createEnrollment: async (as) => as.post('/v1/enrollments', { body: await make.body('createEnrollment', here, { inmateId: here }) }),
  updateEnrollment: async (as) => as.patch(`/v1/enrollments/${idOf(await make.enrollment(here))}`, { body: { startsOn: '1999-01-01' }, ifMatch: '*' }),
  activateEnrollment: async (as) =>
    as.post(`/v1/enrollments/${idOf(await make.approvedEnrollment(here, { startsOn: '2099-01-01' }))}/activation`, { ifMatch: '*' }),
  createBatchWorker: async (as) =>
    as.post(`/v1/batches/${idOf(await make.startedBatch(here))}/workers`, { body: { inmateId: idOf(await inmate()), from: workday } }),
  updateBatchWorker: async (as) => {
    const { params, version } = await prepare(contract, contract.operation('updateBatchWorker'), { make, facilityId: here })
    return as.patch(at('/v1/batches/{id}/workers/{workerId}', params), { body: { from: '1999-01-01' }, ifMatch: version ?? '*' })
  },
}

t.test('a rule about custody answers a caller that does not see it in the same way: review-needed', async (t) => {
  const unaware = api.as(await makeClient({ redactions: ['custody'] }))
  const answers = new Set<string>()
  for (const [id, write] of Object.entries(against)) {
    const seeing = await write(api)
    t.ok([409, 422].includes(seeing.status) && seeing.body.code !== 'review-needed', `${id} is refused with a reason`)
    answers.add(JSON.stringify(said(await write(unaware))))
  }
  const [only = '{}', ...others] = answers
  t.strictSame(others, [], 'one answer for all')
  t.match(JSON.parse(only), { status: 409, problem: { code: 'review-needed' } })
  const telling = contract.operations.filter(({ object }) => object.responses[409]?.['x-problems']?.includes('review-needed')).map(({ id }) => id)
  const ofOthers = ['createOfficer', 'updateOfficer', 'createBuyer', 'updateBuyer']
  t.strictSame(telling.sort(), [...Object.keys(against), ...ofOthers].sort(), 'every operation that promises it is here')
})

t.test('who works, and who is held, is read by roles that may read inmates only', async (t) => {
  const isCustody = (schema: Schema): boolean => {
    const { properties = {}, items, anyOf = [] } = contract.resolve(schema)
    const inner = [...Object.values(properties), ...(items === undefined ? [] : [items]), ...anyOf]
    return Object.values(properties).some((member) => member['x-data-class'] === 'custody') || inner.some(isCustody)
  }
  const ofCustody = contract.operations.filter(({ object, success }) => isCustody(object.responses[success]?.content?.['application/json']?.schema ?? {}))
  t.ok(ofCustody.length > 20)
  for (const role of roleNames) {
    const scopes = scopesOf([role])
    if (scopes.includes('inmates:read')) continue
    t.strictSame(
      ofCustody.filter(({ scope }) => scopes.includes(scope ?? '')).map(({ id }) => id),
      [],
      role,
    )
  }
})

t.test('consent that a client could write itself does not open a name to it', async (t) => {
  const buyer = await make.buyer(here, { type: 'INDIVIDUAL', name: 'Kenari Rahasia', consentPublicName: false })
  const writer = api.as(await makeClient({ scopes: ['buyers:read', 'buyers:write'] }))
  for (const body of [{ consentPublicName: true }, { type: 'BUSINESS' }]) {
    t.match(await writer.patch(`/v1/buyers/${buyer.id}`, { body, ifMatch: '*' }), { status: 200, body: { name: 'K.R.' } }, JSON.stringify(body))
  }
  t.match(await writer.get(`/v1/buyers/${buyer.id}`), { body: { name: 'K.R.' } })
})
