/** Who follows a list as the guide says (openapi/guides/pagination.md) has every row of it, whatever goes on at the same time. */
import pg from 'pg'
import t, { type Test } from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Row } from '../support/contract.ts'
import { idOf } from '../support/make.ts'
import { workday } from '../support/samples.ts'

const { api, make, database } = await buildTestApp(t)
const here = idOf(await make.facility())

/** Copies a list, poll by poll. */
class Follower {
  #since = '2000-01-01T00:00:00.000Z'
  readonly copy = new Map<string, number>()

  constructor(
    private readonly path: string,
    private readonly filters: Record<string, string>,
    private readonly stamp: 'updatedAt' | 'createdAt',
  ) {}

  async poll(): Promise<void> {
    const updatedSince = this.#since
    let cursor: string | undefined
    do {
      const query = { ...this.filters, updatedSince, limit: 3, ...(cursor === undefined ? {} : { cursor }) }
      const { status, body, items } = await api.get(this.path, { query })
      if (status !== 200) throw new Error(JSON.stringify(body))
      for (const row of items) this.#keep(row)
      cursor = body.next as string | undefined
    } while (cursor !== undefined)
  }

  #keep(row: Row): void {
    const at = String(row[this.stamp])
    if (at > this.#since) this.#since = at
    this.copy.set(idOf(row), Number(row.version ?? 1))
  }
}

async function whole(path: string, filters: Record<string, string>): Promise<Map<string, number>> {
  const rows = new Map<string, number>()
  let cursor: string | undefined
  do {
    const { body, items } = await api.get(path, { query: { ...filters, limit: 200, ...(cursor === undefined ? {} : { cursor }) } })
    for (const row of items) rows.set(idOf(row), Number(row.version ?? 1))
    cursor = body.next as string | undefined
  } while (cursor !== undefined)
  return rows
}

async function session(t: Test): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.url, application_name: 'slow' })
  await client.connect()
  client.on('error', () => {})
  t.teardown(() => client.end())
  return client
}

const gift = (batchId: string) => ({ batchId, grade: 'A', type: 'GIFT', quantity: -1, occurredOn: workday, reason: 'contoh' })

t.test('a change that ends after one that began later is not passed over', async (t) => {
  const [late, early] = [idOf(await make.startedBatch(here)), idOf(await make.startedBatch(here))]
  const slow = await session(t)
  await slow.query('BEGIN')
  await slow.query('UPDATE batch SET version = version + 1, updated_at = now() WHERE id = $1', [late])
  const { version: before } = (await api.get(`/v1/batches/${early}`)).body
  await api.patch(`/v1/batches/${early}`, { body: { plannedQuantity: 17 }, ifMatch: Number(before) })
  const follower = new Follower('/v1/batches', { facilityId: here }, 'updatedAt')
  await follower.poll()
  t.not(follower.copy.get(early), Number(before) + 1, 'the later change waits for the earlier one')
  await slow.query('COMMIT')
  await follower.poll()
  t.strictSame(follower.copy, await whole('/v1/batches', { facilityId: here }))
})

t.test('the same in a list that is only ever added to', async (t) => {
  const [late, early] = [idOf(await make.completedBatch(here)), idOf(await make.completedBatch(here))]
  const slow = await session(t)
  await slow.query('BEGIN')
  await slow.query('SELECT FROM batch WHERE id = $1 FOR UPDATE', [late])
  const waiting = api.post('/v1/stock-movements', { body: gift(late) })
  const isWaiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
  while ((await database.query(isWaiting)).length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
  const follower = new Follower('/v1/stock-movements', { facilityId: here }, 'createdAt')
  const { body: seen } = await api.post('/v1/stock-movements', { body: gift(early) })
  await follower.poll()
  t.notOk(follower.copy.has(idOf(seen)), 'the later movement waits for the earlier one')
  await slow.query('COMMIT')
  t.equal((await waiting).status, 201)
  await follower.poll()
  t.strictSame(follower.copy, await whole('/v1/stock-movements', { facilityId: here }))
})

t.test('20 writers, and connections that are killed', async (t) => {
  const there = idOf(await make.facility())
  const batches = await Promise.all(Array.from({ length: 4 }, () => make.completedBatch(there)))
  const followers = [
    new Follower('/v1/batches', { facilityId: there }, 'updatedAt'),
    new Follower('/v1/stock-movements', { facilityId: there }, 'createdAt'),
    new Follower('/v1/stock-balances', { facilityId: there }, 'updatedAt'),
  ]
  const newBatch = await make.body('createBatch', there)
  let atWork = 20
  const write = async (writer: number) => {
    for (let at = 0; at < 6; at++) {
      const batchId = idOf(batches[(writer + at) % batches.length] as Row)
      if (at % 3 === 0) await api.post('/v1/batches', { body: { ...newBatch, code: `F-${writer}-${at}` }, mayFault: true })
      else await api.post('/v1/stock-movements', { body: gift(batchId), mayFault: true })
    }
    atWork--
  }
  const kill = async () => {
    while (atWork > 0) {
      await database.query(`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'binakarya' AND xact_start IS NOT NULL ORDER BY random() LIMIT 1`)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  const follow = async (follower: Follower) => {
    while (atWork > 0) await follower.poll().catch(() => {})
    await follower.poll()
  }
  await Promise.all([...Array.from({ length: 20 }, (_, writer) => write(writer)), kill(), ...followers.map(follow)])
  for (const [at, path] of ['/v1/batches', '/v1/stock-movements', '/v1/stock-balances'].entries()) {
    await t.test(path, async (t) => t.strictSame((followers[at] as Follower).copy, await whole(path, { facilityId: there })))
  }
})
