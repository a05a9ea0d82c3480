/** Records that few are shown: restricted ones (UU PDP 27/2022, art. 11) and those of children, whatever a caller may read otherwise. */
import { randomUUID } from 'node:crypto'
import t, { type Test } from 'tap'
import { allScopes } from '../../src/platform/contract/tags.ts'
import { tablesOf } from '../../src/platform/security/personal-data.ts'
import { buildTestApp } from '../support/app.ts'
import type { Answer, Client } from '../support/client.ts'
import type { Json, Row } from '../support/contract.ts'
import { idOf, versionOf } from '../support/make.ts'
import { ask as askFor, type Kind, planted, wholeBuyer, wholeInmate } from '../support/persons.ts'

const { api, contract, database, make, makeClient } = await buildTestApp(t)
const facilityId = idOf(await make.facility())
const without = async (...scopes: string[]): Promise<Client> => api.as(await makeClient({ scopes: allScopes().filter((one) => !scopes.includes(one)) }))
/** Sees everything but what is restricted. */
const others = await without('protected-persons:read:restricted')

const restriction = (type: Kind, id: string): Promise<Row> => askFor(make, facilityId, type, id, 'RESTRICTION', { reason: 'Kebenarannya dipersengketakan' })
async function restrict(type: Kind, id: string): Promise<Row> {
  const asked = await restriction(type, id)
  return make.call('fulfilSubjectRequest', { id: idOf(asked) }, undefined, versionOf(asked))
}
const lift = (request: Row) => api.post(`/v1/subject-requests/${request.id}/lifting`, { body: { reason: 'Sudah diperbaiki' }, ifMatch: versionOf(request) })

/** Every text and number of a value. */
const leaves = (value: Json): string[] => (typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [String(value)])

/** What an answer says of a person is a number of it, and nothing of what was planted. */
function saysNothing(t: Test, { status, body, text }: Answer, secrets: readonly string[], name: string): void {
  t.equal(status, 200, name)
  for (const secret of secrets) t.notOk(text.includes(`"${secret}"`), `${name} does not say ${secret}`)
  t.ok(leaves(body as Json).includes('RESTRICTED'), `${name} says why`)
}

t.test('every row that holds something of a person says how the person is protected', async (t) => {
  // The officer who sees what is restricted sees these alone.
  const ofOfficer = new Set(['SubjectRequest'])
  const tables = new Set(['INMATE', 'BUYER', 'OFFICER'].flatMap((type) => tablesOf(type).map(({ name }) => name)))
  const components = contract.document.components.schemas
  const rows = [...tables].flatMap((table) => {
    const name = table.replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())
    const properties = components[name]?.properties
    return properties === undefined || ofOfficer.has(name) ? [] : [{ name, properties }]
  })
  t.ok(rows.length >= 8)
  const words = JSON.stringify(components.Inmate?.properties?.protections)
  for (const [, scope = ''] of words.matchAll(/"scope":"([^"]+)"/g)) t.ok(allScopes().includes(scope), scope)
  for (const { name, properties } of rows) {
    const isPersonal = Object.values(properties).some((member) => JSON.stringify(contract.resolve(member)).includes('x-data-class'))
    if (isPersonal) t.ok(properties.protections, `${name} has protections`)
  }
})

t.test('a restricted inmate is shown by number: alone, in lists, inside others, and where the work is', async (t) => {
  const { id } = await wholeInmate(make, facilityId)
  const [registration, enrollment] = [
    (await api.get(`/v1/inmates/${id}/registrations`)).items[0],
    (await api.get('/v1/enrollments', { query: { inmateId: id } })).items[0],
  ]
  const etagBefore = (await others.get(`/v1/inmates/${id}`)).headers.etag
  const { publicAlias, name, nik, alias, birthDate, education, admittedOn, expectedReleaseOn } = planted.inmate
  const secrets = [
    name,
    nik,
    alias,
    birthDate,
    education,
    admittedOn,
    expectedReleaseOn,
    'Kenari Keterampilan',
    'Kenari Nomor',
    'Kenari Pengecualian',
    'TPP-77',
    'TPP-78',
    'RULE_BREACH',
  ]
  await restrict('INMATE', id)

  const paths = {
    inmate: `/v1/inmates/${id}`,
    inmates: `/v1/inmates?facilityId=${facilityId}&limit=200`,
    registrations: `/v1/inmates/${id}/registrations`,
    registration: `/v1/inmates/${id}/registrations/${registration?.id}`,
    custodyChanges: `/v1/inmates/${id}/custody-changes`,
    enrollments: `/v1/enrollments?inmateId=${id}`,
    enrollment: `/v1/enrollments/${enrollment?.id}`,
  }
  for (const [what, path] of Object.entries(paths)) saysNothing(t, await others.get(path), secrets, what)
  t.match(await others.get(paths.inmate), {
    body: { id, facilityId, publicAlias, name: publicAlias, sex: null, legalStatus: null, custodyStatus: null, nik: '************0506' },
  })
  t.match(await others.get(paths.enrollments), { items: [{ inmateId: id, status: 'DISMISSED', endReason: null }] }, 'work goes on by number')
  const work = await others.get(`/v1/batches/${(await database.prisma.batchWorker.findFirstOrThrow({ where: { inmateId: id } })).batchId}/workers`)
  t.ok(work.items.some(({ inmateId, protections }) => inmateId === id && (protections as string[]).includes('RESTRICTED')))

  t.match(await api.get(paths.inmate), { body: { name, nik, birthDate, protections: ['RESTRICTED'] } }, 'the privacy officer sees it')
  const masked = await others.get(paths.inmate)
  t.not(masked.headers.etag, etagBefore, 'its ETag is another')
  t.not((await api.get(paths.inmate)).headers.etag, masked.headers.etag, 'and is not that of who sees it')
  t.equal((await others.get(paths.inmate, { headers: { 'if-none-match': String(masked.headers.etag) } })).status, 304)
})

