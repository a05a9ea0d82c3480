/** The trail: what is written, and before which answer. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Operation, Row, Schema } from '../support/contract.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { idOf, versionOf } from '../support/make.ts'
import { perform } from '../support/perform.ts'
import { ask, formerInmate } from '../support/persons.ts'
import { workday } from '../support/samples.ts'
import { prepare } from '../support/scenarios.ts'
import { allSealed, until, verify } from '../support/trail.ts'

interface Kept {
  sequence: string
  client_id: string
  on_behalf_of: string | null
  address: string
  operation: string
  resource: string
  resource_ids: string[]
  facility_id: string | null
  classes: string[]
  outcome: string
  version: number | null
  transaction: string
}
const entriesOf = ({ query }: TestDatabase, requestId: string): Promise<Kept[]> =>
  query<Kept>('SELECT *, xid::text AS transaction FROM audit_entry WHERE request_id = $1 ORDER BY sequence', [requestId])

t.test('what is read', async (t) => {
  const { contract, api, make, makeClient, clientOf, database, app } = await buildTestApp(t)
  const here = idOf(await make.facility())
  const client = await clientOf(api.key as string)

  const classesIn = (schema: Schema): string[] => {
    const { properties = {}, items, anyOf = [], ...plain } = contract.resolve(schema)
    const inner = [...Object.values(properties), ...(items ? [items] : []), ...anyOf].flatMap(classesIn)
    return [...new Set([...(plain['x-data-class'] ? [plain['x-data-class']] : []), ...inner])]
  }
  const classesOf = ({ object, success }: Operation) => classesIn(object.responses[success]?.content?.['application/json']?.schema ?? {}).sort()

  const personal = contract.operations.filter((operation) => !operation.isPublic && !operation.isOAuth && classesOf(operation).length > 0)
  t.ok(personal.filter(({ writes }) => !writes).length >= 10, 'there is something to look at')
  for (const operation of personal) {
    await t.test(operation.id, async (t) => {
      const scene = await prepare(contract, operation, { make, facilityId: here })
      const answer = await perform(api, operation, scene)
      t.equal(answer.status, operation.success)
      const all = await entriesOf(database, answer.requestId)
      // A change has an entry for each row that it touched, its own first.
      const entries = operation.writes ? all.slice(0, 1) : all
      const rows = operation.lists ? answer.items : [answer.body]
      t.equal(new Set(all.map((entry) => `${entry.facility_id} ${entry.resource_ids}`)).size, all.length, 'nothing stands there twice')
      t.strictSame(entries.flatMap((entry) => entry.resource_ids).sort(), rows.map(idOf).sort(), 'every record is named')
      t.equal(new Set(entries.map((entry) => entry.facility_id)).size, entries.length, 'one entry for each facility')
      for (const entry of entries) {
        t.strictSame([...entry.classes].sort(), classesOf(operation), 'with the classes that left')
        t.match(entry, { client_id: client, on_behalf_of: 'petugas-17', address: '127.0.0.1', operation: operation.id, outcome: 'ALLOWED' })
        t.equal(entry.version === null, !operation.writes)
      }
    })
  }

  await t.test('a page with fields is recorded with its rows, their facility and the classes that were shown', async (t) => {
    const inmate = await make.inmate(here)
    const answer = await api.get('/v1/inmates', { query: { fields: 'custodyStatus', facilityId: [here], limit: 200 } })
    const [entry, ...others] = await entriesOf(database, answer.requestId)
    t.strictSame(others, [])
    t.ok(entry?.resource_ids.includes(idOf(inmate)))
    t.equal(entry?.facility_id, here)
    t.notOk(entry?.classes.includes('identity'))
  })

  await t.test('a filter or sort by a personal member counts as reading it', async (t) => {
    const { id } = await make.inmate(here)
    for (const query of [
      { fields: 'id', custodyStatus: 'ACTIVE' },
      { fields: 'id', sort: '-admittedOn' },
      { fields: 'id', admittedOnFrom: '2000-01-01' },
    ]) {
      const answer = await api.get('/v1/inmates', { query: { ...query, facilityId: [here], limit: 200 } })
      const [entry] = await entriesOf(database, answer.requestId)
      t.ok(entry?.resource_ids.includes(String(id)) && entry.classes.length > 0, JSON.stringify(query))
    }
  })

  await t.test('a change of other rows is recorded under these rows as well', async (t) => {
    const enrollment = await make.activeEnrollment(here)
    const { inmateId } = enrollment
    const { version } = (await api.get(`/v1/inmates/${inmateId}`)).body
    const answer = await api.post(`/v1/inmates/${inmateId}/custody-changes`, {
      body: { custodyStatus: 'RELEASED', occurredOn: workday },
      ifMatch: Number(version),
    })
    t.equal(answer.status, 200, answer.text)
    const entries = await entriesOf(database, answer.requestId)
    t.ok(
      entries.some(({ resource, resource_ids }) => resource === 'enrollment' && resource_ids[0] === enrollment.id),
      'the enrollment that ended',
    )
  })

  await t.test('a masked member records no class', async (t) => {
    const inmate = await make.inmate(here)
    const limited = api.as(await makeClient({ scopes: ['inmates:read'] }))
    const [entry] = await entriesOf(database, (await limited.get(`/v1/inmates/${inmate.id}`)).requestId)
    t.notOk(entry?.classes.includes('identity'), 'masked is not shown')
  })

  await t.test('a replayed answer is recorded as a read', async (t) => {
    const body = await make.body('createInmate', here, { legalStatus: 'CONVICT' })
    const idempotencyKey = randomUUID()
    await api.post('/v1/inmates', { body, idempotencyKey })
    const again = await api.post('/v1/inmates', { body, idempotencyKey })
    t.match(await entriesOf(database, again.requestId), [{ version: null, resource_ids: [again.body.id], outcome: 'ALLOWED' }])
  })

  await t.test('no answer is sent before its entry is written, and waiting entries share a statement', async (t) => {
    const inmate = await make.inmate(here)
    const holder = new pg.Client({ connectionString: database.url })
    await holder.connect()
    await holder.query('BEGIN; LOCK TABLE audit_entry IN SHARE MODE')
    let answered = 0
    const read = async () => {
      const answer = await api.get(`/v1/inmates/${inmate.id}`)
      answered++
      return answer
    }
    const first = read()
    await until('the first waits', async () => {
      const [row] = await database.query<{ waiting: boolean }>(
        "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'audit_entry'::regclass AND NOT granted) AS waiting",
      )
      return row?.waiting === true
    })
    const others = Array.from({ length: 9 }, read)
    for (let asked = 0; asked < 20; asked++) await api.get('/v1/products')
    t.equal(answered, 0, 'no answer')
    await holder.query('COMMIT')
    await holder.end()
    const answers = await Promise.all([first, ...others])
    const entries = (await Promise.all(answers.map(({ requestId }) => entriesOf(database, requestId)))).flat()
    t.equal(entries.length, 10)
    // Two, unless a reader is so late that it meets the table free again.
    t.ok(new Set(entries.map(({ transaction }) => transaction)).size < entries.length, 'entries that waited share a statement')
  })

  await t.test('personal data is refused while the audit trail cannot be written', async (t) => {
    const inmate = await make.inmate(here)
    await database.query('ALTER TABLE audit_entry RENAME TO audit_entry_lost')
    for (const path of [`/v1/inmates/${inmate.id}`, '/v1/inmates', `/v1/inmates?fields=name`]) {
      const answer = await api.get(path, { mayFault: true })
      t.match(answer, { status: 503, body: { code: 'unavailable' }, headers: { 'retry-after': /\d/ } }, path)
      t.notMatch(answer.text, String(inmate.id))
    }
    t.equal((await api.get('/v1/products')).status, 200, 'what is not personal is answered')
    await database.query('ALTER TABLE audit_entry_lost RENAME TO audit_entry')
    t.equal((await api.get(`/v1/inmates/${inmate.id}`)).status, 200, 'and all is well again')
  })

  await t.test('what is refused', async (t) => {
    const scopeless = api.as(await makeClient({ scopes: [] }))
    const inmate = await make.inmate(here)
    const forbidden = await scopeless.get(`/v1/inmates/${inmate.id}`)
    const absent = await api.get(`/v1/inmates/${randomUUID()}`)
    const unknown = await api.get('/v1/inmates', { key: null })
    await app.auditor.settled()
    t.match(await entriesOf(database, forbidden.requestId), [{ outcome: 'DENIED', operation: 'readInmate', resource_ids: [inmate.id], classes: [] }])
    t.match(await entriesOf(database, absent.requestId), [{ outcome: 'DENIED', operation: 'readInmate', facility_id: null }])
    t.strictSame(await entriesOf(database, unknown.requestId), [], 'nobody known, nobody named')
  })

  await t.test('a read of the audit trail is recorded in it', async (t) => {
    const answer = await api.get('/v1/audit-entries')
    t.match(await entriesOf(database, answer.requestId), [{ resource: 'audit-entry', resource_ids: [], outcome: 'ALLOWED' }])
  })

  await t.test('every entry is sealed, and verified as it was written', async (t) => {
    await allSealed(database)
    const verdict = await verify(database)
    t.strictSame(verdict.faults, [])
    const rows = await database.prisma.auditEntry.count()
    t.equal(verdict.entries, rows)
    t.match((await api.get('/v1/audit-head')).body, { ...verdict.head }, 'the head is answered')
  })
})

t.test('many refusals of one client are one entry a minute', async (t) => {
  const { api, app, database, makeClient, clientOf } = await buildTestApp(t, { rateLimits: { reads: 5, refusals: 1_000 } })
  const key = await makeClient()
  const client = api.as(key)
  for (let asked = 0; asked < 40; asked++) await client.get('/v1/products')
  await app.auditor.settled()
  const entries = await database.prisma.auditEntry.count({ where: { clientId: await clientOf(key) } })
  t.ok(entries >= 1 && entries <= 2, 'two where a minute ends meanwhile')
})

t.test('the audit trail is read by facility', async (t) => {
  const { api, make, makeClient } = await buildTestApp(t)
  const [here, elsewhere] = [idOf(await make.facility()), idOf(await make.facility())]
  const [mine, other] = [await make.inmate(here), await make.inmate(elsewhere)]
  await api.get('/v1/inmates', { query: { limit: 200 } })
  const local = api.as(await makeClient({ facilities: [here], scopes: ['audit:read'] }))
  const seen = (await local.get('/v1/audit-entries', { query: { limit: 200 } })).items
  t.ok(seen.length > 0 && seen.every((entry: Row) => entry.facilityId === here), 'what is read in one page is recorded by facility')
  t.same((await local.get('/v1/audit-entries', { query: { resourceId: idOf(other) } })).items, [])
  const saw = (await local.get('/v1/audit-entries', { query: { resourceId: idOf(mine), sort: '-at' } })).items
  t.strictSame(
    saw.map(({ operation }) => operation),
    ['listInmates', 'createInmate'],
    'who saw this inmate',
  )
})

t.test('the API works under the role of prisma/roles.sql, which cannot rewrite anything', async (t) => {
  const owner = await cloneDatabase()
  t.teardown(owner.drop)
  const { api, app, make } = await buildTestApp(t, { shared: owner })
  const here = idOf(await make.facility())
  t.equal((await api.get(`/v1/inmates/${(await make.inmate(here)).id}`)).status, 200)
  const sale = await make.confirmedSale(here)
  await make.create('createPayment', here, { saleId: idOf(sale), amount: sale.total ?? null })
  await make.call(
    'reverseStockMovement',
    { id: idOf(await make.create('createStockMovement', here, { grade: 'A', quantity: -1, type: 'DAMAGE' })) },
    { occurredOn: workday },
    1,
  )
  const former = await formerInmate(make, owner, here)
  await make.call('updateInmate', { id: idOf(former) }, { alias: 'Kenari Dahulu' }, versionOf(former))
  const erasure = await ask(make, here, 'INMATE', idOf(former), 'ERASURE')
  t.match(await make.erased(erasure), { status: 'FULFILLED' }, 'former values can be erased')
  await allSealed(owner)
  await app.close()
  t.strictSame((await verify(owner)).faults, [])

  const [partition] = await owner.query<{ name: string }>('SELECT tableoid::regclass::text AS name FROM audit_entry LIMIT 1')
  const client = new pg.Client({ connectionString: owner.serviceUrl })
  await client.connect()
  await t.rejects(client.query("UPDATE personal_history SET field = 'name'"), { code: '42501' })
  for (const table of ['audit_entry', 'audit_seal', 'event', 'payment', String(partition?.name)]) {
    for (const statement of [
      `UPDATE ${table} SET at = now()`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
      `ALTER TABLE ${table} DISABLE TRIGGER ALL`,
      `DROP TABLE ${table}`,
    ])
      await t.rejects(client.query(statement), { code: /42501|42703/ }, statement)
  }
  await t.rejects(client.query('SET session_replication_role = replica'), { code: '42501' })
  await client.end()
})
