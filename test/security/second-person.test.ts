/** Four eyes: preparer is not approver, whatever waits; and how a fresh installation gets its second person. */
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { newApiKey } from '../../src/platform/security/authentication/credentials.ts'
import { bootstrapHours, endBootstrapKey, installBootstrapKey } from '../../src/platform/security/authentication/first-keys.ts'
import { approvalHours } from '../../src/platform/security/second-person.ts'
import { buildTestApp } from '../support/app.ts'
import type { Answer, Client } from '../support/client.ts'
import type { Row } from '../support/contract.ts'
import { idOf, versionOf } from '../support/make.ts'
import { ask } from '../support/persons.ts'

const { api, app, database, make, makeClient } = await buildTestApp(t)
const [here, there] = [idOf(await make.facility()), idOf(await make.facility())]

/** Somebody before a client, named or not. */
type Person = [client: Client, name?: string]
const step = ([client, name]: Person, path: string, body?: Row): Promise<Answer> =>
  client.post(path, { ifMatch: '*', ...(body ? { body } : {}), ...(name === undefined ? {} : { headers: { 'on-behalf-of': name } }) })

const [one, other] = [api.as(await makeClient()), api.as(await makeClient())]
const needed = { status: 403, body: { code: 'second-person-needed' } }

/** The path of a request for the erasure of somebody who never bought anything. */
async function erasure(): Promise<string> {
  const buyer = await make.buyer(here, { type: 'INDIVIDUAL' })
  return `/v1/subject-requests/${(await ask(make, here, 'BUYER', idOf(buyer), 'ERASURE')).id}`
}
const prepared = async (path: string, by: Person, body?: Row): Promise<void> => {
  const { status, text } = await step(by, `${path}/preparation`, body)
  if (status !== 200) throw new Error(`It was not prepared: ${text}`)
}
/** Lets the time of what waits be over. */
const age = (table: string, id: string) => database.query(`UPDATE ${table} SET prepared_at = now() - interval '${approvalHours} hours' WHERE id = $1`, [id])

t.test('preparer is not approver', async (t) => {
  const cases: [what: string, preparer: Person, approver: Person, status: number][] = [
    ['the same client, nobody named', [one], [one], 403],
    ['the same client, one named', [one, 'petugas-1'], [one], 403],
    ['the same client, the other named', [one], [one, 'petugas-1'], 403],
    ['the same client, the same person', [one, 'petugas-1'], [one, 'petugas-1'], 403],
    ['the same client, the same person in capitals', [one, 'petugas-1'], [one, 'PETUGAS-1'], 403],
    ['the same client, two persons', [one, 'petugas-1'], [one, 'petugas-2'], 200],
    ['two clients, nobody named', [one], [other], 200],
    ['two clients, one named', [one, 'petugas-1'], [other], 200],
    ['two clients, two persons', [one, 'petugas-1'], [other, 'petugas-2'], 200],
    ['the same person before two clients', [one, 'petugas-1'], [other, 'petugas-1'], 403],
  ]
  for (const [what, preparer, approver, status] of cases) {
    const path = await erasure()
    await prepared(path, preparer)
    const answer = await step(approver, `${path}/fulfilment`)
    t.match(answer, status === 200 ? { status, body: { status: 'FULFILLED' } } : needed, what)
  }
})

t.test('an erasure that nobody has prepared, or long ago, is not carried out: second-person-needed', async (t) => {
  const path = await erasure()
  t.match(await step([one], `${path}/fulfilment`), needed)
  await prepared(path, [one])
  t.match(
    await step([other], `${path}/preparation`),
    { status: 409, body: { code: 'invalid-transition', facts: { state: 'PREPARED' } } },
    'it is prepared once',
  )
  await age('subject_request', path.split('/').at(-1) ?? '')
  t.match(await step([other], `${path}/fulfilment`), needed, `after ${approvalHours} hours`)
  await prepared(path, [other])
  t.match(await step([one], `${path}/fulfilment`), { status: 200 }, 'prepared again')
  const access = await ask(make, here, 'BUYER', idOf(await make.buyer(here, { type: 'INDIVIDUAL' })))
  t.match(await step([one], `/v1/subject-requests/${access.id}/preparation`), { status: 409, body: { code: 'invalid-transition' } }, 'nothing else is prepared')
})

t.test('the trail says who prepared, who tried and who approved', async (t) => {
  const path = await erasure()
  await prepared(path, [one, 'petugas-1'])
  await step([one, 'petugas-1'], `${path}/fulfilment`)
  await step([one, 'petugas-2'], `${path}/fulfilment`)
  await app.auditor.settled()
  const rows = await database.query<{ operation: string }>(
    `SELECT operation, on_behalf_of AS person, outcome FROM audit_entry WHERE $1::uuid = ANY(resource_ids) AND operation ~ '^(prepare|fulfil)' ORDER BY sequence`,
    [path.split('/').at(-1)],
  )
  t.strictSame(rows, [
    { operation: 'prepareSubjectRequest', person: 'petugas-1', outcome: 'ALLOWED' },
    { operation: 'fulfilSubjectRequest', person: 'petugas-1', outcome: 'DENIED' },
    { operation: 'fulfilSubjectRequest', person: 'petugas-2', outcome: 'ALLOWED' },
  ])
})

