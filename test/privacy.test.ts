/** The rights of the person: the catalogue, requests and their clock, the record, corrections, erasure, retention. */
import t from 'tap'
import { catalogue, erasable, type Table, tablesOf } from '../src/exchange/privacy/data-catalogue.ts'
import { buildTestApp } from './support/app.ts'
import type { Row, Schema } from './support/contract.ts'
import { idOf, versionOf } from './support/make.ts'
import { workday } from './support/samples.ts'

const { api, app, contract, database, make, makeClient, port } = await buildTestApp(t)
const facilityId = idOf(await make.facility({ name: 'Rutan Uji' }))
const schemas = contract.document.components.schemas

const camelCase = (column: string): string => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
const personalIn = ({ columns }: Table) => Object.entries(columns).filter(([, column]) => column.class !== 'none')
/** Where a column stands in the contract; null where it does not. */
const memberOf = (name: string, column: string): string | null => {
  const told = catalogue[name]?.columns[column]?.member
  const special: Record<string, string> = { valid_from: 'from', valid_to: 'to' }
  return told === undefined ? (special[column] ?? camelCase(column)) : told
}

// The catalogue ---------------------------------------------------------------------------------------------------

t.test('every column of the database is in the catalogue, and nothing else', async (t) => {
  const columns = await database.query<{ table: string; column: string }>(
    `SELECT table_name AS table, column_name AS column FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'`,
  )
  const found = columns.map(({ table, column }) => `${table}.${column}`).sort()
  const listed = Object.entries(catalogue).flatMap(([table, { columns }]) => Object.keys(columns).map((column) => `${table}.${column}`))
  t.strictSame(listed.sort(), found, 'say in src/exchange/privacy/data-catalogue.ts what it holds of a person, and what erasure makes of it')
})

/** Every member with a data class in a component, with its path: `override/reason`. */
function classed(schema: Schema, at = ''): { path: string; dataClass: string; scope: string | undefined }[] {
  const plain = contract.resolve(schema) as Schema & { 'x-data-class'?: string; 'x-scope'?: string }
  const own = plain['x-data-class'] === undefined ? [] : [{ path: at, dataClass: plain['x-data-class'], scope: plain['x-scope'] }]
  const inner = (plain.anyOf ?? []).flatMap((one) => classed(one, at))
  const members = Object.entries(plain.properties ?? {}).flatMap(([name, member]) => classed(member, at === '' ? name : `${at}/${name}`))
  return [...own, ...inner, ...members]
}

/** The table that a component of the contract shows, or writes. */
const tableOf = (component: string): string | undefined => {
  const base = component.replace(/^(New|Sparse)/, '').replace(/(Patch|Search|Entry|Page)$/, '')
  const parts: Record<string, string> = {
    EnrollmentOverride: 'enrollment',
    Subject: 'subject_request',
    SubjectRequestRefusal: 'subject_request',
    SubjectInmate: 'inmate',
    SubjectRegistration: 'inmate_registration',
    SubjectEnrollment: 'enrollment',
    SubjectWork: 'batch_worker',
    SubjectBuyer: 'buyer',
    SubjectPayment: 'payment',
    SubjectAsked: 'subject_request',
  }
  return parts[base] ?? Object.entries(catalogue).find(([, { component }]) => component === base)?.[0]
}

