/** Who lets clients in: what a manager may give and see, and that what is changed holds at once, on every instance. */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Answer, Client } from '../support/client.ts'
import type { Row } from '../support/contract.ts'
import { idOf, versionOf } from '../support/make.ts'
import { askToken, tokenFor } from '../support/oauth.ts'
import { workday } from '../support/samples.ts'

const server = await buildTestApp(t)
const { api, database, make, makeClient, clientOf, port } = server
const issuer = `http://127.0.0.1:${port}`
const second = await buildTestApp(t, { shared: database, publicUrl: issuer })

const [here, there, abroad] = [idOf(await make.facility()), idOf(await make.facility()), idOf(await make.facility())]
const managerOf = async (facilities: 'ALL' | readonly string[]): Promise<Client> => api.as(await makeClient({ roles: ['operator'], scopes: [], facilities }))
const ofOne = await managerOf([here])
const ofTwo = await managerOf([here, there])
const ofAll = await managerOf('ALL')

/** Every secret that was shown in this file. */
const secrets: string[] = []
async function issue(clientId: string, body: Row = { kind: 'API_KEY' }, by: Client = ofAll): Promise<Row> {
  const answer = await by.post(`/v1/api-clients/${clientId}/credentials`, { body })
  if (answer.status !== 201) throw new Error(`No credential: ${answer.text}`)
  if (typeof answer.body.secret === 'string') secrets.push(answer.body.secret)
  return answer.body
}
const add = async (given: Row = {}, by: Client = ofAll): Promise<Answer> =>
  by.post('/v1/api-clients', { body: await make.body('createApiClient', here, given) })
const newClient = async (given: Row = {}): Promise<Row> => (await add({ roles: ['ministry-dashboard'], facilityIds: [here], ...given })).body

const readers: [string, typeof api][] = [
  ['this instance', api],
  ['the other instance', second.api],
]
/** Waits until an instance refuses a credential; the announcement takes a moment. */
async function statusWithin(instance: Client, key: string, wanted: number, seconds = 2): Promise<number> {
  const end = Date.now() + seconds * 1_000
  for (;;) {
    const { status } = await instance.get('/v1/me', { key })
    if (status === wanted || Date.now() > end) return status
    await pause(10)
  }
}

t.test('a change of a client takes effect at once on every instance', async (t) => {
  const id = idOf(await newClient())
  const { secret, id: credentialId } = await issue(id)
  const key = String(secret)
  const all = async (wanted: number, what: string) => {
    for (const [where, instance] of readers) t.equal(await statusWithin(instance, key, wanted), wanted, `${what}: ${where}`)
  }
  const patch = async (body: Row) => {
    const { headers } = await ofAll.get(`/v1/api-clients/${id}`)
    const answer = await ofAll.patch(`/v1/api-clients/${id}`, { body, ifMatch: String(headers.etag) })
    t.equal(answer.status, 200, JSON.stringify(body))
    return answer
  }
  await all(200, 'a new key')
  for (const [to, back] of [
    [{ suspended: true }, { suspended: false }],
    [{ archived: true }, { archived: false }],
    [{ expiresAt: new Date(Date.now() - 1_000).toISOString() }, { expiresAt: null }],
  ] as [Row, Row][]) {
    await patch(to)
    await all(401, JSON.stringify(to))
    await patch(back)
    await all(200, JSON.stringify(back))
  }

  for (const [, instance] of readers) t.equal((await instance.get('/v1/sales', { key })).status, 200)
  await patch({ roles: ['small-business-platform'], facilityIds: [there] })
  for (const [where, instance] of readers) {
    let me: Row = {}
    for (let tries = 0; tries < 200 && JSON.stringify(me.facilityIds) !== JSON.stringify([there]); tries++) {
      me = (await instance.get('/v1/me', { key })).body
      await pause(10)
    }
    t.strictSame(me.facilityIds, [there], `its facilities: ${where}`)
    t.match(await instance.get('/v1/sales', { key }), { status: 403, body: { facts: { requiredScope: 'sales:read' } } }, `its roles: ${where}`)
  }

  t.equal((await ofAll.delete(`/v1/api-clients/${id}/credentials/${credentialId}`, { ifMatch: 1 })).status, 204)
  await all(401, 'revoked')
  const kept = await ofAll.get(`/v1/api-clients/${id}/credentials/${credentialId}`)
  t.type(kept.body.revokedAt, 'string', 'it can still be read')
  t.equal((await ofAll.delete(`/v1/api-clients/${id}/credentials/${credentialId}`, { ifMatch: 2 })).status, 404, 'and is revoked once')
})

