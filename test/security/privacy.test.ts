/** The rights of the person: what the modules say of their tables, requests and their clock, the record, corrections, erasure, retention. */
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import t from 'tap'
import { personalDataMarkdown } from '../../src/cli/personal-data-table.ts'
import { allTables, type Table, tablesOf } from '../../src/platform/security/personal-data.ts'
import { buildTestApp } from '../support/app.ts'
import type { Row, Schema } from '../support/contract.ts'
import { idOf, versionOf } from '../support/make.ts'
import { ask as askFor, type Kind, planted, wholeBuyer, wholeInmate } from '../support/persons.ts'
import { workday } from '../support/samples.ts'

const { api, app, contract, database, make, makeClient, clientOf, port } = await buildTestApp(t)
const facilityId = idOf(await make.facility({ name: 'Rutan Uji' }))
const schemas = contract.document.components.schemas

const camelCase = (column: string): string => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
const personalIn = ({ columns }: Table) => Object.entries(columns).filter(([, column]) => column.class !== 'none')
/** Where a column stands in the contract; null where it does not. */
const memberOf = (name: string, column: string): string | null => {
  const member = allTables()[name]?.columns[column]?.member
  const special: Record<string, string> = { valid_from: 'from', valid_to: 'to' }
  return member === undefined ? (special[column] ?? camelCase(column)) : member
}

// What is held ----------------------------------------------------------------------------------------------------

t.test('every column of the database is described by its module, and nothing else', async (t) => {
  const columns = await database.query<{ table: string; column: string }>(
    `SELECT relname AS table, attname AS column FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> '_prisma_migrations' AND attnum > 0 AND NOT attisdropped`,
  )
  const found = columns.map(({ table, column }) => `${table}.${column}`).sort()
  const listed = Object.entries(allTables()).flatMap(([table, { columns }]) => Object.keys(columns).map((column) => `${table}.${column}`))
  t.strictSame(listed.sort(), found, 'say in personal-data.ts of the module what it holds of a person, and what erasure makes of it')
})

t.test('every table that holds something of a person says whose, on which ground and for how long', async (t) => {
  for (const [name, table] of Object.entries(allTables()).filter(([, one]) => personalIn(one).length > 0)) {
    t.ok(table.grounds, `${name}: say its grounds in personal-data.ts of the module`)
    t.ok(table.retention, `${name}: and its retention`)
  }
  const record = personalDataMarkdown()
  t.match(record, /Recipients \(penerima\): identity for sales-officer, facility-head, privacy-officer;/)
  t.match(record, /Legal basis \(dasar pemrosesan\): public task/)
})

/** Every member with a data class in a component, with its path: `override/reason`. */
function classed(schema: Schema, at = ''): { path: string; dataClass: string; scope: string | undefined }[] {
  const plain = contract.resolve(schema) as Schema & { 'x-data-class'?: string; 'x-scope'?: string }
  const own = plain['x-data-class'] === undefined ? [] : [{ path: at, dataClass: plain['x-data-class'], scope: plain['x-scope'] }]
  const inner = (plain.anyOf ?? []).flatMap((one) => classed(one, at))
  const members = Object.entries(plain.properties ?? {}).flatMap(([name, member]) => classed(member, at === '' ? name : `${at}/${name}`))
  return [...own, ...inner, ...members]
}

