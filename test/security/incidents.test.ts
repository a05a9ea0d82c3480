/** The register of failures of data protection: its clock, who is affected, the notices, what closes it; and the figures of a year. */
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Client } from '../support/client.ts'
import type { Row } from '../support/contract.ts'
import { idOf, versionOf } from '../support/make.ts'

const { api, make, makeClient, database, port } = await buildTestApp(t)
const here = idOf(await make.facility({ name: 'Rutan Bocor', timeZone: 'Asia/Makassar' }))
const elsewhere = idOf(await make.facility())

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString()
const incidentOf = (given: Row = {}) => make.incident(here, { beganAt: hoursAgo(1), dataClasses: ['identity'], ...given })
const step = (incident: Row, name: string, body: Row) => api.post(`/v1/incidents/${incident.id}/${name}`, { body, ifMatch: '*' })
const affected = async (incident: Row, client: Client = api): Promise<Row[]> => (await client.get(`/v1/incidents/${incident.id}/affected-persons`)).items

/** A client that reads, and the ids of what it is by. */
async function reader(facilities = [here]) {
  const key = await makeClient({ facilities })
  const client = api.as(key)
  const { clientId = null } = (await client.get('/v1/me')).body
  return { client, clientId }
}

t.test('the clock runs for 3 × 24 hours from the discovery', async (t) => {
  const late = await incidentOf({ beganAt: hoursAgo(80), discoveredAt: hoursAgo(73) })
  const early = await incidentOf({ beganAt: hoursAgo(80), discoveredAt: hoursAgo(71) })
  t.equal(Date.parse(String(late.dueAt)) - Date.parse(String(late.discoveredAt)), 72 * 3_600_000)
  const overdue = async (is: boolean) => (await api.get('/v1/incidents', { query: { overdue: is, facilityId: here, limit: 200 } })).items.map(idOf)
  t.ok((await overdue(true)).includes(idOf(late)))
  t.ok((await overdue(false)).includes(idOf(early)))
  const left = async (incident: Row) => Number((await api.get(`/v1/incidents/${incident.id}/notices`)).body.minutesLeft)
  t.ok((await left(late)) < 0)
  t.ok((await left(early)) > 0)
  for (const recipient of ['AUTHORITY', 'PERSONS']) t.equal((await step(late, 'notification', { recipient })).status, 200)
  t.notOk((await overdue(true)).includes(idOf(late)), 'who was told is not waited for')
})

t.test('affected are the persons whose data was shown, by client and by facility', async (t) => {
  const [thief, neighbour] = [await reader(), await reader()]
  const [taken, other] = [await make.inmate(here), await make.inmate(here)]
  const incident = await incidentOf({ clientId: thief.clientId })
  await thief.client.get(`/v1/inmates/${taken.id}`)
  await thief.client.get(`/v1/inmates/${taken.id}`)
  await neighbour.client.get(`/v1/inmates/${other.id}`)
  t.match(await affected(incident), [{ id: taken.id, type: 'INMATE', facilityId: here, times: 2 }])
  const anybody = (await affected(await incidentOf())).map(idOf)
  t.ok(
    [taken, other].every(({ id }) => anybody.includes(String(id))),
    'without a client: whoever read',
  )
  t.strictSame(await affected(await make.incident(elsewhere, { beganAt: hoursAgo(1), dataClasses: ['identity'] })), [], 'at another facility nobody was shown')
})

t.test('by time, and by class', async (t) => {
  const thief = await reader()
  const taken = await make.inmate(here)
  await thief.client.get(`/v1/inmates/${taken.id}`)
  const over = await incidentOf({ clientId: thief.clientId, beganAt: hoursAgo(3), endedAt: hoursAgo(2), discoveredAt: hoursAgo(1) })
  t.strictSame(await affected(over), [], 'what was read later is no part of it')
  t.strictSame(await affected(await incidentOf({ clientId: thief.clientId, dataClasses: ['financial'] })), [], 'no payment was shown')
})

t.test('by API key', async (t) => {
  const [thief, neighbour] = [await reader(), await reader()]
  const [taken, other] = [await make.inmate(here), await make.inmate(here)]
  await thief.client.get(`/v1/inmates/${taken.id}`)
  await neighbour.client.get(`/v1/inmates/${other.id}`)
  const [stolen] = await database.query<Row>('SELECT id FROM client_credential WHERE client_id = $1', [thief.clientId])
  t.strictSame((await affected(await incidentOf({ credentialId: stolen?.id ?? null }))).map(idOf), [idOf(taken)])
})