t.test('a client without facilities sees nothing', async (t) => {
  const id = idOf(await newClient({ facilityIds: [] }))
  const key = String((await issue(id)).secret)
  t.match((await api.get('/v1/me', { key })).body, { allFacilities: false, facilityIds: [] })
  t.strictSame((await api.get('/v1/facilities', { key })).items, [])
  t.equal((await api.get(`/v1/facilities/${here}`, { key })).status, 404)
})

t.test('at most two credentials of a kind are valid, also when several are issued at the same time', async (t) => {
  const id = idOf(await newClient())
  // Who holds the client lets all six come to where they wait for it.
  const holder = new pg.Client({ connectionString: database.url })
  await holder.connect()
  await holder.query('BEGIN')
  await holder.query('SELECT 1 FROM api_client WHERE id = $1 FOR UPDATE', [id])
  const asking = Promise.all(Array.from({ length: 6 }, () => ofAll.post(`/v1/api-clients/${id}/credentials`, { body: { kind: 'API_KEY' } })))
  const waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
  while ((await database.query(waiting)).length < 6) await pause(10)
  await holder.end()
  const asked = await asking
  t.strictSame(asked.map(({ status }) => status).sort(), [201, 201, 409, 409, 409, 409])
  for (const { body, status } of asked) if (status === 409) t.equal(body.code, 'too-many-credentials')
  const [old, fresh] = asked.filter(({ status }) => status === 201).map(({ body }) => body) as [Row, Row]
  secrets.push(String(old.secret), String(fresh.secret))
  for (const { secret } of [old, fresh]) t.equal((await api.get('/v1/me', { key: String(secret) })).status, 200, 'both are good')
  await issue(id, { kind: 'CLIENT_SECRET' })
  t.pass('one of another kind is issued')
  t.equal((await ofAll.delete(`/v1/api-clients/${id}/credentials/${old.id}`, { ifMatch: versionOf(old) })).status, 204)
  t.equal(await statusWithin(api, String(old.secret), 401), 401, 'the old one is refused')
  t.equal((await api.get('/v1/me', { key: String(fresh.secret) })).status, 200, 'the new one stays')
  await issue(id)
  await database.prisma.clientCredential.update({ where: { id: idOf(fresh) }, data: { expiresAt: new Date(Date.now() - 1_000) } })
  t.equal(await statusWithin(api, String(fresh.secret), 401), 401, 'it has ended')
  await issue(id)
  t.pass('an expired one is not counted')
})

t.test('a credential expires after a year, or on a given day within two years', async (t) => {
  const id = idOf(await newClient())
  const days = (answer: Row) => Math.round((Date.parse(String(answer.expiresAt)) - Date.now()) / 86_400_000)
  t.equal(days(await issue(id)), 365)
  const at = (inDays: number) => new Date(Date.now() + inDays * 86_400_000).toISOString()
  t.equal(days(await issue(id, { kind: 'API_KEY', expiresAt: at(730) })), 730)
  for (const inDays of [-1, 732]) {
    const refused = await ofAll.post(`/v1/api-clients/${id}/credentials`, { body: { kind: 'CLIENT_SECRET', expiresAt: at(inDays) } })
    t.match(refused, { status: 422, body: { code: 'contradiction', errors: [{ pointer: '/expiresAt' }] } }, `${inDays} days`)
  }
})

