/** What happens by itself when a period is over, and what keeps an erasure through a restore. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import t from 'tap'
import { forget, retainDaily } from '../../src/administration/retention/index.ts'
import { buildTestApp } from '../support/app.ts'
import { command } from '../support/command.ts'
import { testMasterKey } from '../support/keyring.ts'
import { idOf, versionOf } from '../support/make.ts'
import { ask, formerInmate } from '../support/persons.ts'
import { programOf } from '../support/programs.ts'

const { app, api, database, make } = await buildTestApp(t)
const facilityId = idOf(await make.facility())
const nameOf = async (id: string) => (await api.get(`/v1/inmates/${id}`)).body.name

t.test('retention runs once at night, on one of several instances', async (t) => {
  const service = { pool: app.pool, keyring: app.keyring }
  const id = idOf(await formerInmate(make, database, facilityId))
  t.equal(await retainDaily(service, new Date('2026-11-28T17:59:59Z')), undefined, 'by day nobody is erased')
  const holder = new pg.Client({ connectionString: database.url })
  await holder.connect()
  await holder.query('SELECT pg_advisory_lock(6449923)')
  const night = new Date('2026-11-28T18:00:00Z')
  t.equal(await retainDaily(service, night), undefined, 'another instance is at it')
  t.notMatch(await nameOf(id), 'N.N.')
  await holder.end()
  t.match(await retainDaily(service, night), [{ type: 'INMATE', persons: 1 }])
  t.match(await nameOf(id), 'N.N.')
  t.strictSame(await retainDaily(service, night), [], 'and has nothing to do an hour later')
})

t.test('answered requests and names of deleted persons are forgotten after their period, in the trail', async (t) => {
  const inmate = idOf(await make.inmate(facilityId))
  const [old, young, open] = [
    await ask(make, facilityId, 'INMATE', inmate),
    await ask(make, facilityId, 'INMATE', inmate),
    await ask(make, facilityId, 'INMATE', inmate),
  ]
  for (const one of [old, young]) await make.call('fulfilSubjectRequest', { id: idOf(one) }, undefined, versionOf(one))
  await database.query("UPDATE subject_request SET decided_at = '2019-05-06' WHERE id = $1", [old.id])
  const deleted = await make.deletedPerson(facilityId)
  const service = { pool: app.pool, keyring: app.keyring }
  t.strictSame(await forget({ ...service, before: '2024-05-05' }), new Map(), 'not a day too early')
  t.strictSame(await forget({ ...service, before: '2024-05-06' }), new Map([['subject_request', 1]]))
  t.equal((await api.get(`/v1/subject-requests/${old.id}`)).status, 404)
  for (const kept of [young, open]) t.equal((await api.get(`/v1/subject-requests/${kept.id}`)).status, 200)
  t.equal((await api.get(`/v1/deleted-persons/${deleted}`)).status, 200)
  const [{ version = 0 } = {}] = (await api.get('/v1/audit-entries', { query: { resourceId: idOf(old), operation: 'retention' } })).items
  t.ok(Number(version) > 0, 'the trail says who has deleted it')
  await forget({ ...service, before: '2099-01-01' })
  t.equal((await api.get(`/v1/deleted-persons/${deleted}`)).status, 404)
  t.equal((await api.get(`/v1/subject-requests/${open.id}`)).status, 200, 'what is open has no period')
})

const erasures = (...args: string[]) =>
  command(process.execPath, [programOf('cli/erasures'), ...args], {
    DATABASE_URL: database.serviceUrl,
    MASTER_KEYS: testMasterKey,
  })

t.test('who was erased is erased again after a restore, and nobody else', async (t) => {
  const folder = t.testdir({})
  const file = join(folder, 'erasures.tsv')
  const [erased, other] = [idOf(await formerInmate(make, database, facilityId)), idOf(await formerInmate(make, database, facilityId))]
  const restore = await database.keepRows()
  const erasure = await ask(make, facilityId, 'INMATE', erased, 'ERASURE')
  await make.erased(erasure)
  const exported = await erasures('--export', file)
  t.equal(exported.code, 0, exported.all)
  const list = await readFile(file, 'utf8')
  t.match(list, new RegExp(`^INMATE\\t${erased}\\t`, 'm'))
  t.notMatch(list, other)

  await restore()
  t.notMatch(await nameOf(erased), 'N.N.', 'the backup brings the name back')
  const applied = await erasures('--apply', file)
  t.match(applied.output, /^1 of \d+ persons had come back/m, applied.all)
  t.match(await nameOf(erased), 'N.N.')
  t.notMatch(await nameOf(other), 'N.N.')
  const entries = (await api.get('/v1/audit-entries', { query: { resourceId: erased, operation: 'eraseAgain' } })).items
  t.equal(entries.length, 1, 'in the trail')
  t.match((await erasures('--apply', file)).output, /^0 of/m, 'a second time there is nothing to do')

  await writeFile(file, `${list}INMATE\tnobody\n`)
  const refused = await erasures('--apply', file)
  t.match(refused, { code: 1, all: /Line \d+ is not one/ })
  t.equal((await erasures()).code, 1)
})