t.test('whose rows were shown is affected, an organisation is not', async (t) => {
  const thief = await reader()
  const [person, firm] = [await make.buyer(here, { type: 'INDIVIDUAL' }), await make.buyer(here, { type: 'BUSINESS' })]
  const sale = await make.confirmedSale(here, { buyerId: idOf(person) })
  const payment = await make.create('createPayment', here, { saleId: idOf(sale), amount: 1 })
  const incident = await incidentOf({ clientId: thief.clientId, dataClasses: ['financial', 'identity', 'contact', 'profile'] })
  await thief.client.get(`/v1/buyers/${firm.id}`)
  t.strictSame(await affected(incident), [])
  await thief.client.get(`/v1/payments/${payment.id}`)
  t.match(await affected(incident), [{ id: person.id, type: 'BUYER', classes: ['financial'] }])
  const subject = { type: 'INMATE', id: idOf(await make.inmate(here)) }
  const request = await make.create('createSubjectRequest', here, { subject })
  await thief.client.get(`/v1/subject-requests/${request.id}`)
  t.strictSame((await affected(incident)).map(idOf), [idOf(person), subject.id], 'a request is that of one person')
})

t.test('who reads the list stands in the trail, and is no part of the incident', async (t) => {
  const taken = await make.inmate(here)
  const incident = await incidentOf()
  const officer = await reader()
  const [before] = (await affected(incident, officer.client)).filter(({ id }) => id === taken.id)
  const [after] = (await affected(incident, officer.client)).filter(({ id }) => id === taken.id)
  t.equal(after?.times, before?.times)
  const read = await database.query("SELECT 1 FROM audit_entry WHERE client_id = $1 AND operation = 'listAffectedPersons' AND $2 = ANY(resource_ids)", [
    officer.clientId,
    taken.id,
  ])
  t.equal(read.length, 2)
})

t.test('an incident of every facility is for callers that see every facility', async (t) => {
  const local = (await reader()).client
  const body = { beganAt: hoursAgo(1), dataClasses: ['identity'], description: 'A backup was lost.' }
  t.match(await local.post('/v1/incidents', { body }), { status: 422, body: { code: 'unknown-reference', errors: [{ pointer: '/facilityId' }] } })
  const national = await api.post('/v1/incidents', { body })
  t.match(national, { status: 201, body: { facilityId: null } })
  t.equal((await local.get(`/v1/incidents/${idOf(national.body)}`)).status, 404)
  const taken = await make.inmate(elsewhere)
  const all = await api.get(`/v1/incidents/${idOf(national.body)}/affected-persons`, { query: { limit: 200, sort: '-id' } })
  t.ok(all.items.some(({ id }) => id === taken.id))
  t.match((await api.get(`/v1/incidents/${idOf(national.body)}/notices`)).body.toAuthority, /Tempat kejadian: seluruh UPT/)
})

t.test('the notices say what, when, how and what was done', async (t) => {
  const discoveredAt = '2025-09-10T02:30:00.000Z'
  const incident = await make.incident(here, {
    beganAt: '2025-09-09T16:30:00.000Z',
    discoveredAt,
    dataClasses: ['custody'],
    description: 'A list hung in the hall.',
  })
  await make.call('createIncidentMeasure', { id: idOf(incident) }, { kind: 'CONTAINMENT', description: 'It was taken down.', takenAt: discoveredAt })
  const { body } = await api.get(`/v1/incidents/${incident.id}/notices`)
  for (const letter of [body.toAuthority, body.toPersons]) {
    t.match(letter, /penahanan \(keberadaan dan status di UPT\)/)
    t.match(letter, /sejak 10 September 2025 pukul 00[.:]30 WITA sampai sekarang/, 'in the time of the facility')
    t.match(letter, /A list hung in the hall\./)
    t.match(letter, /penghentian: It was taken down\./)
  }
  t.match(body.toAuthority, /Batas waktu pemberitahuan \(3 × 24 jam\): 13 September 2025/)
  const headers = { accept: 'text/html', authorization: `Bearer ${api.key}` }
  const page = await fetch(`http://127.0.0.1:${port}/v1/incidents/${incident.id}/notices`, { headers })
  t.match(page.headers.get('content-type'), /text\/html/)
  t.match(await page.text(), /PEMBERITAHUAN KEPADA SUBJEK DATA PRIBADI/)
})

