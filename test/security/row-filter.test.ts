/** A row of another facility does not exist, by whatever way it is asked for (security.md, AZ-3 and AZ-4). */
import { randomUUID } from 'node:crypto'
import { Agent, type IncomingHttpHeaders } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { encode } from '../../src/platform/database/cursors.ts'
import { run } from '../../src/platform/database/pool.ts'
import { type FilteredTable, isVisible, remove, requireVisible, rows, update } from '../../src/platform/database/row-filter.ts'
import { raw, type Sql, sql } from '../../src/platform/database/sql.ts'
import { buildTestApp } from '../support/app.ts'
import { type Answer, Client } from '../support/client.ts'
import type { Json, Operation, Row, Schema } from '../support/contract.ts'
import { testKeyring } from '../support/keyring.ts'
import { idOf, toNothing } from '../support/make.ts'
import { perform } from '../support/perform.ts'
import { additionTo, prepare, type Scene, scenarioOf, searches } from '../support/scenarios.ts'

const { app, contract, api, make, makeClient, clientOf, database, port } = await buildTestApp(t)
const here = idOf(await make.facility())
const elsewhere = idOf(await make.facility())
const local = api.as(await makeClient({ facilities: [here] }))
const neighbour = api.as(await makeClient({ facilities: [elsewhere] }))

/** Every id of a row that belongs to a facility, straight from the tables. */
async function idsOf(facilityId: string): Promise<string[]> {
  const tables = await database.query<{ name: string }>(
    `SELECT owned.table_name AS name FROM information_schema.columns owned
     JOIN information_schema.columns id ON id.table_name = owned.table_name AND id.table_schema = 'public' AND id.column_name = 'id'
     WHERE owned.table_schema = 'public' AND owned.column_name = 'facility_id'`,
  )
  const found = await Promise.all(tables.map(({ name }) => database.query<{ id: string }>(`SELECT id FROM "${name}" WHERE facility_id = $1`, [facilityId])))
  return [facilityId, ...found.flat().map(({ id }) => id)]
}
const read = contract.operations.filter(({ method, isPublic, id, lists }) => !isPublic && id !== 'readMe' && (method === 'GET' || lists))
/** Whether its rows belong to a facility. */
const isOwned = (operation: Operation): boolean => {
  const answer = operation.object.responses['200']?.content?.['application/json']?.schema ?? {}
  const whole = contract.resolve(answer)
  const row = operation.lists ? contract.resolve(whole.properties?.items?.items ?? {}) : whole
  return row.properties?.facilityId !== undefined || operation.path.startsWith('/v1/facilities')
}
const filtersOf = (list: Operation): [string, Schema][] =>
  (list.method === 'GET' ? list.query.map(({ name, schema }): [string, Schema] => [name, schema]) : Object.entries(list.body?.properties ?? {})).filter(
    ([, schema]) => [schema.format, contract.resolve(schema.items ?? {}).format].includes('uuid'),
  )

t.test('a store gets the rows of a table that the caller may see', async (t) => {
  const db = { caller: { clientId: randomUUID(), facilities: [here] } }
  const everywhere = { caller: { clientId: randomUUID(), facilities: 'ALL' as const } }
  const nowhere = { caller: { clientId: randomUUID(), facilities: [] } }
  const ids = (statement: Sql) => run<{ id: string }>(app.pool, statement).then((found) => found.map(({ id }) => id))
  t.strictSame(await ids(sql`SELECT id FROM ${rows(db, 'facility')}`), [here])
  t.strictSame(await ids(sql`SELECT mine.id FROM ${rows(db, 'facility', 'mine')}`), [here])
  t.strictSame(await ids(sql`SELECT id FROM ${rows(nowhere, 'facility')}`), [])
  t.ok((await ids(sql`SELECT id FROM ${rows(everywhere, 'facility')}`)).includes(elsewhere))
  t.strictSame(await ids(sql`${update(db, 'facility', sql`name = name`)} RETURNING id`), [here])
  t.strictSame(await ids(sql`${update(db, 'facility', sql`name = name`)} AND id = ${elsewhere}::uuid RETURNING id`), [])
  t.strictSame(await ids(sql`${remove(db, 'facility')} AND id = ${elsewhere}::uuid RETURNING id`), [])
  t.throws(() => requireVisible(db.caller, elsewhere), { code: 'unknown-reference' })
  requireVisible(db.caller, here)
})

