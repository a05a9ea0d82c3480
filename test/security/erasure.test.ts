/** Erasure as pseudonymisation, and the retention job. */
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import t from 'tap'
import { allTables, erasable, type Table, tablesOf } from '../../src/platform/security/personal-data.ts'
import { buildTestApp } from '../support/app.ts'
import { command } from '../support/command.ts'
import type { Row } from '../support/contract.ts'
import { testMasterKey } from '../support/keyring.ts'
import { idOf, versionOf } from '../support/make.ts'
import { ask as askFor, enteredOn, formerInmate, type Kind, wholeBuyer, wholeInmate } from '../support/persons.ts'
import { programOf } from '../support/programs.ts'
import { workday } from '../support/samples.ts'

const { api, database, make } = await buildTestApp(t)
const facilityId = idOf(await make.facility())
/** A request about a person of this file's facility. */
const ask = (type: Kind, id: string, kind?: string, more?: Row): Promise<Row> => askFor(make, facilityId, type, id, kind, more)
/** One person prepares it, another one carries it out. */
async function fulfil({ id, version }: Row) {
  await api.post(`/v1/subject-requests/${id}/preparation`, { ifMatch: Number(version), headers: { 'on-behalf-of': 'penyiap-1' } })
  return api.post(`/v1/subject-requests/${id}/fulfilment`, { ifMatch: Number(version) + 1, headers: { 'on-behalf-of': 'penyetuju-2' } })
}
const recordOf = async (request: Row): Promise<Row> => (await api.get(`/v1/subject-requests/${request.id}/record`)).body

/** The duties that stand against an erasure. */
async function refusalOf(type: Kind, row: Row) {
  const answer = await fulfil(await ask(type, idOf(row), 'ERASURE'))
  return answer.body.code === 'erasure-refused' ? (answer.body.facts as Row).rules : answer.body
}

/** What the books say; erasure changes none of it. */
const sums = () =>
  database.query(`SELECT (SELECT count(*) FROM enrollment) AS enrollments, (SELECT count(*) FROM batch_worker) AS work, (SELECT sum(minutes) FROM work_log) AS minutes, (SELECT sum(quantity) FROM batch_output) AS output,
    (SELECT sum(on_hand) FROM stock_balance) AS stock, (SELECT sum(total) FROM sale) AS sold, (SELECT sum(paid) FROM sale) AS paid, (SELECT sum(amount) FROM payment) AS payments,
    (SELECT count(*) FROM inmate) AS inmates, (SELECT count(*) FROM inmate_registration) AS registrations, (SELECT count(*) FROM buyer) AS buyers`)