const clientOf = async (given: Row = {}): Promise<string> => `/v1/api-clients/${idOf(await make.client(here, given))}`
const patch = (path: string, body: Row, by = one): Promise<Answer> => by.patch(path, { body, ifMatch: '*' })

t.test('of many who approve at once, one does', async (t) => {
  const [request, client] = [await erasure(), await clientOf()]
  await prepared(request, [one])
  await prepared(client, [one], { roles: ['privacy-officer'] })
  for (const path of [`${request}/fulfilment`, `${client}/approval`]) {
    const answers = await Promise.all(Array.from({ length: 6 }, (_, at) => step([other, `petugas-${at}`], path)))
    t.strictSame(answers.map(({ status }) => status).sort(), [200, 409, 409, 409, 409, 409], path)
    const id = path.split('/').at(-2)
    const events = await database.query("SELECT FROM event WHERE resource_id = $1 AND type ~ 'approved|fulfilled'", [id])
    t.equal(events.length, 1)
  }
})

t.test('one person gives no client a scope for persons, clients or the trail: second-person-needed', async (t) => {
  const roles = { 'small-business-platform': false, 'ministry-dashboard': false, 'finance-approver': false, 'facility-head': true, operator: true }
  for (const [role, takesTwo] of Object.entries(roles)) {
    const body = await make.body('createApiClient', here, { roles: [role], facilityIds: [here] })
    t.match(await one.post('/v1/api-clients', { body }), takesTwo ? needed : { status: 201 }, `a new ${role}`)
    t.match(await patch(await clientOf(), { roles: [role] }), takesTwo ? needed : { status: 200 }, `a client becomes ${role}`)
  }
  // Locked out it may do nothing, so that it can be made ready for a second person to look at.
  const given = { roles: ['facility-head'], suspended: true, redactions: ['identity'], expiresAt: '2098-01-01T00:00:00Z' }
  const path = await clientOf(given)
  t.match(await patch(path, { suspended: false }), needed, 'it is let in')
  await prepared(path, [one], { suspended: false })
  const { body } = await step([other], `${path}/approval`)
  t.match(body, { suspended: false, preparedChange: null, preparedBy: null, preparedAt: null, roles: ['facility-head'] })
  const more: Row[] = [
    { roles: ['facility-head', 'privacy-officer'] },
    { facilityIds: [here, there] },
    { facilityIds: [], allFacilities: true },
    { redactions: [] },
  ]
  for (const wider of more) t.match(await patch(path, wider), needed, JSON.stringify(wider))
  const less: Row[] = [{ purpose: 'Lain' }, { redactions: ['identity', 'contact'] }, { facilityIds: [] }, { roles: [] }, { suspended: true }]
  for (const narrower of less) t.match(await patch(path, narrower), { status: 200 }, `${JSON.stringify(narrower)} waits for nobody`)
})

t.test('what is prepared waits beside what the client has, and any other change drops it', async (t) => {
  const path = await clientOf()
  const change = { roles: ['privacy-officer'], facilityIds: [here, there] }
  await prepared(path, [one, 'petugas-1'], change)
  const waiting = (await one.get(path)).body
  t.match(waiting, { roles: [], facilityIds: [here], preparedChange: change, preparedFor: 'petugas-1' })
  t.match(await step([one, 'petugas-1'], `${path}/approval`), needed)
  await patch(path, { purpose: 'Lain' })
  t.match((await one.get(path)).body, { preparedChange: null, preparedBy: null, preparedFor: null, preparedAt: null })
  t.match(await step([other], `${path}/approval`), { status: 409, body: { code: 'invalid-transition', facts: { state: 'UNPREPARED' } } })

  await prepared(path, [one], change)
  t.match(await step([one], `${path}/rejection`), { status: 200, body: { roles: [], preparedChange: null } }, 'whoever prepared it may take it back')
  await prepared(path, [one], change)
  await age('api_client', path.split('/').at(-1) ?? '')
  t.match(await step([other], `${path}/approval`), needed, 'its time is over')
  await prepared(path, [one], change)
  const approved = await step([other], `${path}/approval`)
  t.match(approved.body, { roles: ['privacy-officer'], facilityIds: [here, there].sort(), updatedBy: (await other.get('/v1/me')).body.clientId })
  const [entry] = (await api.get('/v1/audit-entries', { query: { requestId: approved.requestId } })).items
  t.match(entry, { operation: 'approveApiClient', changed: ['facilityIds', 'preparedAt', 'preparedBy', 'preparedChange', 'roles'] })
})