/** Components that show, take or look for rows of a table without being named after it. */
const tablesOfParts: Record<string, string> = {
  EnrollmentApproval: 'enrollment',
  EnrollmentDecision: 'enrollment',
  EnrollmentOverride: 'enrollment',
  EnrollmentRejection: 'enrollment',
  FormerValue: 'personal_history',
  Subject: 'subject_request',
  SubjectRequestRefusal: 'subject_request',
  SubjectRequestLifting: 'subject_request',
  SubjectInmate: 'inmate',
  SubjectRegistration: 'inmate_registration',
  SubjectCustodyChange: 'custody_change',
  SubjectEnrollment: 'enrollment',
  SubjectDecision: 'enrollment',
  SubjectWork: 'batch_worker',
  SubjectWorkLog: 'work_log',
  WorkSheetRow: 'work_log',
  WorkMonth: 'work_log',
  SubjectBuyer: 'buyer',
  SubjectPayment: 'payment',
  SubjectConsent: 'buyer_consent',
  SubjectAsked: 'subject_request',
  SubjectOtherRecord: 'subject_request',
  SubjectOfficer: 'officer',
  IncidentClosing: 'incident',
}
/** Members that are called otherwise, or stand in a component of another table. */
const places: Record<string, string> = {
  'InmateSearch/registrationNumber': 'inmate_registration/number',
  'EnrollmentDecision/number': 'enrollment/decision/number',
  'EnrollmentOverride/decisionNumber': 'enrollment/override/decisionNumber',
  'EnrollmentOverride/reason': 'enrollment/override/reason',
  'SubjectDecision/number': 'enrollment/decision/number',
  'SubjectRequestRefusal/reason': 'subject_request/refusal/reason',
  'SubjectRequestLifting/reason': 'subject_request/lifting/reason',
  'Subject/id': 'subject_request/subject/id',
  'SubjectOtherRecord/id': 'subject_request/subject/id',
  'AffectedPerson/id': 'subject_request/subject/id',
  'IncidentNotices/toAuthority': 'incident/description',
  'IncidentNotices/toPersons': 'incident/description',
}

/** `table/member` of what a component has. */
function placeOf(component: string, path: string): string {
  const base = component.replace(/^New/, '').replace(/(Patch|Search|Entry)$/, '')
  const table = tablesOfParts[base] ?? base.replace(/(?!^)[A-Z]/g, '_$&').toLowerCase()
  return (places[`${component}/${path}`] ?? `${table}/${path}`).replace('inmate/registrations/', 'inmate_registration/')
}

t.test('what the contract and the tables say of personal data has the same classes and scopes', async (t) => {
  const columns = new Map(
    Object.entries(allTables()).flatMap(([name, table]) =>
      Object.entries(table.columns).map(([column, { class: dataClass }]) => [`${name}/${memberOf(name, column)}` as string, { table, dataClass }] as const),
    ),
  )
  const marked = new Set<string>()
  // The record and pages consist of parts that are looked at by themselves.
  for (const [component, schema] of Object.entries(schemas).filter(([name]) => !/Page$|^SubjectRecord$/.test(name))) {
    for (const { path, dataClass, scope } of classed(schema)) {
      const place = placeOf(component, path)
      const column = columns.get(place)
      t.equal(column?.dataClass, dataClass, `${component}/${path} is ${dataClass} in ${place}, else say so in personal-data.ts of the module`)
      if (scope !== undefined) t.equal(column?.table.classScopes?.[dataClass as 'identity'], scope, `${component}/${path} needs ${scope}`)
      marked.add(place)
    }
  }
  for (const [place, { dataClass }] of columns) {
    if (dataClass !== 'none' && !place.endsWith('/null')) t.ok(marked.has(place), `${place} (${dataClass}) is marked in the contract`)
  }
})

t.test('what is kept of corrections is what the modules call personal', async (t) => {
  const triggers = await database.query<{ table: string; columns: string }>(
    `SELECT tgrelid::regclass::text AS table, encode(tgargs, 'escape') AS columns FROM pg_trigger WHERE tgname LIKE '%_keep_former'`,
  )
  t.equal(triggers.length, 3)
  for (const { table, columns } of triggers) {
    const kept = columns.split('\\000').filter((name) => name !== '' && name !== 'facility_id')
    const personal = personalIn(allTables()[table] as Table).map(([column]) => column)
    t.strictSame(kept.sort(), personal.filter((column) => !column.endsWith('_hash')).sort(), table)
  }
})

// Requests --------------------------------------------------------------------------------------------------------