t.test('a secret works as a key and for tokens, and is shown once', async (t) => {
  const id = idOf(await newClient())
  const path = `/v1/api-clients/${id}/credentials`
  const idempotencyKey = randomUUID()
  const first = await ofAll.post(path, { body: { kind: 'CLIENT_SECRET' }, idempotencyKey })
  const again = await ofAll.post(path, { body: { kind: 'CLIENT_SECRET' }, idempotencyKey })
  t.equal(again.headers['idempotency-replayed'], 'true')
  const { secret, ...rest } = first.body
  t.strictSame(again.body, { ...rest, secret: null }, 'a repeated request is answered without it')
  secrets.push(String(secret))
  t.match(secret, /^bs_live_[0-9a-f]{32}_[\w-]{43}$/)

  const token = await tokenFor(server, id, String(secret))
  t.equal((await api.get('/v1/batches', { key: token })).status, 200, 'a token')
  t.equal((await api.get('/v1/me', { key: String(secret) })).status, 401, 'a client secret is no API key')
  const { secret: key } = await issue(id)
  t.match(key, /^bk_live_/)
  t.equal((await api.get('/v1/batches', { key: String(key) })).status, 200, 'a key')
  t.equal((await askToken(server, { grant_type: 'client_credentials' }, { id, secret: String(key) })).status, 401, 'an API key gets no token')
  for (const answer of [await ofAll.get(path), await ofAll.get(`${path}/${rest.id}`), await ofAll.get('/v1/audit-entries', { key: api.key ?? null })])
    for (const one of secrets) t.notMatch(answer.text, one.slice(-43), 'nowhere else')
})

t.test('a manager sees the clients of its facilities, and a foreign client is answered as an absent one', async (t) => {
  const clients = {
    here: idOf(await newClient({ facilityIds: [here] })),
    both: idOf(await newClient({ facilityIds: [here, there] })),
    wide: idOf(await newClient({ facilityIds: [here, abroad] })),
    none: idOf(await newClient({ facilityIds: [] })),
    all: idOf(await newClient({ facilityIds: [], allFacilities: true })),
  }
  const visibleTo: [string, Client, (keyof typeof clients)[]][] = [
    ['of one', ofOne, ['here']],
    ['of two', ofTwo, ['here', 'both']],
    ['of all', ofAll, ['here', 'both', 'wide', 'none', 'all']],
  ]
  const credentials = new Map<string, string>()
  for (const id of Object.values(clients)) credentials.set(id, idOf(await issue(id)))
  for (const [who, manager, expected] of visibleTo) {
    const { items } = await manager.get('/v1/api-clients', { query: { limit: 200 } })
    for (const [name, id] of Object.entries(clients) as [keyof typeof clients, string][]) {
      const isSeen = expected.includes(name)
      t.equal(
        items.some((row) => row.id === id),
        isSeen,
        `${who} ${isSeen ? 'lists' : 'does not list'} ${name}`,
      )
      const calls = (client: string, credential: string) => [
        manager.get(`/v1/api-clients/${client}`),
        manager.get(`/v1/api-clients/${client}/credentials`),
        manager.get(`/v1/api-clients/${client}/credentials/${credential}`),
        manager.patch(`/v1/api-clients/${client}`, { body: { suspended: true }, ifMatch: 999_999 }),
        manager.delete(`/v1/api-clients/${client}`, { ifMatch: 999_999 }),
        manager.delete(`/v1/api-clients/${client}/credentials/${credential}`, { ifMatch: 999_999 }),
      ]
      const answers = await Promise.all(calls(id, credentials.get(id) ?? ''))
      t.strictSame(
        answers.map(({ status }) => status),
        isSeen ? [200, 200, 200, 412, 412, 412] : Array(6).fill(404),
        `${who}, ${name}`,
      )
      if (isSeen) continue
      const post = await manager.post(`/v1/api-clients/${id}/credentials`, { body: { kind: 'API_KEY' } })
      const absent = await Promise.all([
        ...calls(randomUUID(), randomUUID()),
        manager.post(`/v1/api-clients/${randomUUID()}/credentials`, { body: { kind: 'API_KEY' } }),
      ])
      const plain = ({ body: { instance: _, ...rest } }: Answer) => rest
      t.strictSame([...answers, post].map(plain), absent.map(plain), 'as an absent one')
    }
  }
})