t.test('who does not see the client, or what it is to be given, is no second person', async (t) => {
  const [ofHere, ofThere] = [api.as(await makeClient({ facilities: [here] })), api.as(await makeClient({ facilities: [there] }))]
  const path = await clientOf()
  await prepared(path, [one], { facilityIds: [here, there] })
  t.equal((await step([ofThere], `${path}/approval`)).status, 404, 'of another facility')
  t.equal((await step([ofThere], `${path}/rejection`)).status, 404)
  t.match(await step([ofHere], `${path}/approval`), { status: 422, body: { code: 'unknown-reference' } }, 'of one of the two')
  const request = await erasure()
  await prepared(request, [one])
  t.equal((await step([ofThere], `${request}/fulfilment`)).status, 404)
  t.equal((await step([ofHere], `${request}/fulfilment`)).status, 200)
})

t.test('a credential of a client that two persons have given so much works once another one has approved it', async (t) => {
  const client = await clientOf({ roles: ['facility-head'], suspended: true })
  await prepared(client, [one], { suspended: false })
  await step([other], `${client}/approval`)
  const { secret, ...credential } = (await step([one], `${client}/credentials`, { kind: 'API_KEY' })).body
  t.match(credential, { preparedBy: (await one.get('/v1/me')).body.clientId, preparedAt: /^20/ })
  const key = { key: String(secret) }
  const path = `${client}/credentials/${credential.id}`
  t.equal((await api.get('/v1/me', key)).status, 401, 'not yet')
  t.match(await step([one], `${path}/approval`), needed)
  t.match(await step([other], `${path}/approval`), { status: 200, body: { preparedBy: null, preparedAt: null, version: 2 } })
  t.equal((await api.get('/v1/me', key)).status, 200)
  t.match(await step([other], `${path}/approval`), { status: 409, body: { code: 'invalid-transition' } })
  const late = (await step([one], `${client}/credentials`, { kind: 'API_KEY' })).body
  await age('client_credential', idOf(late))
  t.match(await step([other], `${client}/credentials/${late.id}/approval`), needed, 'its time is over')
  t.equal(versionOf(late), 1)
})

t.test('a fresh installation with one key gets two operators, and then needs both', async (t) => {
  await database.query('UPDATE api_client SET suspended = true')
  const key = newApiKey(app.keyring).key
  await installBootstrapKey(app, key)
  const bootstrap: Person = [api.as(key)]
  const operator = async (): Promise<Answer> =>
    bootstrap[0].post('/v1/api-clients', { body: await make.body('createApiClient', here, { roles: ['operator'], allFacilities: true, facilityIds: [] }) })
  const [first, second] = [await operator(), await operator()]
  t.equal(second.status, 201, 'nobody else could agree')
  const issue = async ({ body }: Answer): Promise<Row> => (await step(bootstrap, `/v1/api-clients/${body.id}/credentials`, { kind: 'API_KEY' })).body
  const [ofFirst, ofSecond] = [await issue(first), await issue(second)]
  t.match([ofFirst.preparedAt, ofSecond.preparedAt], [null, /^20/], 'the first works at once, and agrees to the second')
  t.match(await operator(), needed, 'from now on it takes two')
  const path = `/v1/api-clients/${second.body.id}/credentials/${ofSecond.id}/approval`
  t.match(await step(bootstrap, path), needed)
  t.match(await step([api.as(String(ofFirst.secret))], path), { status: 200 })
  t.equal((await api.get('/v1/me', { key: String(ofSecond.secret) })).status, 200)
})

t.test('a bootstrap key of the settings ends once two operators have called since, and does not come back', async (t) => {
  const clients = "client_id IN (SELECT id FROM api_client WHERE roles @> '{operator}' AND NOT suspended)"
  const used = (which: string, at: string) => database.query(`UPDATE client_credential SET last_used_at = ${at} WHERE ${clients} AND ${which}`)
  const isOpen = async (key: string): Promise<boolean> => {
    // The announcement of a change takes a moment.
    for (let tries = 0; tries < 100 && (await api.get('/v1/me', { key })).status !== 401; tries++) await pause(10)
    return (await api.get('/v1/me', { key })).status !== 401
  }
  const [first, next] = [newApiKey(app.keyring).key, newApiKey(app.keyring).key]
  await installBootstrapKey(app, first, bootstrapHours)
  await used('TRUE', 'NULL')
  t.equal(await endBootstrapKey(app), false, 'nobody has called')
  await used(`id = (SELECT min(id::text)::uuid FROM client_credential WHERE prepared_at IS NULL AND ${clients})`, 'now()')
  t.equal(await endBootstrapKey(app), false, 'one has')
  await used('TRUE', 'now()')
  t.equal(await endBootstrapKey(app), true, 'both have')
  t.equal(await isOpen(first), false)
  await installBootstrapKey(app, first, bootstrapHours)
  t.equal(await isOpen(first), false, 'another start does not bring it back')
  await used('TRUE', "now() - interval '1 minute'")
  await installBootstrapKey(app, next, bootstrapHours)
  t.equal(await endBootstrapKey(app), false, 'whoever has lost the other keys sets a new one')
  t.equal((await api.get('/v1/me', { key: next })).status, 200)
})
