/** What entries of the trail say of a change: which members, from what to what, by which credential; and who may read it. */
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Json, Row } from '../support/contract.ts'
import { idOf, versionOf } from '../support/make.ts'
import { tokenFor } from '../support/oauth.ts'
import { perform } from '../support/perform.ts'
import { ask, formerInmate } from '../support/persons.ts'
import { workday } from '../support/samples.ts'
import { prepare } from '../support/scenarios.ts'
import { allSealed, until, verify } from '../support/trail.ts'

/** What every change changes; what is shown once and kept nowhere; what follows from others. */
const passedOver = ['version', 'createdAt', 'updatedAt', 'createdBy', 'updatedBy', 'secret', 'scopes']
const asText = (value: Json | undefined) => (value === undefined || value === null ? null : typeof value === 'string' ? value : JSON.stringify(value))

/** Members that differ between two answers, as the trail is to name them. */
const differences = (before: Row, after: Row) =>
  Object.keys({ ...before, ...after })
    .filter((name) => !passedOver.includes(name) && asText(before[name]) !== asText(after[name]))
    .map((member) => ({ member, before: asText(before[member]), after: asText(after[member]) }))

/** JSON whose members come in one order, since databases have another. */
const sorted = (text: string | null): string | null => {
  const order = (value: Json): Json =>
    Array.isArray(value)
      ? value.map(order)
      : value !== null && typeof value === 'object'
        ? Object.fromEntries(
            Object.entries(value)
              .sort()
              .map(([name, one]) => [name, order(one as Json)]),
          )
        : value
  return text !== null && /^[[{]/.test(text) ? JSON.stringify(order(JSON.parse(text))) : text
}
interface Change {
  member: string
  before: string | null
  after: string | null
}
const canonical = (changes: readonly Change[]): Change[] =>
  changes.map(({ member, before, after }) => ({ member, before: sorted(before), after: sorted(after) })).sort((a, b) => (a.member < b.member ? -1 : 1))

t.test('every change says what it changed', async (t) => {
  const { contract, api, make } = await buildTestApp(t)
  const here = idOf(await make.facility())
  const changesOf = async (resourceId: string, requestId: string) => {
    const { items } = await api.get('/v1/audit-entries', { query: { requestId, resourceId } })
    const [entry] = items
    const answer = await api.get(`/v1/audit-entries/${entry?.id}/changes`)
    t.equal(answer.status, 200, answer.text)
    // The table has the scopes that a client has beside its roles; what is shown are all.
    const changes = (answer.body.changes as unknown as Change[]).filter(({ member }) => !passedOver.includes(member))
    return { changed: entry?.changed, changes: canonical(changes) }
  }
  const writing = contract.operations.filter(({ writes, isOAuth }) => writes && !isOAuth)
  t.ok(writing.length > 50, 'there is something to look at')
  for (const operation of writing) {
    await t.test(operation.id, async (t) => {
      const scene = await prepare(contract, operation, { make, facilityId: here })
      const ids = Object.values(scene.params ?? {}).map(String)
      const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => String(scene.params?.[name]))
      // A step hangs on the path of its row.
      const own = operation.method === 'POST' ? path.replace(/\/[a-z-]+$/, '') : path
      const isNew = operation.success === 201
      const before = isNew ? {} : (await api.get(own)).body
      const answer = await perform(api, operation, scene)
      t.equal(answer.status, operation.success, answer.text)
      const isDeletion = operation.success === 204
      const after = isDeletion ? {} : isNew ? answer.body : (await api.get(own)).body
      const resourceId = String(isDeletion ? ids.at(-1) : after.id)
      const { changed, changes } = await changesOf(resourceId, answer.requestId)
      const expected = canonical(differences(before, after))
      t.strictSame(changes, expected)
      t.strictSame(changed, isNew || isDeletion ? [] : expected.map(({ member }) => member))
      t.ok(changes.length > 0, 'something')
    })
  }
})

t.test('what a change made of what is personal', async (t) => {
  const { api, make, makeClient, database } = await buildTestApp(t)
  const here = idOf(await make.facility())
  const entryOf = async (requestId: string) => (await api.get('/v1/audit-entries', { query: { requestId } })).items.at(-1) ?? {}
  const changesIn = async (requestId: string, client = api) => {
    const answer = await client.get(`/v1/audit-entries/${(await entryOf(requestId)).id}/changes`)
    return { ...answer, changes: canonical((answer.body.changes ?? []) as unknown as Change[]) }
  }
  const inmate = await make.inmate(here, { nik: '3304011508850001', name: 'Budi Santoso' })
  const path = `/v1/inmates/${inmate.id}`
  const changed = await api.patch(path, { body: { nik: '3304011508850002', name: 'Budi Susanto' }, ifMatch: 1 })

  await t.test('is masked as in the record itself, and the names of the members are not', async (t) => {
    const auditor = api.as(await makeClient({ scopes: ['audit:read', 'inmates:read'] }))
    t.strictSame((await entryOf(changed.requestId)).changed, ['name', 'nik'])
    t.strictSame((await changesIn(changed.requestId)).changes, [
      { member: 'name', before: 'Budi Santoso', after: 'Budi Susanto' },
      { member: 'nik', before: '3304011508850001', after: '3304011508850002' },
    ])
    const { changes, text } = await changesIn(changed.requestId, auditor)
    t.strictSame(
      changes.map(({ member }) => member),
      ['name', 'nik'],
    )
    t.notMatch(text, /Budi|15088500/)
  })

  await t.test('needs the scope that reads the record', async (t) => {
    const stranger = api.as(await makeClient({ scopes: ['audit:read'] }))
    t.match(await changesIn(changed.requestId, stranger), { status: 403, body: { code: 'scope-missing', detail: /inmates:read/ } })
  })

  await t.test('is not there for a foreign facility', async (t) => {
    const foreign = api.as(await makeClient({ scopes: ['audit:read', 'inmates:read'], facilities: [idOf(await make.facility())] }))
    t.match(await changesIn(changed.requestId, foreign), { status: 404, body: { code: 'not-found' } })
  })

  await t.test('is in no column in clear, and to read it is to read the record', async (t) => {
    const rows = await database.query('SELECT * FROM audit_entry')
    t.notMatch(JSON.stringify(rows), /Budi|15088500/)
    const { requestId } = await changesIn(changed.requestId)
    t.match(await entryOf(requestId), { resourceIds: [inmate.id], operation: 'readAuditChanges', classes: ['identity'] })
  })

  await t.test('does not name a number that was set to what it was', async (t) => {
    const same = await api.patch(path, { body: { nik: '3304011508850002', alias: 'Sus' }, ifMatch: 2 })
    t.strictSame((await entryOf(same.requestId)).changed, ['alias'])
  })

  await t.test('cannot be read any more once the person is erased, and the trail is as it was written', async (t) => {
    const sample = await formerInmate(make, database, here)
    const renamed = await api.patch(`/v1/inmates/${sample.id}`, { body: { name: 'Nama Lama' }, ifMatch: versionOf(sample) })
    t.equal((await changesIn(renamed.requestId)).changes.length, 1)
    const erasure = await ask(make, here, 'INMATE', idOf(sample), 'ERASURE')
    await make.erased(erasure)
    await allSealed(database)
    const { body, changes } = await changesIn(renamed.requestId)
    t.equal(body.erased, true)
    t.strictSame(changes, [{ member: 'name', before: null, after: null }])
    t.strictSame((await verify(database)).faults, [])
    await t.rejects(database.query(`UPDATE audit_entry SET values_key = '\\x00'`), { message: /append-only/ }, 'no other key takes its place')
  })
})

t.test('parts of a record that have rows of their own are said before and after', async (t) => {
  const { api, make } = await buildTestApp(t)
  const here = idOf(await make.facility())
  const changesOf = async (requestId: string, resourceId: string) => {
    const { items } = await api.get('/v1/audit-entries', { query: { requestId, resourceId } })
    return canonical((await api.get(`/v1/audit-entries/${items[0]?.id}/changes`)).body.changes as unknown as Change[])
  }
  const changed = async (path: string, change: (before: Row) => Promise<{ status: number; requestId: string; text: string }>) => {
    const before = (await api.get(path)).body
    const answer = await change(before)
    t.equal(answer.status, 200, answer.text)
    const expected = canonical(differences(before, (await api.get(path)).body))
    t.strictSame(await changesOf(answer.requestId, idOf(before)), expected)
    return expected.map(({ member }) => member)
  }
  const product = await make.product(here)
  const prices = [
    { amount: 15_000, from: '2025-01-01' },
    { amount: 17_000, from: '2025-07-01' },
  ]
  for (const listPrices of [prices.slice(0, 1), [{ ...prices[0], to: '2025-06-30' } as Row, ...prices.slice(1)]]) {
    const members = await changed(`/v1/products/${product.id}`, (before) =>
      api.patch(`/v1/products/${product.id}`, { body: { listPrices }, ifMatch: versionOf(before) }),
    )
    t.strictSame(members, ['listPrices'])
  }
  const sale = await make.sale(here)
  const [line] = sale.lines as Row[]
  const lines = [{ productId: line?.productId ?? null, grade: 'A', quantity: 2, unitPrice: 900 }]
  t.strictSame(await changed(`/v1/sales/${sale.id}`, () => api.patch(`/v1/sales/${sale.id}`, { body: { lines }, ifMatch: versionOf(sale) })), [
    'lines',
    'total',
  ])

  const inmate = await make.inmate(here)
  await make.create('createInmateRegistration', here, { from: '2025-09-10' }, { id: idOf(inmate) })
  const release = { custodyStatus: 'RELEASED', occurredOn: workday }
  const members = await changed(`/v1/inmates/${inmate.id}`, (before) =>
    api.post(`/v1/inmates/${inmate.id}/custody-changes`, { body: release, ifMatch: versionOf(before) }),
  )
  t.strictSame(members, ['custodyChangedOn', 'custodyStatus', 'registrations'])

  const client = await make.client(here)
  const patch = { roles: ['finance-preparer'], redactions: ['identity'] }
  t.strictSame(
    await changed(`/v1/api-clients/${client.id}`, (before) => api.patch(`/v1/api-clients/${client.id}`, { body: patch, ifMatch: versionOf(before) })),
    ['redactions', 'roles'],
  )
})

t.test('an entry says by which key or token', async (t) => {
  const server = await buildTestApp(t)
  const { api, make } = server
  const here = idOf(await make.facility())
  const client = await make.client(here, { roles: ['finance-preparer'] })
  const issue = (kind: string) => make.create('createApiClientCredential', here, { kind }, { id: idOf(client) })
  const key = await issue('API_KEY')
  const secret = await issue('CLIENT_SECRET')
  const token = await tokenFor(server, idOf(client), String(secret.secret))
  const { jti } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  for (const [credential, expected] of [
    [String(key.secret), { credentialId: key.id, tokenId: null }],
    [token, { credentialId: null, tokenId: jti }],
  ] as const) {
    const body = await make.body('createPayment', here, { method: 'CASH' })
    const { requestId } = await api.post('/v1/payments', { body, key: credential })
    t.match((await api.get('/v1/audit-entries', { query: { requestId } })).items, [{ clientId: client.id, ...expected }])
  }
  const { items } = await api.get('/v1/audit-entries', { query: { credentialId: idOf(key) } })
  t.equal(items.length, 1, 'and is found by it')
})

t.test('changes of one row at once are each said from what the one before left', async (t) => {
  const { api, make } = await buildTestApp(t)
  const officer = await make.officer(idOf(await make.facility()))
  const path = `/v1/officers/${officer.id}`
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, at) => api.patch(path, { body: { name: `Petugas ${'abcdefghijkl'[at]}` }, headers: { 'if-match': '*' } })),
  )
  t.strictSame([...new Set(answers.map(({ status }) => status))], [200])
  const { items } = await api.get('/v1/audit-entries', { query: { resourceId: idOf(officer), operation: ['updateOfficer'], limit: 200 } })
  const steps = await Promise.all(items.map(async ({ id }) => (await api.get(`/v1/audit-entries/${id}/changes`)).body.changes as unknown as Change[]))
  const next = new Map(steps.map(([change]) => [change?.before, change?.after]))
  t.equal(next.size, 12, 'no two began with the same name')
  let name = asText(officer.name)
  for (let step = 0; step < 12; step++) name = next.get(name) ?? null
  t.equal(name, (await api.get(path)).body.name, 'one leads to the next')
})