t.test('a manager can give the facilities that it sees, and any role', async (t) => {
  for (const [who, manager, facilityIds, allFacilities, status, code] of [
    ['of one', ofOne, [here], false, 201],
    ['of one', ofOne, [there], false, 422, 'unknown-reference'],
    ['of one', ofOne, [here, there], false, 422, 'unknown-reference'],
    ['of one', ofOne, [], false, 403, 'facility-not-allowed'],
    ['of one', ofOne, [], true, 403, 'facility-not-allowed'],
    ['of two', ofTwo, [here, there], false, 201],
    ['of two', ofTwo, [abroad], false, 422, 'unknown-reference'],
    ['of all', ofAll, [abroad], false, 201],
    ['of all', ofAll, [], true, 201],
    ['of all', ofAll, [], false, 201],
    ['of all', ofAll, [randomUUID()], false, 422, 'unknown-reference'],
  ] as [string, Client, string[], boolean, number, string?][]) {
    // Suspended, because a second person has to agree before it may call.
    const given = { facilityIds, allFacilities, roles: ['privacy-officer'], suspended: true }
    const answer = await add(given, manager)
    t.match(answer, { status, body: code === undefined ? given : { code } }, `${who} gives ${allFacilities ? 'all' : facilityIds.length}`)
    if (status !== 201) {
      const own = (await add({ facilityIds: manager === ofOne ? [here] : [there] }, manager)).body
      const changed = await manager.patch(`/v1/api-clients/${own.id}`, { body: { facilityIds, allFacilities }, ifMatch: 1 })
      t.match(changed, { status, body: { code: code ?? '' } }, `${who} changes it to ${allFacilities ? 'all' : facilityIds.length}`)
    }
  }
  t.match(await add({ facilityIds: [here], allFacilities: true }), { status: 422, body: { code: 'contradiction' } })
  t.match(await add({ roles: ['everything'] }), { status: 400, body: { code: 'invalid-request' } }, 'a role that there is not')
  t.match(await add({ scopes: ['inmates:read'] } as Row), { status: 400 }, 'scopes are not given')
})

t.test('no caller changes its own client or the clients of the settings', async (t) => {
  const made = idOf(await newClient({ roles: ['operator'], facilityIds: [here], suspended: true }))
  const path = `/v1/api-clients/${made}`
  await ofAll.post(`${path}/preparation`, { body: { suspended: false }, ifMatch: '*' })
  await api.post(`${path}/approval`, { ifMatch: '*' })
  const credential = await issue(made)
  await api.post(`${path}/credentials/${credential.id}/approval`, { ifMatch: '*' })
  const itself = api.as(String(credential.secret))
  const settings = await clientOf(await makeClient({ facilities: [here] }))
  await make.client(here)
  for (const [what, manager, id] of [
    ['itself', itself, made],
    ['one of the settings', itself, settings],
    ['one of the settings, by a national manager', ofAll, settings],
  ] as const) {
    const { items } = await manager.get(`/v1/api-clients/${id}/credentials`)
    for (const answer of [
      await manager.patch(`/v1/api-clients/${id}`, { body: { roles: ['privacy-officer'] }, ifMatch: '*' }),
      await manager.delete(`/v1/api-clients/${id}`, { ifMatch: '*' }),
      await manager.post(`/v1/api-clients/${id}/credentials`, { body: { kind: 'CLIENT_SECRET' } }),
      await manager.delete(`/v1/api-clients/${id}/credentials/${items[0]?.id}`, { ifMatch: '*' }),
    ])
      t.match(answer, { status: 403, body: { code: 'client-protected' } }, what)
  }
  t.match(await database.prisma.apiClient.findUnique({ where: { id: made } }), { roles: ['operator'] }, 'nothing was changed')
  t.equal((await itself.get('/v1/me')).status, 200)
})

t.test('a client that never had a credential can be deleted, another is archived', async (t) => {
  const [never, once] = [await newClient(), await newClient()]
  const { id } = await issue(idOf(once))
  await ofAll.delete(`/v1/api-clients/${once.id}/credentials/${id}`, { ifMatch: 1 })
  t.equal((await ofAll.delete(`/v1/api-clients/${never.id}`, { ifMatch: 1 })).status, 204)
  t.equal((await ofAll.get(`/v1/api-clients/${never.id}`)).status, 404)
  t.match(await ofAll.delete(`/v1/api-clients/${once.id}`, { ifMatch: 1 }), { status: 409, body: { code: 'still-referenced' } })
})