t.test('PostgreSQL plans filtered rows as the table with a condition', async (t) => {
  const planOf = async (statement: Sql) =>
    (await app.pool.query(`EXPLAIN (COSTS OFF) ${statement.text}`, statement.values)).rows.map((row) => row['QUERY PLAN'])
  const tables: readonly FilteredTable[] = ['facility', 'inmate', 'sale', 'batch', 'stock_balance', 'audit_entry']
  for (const facilities of [[here], [here, elsewhere]]) {
    const db = { caller: { clientId: randomUUID(), facilities } }
    for (const table of tables) {
      const name = raw(table)
      const [one, lock] = table === 'audit_entry' ? ['sequence = 1', ''] : [`id = '${here}'`, `FOR NO KEY UPDATE OF ${table}`]
      const [isOne, locked] = [raw(`${table}.${one}`), raw(lock)]
      const filtered = await planOf(sql`SELECT * FROM ${rows(db, table)} WHERE ${isOne} ${locked}`)
      t.strictSame(filtered, await planOf(sql`SELECT * FROM ${name} WHERE ${isVisible(db.caller, table)} AND ${isOne} ${locked}`), `${table}: one row`)
      const page = await planOf(sql`SELECT * FROM ${rows(db, table)} LIMIT 25`)
      t.strictSame(page, await planOf(sql`SELECT * FROM ${name} WHERE ${isVisible(db.caller, table)} LIMIT 25`), `${table}: a page`)
    }
    const joined = await planOf(
      sql`SELECT sale.id FROM ${rows(db, 'sale')} JOIN ${raw('facility')} ON facility.id = sale.facility_id WHERE sale.id = ${here}::uuid FOR NO KEY UPDATE OF sale`,
    )
    const plain = await planOf(
      sql`SELECT sale.id FROM ${raw('sale')} JOIN ${raw('facility')} ON facility.id = sale.facility_id WHERE ${isVisible(db.caller, 'sale')} AND sale.id = ${here}::uuid FOR NO KEY UPDATE OF sale`,
    )
    t.strictSame(joined, plain, 'a join that locks')
  }
})

t.test('lists: filters, search, count, fields and cursor show nothing of another facility', async (t) => {
  for (const list of read.filter((operation) => operation.lists && isOwned(operation))) {
    const addition = additionTo(contract, list)
    if (addition === undefined || list.params.length > 0) continue
    await t.test(list.id, async (t) => {
      const foreign = [await addition({ make, facilityId: elsewhere }), await addition({ make, facilityId: elsewhere })]
      await addition({ make, facilityId: here })
      const hidden = new Set(await idsOf(elsewhere))
      const fetch = (query: Record<string, Json>, client = local): Promise<Answer> =>
        list.method === 'POST'
          ? client.post(list.path, { body: { ...searches[list.id], ...query } })
          : client.get(list.path, { query: query as Record<string, string | boolean> })
      const asParameter = (schema: Schema, id: string): Json => (schema.type === 'array' && list.method === 'POST' ? [id] : id)
      const counts = (list.method === 'GET' ? list.query.map(({ name }) => name) : Object.keys(list.body?.properties ?? {})).includes('withTotal')
      const whole = await api.send(list.method, list.path, list.method === 'POST' ? { body: { ...searches[list.id], limit: 200 } } : { query: { limit: 200 } })
      t.ok(foreign.some((id) => whole.items.map(idOf).includes(id)) || whole.items.length === 200, 'a national caller finds them')
      // By every filter that takes an id, with every foreign value it could be about.
      for (const [name, schema] of filtersOf(list)) {
        const values = new Set([elsewhere, ...foreign, ...whole.items.map((row) => row[name]).filter((value) => hidden.has(String(value)))].map(String))
        for (const value of values) {
          const { status, items, body } = await fetch({ [name]: asParameter(schema, value), ...(counts ? { withTotal: true } : {}) })
          t.strictSame([status, items, body.total], [200, [], counts ? 0 : undefined], `${name} of another facility finds and counts nothing`)
        }
      }
      const mine = await fetch({ limit: 200 })
      t.strictSame(
        mine.items.filter((row) => hidden.has(idOf(row))),
        [],
        'nothing foreign is listed',
      )
      if (counts) t.equal((await fetch({ limit: 1, withTotal: true })).body.total, mine.items.length, 'what is counted is what is listed')
      if (list.method === 'GET') {
        const sparse = await fetch({ limit: 200, fields: 'id' })
        t.strictSame([sparse.status, sparse.items.map(idOf)], [200, mine.items.map(idOf)], 'nor with fields')
      }
      // Nobody can make a cursor up; one that was made says where to begin, and begins in one's own rows.
      const first = await fetch({ limit: 1 })
      if (typeof first.body.next === 'string') {
        const [binding, , ...values] = JSON.parse(Buffer.from(first.body.next.slice(22), 'base64url').toString())
        const forged = encode(testKeyring, { binding, backwards: false, values: values.map(leastLike) })
        const page = await fetch({ limit: 200, cursor: forged })
        t.strictSame(
          page.items.map(idOf).filter((id) => hidden.has(id)),
          [],
          'a forged cursor walks over own rows only',
        )
      }
    })
  }
})