/** Every text of every table of the database that has one of these values in it. */
async function tablesWith(values: readonly string[]): Promise<string[]> {
  const tables = await database.query<{ name: string }>(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`)
  const found = await Promise.all(
    tables.map(async ({ name }) => {
      const rows = await database.query<{ row: string }>(`SELECT ${name}::text AS row FROM ${name}`)
      return values.filter((value) => rows.some(({ row }) => row.includes(value))).map((value) => `${name}: ${value}`)
    }),
  )
  return found.flat()
}

t.test('an erased inmate has no name anywhere, and the sums stay', async (t) => {
  const { id, request } = await wholeInmate(make, facilityId)
  const names = [
    'Kenari Nama',
    'Kenari Alias',
    'Kenari Dahulu',
    'Kenari Publik',
    'Kenari Nomor',
    'Kenari Pengecualian',
    'Kenari Catatan',
    'Kenari Penolakan',
    'Kenari Keterampilan',
    'TPP-77',
    'TPP-78',
  ]
  const replayed = await api.post(`/v1/inmates/${id}/registrations`, {
    body: { book: 'B_I', number: 'Kenari Ulang', from: '2009-01-01', to: '2009-02-01' },
    idempotencyKey: 'ulang',
  })
  t.equal(replayed.status, 201)
  t.ok(
    (await tablesWith(['Kenari Ulang'])).some((found) => found.startsWith('idempotency_key')),
    'an answer is kept for a day',
  )
  const { version } = (await api.get(`/v1/inmates/${id}`)).body
  await make.call('changeInmateCustody', { id }, { custodyStatus: 'RELEASED', occurredOn: workday }, Number(version))
  await database.prisma.inmate.update({ where: { id }, data: { custodyChangedOn: new Date('2015-01-01') } })
  await enteredOn(database, id, '2015-01-02')
  const [log = {}] = (await api.get('/v1/work-logs', { query: { inmateId: id } })).items
  await api.post(`/v1/facilities/${facilityId}/months/${workday.slice(0, 7)}/lock`, { ifMatch: 0 })
  const erasure = await ask('INMATE', id, 'ERASURE')
  const before = await sums()
  const others = () => database.prisma.inmate.findMany({ where: { id: { not: id } }, orderBy: { id: 'asc' } })
  const othersBefore = await others()

  t.match(await fulfil(erasure), { status: 200, body: { status: 'FULFILLED', version: 3 } })
  t.strictSame(await sums(), before)
  t.strictSame(await others(), othersBefore, 'nobody else is touched')
  const { body } = await api.get(`/v1/inmates/${id}`)
  const nobody = {
    name: `N.N. ${id.slice(-12)}`,
    alias: null,
    nik: null,
    birthDate: null,
    education: null,
    skills: [],
    publicAlias: 'N.N.',
    expectedReleaseOn: null,
  }
  t.strictSame(Object.fromEntries(Object.keys(nobody).map((name) => [name, body[name]])), nobody)
  t.match(body, { id, sex: 'FEMALE', admittedOn: '2011-11-12', custodyStatus: 'RELEASED', erasedAt: /^20/ })
  t.match(await database.prisma.event.findFirst({ where: { resourceId: id }, orderBy: { sequence: 'desc' } }), { type: 'inmate.erased' })
  const rows = (
    await Promise.all(
      tablesOf('INMATE').map(({ name, person }) => database.query<{ row: string }>(`SELECT ${name}::text AS row FROM ${name} WHERE ${person} = $1`, [id])),
    )
  ).flat()
  for (const name of [...names, 'Kenari Ulang'])
    t.notOk(
      rows.some(({ row }) => row.includes(name)),
      `${name} is erased`,
    )
  t.strictSame(await tablesWith(['Kenari Ulang']), [], 'also from what is kept for repeated requests')
  const sheet = (await api.get(`/v1/programs/${log.programId}/work-logs/${workday}`)).body
  const noted = (sheet.rows as Row[]).find(({ inmateId }) => inmateId === id)
  t.match([sheet.version, noted?.note], [2, '***'], 'a sheet is another one, also in a locked month')
  const [entry = {}] = (await api.get('/v1/audit-entries', { query: { resourceId: idOf(sheet), sort: 'id' } })).items
  t.match((await api.get(`/v1/audit-entries/${idOf(entry)}/changes`)).body, { erased: true, changes: [{ member: 'rows', before: null, after: null }] })
  await api.post(`/v1/facilities/${facilityId}/months/${workday.slice(0, 7)}/reopening`, { ifMatch: 1, body: { reason: 'For the tests that follow' } })
  const record = await recordOf(request)
  for (const name of names) t.notMatch(JSON.stringify(record), name)
  t.match(
    (record.formerValues as Row[]).find(({ field }) => field === 'name'),
    { former: null, changedAt: /^20/ },
    'that there was a correction stays',
  )
  t.equal((record.enrollments as Row[]).length, 1)

  const again = await fulfil(await ask('INMATE', id, 'ERASURE'))
  t.match(again, { status: 200 }, 'who is nameless is not erased twice')
  t.equal((await api.get(`/v1/inmates/${id}`)).body.version, body.version)
})

t.test('an erased buyer has no name and cannot be sold to, and the accounts stay', async (t) => {
  const { id, request } = await wholeBuyer(make, facilityId)
  const saleIds = (await api.get('/v1/sales', { query: { buyerId: id } })).items
  for (const sale of saleIds) {
    const body = { saleId: idOf(sale), amount: Number(sale.total) - Number(sale.paid), reference: 'Kenari Rujukan' }
    const paid = await api.post('/v1/payments', { body: await make.body('createPayment', facilityId, body), idempotencyKey: idOf(sale) })
    t.equal(paid.status, 201)
    await make.call('completeSale', { id: idOf(sale) }, undefined, versionOf((await api.get(`/v1/sales/${sale.id}`)).body))
  }
  await database.prisma.sale.updateMany({ where: { buyerId: id }, data: { soldOn: new Date('2012-05-06'), createdAt: new Date('2012-05-07') } })
  const before = await sums()
  t.match(await fulfil(await ask('BUYER', id, 'ERASURE')), { status: 200 })
  t.strictSame(await sums(), before)
  const { body } = await api.get(`/v1/buyers/${id}`)
  t.match(body, { name: `N.N. ${id.slice(-12)}`, npwp: null, phone: null, address: null, nib: null, active: false, erasedAt: /^20/ })
  const text = JSON.stringify(await recordOf(request))
  for (const erased of ['Kenari Pembeli', 'Kenari Dahulu', 'Kenari Alamat', 'Kenari Rujukan', '331234567890123', '+62 286 765 432', '0812 000 111'])
    t.notOk(text.includes(erased), erased)
  t.strictSame(await tablesWith(['Kenari Rujukan']), [], 'nor do payments name it, or the answers kept of them')
  for (const change of ["reference = 'Lain'", 'reference = NULL', 'amount = 1', "amount = 1, reference = '***'"])
    await t.rejects(database.query(`UPDATE payment SET ${change}`), /append-only/, change)
})

t.test('erased values cannot be set again', async (t) => {
  const inmate = await formerInmate(make, database, facilityId, { alias: 'Ali' })
  const buyer = await make.buyer(facilityId, { type: 'INDIVIDUAL', phone: '0812 345 678' })
  for (const [type, row] of [
    ['INMATE', inmate],
    ['BUYER', buyer],
  ] as const)
    t.equal((await fulfil(await ask(type, idOf(row), 'ERASURE'))).status, 200)
  const back: Record<string, unknown> = {
    name: 'Kembali',
    public_alias: 'K.',
    alias: 'K',
    nik_encrypted: 'x',
    birth_date: '1990-01-01',
    education: 'SD',
    skills: '{las}',
    expected_release_on: '2030-01-01',
    npwp_encrypted: 'x',
    phone: '0812 3',
    address: 'x',
    nib: '9120000000888',
  }
  for (const [table, row] of [
    ['inmate', inmate],
    ['buyer', buyer],
  ] as const) {
    for (const [column] of erasable(allTables()[table] as Table).filter(([name]) => !name.endsWith('_hash'))) {
      const hash = column.endsWith('_encrypted') ? `, ${column.replace('_encrypted', '_hash')} = 'x'` : ''
      await t.rejects(
        database.query(`UPDATE ${table} SET ${column} = $2${hash} WHERE id = $1`, [row.id, back[column]]),
        new RegExp(`${table}_erased_check`),
        `${table}.${column}`,
      )
    }
  }
  const refused = { status: 422, body: { code: 'contradiction' } }
  t.match(await api.patch(`/v1/inmates/${inmate.id}`, { ifMatch: '*', body: { name: 'Kembali' } }), refused)
  t.match(await api.patch(`/v1/buyers/${buyer.id}`, { ifMatch: '*', body: { phone: '0812 345 678' } }), refused)
  t.match(await api.post(`/v1/inmates/${inmate.id}/custody-changes`, { ifMatch: '*', body: { custodyStatus: 'ACTIVE', occurredOn: workday } }), { status: 422 })
  const number = { book: 'B_I', number: 'Kembali', from: workday }
  t.match(await api.post(`/v1/inmates/${inmate.id}/registrations`, { body: number }), refused)
})

t.test('every duty that stands against an erasure is named', async (t) => {
  t.strictSame(await refusalOf('INMATE', await make.inmate(facilityId)), ['IN_CUSTODY'])
  const { inmateId } = await make.activeEnrollment(facilityId)
  t.strictSame(await refusalOf('INMATE', { id: inmateId ?? null }), ['IN_CUSTODY', 'OPEN_ENROLLMENT'])
  const lately = await make.inmate(facilityId)
  await make.call('changeInmateCustody', { id: idOf(lately) }, { custodyStatus: 'RELEASED', occurredOn: workday }, 1)
  t.strictSame(await refusalOf('INMATE', lately), ['RETENTION_DUTY'])
  const held = await formerInmate(make, database, facilityId)
  await api.patch(`/v1/inmates/${held.id}`, { ifMatch: '*', body: { retentionHold: true } })
  t.strictSame(await refusalOf('INMATE', held), ['RETENTION_HOLD'])
  const buyer = await make.buyer(facilityId, { type: 'INDIVIDUAL' })
  await make.confirmedSale(facilityId, { buyerId: idOf(buyer) })
  t.strictSame(await refusalOf('BUYER', buyer), ['OPEN_SALE', 'UNPAID_SALE', 'RETENTION_DUTY'])
  const refused = [idOf(lately), idOf(held), String(inmateId)]
  t.equal(await database.prisma.inmate.count({ where: { id: { in: refused }, erasedAt: { not: null } } }), 0)
})

t.test('a period counts from the day of entry where that is later: nobody is made to vanish by an old date', async (t) => {
  const inmate = await make.inmate(facilityId, { admittedOn: '2012-01-02' })
  await make.call('changeInmateCustody', { id: idOf(inmate) }, { custodyStatus: 'RELEASED', occurredOn: '2014-03-04' }, 1)
  t.strictSame(await refusalOf('INMATE', inmate), ['RETENTION_DUTY'])
  const [change] = (await api.get(`/v1/inmates/${inmate.id}/custody-changes`)).items
  t.equal(change?.backdated, true, 'and the entry says so')
  await enteredOn(database, idOf(inmate), '2014-04-04')
  t.equal((await api.get(`/v1/inmates/${inmate.id}/custody-changes`)).items[0]?.backdated, false, '31 days are none')
  t.match(await fulfil(await ask('INMATE', idOf(inmate), 'ERASURE')), { status: 200 })

  const buyer = await make.buyer(facilityId, { type: 'INDIVIDUAL' })
  const sale = await make.confirmedSale(facilityId, { buyerId: idOf(buyer) })
  await database.prisma.sale.update({ where: { id: idOf(sale) }, data: { soldOn: new Date('2012-05-06'), status: 'COMPLETED' } })
  t.strictSame(await refusalOf('BUYER', buyer), ['RETENTION_DUTY'])
  await database.prisma.sale.update({ where: { id: idOf(sale) }, data: { createdAt: new Date('2012-05-07') } })
  t.match(await fulfil(await ask('BUYER', idOf(buyer), 'ERASURE')), { status: 200 })
})

// Retention -------------------------------------------------------------------------------------------------------

const retention = (...args: string[]) =>
  command(process.execPath, [programOf('cli/retention'), ...args], {
    DATABASE_URL: database.serviceUrl,
    MASTER_KEYS: testMasterKey,
  })
const codeOf = async (id: string) => String((await api.get(`/v1/facilities/${id}`)).body.code)

t.test('the retention job erases persons whose period of retention is over, and nobody else', async (t) => {
  const here = idOf(await make.facility())
  const code = await codeOf(here)
  const former = [await formerInmate(make, database, here), await formerInmate(make, database, here)]
  const held = await formerInmate(make, database, here)
  await api.patch(`/v1/inmates/${held.id}`, { ifMatch: '*', body: { retentionHold: true } })
  const lately = await make.inmate(here)
  await make.call('changeInmateCustody', { id: idOf(lately) }, { custodyStatus: 'RELEASED', occurredOn: workday }, 1)
  const staying = await make.inmate(here, { admittedOn: '2001-01-01' })
  const [idle, busy, firm] = [
    await make.buyer(here, { type: 'INDIVIDUAL' }),
    await make.buyer(here, { type: 'INDIVIDUAL' }),
    await make.buyer(here, { type: 'BUSINESS' }),
  ]
  await make.confirmedSale(here, { buyerId: idOf(busy) })
  await database.prisma.buyer.updateMany({ where: { facilityId: here }, data: { createdAt: new Date('2009-01-01') } })
  const everything = () =>
    database.query(`SELECT (SELECT jsonb_agg(inmate ORDER BY id) FROM inmate), (SELECT jsonb_agg(buyer ORDER BY id) FROM buyer),
    (SELECT count(*) FROM audit_entry), (SELECT count(*) FROM event), (SELECT count(*) FROM personal_history), (SELECT count(*) FROM api_client)`)
  const before = await everything()

  const dry = await retention('--dry-run')
  t.equal(dry.code, 0, dry.all)
  t.ok(dry.output.includes(`${code}\tINMATE\t2`) && dry.output.includes(`${code}\tBUYER\t1`), dry.all)
  t.match(dry.output, 'persons would be erased; nothing was written.')
  t.strictSame(await everything(), before, 'a dry run writes nothing')
  const early = await retention('--dry-run', '--before', '2019-03-03')
  t.notOk(early.output.includes(`${code}\tINMATE`), 'a day before the period is over')

  const done = await retention()
  t.equal(done.code, 0, done.all)
  t.ok(done.output.includes(`${code}\tINMATE\t2`) && done.output.includes(`${code}\tBUYER\t1`), done.all)
  const where = { facilityId: here, erasedAt: { not: null } }
  const erased = [...(await database.prisma.inmate.findMany({ where })), ...(await database.prisma.buyer.findMany({ where }))]
  t.strictSame(erased.map(({ id }) => id).sort(), [...former.map(idOf), idOf(idle)].sort())
  for (const [kept, name] of [
    [held, 'held'],
    [lately, 'lately'],
    [staying, 'staying'],
  ] as const)
    t.notMatch((await api.get(`/v1/inmates/${kept.id}`)).body.name, 'N.N.', name)
  t.notMatch((await api.get(`/v1/buyers/${firm.id}`)).body.name, 'N.N.')
  const trail = await database.query<{ name: string }>(
    `SELECT client.name FROM audit_entry entry JOIN api_client client ON client.id = entry.client_id WHERE entry.resource_ids && $1 AND entry.operation = 'retention'`,
    [erased.map(({ id }) => id)],
  )
  t.strictSame(
    trail,
    erased.map(() => ({ name: 'retention' })),
    'in the trail under a client of its own',
  )
  const again = await retention()
  t.match(again.output, /^0 persons were erased\.$/m)
})

t.test('the retention job refuses arguments that it cannot use, and says why', async (t) => {
  for (const args of [
    ['--before', '2999-01-01'],
    ['--before', 'kemarin'],
    ['--befor', '2020-01-01'],
  ]) {
    const { code, all } = await retention(...args)
    t.equal(code, 1, args.join(' '))
    t.match(all, /--befor/)
  }
})

t.test('no sale to a buyer is made while the buyer is being erased', async (t) => {
  const buyer = await make.buyer(facilityId, { type: 'INDIVIDUAL', name: 'Kenari Pembeli', consentPublicName: false })
  const other = await make.sale(facilityId)
  const [{ productId = null, grade = null } = {}] = other.lines as Row[]
  const line = { productId, grade, quantity: 1, unitPrice: 125 }
  const body = await make.body('createSale', facilityId, { buyerId: idOf(buyer), lines: [line] })
  // Erasure holds the buyer and closes it; the sale comes in between.
  const holder = new pg.Client({ connectionString: database.url })
  await holder.connect()
  await holder.query('BEGIN')
  await holder.query('SELECT 1 FROM buyer WHERE id = $1 FOR UPDATE', [idOf(buyer)])
  await holder.query('UPDATE buyer SET active = FALSE WHERE id = $1', [idOf(buyer)])
  const asking = Promise.all([api.post('/v1/sales', { body }), api.patch(`/v1/sales/${other.id}`, { body: { buyerId: idOf(buyer) }, ifMatch: '*' })])
  const waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
  while ((await database.query(waiting)).length < 2) await pause(10)
  await holder.query('COMMIT')
  await holder.end()
  for (const answer of await asking) t.match(answer, { status: 422, body: { code: 'contradiction' } })
})
