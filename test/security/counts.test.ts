/** How many there are, and that there is nobody, is told to nobody without a trace, and counts in the quota of the day. */
import t from 'tap'
import { dataClasses } from '../../src/platform/security/data-classes.ts'
import { buildTestApp } from '../support/app.ts'
import type { Answer, Client } from '../support/client.ts'
import type { Row } from '../support/contract.ts'
import { idOf } from '../support/make.ts'

const { api, make, makeClient, database } = await buildTestApp(t)
const here = idOf(await make.facility())
const inmate = () => make.inmate(here, { admittedOn: '2020-01-01', birthDate: '1990-01-01' })
const entriesOf = async ({ requestId }: Answer): Promise<Row[]> => (await api.get('/v1/audit-entries', { query: { requestId } })).items

t.test('that nobody is found stands in the trail, and how many there are', async (t) => {
  const empty = idOf(await make.facility())
  await inmate()
  const asked: [string, Answer, number][] = [
    ['a list without rows', await api.get('/v1/inmates', { query: { facilityId: empty } }), 0],
    ['a search that finds nobody', await api.post('/v1/inmates/_search', { body: { nik: '3304060101900099' } }), 0],
    [
      'a number of rows that a personal filter leaves',
      await api.get('/v1/inmates', { query: { legalStatus: 'CONVICT', withTotal: true, fields: 'version' } }),
      25,
    ],
    ['an empty one of them', await api.get('/v1/inmates', { query: { custodyStatus: 'ESCAPED', withTotal: true, fields: 'version' } }), 0],
  ]
  for (const [what, answer, most] of asked) {
    t.ok(answer.items.length <= most, what)
    const entries = await entriesOf(answer)
    t.ok(entries.length > 0, `${what} has an entry`)
    for (const { outcome, classes } of entries) t.ok(outcome === 'ALLOWED' && Array.isArray(classes) && classes.length > 0, `${what} names the classes`)
  }
})

t.test('they count in the quota of the day, and so do changes; what would pass it is not written', async (t) => {
  const limited = await buildTestApp(t, { shared: database, rateLimits: { personalRecords: 3 } })
  const counting = async (call: (as: Client) => Promise<Answer>) => {
    const as = limited.api.as(await makeClient())
    const statuses: number[] = []
    for (let n = 0; n < 4; n++) statuses.push((await call(as)).status)
    return statuses
  }
  const person = await inmate()
  const empty = idOf(await make.facility())
  t.strictSame(
    await counting((as) => as.post('/v1/inmates/_search', { body: { nik: '3304060101900099' } })),
    [200, 200, 200, 429],
    'a search that finds nobody',
  )
  t.strictSame(await counting((as) => as.get('/v1/inmates', { query: { facilityId: empty } })), [200, 200, 200, 429], 'a list without rows')
  const one = { facilityId: here, limit: 1, withTotal: true }
  t.strictSame(await counting((as) => as.get('/v1/inmates', { query: one })), [200, 429, 429, 429], 'a number counts as a record')
  let education = 0
  const change = (as: Client) => as.patch(`/v1/inmates/${person.id}`, { body: { education: ['SD', 'SMP', 'SMA', 'S1'][education++] ?? null }, ifMatch: '*' })
  t.strictSame(await counting(change), [200, 200, 200, 429], 'a change')
  t.match(await api.get(`/v1/inmates/${person.id}`), { body: { education: 'SMA' } })
})

t.test('without a setting the quota goes by role', async (t) => {
  const usual = await buildTestApp(t, { shared: database, rateLimits: { personalRecords: undefined } })
  const scopes = ['inmates:read']
  const [dashboard, register] = [
    await makeClient({ roles: ['ministry-dashboard'], scopes }),
    await makeClient({ roles: ['ministry-dashboard', 'registry-sync'], scopes }),
  ]
  const person = await inmate()
  const read = (key: string) => usual.api.as(key).get(`/v1/inmates/${person.id}`)
  for (let n = 0; n < 100; n++) await Promise.all([read(dashboard), read(register)])
  t.match(await read(dashboard), { status: 429, headers: { 'ratelimit-policy': '"personal";q=100;w=86400' } })
  t.equal((await read(register)).status, 200, 'of several roles the one that needs most')
})

t.test('what is below a person leaves a trace, whatever is asked of it', async (t) => {
  const person = await inmate()
  await make.create('createInmateRegistration', here, { from: '2021-01-01' }, { id: idOf(person) })
  const seesNothing = api.as(await makeClient({ redactions: [...dataClasses] }))
  for (const as of [api, seesNothing]) {
    for (const fields of ['from,to', 'version', 'id']) {
      const answer = await as.get(`/v1/inmates/${person.id}/registrations`, { query: { fields } })
      t.match(await entriesOf(answer), [{ operation: 'listInmateRegistrations', outcome: 'ALLOWED', classes: ['custody'] }], fields)
    }
  }
})