t.test('what the owner of the tables swallows takes the change with it', async (t) => {
  const { api, make, database } = await buildTestApp(t)
  const here = idOf(await make.facility())
  const inmate = await make.inmate(here)
  const body = await make.body('createOfficer', here, { name: 'Tak Tercatat' })
  const swallow = `CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`
  await database.query(swallow)
  const muted: [string, string][] = [
    ['CREATE TRIGGER quiet BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION swallow()', 'DROP TRIGGER quiet ON audit_entry'],
    ['CREATE TRIGGER quiet BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION swallow()', 'DROP TRIGGER quiet ON event'],
    ['CREATE RULE quiet AS ON INSERT TO audit_entry DO INSTEAD NOTHING', 'DROP RULE quiet ON audit_entry'],
  ]
  for (const [mute, unmute] of muted) {
    await database.query(mute)
    t.match(await api.post('/v1/officers', { body, mayFault: true }), { status: 503, body: { code: 'unavailable' } }, mute)
    t.match(await api.patch(`/v1/inmates/${inmate.id}`, { body: { alias: 'Diam' }, ifMatch: 1, mayFault: true }), { status: 503 })
    if (!mute.includes('event')) t.match(await api.get(`/v1/inmates/${inmate.id}`, { mayFault: true }), { status: 503 }, 'nor is anything shown')
    await database.query(unmute)
    // A connection keeps the plan that a rule has emptied.
    await database.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()')
    await until('it is well again', async () => (await api.get(`/v1/inmates/${inmate.id}`, { mayFault: true })).status === 200)
    t.equal((await api.get('/v1/officers', { query: { facilityId: [here] } })).items.length, 0)
    t.equal((await api.get(`/v1/inmates/${inmate.id}`)).body.alias, null)
  }
  t.equal((await api.post('/v1/officers', { body })).status, 201, 'and all is well again')
})