t.test('the contract and the catalogue have the same classes and scopes', async (t) => {
  const shown = new Set<string>()
  for (const [component, schema] of Object.entries(schemas)) {
    if (/Page$/.test(component) || component === 'SubjectRecord') continue
    for (const { path, dataClass, scope } of classed(schema)) {
      const name = tableOf(component)
      const table = catalogue[name ?? '']
      if (name === undefined || table === undefined) {
        t.fail(`${component}.${path} is personal, and no table of the catalogue shows it: name the component there`)
        continue
      }
      const inTable = path.replace(/^registrations\//, '')
      const of = /^registrations\//.test(path) ? 'inmate_registration' : name
      const member =
        { registrationNumber: 'number', reason: component === 'EnrollmentOverride' ? 'override/reason' : 'refusal/reason', id: 'subject/id' }[inTable] ??
        inTable
      const actual = component === 'InmateSearch' && member === 'number' ? 'inmate_registration' : of
      const column = Object.keys(catalogue[actual]?.columns ?? {}).find((one) => memberOf(actual, one) === member)
      t.equal(catalogue[actual]?.columns[column ?? '']?.class, dataClass, `${component}.${path} is ${dataClass} in ${actual}`)
      if (scope !== undefined) t.equal(catalogue[actual]?.classScopes?.[dataClass as 'identity'], scope, `${component}.${path} needs ${scope}`)
      shown.add(`${actual}.${column}`)
    }
  }
  for (const [name, table] of Object.entries(catalogue).filter(([, { component }]) => component !== undefined)) {
    for (const [column, { class: dataClass }] of personalIn(table)) {
      if (memberOf(name, column) !== null) t.ok(shown.has(`${name}.${column}`), `${name}.${column} (${dataClass}) has its class in the contract`)
    }
  }
})

t.test('what is kept of corrections is what the catalogue calls personal', async (t) => {
  const triggers = await database.query<{ table: string; columns: string }>(
    `SELECT tgrelid::regclass::text AS table, encode(tgargs, 'escape') AS columns FROM pg_trigger WHERE tgname LIKE '%_keep_former'`,
  )
  t.equal(triggers.length, 3)
  for (const { table, columns } of triggers) {
    const kept = columns.split('\\000').filter((name) => name !== '' && name !== 'facility_id')
    const personal = personalIn(catalogue[table] as Table).map(([column]) => column)
    t.strictSame(kept.sort(), personal.filter((column) => !column.endsWith('_hash')).sort(), table)
  }
})

// Requests --------------------------------------------------------------------------------------------------------

const hours = 3_600_000
const ask = (type: 'INMATE' | 'BUYER', id: string, kind = 'ACCESS', more: Row = {}): Promise<Row> =>
  make.create('createSubjectRequest', facilityId, { kind, subject: { type, id }, requestedBy: 'SELF', ...more })
const fulfil = (request: Row) => api.post(`/v1/subject-requests/${request.id}/fulfilment`, { ifMatch: versionOf(request) })
const recordOf = async (request: Row): Promise<Row> => (await api.get(`/v1/subject-requests/${request.id}/record`)).body
/** A person that nothing keeps from being erased: gone for longer than the period. */
async function goneInmate(given: Row = {}): Promise<Row> {
  const inmate = await make.inmate(facilityId, { admittedOn: '2012-01-02', ...given })
  return make.call('changeInmateCustody', { id: idOf(inmate) }, { custodyStatus: 'RELEASED', occurredOn: '2014-03-04' }, versionOf(inmate))
}

t.test('a request is due 72 hours after it came in, and is answered once', async (t) => {
  const inmate = await make.inmate(facilityId)
  const request = await ask('INMATE', idOf(inmate), 'CORRECTION', { receivedAt: '2025-09-10T05:00:00.000Z', requestedBy: 'LAWYER' })
  t.match(request, { facilityId, status: 'OPEN', dueAt: '2025-09-13T05:00:00.000Z', decidedAt: null, refusal: null, requestedBy: 'LAWYER' })
  const late = await api.get('/v1/subject-requests', { query: { overdue: true, facilityId } })
  t.ok(
    late.items.some(({ id }) => id === request.id),
    'it is overdue',
  )
  t.notOk((await api.get('/v1/subject-requests', { query: { overdue: false, facilityId } })).items.some(({ id }) => id === request.id))
  const early = await api.get('/v1/subject-requests', { query: { dueAtTo: '2025-09-13T04:59:59.999Z' } })
  t.notOk(
    early.items.some(({ id }) => id === request.id),
    'dueAtTo is a bound',
  )

  const refusal = { ground: 'UNFOUNDED', reason: 'Nama sudah sesuai' }
  const refused = await api.post(`/v1/subject-requests/${request.id}/refusal`, { ifMatch: 1, body: refusal })
  t.match(refused, { status: 200, body: { status: 'REFUSED', refusal, version: 2 } })
  t.match(await fulfil(refused.body), { status: 409, body: { code: 'invalid-transition', facts: { state: 'REFUSED', allowed: [] } } })
  const record = await api.get(`/v1/subject-requests/${request.id}/record`)
  t.match(record, { status: 409, body: { code: 'invalid-transition' } }, 'what was refused is not handed out')

  const before = Date.now()
  const now = await ask('INMATE', idOf(inmate))
  t.ok(Math.abs(Date.parse(String(now.receivedAt)) - before) < 60_000)
  t.equal(Date.parse(String(now.dueAt)) - Date.parse(String(now.receivedAt)), 72 * hours)
  const subject = { type: 'INMATE', id: idOf(inmate) }
  const tomorrow = new Date(before + 24 * hours).toISOString()
  const body = await make.body('createSubjectRequest', facilityId, { subject, receivedAt: tomorrow })
  t.match(await api.post('/v1/subject-requests', { body }), { status: 422, body: { code: 'contradiction', errors: [{ pointer: '/receivedAt' }] } })
  const firm = await make.body('createSubjectRequest', facilityId, { subject: { type: 'BUYER', id: idOf(await make.buyer(facilityId, { type: 'BUSINESS' })) } })
  t.match(
    await api.post('/v1/subject-requests', { body: firm }),
    { status: 422, body: { code: 'contradiction', errors: [{ pointer: '/subject/id' }] } },
    'an organisation has no such rights',
  )
})

t.test('a request moves with its person', async (t) => {
  const inmate = await make.inmate(facilityId)
  const request = await ask('INMATE', idOf(inmate))
  const there = idOf(await make.facility())
  const [here, newer] = [api.as(await makeClient({ facilities: [facilityId] })), api.as(await makeClient({ facilities: [there] }))]
  const path = `/v1/subject-requests/${request.id}`
  t.equal((await newer.get(path)).status, 404)
  await make.call('changeInmateCustody', { id: idOf(inmate) }, { custodyStatus: 'TRANSFERRED', occurredOn: workday, toFacilityId: there }, versionOf(inmate))
  t.equal((await here.get(path)).status, 404, 'the facility that is left sees it no more')
  t.match(await newer.get(path), { status: 200, body: { facilityId: there, version: 2 } })
  t.match(await newer.get(`${path}/record`), { status: 200, body: { id: inmate.id } }, 'and the new one answers it')
})

// The record ------------------------------------------------------------------------------------------------------

/** A value that is found again, for every personal column of a table; what must be one of a list keeps its value. */
const planted = {
  inmate: {
    name: 'Kenari Nama', alias: 'Kenari Alias', nik: '3304010203040506', birthDate: '1981-02-03', publicAlias: 'Kenari Publik', sex: 'FEMALE', nationality: 'TL',
    education: 'D2', skills: ['Kenari Keterampilan'], legalStatus: 'CONVICT', admittedOn: '2011-11-12', expectedReleaseOn: '2029-08-09',
  },
  registration: { book: 'B_IIA', number: 'Kenari Nomor' },
  override: { reason: 'Kenari Pengecualian', decisionNumber: 'TPP-77' },
  buyer: { name: 'Kenari Pembeli', npwp: '331234567890123', phone: '+62 286 765 432', address: 'Kenari Alamat', nib: '9120000000777' },
  payment: { reference: 'Kenari Rujukan' },
  refusal: { ground: 'UNFOUNDED', reason: 'Kenari Penolakan' },
} // biome-ignore format: values in a row

/** An inmate with a row in every table that holds something of one, everything filled and once corrected. */
async function wholeInmate(): Promise<{ id: string; request: Row; others: string[] }> {
  const inmate = await make.inmate(facilityId, { ...planted.inmate, name: 'Kenari Dahulu', nik: '3304999999999999' })
  const id = idOf(inmate)
  await make.call('updateInmate', { id }, { name: planted.inmate.name, nik: planted.inmate.nik }, versionOf(inmate))
  await make.create('createInmateRegistration', facilityId, { ...planted.registration, from: '2011-11-12' }, { id })
  const officer = await make.officer(facilityId, { name: 'Petugas Lain' })
  const coworker = await make.inmate(facilityId, { name: 'Rekan Kerja', legalStatus: 'CONVICT' })
  const programId = idOf(await make.activeProgram(facilityId))
  const decision = { number: 'TPP-78', date: workday, officerId: idOf(officer) }
  const enrollments: Row[] = []
  for (const inmateId of [id, idOf(coworker)]) {
    const proposed = await make.enrollment(facilityId, { programId, inmateId, override: planted.override })
    const approved = await make.call('approveEnrollment', { id: idOf(proposed) }, { decision }, versionOf(proposed))
    enrollments.push(await make.call('activateEnrollment', { id: idOf(approved) }, undefined, versionOf(approved)))
  }
  const batchId = idOf(await make.batch(facilityId, { programId, startsOn: workday }))
  for (const inmateId of [id, idOf(coworker)]) await make.create('createBatchWorker', facilityId, { inmateId, from: workday }, { id: batchId })
  const [mine] = enrollments
  await make.call('terminateEnrollment', { id: idOf(mine ?? {}) }, { outcome: 'DISMISSED', endsOn: workday, endReason: 'RULE_BREACH' }, versionOf(mine ?? {}))
  const { body } = await api.get(`/v1/inmates/${id}`)
  await make.call('changeInmateCustody', { id }, { custodyStatus: 'TEMPORARILY_ABSENT', occurredOn: workday }, versionOf(body))
  const refused = await ask('INMATE', id, 'CORRECTION')
  await make.call('refuseSubjectRequest', { id: idOf(refused) }, planted.refusal, versionOf(refused))
  return { id, request: await ask('INMATE', id), others: ['Petugas Lain', 'Rekan Kerja', idOf(officer), idOf(coworker)] }
}

async function wholeBuyer(): Promise<{ id: string; request: Row; others: string[] }> {
  const given = { ...planted.buyer, type: 'INDIVIDUAL', regionCode: '33.04', businessField: 'warung' }
  const buyer = await make.buyer(facilityId, { ...given, name: 'Kenari Dahulu', npwp: '999234567890123', phone: '0812 000 111', address: 'Jalan Dahulu' })
  const { name, npwp, phone, address } = planted.buyer
  await make.call('updateBuyer', { id: idOf(buyer) }, { name, npwp, phone, address }, versionOf(buyer))
  const sale = await make.confirmedSale(facilityId, { buyerId: idOf(buyer) })
  await make.create('createPayment', facilityId, { saleId: idOf(sale), amount: 1, ...planted.payment })
  const refused = await ask('BUYER', idOf(buyer), 'CORRECTION')
  await make.call('refuseSubjectRequest', { id: idOf(refused) }, planted.refusal, versionOf(refused))
  return { id: idOf(buyer), request: await ask('BUYER', idOf(buyer)), others: [] }
}

/** Every value in every personal column that the database has of a person, as the contract would say it. */
async function personalValues(type: 'INMATE' | 'BUYER', id: string): Promise<{ where: string; value: string }[]> {
  const tables = [...tablesOf(type), ...(type === 'BUYER' ? [{ name: 'payment', table: catalogue.payment as Table, person: '' }] : [])]
  const found = await Promise.all(
    tables.map(async ({ name, table, person }) => {
      const mine = name === 'payment' ? 'sale_id IN (SELECT id FROM sale WHERE buyer_id = $1)' : `${person} = $1`
      const rows = await database.query<{ row: Row }>(`SELECT to_jsonb(${name}) AS row FROM ${name} WHERE ${mine}`, [id])
      const columns = personalIn(table).filter(([column, { member }]) => member !== null || name === 'inmate')
      return columns.flatMap(([column]) =>
        column.endsWith('_hash')
          ? []
          : rows.flatMap(({ row }) => {
              const value = row[column] ?? null
              const isSealed = column.endsWith('_sealed') || String(row.field ?? '').endsWith('_sealed')
              const place =
                name === 'personal_history'
                  ? `${row.resource}.${String(row.field).replace('_sealed', '')}:${row.row_id}`
                  : `${name}.${column.replace('_sealed', '')}:${row.id}`
              const plain = isSealed && value !== null ? app.keyring.open(String(value), place) : value
              return [plain].flat().map((one) => ({ where: `${name}.${column}`, value: one === null ? '' : String(one) }))
            }),
      )
    }),
  )
  return found.flat()
}

for (const [type, whole] of [
  ['INMATE', wholeInmate],
  ['BUYER', wholeBuyer],
] as const) {
  t.test(`the record of ${type} holds everything there is, and nobody else`, async (t) => {
    const { id, request, others } = await whole()
    const values = await personalValues(type, id)
    const filled = new Set(values.filter(({ value }) => value !== '').map(({ where }) => where))
    for (const { name, table } of tablesOf(type)) {
      for (const [column, { member }] of personalIn(table).filter(([column, { member }]) => member !== null && !(type === 'BUYER' && column === 'inmate_id')))
        t.ok(filled.has(`${name}.${column}`), `the test fills ${name}.${column}${member ? ` (${member})` : ''}: else plant a value in it`)
    }
    const record = await recordOf(request)
    const text = JSON.stringify(record)
    const page = await fetch(`http://127.0.0.1:${port}/v1/subject-requests/${request.id}/record`, {
      headers: { authorization: `Bearer ${api.key}`, accept: 'text/html', 'accept-language': 'id' },
    })
    t.equal(page.headers.get('content-language'), 'id')
    t.equal(page.headers.get('content-type'), 'text/html; charset=utf-8')
    const document = await page.text()
    for (const { where, value } of values) {
      t.ok(text.includes(JSON.stringify(value).slice(1, -1)), `the record tells ${where}`)
      t.ok(document.includes(value), `and the document ${where}`)
    }
    for (const other of others) t.notOk(text.includes(other) || document.includes(other), `${other} is somebody else`)
    t.match(record, { id, type, facilityName: 'Rutan Uji', trailIsWhole: true })
  })
}

t.test('the trail names clients and their purposes, and what they did', async (t) => {
  const inmate = await make.inmate(facilityId)
  const key = await makeClient({ scopes: ['inmates:write'] })
  await database.query(
    `UPDATE api_client SET name = 'Sistem Uji', organisation = 'Ditjenpas', purpose = 'Sinkronisasi' WHERE id = (SELECT client_id FROM client_credential ORDER BY created_at DESC LIMIT 1)`,
  )
  await api.as(key).patch(`/v1/inmates/${inmate.id}`, { ifMatch: 1, body: { name: 'Nama Baru' } })
  const { trail } = await recordOf(await ask('INMATE', idOf(inmate)))
  const change = (trail as Row[]).find(({ operation }) => operation === 'updateInmate')
  t.match(change, { client: 'Sistem Uji', organisation: 'Ditjenpas', purpose: 'Sinkronisasi', access: 'CHANGE', resource: 'inmate' })
  t.ok((trail as Row[]).some(({ operation }) => operation === 'createSubjectRequest'))
})

t.test('the record is for who manages privacy, in full', async (t) => {
  const request = await ask('INMATE', idOf(await make.inmate(facilityId, planted.inmate)))
  const officer = api.as(await makeClient({ scopes: ['privacy:manage'], facilities: [facilityId] }))
  const path = `/v1/subject-requests/${request.id}/record`
  t.match((await officer.get(path)).body.inmate, { name: planted.inmate.name, nik: planted.inmate.nik }, 'no other scope is needed')
  const key = await makeClient({ scopes: ['privacy:manage'] })
  await database.query(`UPDATE api_client SET redactions = '{identity}' WHERE id = (SELECT client_id FROM client_credential ORDER BY created_at DESC LIMIT 1)`)
  const redacted = (await api.as(key).get(path)).body
  t.match(redacted.inmate, { name: planted.inmate.publicAlias, alias: null, nik: '3304********0506' }, 'what is taken from a client stays hidden')
})