t.test('a breach is closed once authority and persons were told: invalid-transition', async (t) => {
  const incident = await incidentOf()
  const closing = { outcome: 'BREACH', conclusion: 'A key was stolen.' }
  const refused = { status: 409, body: { code: 'invalid-transition' } }
  t.match(await step(incident, 'closure', closing), refused)
  t.match(await step(incident, 'notification', { recipient: 'AUTHORITY' }), { status: 200, body: { authorityNotifiedAt: /^20/, personsNotifiedAt: null } })
  t.match(await step(incident, 'notification', { recipient: 'AUTHORITY' }), refused, 'once')
  t.match(await step(incident, 'closure', closing), refused)
  t.equal((await step(incident, 'notification', { recipient: 'PERSONS' })).status, 200)
  const closed = await step(incident, 'closure', closing)
  t.match(closed, { status: 200, body: { status: 'CLOSED', outcome: 'BREACH', closedAt: /^20/ } })
  t.match(await step(incident, 'notification', { recipient: 'PUBLIC' }), refused, 'and then stays as it is')
  t.equal(versionOf(closed.body), 4)
})

t.test('of two that close it at once, one does', async (t) => {
  const incident = await incidentOf()
  const close = () => step(incident, 'closure', { outcome: 'NO_BREACH', conclusion: 'A false alarm.' })
  const answers = await Promise.all([close(), close(), close()])
  t.strictSame(answers.map(({ status }) => status).sort(), [200, 409, 409])
})

t.test('what was done is only added to', async (t) => {
  const incident = await incidentOf()
  await make.create('createIncidentMeasure', here, {}, { id: idOf(incident) })
  await t.rejects(database.query("UPDATE incident_measure SET description = 'x' WHERE incident_id = $1", [incident.id]))
  await t.rejects(database.query('DELETE FROM incident_measure WHERE incident_id = $1', [incident.id]))
  await database.query('DELETE FROM incident WHERE id = $1', [incident.id])
  t.strictSame(await database.query('SELECT 1 FROM incident_measure WHERE incident_id = $1', [incident.id]), [], 'it is forgotten with the incident')
})

t.test('the report of a year counts requests, refusals, erasures, incidents and notices', async (t) => {
  const facility = idOf(await make.facility())
  const officer = (await reader([facility])).client
  const ask = async (kind: string, receivedAt: string): Promise<Row> => {
    const subject = { type: 'BUYER', id: idOf(await make.buyer(facility, { type: 'INDIVIDUAL' })) }
    return make.create('createSubjectRequest', facility, { kind, subject, requestedBy: 'SELF', receivedAt })
  }
  const year = (await officer.get('/v1/privacy-report')).body.year
  const fresh = await ask('ERASURE', new Date().toISOString())
  await make.erased(fresh)
  // Midnight in Jakarta is seven hours before that of UTC.
  await ask('ACCESS', '2024-12-31T16:59:59.000Z')
  await ask('ACCESS', '2024-12-31T17:00:00.000Z')
  const late = await ask('ACCESS', '2025-03-01T00:00:00.000Z')
  await make.call('refuseSubjectRequest', { id: idOf(late) }, { ground: 'NOT_ENTITLED', reason: 'No power of attorney.' }, versionOf(late))
  const given = { beganAt: '2025-05-01T00:00:00.000Z', discoveredAt: '2025-05-02T00:00:00.000Z' }
  const told = await make.incident(facility, given)
  const reportOf = async (of: number): Promise<Row> => (await officer.get('/v1/privacy-report', { query: { year: of } })).body
  t.match(await reportOf(2025), { incidents: { discovered: 1, open: 1, notifiedLate: 1, authorityNotified: 0 } })
  for (const recipient of ['AUTHORITY', 'PERSONS'])
    t.equal((await step(told, 'notification', { recipient, notifiedAt: '2025-05-03T00:00:00.000Z' })).status, 200)
  t.equal((await step(told, 'closure', { outcome: 'BREACH', conclusion: 'It was one.' })).status, 200)
  t.strictSame(await reportOf(2025), {
    year: 2025,
    requests: [{ kind: 'ACCESS', received: 2, inTime: 0, late: 2, open: 1, fulfilled: 0, refused: 1 }],
    refusals: [{ ground: 'NOT_ENTITLED', requests: 1 }],
    erasedPersons: 0,
    incidents: { discovered: 1, open: 0, breaches: 1, dismissed: 0, authorityNotified: 1, personsNotified: 1, publicNotified: 0, notifiedLate: 0 },
  })
  t.match(await reportOf(Number(year)), { requests: [{ kind: 'ERASURE', received: 1, inTime: 1, late: 0, fulfilled: 1 }], erasedPersons: 1 })
  t.match(await reportOf(2024), { requests: [{ kind: 'ACCESS', received: 1 }], incidents: { discovered: 0 } })
})
