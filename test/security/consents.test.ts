/** Consent with its proof and history (UU PDP 27/2022, articles 20 to 24), and objection to what rests on none (article 10). */
import t from 'tap'
import { allScopes } from '../../src/platform/contract/tags.ts'
import { buildTestApp } from '../support/app.ts'
import type { Row } from '../support/contract.ts'
import { idOf, versionOf } from '../support/make.ts'
import { ask } from '../support/persons.ts'
import { workday } from '../support/samples.ts'

const { api, database, make, makeClient, clientOf } = await buildTestApp(t)
const facilityId = idOf(await make.facility())
const person = (given: Row = {}): Promise<Row> => make.buyer(facilityId, { type: 'INDIVIDUAL', name: 'Kenari Setuju', ...given })
const consentsOf = async ({ id }: Row): Promise<Row[]> => (await api.get(`/v1/buyers/${id}/consents`)).items
const record = ({ id }: Row, body: Row) =>
  api.post(`/v1/buyers/${id}/consents`, { body: { purpose: 'PUBLIC_NAME', decidedBy: 'SELF', evidence: 'Formulir 12/2025', ...body } })

t.test('consent is recorded with its proof, and withdrawn by an entry', async (t) => {
  const buyer = await person()
  const given = await record(buyer, { given: true, decidedOn: '2025-10-01' })
  t.match(given, {
    status: 201,
    body: { given: true, evidence: 'Formulir 12/2025', decidedOn: '2025-10-01', until: null, createdBy: await clientOf(api.key ?? '') },
  })
  t.match(await api.get(`/v1/buyers/${buyer.id}`), { body: { consentPublicName: true, version: 2 } })
  const withdrawn = await record(buyer, { given: false, decidedBy: 'GUARDIAN', evidence: 'Surat 3/2025', decidedOn: '2025-10-20' })
  t.equal(withdrawn.status, 201)
  t.match(await api.get(`/v1/buyers/${buyer.id}`), { body: { consentPublicName: false, version: 3 } })
  t.match(await consentsOf(buyer), [
    { given: true, until: '2025-10-20' },
    { given: false, decidedBy: 'GUARDIAN', until: null },
  ])
  t.match(await record(buyer, { given: true, decidedOn: '2099-01-01' }), { status: 422, body: { code: 'contradiction', errors: [{ pointer: '/decidedOn' }] } })
  t.equal((await consentsOf(buyer)).length, 2, 'what is refused leaves no entry')
})

t.test('whoever sets the flag writes an entry, one for each change, also at once', async (t) => {
  const buyer = await person({ consentPublicName: true })
  t.match(await consentsOf(buyer), [{ given: true, evidence: null, decidedBy: null }], 'with the buyer')
  const set = (consentPublicName: boolean) => api.patch(`/v1/buyers/${buyer.id}`, { body: { consentPublicName }, ifMatch: '*' })
  t.equal((await set(true)).status, 200)
  t.equal((await consentsOf(buyer)).length, 1, 'the same is no change')
  t.equal((await set(false)).status, 200)
  const answers = await Promise.all([
    set(true),
    set(true),
    record(buyer, { given: true, decidedOn: workday }),
    record(buyer, { given: true, decidedOn: workday }),
  ])
  t.strictSame(answers.map(({ status }) => status).sort(), [200, 200, 201, 201])
  const entries = await consentsOf(buyer)
  t.ok(entries.length === 4 || entries.length === 5, 'two with a proof, and one without where the flag came first')
  t.equal((await api.get(`/v1/buyers/${buyer.id}`)).body.consentPublicName, true)
  t.strictSame([...new Set(entries.filter(({ until }) => until === null).map(({ given }) => given))], [true])
})

t.test('entries are not rewritten, and their evidence is erased with the buyer', async (t) => {
  const buyer = await person()
  await record(buyer, { given: true, evidence: 'Kenari Bukti' })
  for (const statement of [
    'UPDATE buyer_consent SET given = false',
    `UPDATE buyer_consent SET evidence = 'Lain'`,
    'DELETE FROM buyer_consent',
    'TRUNCATE buyer_consent',
  ])
    await t.rejects(database.query(statement), /append-only/, statement)
  await make.erased(await ask(make, facilityId, 'BUYER', idOf(buyer), 'ERASURE'))
  t.match(await consentsOf(buyer), [{ given: true, evidence: '***' }])
  const mistake = await person({ consentPublicName: true })
  t.equal((await api.delete(`/v1/buyers/${mistake.id}`, { ifMatch: versionOf(mistake) })).status, 204, 'a mistake goes with its entry')
})