t.test('who may not see it does not find it by what is hidden, and finds it in a list of all', async (t) => {
  const birds = idOf(await make.facility())
  const [hidden, shown] = [
    await make.inmate(birds, { name: 'Kenari Dicari', admittedOn: '2020-01-02' }),
    await make.inmate(birds, { name: 'Kenari Dicari', admittedOn: '2020-01-02' }),
  ]
  await make.create('createInmateRegistration', birds, { number: 'KD-1', from: '2020-01-02' }, { id: idOf(hidden) })
  await restrict('INMATE', idOf(hidden))
  const found = async (as: Client, query: Row) =>
    (await as.get('/v1/inmates', { query: { facilityId: birds, ...query } as Record<string, string> })).items.map(idOf).sort()
  const searched = async (as: Client, body: Row) => (await as.post('/v1/inmates/_search', { body: { facilityId: birds, ...body } })).items.map(idOf).sort()
  const both = [idOf(hidden), idOf(shown)].sort()
  for (const query of [{ legalStatus: 'CONVICT' }, { custodyStatus: 'ACTIVE' }, { admittedOnFrom: '2020-01-01' }, { sort: 'admittedOn' }]) {
    t.strictSame(await found(api, query), both, JSON.stringify(query))
    t.strictSame(await found(others, query), [idOf(shown)], `others by ${JSON.stringify(query)}`)
  }
  t.strictSame(await searched(api, { name: 'Kenari' }), both)
  t.strictSame(await searched(others, { name: 'Kenari' }), [idOf(shown)], 'by name')
  t.strictSame(await searched(others, { registrationNumber: 'KD-1' }), [], 'by number')
  t.strictSame(await found(others, {}), both, 'without a question it is there')
  const counted = await others.get('/v1/inmates', { query: { facilityId: birds, legalStatus: 'CONVICT', withTotal: true } })
  t.equal(counted.body.total, 1, 'nor is it counted')
})

t.test('a restricted buyer keeps its sales, and nobody reads who it is', async (t) => {
  const { id } = await wholeBuyer(make, facilityId)
  await restrict('BUYER', id)
  const { name, npwp, phone, address, nib } = planted.buyer
  const secrets = [name, npwp, phone.replaceAll(' ', ''), address, nib, 'Kenari Rujukan', 'warung']
  saysNothing(t, await others.get(`/v1/buyers/${id}`), secrets, 'buyer')
  saysNothing(t, await others.get('/v1/buyers', { query: { facilityId, limit: 200 } }), secrets, 'buyers')
  const [sale] = (await others.get('/v1/sales', { query: { buyerId: id } })).items
  t.ok(sale, 'the sale is found by number')
  saysNothing(t, await others.get('/v1/payments', { query: { saleId: idOf(sale ?? {}) } }), secrets, 'payments')
  const { items } = await others.post('/v1/buyers/_search', { body: { name: 'Kenari Pembeli', facilityId } })
  t.notOk(items.some((buyer) => idOf(buyer) === id))
})

t.test('nobody learns by writing, by repeating or from the trail what is restricted', async (t) => {
  const body = await make.body('createInmate', facilityId, { name: 'Kenari Ulangan', admittedOn: '2020-01-02', birthDate: '1990-02-03' })
  const idempotencyKey = randomUUID()
  const created = await others.post('/v1/inmates', { body, idempotencyKey })
  const path = `/v1/inmates/${created.body.id}`
  const renamed = await others.patch(path, { body: { name: 'Kenari Ulangan Dua' }, ifMatch: '*' })
  await restrict('INMATE', idOf(created.body))

  const { version } = (await others.get(path)).body
  const same = await others.patch(path, { body: { birthDate: '1990-02-03' }, ifMatch: '*' })
  t.match(same, { status: 200, body: { version: Number(version) + 1, birthDate: null } }, 'the same value is a change')
  const refused = await others.patch(path, { body: { birthDate: '2021-01-01' }, ifMatch: '*' })
  t.match(refused, { status: 409, body: { code: 'review-needed' } }, 'a refusal does not say which rule')
  t.match(await api.patch(path, { body: { birthDate: '2021-01-01' }, ifMatch: '*' }), { status: 422, body: { code: 'contradiction' } })
  const departed = await others.post(`${path}/custody-changes`, { body: { custodyStatus: 'ACTIVE', occurredOn: '2024-01-01' }, ifMatch: '*' })
  t.match(departed, { status: 409, body: { code: 'review-needed' } })

  const again = await others.post('/v1/inmates', { body, idempotencyKey })
  t.match(
    again,
    { headers: { 'idempotency-replayed': 'true' }, body: { id: created.body.id, name: 'K.U.', birthDate: null } },
    'what was answered before is not shown again',
  )
  const [entry] = (await api.get('/v1/audit-entries', { query: { requestId: String(renamed.headers['x-request-id']) } })).items
  t.notMatch((await others.get(`/v1/audit-entries/${entry?.id}/changes`)).text, 'Kenari Ulangan')
  t.match((await api.get(`/v1/audit-entries/${entry?.id}/changes`)).text, 'Kenari Ulangan Dua', 'the privacy officer reads it')
})