t.test('changes of clients are in the audit trail, with who made them', async (t) => {
  const id = idOf(await newClient())
  await issue(id)
  await ofAll.patch(`/v1/api-clients/${id}`, { body: { suspended: true }, ifMatch: 1 })
  const by = await clientOf(String(ofAll.key))
  const rows = await database.query<{ operation: string }>(
    `SELECT operation FROM audit_entry WHERE client_id = $1 AND outcome = 'ALLOWED' AND operation NOT LIKE 'read%'
     AND (resource_ids @> ARRAY[$2::uuid] OR resource_ids && ARRAY(SELECT id FROM client_credential WHERE client_id = $2)) ORDER BY sequence`,
    [by, id],
  )
  t.strictSame(
    rows.map(({ operation }) => operation),
    ['createApiClient', 'createApiClientCredential', 'updateApiClient'],
  )
})

t.test('a dump of every table holds no usable secret', async (t) => {
  t.ok(secrets.length > 15, `${secrets.length} secrets were shown`)
  const tables = await database.query<{ name: string }>("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
  for (const { name } of tables) {
    const rows = await database.query<{ dump: string }>(`SELECT one::text AS dump FROM "${name}" one`)
    const dump = rows.map((row) => row.dump).join('\n')
    const inHex = (text: string) => Buffer.from(text).toString('hex')
    t.strictSame(
      secrets.filter((secret) => dump.includes(secret.slice(-43)) || dump.includes(inHex(secret.slice(-43)))),
      [],
      name,
    )
  }
})

t.test('a change of one member does not undo a concurrent change of another', async (t) => {
  for (let round = 0; round < 10; round++) {
    const id = idOf(await newClient())
    const patch = (body: Row, by = ofAll) => by.patch(`/v1/api-clients/${id}`, { body, ifMatch: '*' })
    await Promise.all([patch({ facilityIds: [there] }), patch({ purpose: 'Satu' }), patch({ purpose: 'Dua' }), patch({ purpose: 'Tiga' }, ofOne)])
    t.strictSame((await ofAll.get(`/v1/api-clients/${id}`)).body.facilityIds, [there], `round ${round}`)
  }
})

t.test('a caller of one facility cannot take it from its regional office: facility-not-allowed', async (t) => {
  for (const body of [{ parentId: null }, { type: 'KANWIL' }])
    t.match(await ofOne.patch(`/v1/facilities/${here}`, { body, ifMatch: '*' }), { status: 403, body: { code: 'facility-not-allowed' } }, JSON.stringify(body))
})

t.test('a client that is in the audit trail is not deleted', async (t) => {
  const id = idOf(await newClient())
  // It had a credential that somebody has taken out of the database.
  await database.query(
    "INSERT INTO audit_entry (client_id, request_id, operation, resource, resource_ids, classes, outcome) VALUES ($1, gen_random_uuid(), 'readInmate', 'inmate', '{}', '{}', 'ALLOWED')",
    [id],
  )
  t.match(await ofAll.delete(`/v1/api-clients/${id}`, { ifMatch: '*' }), { status: 409, body: { code: 'still-referenced' } })
})

t.test('a repeated request does not show a client that was moved away', async (t) => {
  const bound = api.as(await makeClient({ facilities: [here] }))
  const body = await make.body('createInmate', here, {})
  const idempotencyKey = randomUUID()
  const { id, version } = (await bound.post('/v1/inmates', { body, idempotencyKey })).body
  t.equal((await bound.post('/v1/inmates', { body, idempotencyKey })).status, 201)
  t.equal(
    (
      await api.post(`/v1/inmates/${id}/custody-changes`, {
        body: { custodyStatus: 'TRANSFERRED', toFacilityId: there, occurredOn: workday },
        ifMatch: Number(version),
      })
    ).status,
    200,
  )
  t.not((await bound.post('/v1/inmates', { body, idempotencyKey })).status, 201)
})
