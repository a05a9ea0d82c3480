/** DELETE of a person is for what was entered by mistake, and leaves who it was to the privacy officer. */
import t from 'tap'
import { reEncrypt } from '../../src/cli/re-encrypt.ts'
import { openPool } from '../../src/platform/database/pool.ts'
import { readKeyring } from '../../src/platform/security/keyring.ts'
import { buildTestApp } from '../support/app.ts'
import type { Row } from '../support/contract.ts'
import { testMasterKey } from '../support/keyring.ts'
import { idOf, versionOf } from '../support/make.ts'

const { api, clientOf, database, make, makeClient } = await buildTestApp(t, { deletableHours: 2 })
const facilityId = idOf(await make.facility())
const remove = (path: string, row: Row, as = api) => as.delete(`/v1/${path}/${row.id}`, { ifMatch: '*' })
const rulesOf = async (path: string, row: Row): Promise<unknown> => {
  const { status, body } = await remove(path, row)
  t.match({ status, code: body.code }, { status: 409, code: 'not-a-mistake' })
  t.equal((await api.get(`/v1/${path}/${row.id}`)).status, 200, 'it is still there')
  return (body.facts as Row).rules
}
const kinds: Record<string, () => Promise<Row>> = {
  inmates: () => make.inmate(facilityId),
  buyers: () => make.buyer(facilityId),
  officers: () => make.officer(facilityId),
}
const tableOf = (path: string) => path.slice(0, -1)

for (const [path, enter] of Object.entries(kinds)) {
  t.test(`${path} are deleted for as long as the settings say`, async (t) => {
    const row = await enter()
    const age = (minutes: number) =>
      database.query(`UPDATE ${tableOf(path)} SET created_at = now() - make_interval(mins => $2) WHERE id = $1`, [row.id, minutes])
    await age(121)
    t.strictSame(await rulesOf(path, row), ['ENTERED_LONG_AGO'])
    await age(119)
    t.equal((await remove(path, row)).status, 204)
  })

  t.test(`${path} are not deleted after another client has seen them, alone, in a list or by a change`, async (t) => {
    const reader = api.as(await makeClient())
    for (const look of [
      (row: Row) => reader.get(`/v1/${path}/${row.id}`),
      () => reader.get(`/v1/${path}`, { query: { facilityId, sort: '-id', limit: '1' } }),
      (row: Row) => reader.patch(`/v1/${path}/${row.id}`, { body: { archived: true }, ifMatch: '*' }),
    ]) {
      const row = await enter()
      t.equal((await look(row)).status, 200)
      t.strictSame(await rulesOf(path, row), ['SHOWN_TO_OTHERS'])
      t.equal((await remove(path, row, reader)).status, 204, 'whoever looked at it and finds the mistake deletes it')
    }
  })
}

t.test('nobody under a hold is deleted', async (t) => {
  for (const path of ['inmates', 'buyers']) {
    const row = (await kinds[path]?.()) as Row
    await api.patch(`/v1/${path}/${row.id}`, { body: { retentionHold: true }, ifMatch: '*' })
    t.strictSame(await rulesOf(path, row), ['RETENTION_HOLD'])
  }
})

t.test('who was deleted is known to the privacy officer, under every name, and to nobody else', async (t) => {
  const inmate = await make.inmate(facilityId, { name: 'Kenari Semula' })
  await api.patch(`/v1/inmates/${inmate.id}`, { body: { name: 'Kenari Samaran' }, ifMatch: '*' })
  t.equal((await remove('inmates', inmate)).status, 204)
  const path = `/v1/deleted-persons/${inmate.id}`
  const client = await clientOf(String(api.key))
  const officer = api.as(await makeClient({ scopes: ['privacy:manage'], facilities: [facilityId] }))
  t.match((await officer.get(path)).body, { type: 'INMATE', facilityId, names: 'Kenari Semula / Kenari Samaran', enteredBy: client, deletedBy: client })
  t.equal((await api.as(await makeClient({ scopes: ['inmates:read', 'inmates:write'] })).get(path)).status, 403)
  const elsewhere = idOf(await make.facility())
  t.equal((await api.as(await makeClient({ facilities: [elsewhere] })).get(path)).status, 404)
  const entries = (await api.get('/v1/audit-entries', { query: { resourceId: idOf(inmate), operation: 'readDeletedPerson' } })).items
  t.ok(entries.length > 0, 'who looks stands in the trail')
})

t.test('a refused deletion leaves no trace of a deletion', async (t) => {
  const buyerId = String((await make.sale(facilityId)).buyerId)
  t.match(await api.delete(`/v1/buyers/${buyerId}`, { ifMatch: '*' }), { status: 409, body: { code: 'still-referenced' } })
  t.match(await api.delete(`/v1/buyers/${buyerId}`, { ifMatch: 99 }), { status: 412 })
  t.equal((await api.get(`/v1/deleted-persons/${buyerId}`)).status, 404)
})

t.test('what is kept of a deletion is not rewritten, and is encrypted again under a new key', async (t) => {
  const buyer = await make.buyer(facilityId, { name: 'Kenari Pembeli' })
  t.equal((await api.delete(`/v1/buyers/${buyer.id}`, { ifMatch: versionOf(buyer) })).status, 204)
  await t.rejects(database.query('UPDATE deleted_person SET deleted_by = entered_by'), /append-only/)
  const both = readKeyring(`7:${Buffer.from('an-example-of-32-bytes-for-keys!').toString('base64')},${testMasterKey}`)
  const pool = openPool(database.serviceUrl)
  t.teardown(() => pool.end())
  t.ok((await reEncrypt(pool, both, 'deleted_person.names')) > 0)
  const [{ stored = '' } = {}] = await database.query<{ stored: string }>('SELECT names_encrypted AS stored FROM deleted_person WHERE id = $1', [buyer.id])
  t.equal(both.decrypt(stored, `deleted_person.names:${buyer.id}`), 'Kenari Pembeli')
})