/** What comes before every other value of its kind. */
const leastLike = (value: string | number): string | number => {
  if (typeof value === 'number') return 0
  return /^\d{4}-\d\d-\d\dT/.test(value) ? '2001-01-01T00:00:00.000Z' : '00000000-0000-0000-0000-000000000000'
}

/** What two answers must have in common: everything but what names the request or counts it. */
const comparable = ({ status, headers, body }: Answer): unknown => {
  const { date: _d, 'x-request-id': _x, ratelimit: _r, 'ratelimit-remaining': _l, 'ratelimit-reset': _s, ...rest } = headers as IncomingHttpHeaders & Row
  const { instance: _i, ...problem } = body
  return { status, headers: rest, problem }
}

t.test('a foreign row is answered as an absent one is, in status, headers and body', async (t) => {
  for (const operation of contract.operations.filter(({ params, isPublic }) => !isPublic && params.length > 0)) {
    const scenario = scenarioOf(contract, operation)
    if (scenario === undefined) continue
    const foreign = await scenario({ make, facilityId: elsewhere })
    const nowhere: Scene = { ...foreign, params: toNothing(foreign.params) }
    const [hidden, absent] = [await perform(local, operation, foreign), await perform(local, operation, nowhere)]
    t.equal(hidden.status, 404, operation.id)
    t.strictSame(comparable(hidden), comparable(absent), `${operation.id}: no difference`)
  }
})

t.test('a replay shows nothing that the caller may no longer see', async (t) => {
  for (const operation of contract.operations.filter(({ idempotent, id }) => idempotent && id !== 'createFacility')) {
    const facilityId = idOf(await make.facility())
    const key = await makeClient({ facilities: [facilityId] })
    const client = api.as(key)
    const scene = await prepare(contract, operation, { make, facilityId })
    const idempotencyKey = randomUUID()
    const first = await perform(client, operation, scene, { idempotencyKey })
    if (first.body.facilityId === undefined) continue
    t.equal(first.status, operation.success, operation.id)
    t.equal((await perform(client, operation, scene, { idempotencyKey })).headers['idempotency-replayed'], 'true', `${operation.id} is replayed`)
    await database.query('DELETE FROM api_client_facility WHERE client_id = $1 AND facility_id = $2', [await clientOf(key), facilityId])
    // The announcement of a change of access takes a moment.
    for (let tries = 0; (await client.get('/v1/me')).text.includes(facilityId) && tries < 200; tries++) await pause(10)
    const again = await perform(client, operation, scene, { idempotencyKey })
    t.ok([404, 422].includes(again.status), `${operation.id}: ${again.status} when the facility was taken away`)
    t.notMatch(again.text, String(first.body.id), 'and the row is not in the answer')
  }
})

t.test('a thousand interleaved requests over four connections never mix rows of two facilities', async (t) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  t.teardown(() => agent.destroy())
  const sides = [
    { client: local, own: here, other: elsewhere },
    { client: neighbour, own: elsewhere, other: here },
  ]
  const hidden = new Map<string, string[]>()
  const scenes: { operation: Operation; mine: Map<string, Scene> }[] = []
  for (const operation of read) {
    if (scenarioOf(contract, operation) === undefined) continue
    const mine = new Map<string, Scene>()
    for (const { own } of sides) mine.set(own, await prepare(contract, operation, { make, facilityId: own }))
    scenes.push({ operation, mine })
  }
  for (const { other } of sides) hidden.set(other, await idsOf(other))
  const leaks: string[] = []
  let seen = 0
  const ask = async (turn: number): Promise<void> => {
    const { client, own, other } = sides[turn % 2] as (typeof sides)[number]
    const { operation, mine } = scenes[Math.floor(turn / 2) % scenes.length] as (typeof scenes)[number]
    // Half of the requests name a row of the other facility.
    const scene = mine.get(turn % 4 < 2 ? own : other) as Scene
    const { status, text } = await perform(new Client({ port, agent, contract }, client.key), operation, scene)
    const asked = Object.values(scene.params)
    const leaked = (hidden.get(other) ?? []).filter((id) => text.includes(id) && !asked.includes(id))
    if (leaked.length > 0) leaks.push(`${operation.id}: ${leaked[0]}`)
    if (status === 200 && text.includes(own)) seen++
  }
  for (let turn = 0; turn < 1_000; turn += 50) await Promise.all(Array.from({ length: 50 }, (_, at) => ask(turn + at)))
  t.strictSame(leaks, [])
  t.ok(seen > 300, `${seen} answers showed own rows, so that foreign ones could have been among them`)
})