t.test('a restriction has a reason, stands in the trail and is lifted with one; another that stands goes on', async (t) => {
  const id = idOf(await make.inmate(facilityId, { name: 'Kenari Lepas' }))
  const unfounded = await api.post('/v1/subject-requests', { body: { kind: 'RESTRICTION', subject: { type: 'INMATE', id }, requestedBy: 'SELF' } })
  t.match(unfounded, { status: 422, body: { code: 'contradiction', errors: [{ pointer: '/reason' }] } })
  const [first, second] = [await restrict('INMATE', id), await restrict('INMATE', id)]
  t.match(await api.get('/v1/audit-entries', { query: { resourceId: id, operation: 'fulfilSubjectRequest' } }), { items: [{ resourceIds: [id] }] }, 'once')
  t.match(await lift(first), { status: 200, body: { liftedAt: /^20/, lifting: { reason: 'Sudah diperbaiki' }, status: 'FULFILLED' } })
  t.match((await others.get(`/v1/inmates/${id}`)).body, { protections: ['RESTRICTED'] })
  t.equal((await lift(second)).status, 200)
  t.match((await others.get(`/v1/inmates/${id}`)).body, { name: 'Kenari Lepas', protections: [] })
  t.match(await api.post(`/v1/subject-requests/${first.id}/lifting`, { body: { reason: 'Lagi' }, ifMatch: '*' }), {
    status: 409,
    body: { code: 'invalid-transition' },
  })
  const events = await database.prisma.event.findMany({ where: { resourceId: id }, orderBy: { sequence: 'asc' } })
  t.match(
    events.map(({ type }) => type),
    ['inmate.created', 'inmate.protections-changed', 'inmate.protections-changed'],
  )
})

t.test('two restrictions that are lifted at once leave none', async (t) => {
  const id = idOf(await make.inmate(facilityId))
  const standing = [await restrict('INMATE', id), await restrict('INMATE', id)]
  const lifted = await Promise.all(standing.map(lift))
  t.strictSame(
    lifted.map(({ status }) => status),
    [200, 200],
  )
  t.strictSame((await api.get(`/v1/inmates/${id}`)).body.protections, [])
})

t.test('of a child everybody sees the alias, and few the identity', async (t) => {
  const born = `${new Date().getUTCFullYear() - 17}-01-02`
  const [juvenile, young] = [
    await make.inmate(facilityId, { name: 'Kenari Anak', legalStatus: 'JUVENILE', admittedOn: '2025-01-02', birthDate: '1990-01-02' }),
    await make.inmate(facilityId, { name: 'Kenari Remaja', legalStatus: 'CONVICT', admittedOn: '2025-01-02', birthDate: born }),
  ]
  const grown = await make.inmate(facilityId, { name: 'Kenari Dewasa', admittedOn: '2025-01-02', birthDate: '1990-01-02' })
  const worker = api.as(await makeClient({ roles: ['production-officer'], scopes: [] }))
  for (const child of [juvenile, young]) {
    const { body } = await worker.get(`/v1/inmates/${child.id}`)
    t.match(body, { name: child.publicAlias, birthDate: null, legalStatus: child.legalStatus, protections: ['MINOR'] })
    t.match((await api.get(`/v1/inmates/${child.id}`)).body, { name: child.name, protections: ['MINOR'] })
  }
  t.match((await worker.get(`/v1/inmates/${grown.id}`)).body, { name: 'Kenari Dewasa', protections: [] })
  const found = await worker.post('/v1/inmates/_search', { body: { name: 'Kenari', facilityId, limit: 200 } })
  const ids = found.items.map(idOf)
  t.strictSame(
    [idOf(juvenile), idOf(young), idOf(grown)].map((id) => ids.includes(id)),
    [false, false, true],
  )
  const listed = await worker.get('/v1/inmates', { query: { facilityId, legalStatus: 'JUVENILE' } })
  t.ok(
    listed.items.some((one) => one.id === juvenile.id),
    'what is not hidden of it finds it',
  )
})