t.test('what proves it is shown as the profile of a person is', async (t) => {
  const buyer = await person()
  await record(buyer, { given: true, evidence: 'Kenari Bukti' })
  const blind = api.as(await makeClient({ redactions: ['profile'] }))
  t.match((await blind.get(`/v1/buyers/${buyer.id}/consents`)).items, [{ evidence: null }])
  const elsewhere = api.as(await makeClient({ facilities: [idOf(await make.facility())] }))
  t.equal((await elsewhere.get(`/v1/buyers/${buyer.id}/consents`)).status, 404)
  const reader = api.as(await makeClient({ scopes: allScopes().filter((scope) => scope !== 'buyers:write') }))
  t.equal(
    (await reader.post(`/v1/buyers/${buyer.id}/consents`, { body: { purpose: 'PUBLIC_NAME', given: false, decidedBy: 'SELF', evidence: 'x' } })).status,
    403,
  )
})

// Objection -------------------------------------------------------------------------------------------------------

const object = (type: 'INMATE' | 'BUYER', id: string, stops: string[]): Promise<Row> =>
  ask(make, facilityId, type, id, 'OBJECTION', { reason: 'Tidak berkenan dimuat di situs', stops })
const fulfil = (request: Row) => make.call('fulfilSubjectRequest', { id: idOf(request) }, undefined, versionOf(request))

t.test('an objection that is granted stops what it names: the name in public', async (t) => {
  const buyer = await person()
  await record(buyer, { given: true })
  const reader = api.as(await makeClient({ scopes: ['buyers:read'] }))
  t.match(await reader.get(`/v1/buyers/${buyer.id}`), { body: { name: 'Kenari Setuju' } })
  const request = await object('BUYER', idOf(buyer), ['PUBLIC_NAME'])
  t.match(await reader.get(`/v1/buyers/${buyer.id}`), { body: { name: 'Kenari Setuju' } }, 'nothing stops before it is decided')
  await fulfil(request)
  t.match(await reader.get(`/v1/buyers/${buyer.id}`), { body: { name: 'K.S.', consentPublicName: false } })
  t.match(await consentsOf(buyer), [{ given: true }, { given: false, decidedBy: 'SELF', evidence: `subject-request ${request.id}`, until: null }])
})

t.test('and reading outside the facility, until it is taken back', async (t) => {
  const { id } = await make.inmate(facilityId, { name: 'Kenari Keberatan', admittedOn: '2020-01-02' })
  const path = `/v1/inmates/${id}`
  const roles = async (...held: string[]) => api.as(await makeClient({ roles: held, scopes: [] }))
  const [auditor, worker] = [await roles('regional-auditor'), await roles('production-officer')]
  t.match(await auditor.get(path), { body: { legalStatus: 'CONVICT', protections: [] } })
  const standing = await fulfil(await object('INMATE', String(id), ['OUTSIDE_READING']))
  t.match(await auditor.get(path), { body: { legalStatus: null, admittedOn: null, protections: ['OBJECTED'] } })
  t.match(await worker.get(path), { body: { name: 'Kenari Keberatan', legalStatus: 'CONVICT' } }, 'who works there reads on')
  await fulfil(await ask(make, facilityId, 'INMATE', String(id), 'RESTRICTION', { reason: 'Dipersengketakan' }))
  t.match(await worker.get(path), { body: { legalStatus: null, protections: ['OBJECTED', 'RESTRICTED'] } })
  await make.call('liftSubjectRequest', { id: idOf(standing) }, { reason: 'Ditarik sendiri' }, versionOf(standing))
  t.match(await worker.get(path), { body: { protections: ['RESTRICTED'] } }, 'the restriction goes on')
})

t.test('an objection says why and what is to stop, and is refused with a ground', async (t) => {
  const id = idOf(await make.inmate(facilityId))
  const asked = (body: Row) => api.post('/v1/subject-requests', { body: { kind: 'OBJECTION', subject: { type: 'INMATE', id }, requestedBy: 'SELF', ...body } })
  const reason = 'Tidak berkenan'
  for (const [body, pointer] of [
    [{ stops: ['OUTSIDE_READING'] }, '/reason'],
    [{ reason }, '/stops'],
    [{ reason, stops: ['PUBLIC_NAME'] }, '/stops'],
    [{ reason, kind: 'ACCESS', stops: ['OUTSIDE_READING'] }, '/stops'],
  ] as const)
    t.match(await asked(body as Row), { status: 422, body: { code: 'contradiction', errors: [{ pointer }] } }, JSON.stringify(body))
  const { body: request } = await asked({ reason, stops: ['OUTSIDE_READING'] })
  await make.call('refuseSubjectRequest', { id: idOf(request) }, { ground: 'LAW_ENFORCEMENT', reason: 'Diwajibkan undang-undang' }, versionOf(request))
  t.match(await api.get(`/v1/inmates/${id}`), { body: { protections: [] } })
})