const hours = 3_600_000
/** A request about a person of this file's facility. */
const ask = (type: Kind, id: string, kind?: string, more?: Row): Promise<Row> => askFor(make, facilityId, type, id, kind, more)
const fulfil = (request: Row) => api.post(`/v1/subject-requests/${request.id}/fulfilment`, { ifMatch: versionOf(request) })
const recordOf = async (request: Row): Promise<Row> => (await api.get(`/v1/subject-requests/${request.id}/record`)).body

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

t.test('a subject request follows its person to another facility', async (t) => {
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

/** Every value in every personal column that the database has of a person, as the contract would say it. */
async function personalValues(type: 'INMATE' | 'BUYER', id: string): Promise<{ where: string; value: string }[]> {
  const tables = tablesOf(type)
  const found = await Promise.all(
    tables.map(async ({ name, table, person }) => {
      const { through } = table
      const mine = through === undefined ? `${person} = $1` : `${person} IN (SELECT id FROM ${through.table} WHERE ${through.person} = $1)`
      const rows = await database.query<{ row: Row }>(`SELECT to_jsonb(${name}) AS row FROM ${name} WHERE ${mine}`, [id])
      const columns = personalIn(table).filter(([, { member }]) => member !== null)
      return columns.flatMap(([column]) =>
        column.endsWith('_hash')
          ? []
          : rows.flatMap(({ row }) => {
              const value = row[column] ?? null
              const isEncrypted = column.endsWith('_encrypted') || String(row.field ?? '').endsWith('_encrypted')
              const place =
                name === 'personal_history'
                  ? `${row.resource}.${String(row.field).replace('_encrypted', '')}:${row.row_id}`
                  : `${name}.${column.replace('_encrypted', '')}:${row.id}`
              const plain = isEncrypted && value !== null ? app.keyring.decrypt(String(value), place) : value
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
  t.test(`the record of ${type} holds everything about the person, and no other person`, async (t) => {
    const { id, request, others } = await whole(make, facilityId)
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
      t.ok(text.includes(JSON.stringify(value).slice(1, -1)), `the record has ${where}`)
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

t.test('the record is shown in full with privacy:manage alone, except what is redacted for the client', async (t) => {
  const request = await ask('INMATE', idOf(await make.inmate(facilityId, { ...planted.inmate, nik: '3304010203040707' })))
  const officer = api.as(await makeClient({ scopes: ['privacy:manage'], facilities: [facilityId] }))
  const path = `/v1/subject-requests/${request.id}/record`
  t.match((await officer.get(path)).body.inmate, { name: planted.inmate.name, nik: '3304010203040707' }, 'no other scope is needed')
  const key = await makeClient({ scopes: ['privacy:manage'] })
  await database.prisma.apiClient.update({ where: { id: await clientOf(key) }, data: { redactions: ['identity'] } })
  const redacted = (await api.as(key).get(path)).body
  t.match(redacted.inmate, { name: planted.inmate.publicAlias, alias: null, nik: '************0707' }, 'what is taken from a client stays hidden')
})

t.test('the record names the other rows of the person: at other facilities, and as a buyer by the same number', async (t) => {
  const nik = '3304010203040808'
  const there = idOf(await make.facility({ name: 'Lapas Lain' }))
  const [here, elsewhere] = [await make.inmate(facilityId, { nik }), await make.inmate(there, { nik })]
  const [buyer, firm] = [await make.buyer(there, { type: 'INDIVIDUAL', npwp: nik }), await make.buyer(facilityId, { type: 'BUSINESS', npwp: nik })]
  await make.inmate(there, { nik: '3304010203040809' })
  const officer = api.as(await makeClient({ scopes: ['privacy:manage'], facilities: [facilityId] }))
  const othersOf = async (type: Kind, row: Row, as = api) =>
    (await as.get(`/v1/subject-requests/${(await askFor(make, facilityId, type, idOf(row))).id}/record`)).body.otherRecords
  const found = (type: Kind, row: Row) => ({ type, id: idOf(row), facilityName: row === here ? 'Rutan Uji' : 'Lapas Lain' })
  t.strictSame(await othersOf('INMATE', here, officer), [found('INMATE', elsewhere), found('BUYER', buyer)], 'an organisation is nobody')
  t.strictSame(await othersOf('BUYER', buyer), [found('INMATE', here), found('INMATE', elsewhere)])
  t.strictSame(await othersOf('INMATE', await make.inmate(facilityId)), [], 'without a number nobody is found')
  const blind = api.as(await makeClient({ scopes: ['privacy:manage'], redactions: ['custody'] }))
  t.notMatch(JSON.stringify(await othersOf('INMATE', here, blind)), idOf(elsewhere))
  t.ok(firm)
})

t.test('an officer learns what is held of it, is not made nameless, and can be restricted', async (t) => {
  const officer = await make.officer(facilityId, { name: 'Kenari Petugas', nip: '198503122010121009' })
  const id = idOf(officer)
  const batch = await make.batch(facilityId, { supervisorId: id })
  const enrollment = await make.enrollment(facilityId)
  const decision = { number: 'TPP-79', date: workday, officerId: id }
  await make.call('approveEnrollment', { id: idOf(enrollment) }, { decision }, versionOf(enrollment))
  const record = await recordOf(await ask('OFFICER', id))
  t.match(record, { type: 'OFFICER', officer: { name: 'Kenari Petugas', nip: '198503122010121009' }, inmate: null, buyer: null, trail: [{}, {}] })
  const duties = [
    { resource: 'batch', id: idOf(batch), role: 'SUPERVISOR' },
    { resource: 'enrollment', id: idOf(enrollment), role: 'DECIDED' },
  ]
  t.strictSame(
    (record.duties as Row[]).filter(({ resource }) => resource !== 'program'),
    duties,
  )
  const refused = await fulfil(await ask('OFFICER', id, 'ERASURE'))
  t.match(refused, { status: 409, body: { code: 'erasure-refused', facts: { rules: ['IN_SERVICE', 'RETENTION_DUTY'] } } })
  t.equal((await fulfil(await ask('OFFICER', id, 'RESTRICTION', { reason: 'Ancaman terhadap petugas' }))).status, 200)
  const reader = api.as(await makeClient({ scopes: ['officers:read', 'officers:read:identity'] }))
  t.match((await reader.get(`/v1/officers/${id}`)).body, { id, name: 'K.P.', nip: null, protections: ['RESTRICTED'] })
  t.match((await api.get(`/v1/officers/${id}`)).body, { name: 'Kenari Petugas' })
})

t.test('a portable record is signed, and checked without the service', async (t) => {
  const { id, request } = await wholeInmate(make, idOf(await make.facility()))
  const keys = createLocalJWKSet((await api.get('/v1/oauth/jwks')).body as unknown as JSONWebKeySet)
  const portable = async (as = api): Promise<string> => String((await as.get(`/v1/subject-requests/${request.id}/portable-record`)).body.signedRecord)
  const signed = await portable()
  const { payload, protectedHeader } = await jwtVerify(signed, keys, { typ: 'document+jwt' })
  t.equal(protectedHeader.alg, 'ES256')
  t.match(payload.record, {
    id,
    inmate: { name: planted.inmate.name, nik: planted.inmate.nik },
    registrations: [{ number: 'Kenari Nomor' }],
    work: [{ inmateId: id }],
  })
  t.notOk('trail' in (payload.record as object), 'who read it is nothing to take along')
  const [head, , mark] = signed.split('.')
  const forged = [head, Buffer.from(JSON.stringify({ ...payload, record: {} })).toString('base64url'), mark].join('.')
  await t.rejects(jwtVerify(forged, keys), 'what was changed is not believed')
  t.match(await api.as(signed).get('/v1/me'), { status: 401 }, 'nor is it an access token')

  const blind = api.as(await makeClient({ scopes: ['privacy:manage'], redactions: ['identity'] }))
  const masked = (await jwtVerify(await portable(blind), keys)).payload
  t.notMatch(JSON.stringify(masked), planted.inmate.nik, 'what is taken from a client is not signed for it')
  const { items } = await api.get('/v1/audit-entries', { query: { resourceId: id, operation: 'readPortableRecord' } })
  t.match(items, [{ classes: /./ }, { outcome: 'ALLOWED' }])
  t.ok(items.some(({ classes }) => (classes as string[]).includes('identity')))
})

// Corrections -----------------------------------------------------------------------------------------------------

t.test('corrected values stay readable, with who corrected them and when', async (t) => {
  const inmate = await make.inmate(facilityId, { name: 'Pertama', nik: '3304010203040001' })
  const path = `/v1/inmates/${inmate.id}`
  const correct = async (version: number, body: Row) => t.equal((await api.patch(path, { ifMatch: version, body })).status, 200)
  await correct(1, { name: 'Kedua', alias: 'Ali' })
  await correct(2, { name: 'Ketiga', nik: '3304010203040002' })
  await correct(3, { archived: true })
  await correct(4, { name: 'Ketiga', nik: '3304010203040002' })
  const { formerValues, inmate: now } = await recordOf(await ask('INMATE', idOf(inmate), 'CORRECTION'))
  t.strictSame(
    (formerValues as Row[]).map(({ field, former, version }) => [field, former, version]),
    [
      ['name', 'Pertama', 1],
      ['alias', null, 1],
      ['name', 'Kedua', 2],
      ['nik', '3304010203040001', 2],
    ],
    'the same value again is no change, though it is encrypted anew',
  )
  t.match(formerValues, [{ resource: 'inmate', rowId: inmate.id, changedBy: /^test / }])
  t.match(now, { name: 'Ketiga', nik: '3304010203040002', version: 4 })
  const stored = await database.prisma.personalHistory.findFirstOrThrow({ where: { field: 'nik_encrypted', rowId: idOf(inmate) } })
  t.notMatch(stored.value, '3304010203040001', 'a NIK is encrypted there too')

  const registration = await make.create('createInmateRegistration', facilityId, { number: 'LAMA', from: workday }, { id: idOf(inmate) })
  await make.call('updateInmateRegistration', { id: idOf(inmate), registrationId: idOf(registration) }, { number: 'BARU' }, 1)
  const again = (await recordOf(await ask('INMATE', idOf(inmate)))).formerValues as Row[]
  t.match(again.at(-1), { resource: 'inmate-registration', rowId: registration.id, field: 'number', former: 'LAMA', version: 1 })
})

t.test('concurrent corrections are all kept', async (t) => {
  const inmate = await make.inmate(facilityId, { name: 'Nama 0' })
  const names = Array.from({ length: 12 }, (_, at) => `Nama ${at + 1}`)
  const answers = await Promise.all(names.map((name) => api.patch(`/v1/inmates/${inmate.id}`, { ifMatch: '*', body: { name } })))
  t.strictSame([...new Set(answers.map(({ status }) => status))], [200])
  const { formerValues, inmate: now } = (await recordOf(await ask('INMATE', idOf(inmate)))) as { formerValues: Row[]; inmate: Row }
  t.strictSame(
    formerValues.map(({ version }) => version),
    names.map((_, at) => at + 1),
    'one for each version',
  )
  t.strictSame([...formerValues.map(({ former }) => former), now.name].sort(), ['Nama 0', ...names].sort())
})

t.test('former values are not rewritten, and are deleted with their person', async (t) => {
  const inmate = await make.inmate(facilityId)
  const { version } = (await api.patch(`/v1/inmates/${inmate.id}`, { ifMatch: 1, body: { name: 'Lain' } })).body
  for (const statement of [
    'UPDATE personal_history SET version = 9',
    'UPDATE personal_history SET changed_by = gen_random_uuid()',
    'DELETE FROM personal_history',
  ])
    await t.rejects(database.query(statement), /append-only/, statement)
  t.equal((await api.delete(`/v1/inmates/${inmate.id}`, { ifMatch: Number(version) })).status, 204)
  t.equal(await database.prisma.personalHistory.count({ where: { rowId: idOf(inmate) } }), 0)
})
