/** The log speaks of the seals when somebody must act: with the reason, and again when it is over. */
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import t, { type Test } from 'tap'
import { buildTestApp } from '../support/app.ts'
import { idOf } from '../support/make.ts'

interface Line {
  level: string
  msg: string
  reason?: string
  since?: string
  holder?: number
}

/** A service whose warnings are heard, and whose clock can be put forward. */
async function watched(t: Test) {
  const warnings: Line[] = []
  const server = await buildTestApp(t, {
    onLog: (text) => {
      const line: Line = JSON.parse(text)
      if (line.level === 'warn' || line.level === 'error') warnings.push(line)
    },
  })
  const real = Date.now
  let ahead = 0
  Date.now = () => real() + ahead
  t.teardown(() => {
    Date.now = real
  })
  const heard = async (msg: RegExp): Promise<Line> => {
    for (let waited = 0; waited < 30_000; waited += 50) {
      const found = warnings.find((line) => msg.test(line.msg))
      if (found !== undefined) return found
      await pause(50)
    }
    throw new Error(`Half a minute was not enough to hear ${msg}.`)
  }
  return { ...server, warnings, heard, forward: (ms: number) => (ahead += ms) }
}

t.test('an ordinary start and ordinary work are no reason to warn', async (t) => {
  const { api, make, warnings } = await watched(t)
  await api.get(`/v1/inmates/${(await make.inmate(idOf(await make.facility()))).id}`)
  await pause(1_500)
  t.strictSame(warnings, [])
})

t.test('a trail that is not sealed for half a minute is a reason, and its end is said', async (t) => {
  const { database, warnings, heard, forward } = await watched(t)
  await database.query('ALTER TABLE audit_seal RENAME TO away')
  await pause(1_500)
  t.strictSame(warnings, [], 'not at once: what is started again is back by then')
  forward(31_000)
  const { reason, since } = await heard(/is not being sealed/)
  t.equal(reason, '42P01', 'undefined_table')
  t.ok(Date.parse(String(since)) < Date.now() - 30_000, 'and since when')
  await database.query('ALTER TABLE away RENAME TO audit_seal')
  await heard(/is being sealed again/)
  t.equal(warnings.length, 2, 'once each')
})

t.test('entries that wait for somebody else are a reason, with the process of the database that they wait for', async (t) => {
  const { database, heard, forward } = await watched(t)
  const other = new pg.Client({ connectionString: database.url })
  await other.connect()
  t.teardown(() => other.end())
  await other.query('BEGIN')
  await other.query('SELECT pg_current_xact_id()')
  await database.query(
    `INSERT INTO audit_entry (at, client_id, request_id, operation, resource, resource_ids, classes, outcome)
     VALUES (now() - interval '2 minutes', gen_random_uuid(), gen_random_uuid(), 'readInmate', 'inmate', '{}', '{}', 'ALLOWED')`,
  )
  forward(61_000)
  // Which one it is depends on what other tests of the same server hold open.
  t.match(await heard(/wait for their seals/), { holder: Number })
  await other.query('ROLLBACK')
  await pause(1_000)
  forward(61_000)
  await heard(/have their seals again/)
})
