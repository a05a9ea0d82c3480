/** Numbers that are the same are taken once, and shown in one form. */
import t from 'tap'
import { bringTable, sharedNumbers, tablesWithForms } from '../../src/cli/canonical.ts'
import { buildTestApp } from '../support/app.ts'
import { testKeyring } from '../support/keyring.ts'
import { idOf } from '../support/make.ts'

const { app, api, database, make } = await buildTestApp(t)
const facilityId = idOf(await make.facility())
const buyer = (given: object) => api.post('/v1/buyers', { body: { facilityId, type: 'BUSINESS', name: 'Toko Uji', ...given } })
const product = async (given: object) => api.post('/v1/products', { body: await make.body('createProduct', facilityId, { ...given }) })
const isTaken = (pointer: string) => ({ status: 409, body: { code: 'duplicate', errors: [{ pointer }] } })

t.test('an NPWP of 15 digits is the one of 16 with a 0 before it', async (t) => {
  const first = await buyer({ npwp: '012345678901000' })
  t.match(first, { status: 201, body: { npwp: '0012345678901000' } })
  t.match(await buyer({ npwp: '0012345678901000' }), isTaken('/npwp'))
  t.match(await buyer({ npwp: '01.234.567.8-901.000' }), isTaken('/npwp'), 'also as it is printed')
  const other = await buyer({ npwp: '3304060101010001' })
  t.match(other, { status: 201, body: { npwp: '3304060101010001' } }, 'one that is a NIK stays')
  const path = `/v1/buyers/${other.body.id}`
  t.match(await api.patch(path, { ifMatch: 1, body: { npwp: '012345678901000' } }), isTaken('/npwp'))
  t.match(await api.patch(path, { ifMatch: 9, body: { npwp: '012345678901000' } }), { status: 412 }, 'a stale version is told first')
  t.match(
    await api.patch(`/v1/buyers/${first.body.id}`, { ifMatch: 1, body: { npwp: '012345678901000' } }),
    { status: 200, body: { version: 1 } },
    'its own is no other',
  )
  t.match(await buyer({ npwp: '12345678901234' }), { status: 400, body: { errors: [{ pointer: '/npwp' }] } })
})

t.test('two requests with one taxpayer in two forms make one buyer', async (t) => {
  const answers = await Promise.all(['099999999901000', '0099999999901000', '09.999.999.9-901.000'].map((npwp) => buyer({ npwp })))
  t.same(answers.map(({ status }) => status).sort(), [201, 409, 409])
})

t.test('a phone number is kept in E.164', async (t) => {
  for (const phone of [
    '0812-3456-7890',
    '+62 812 3456 7890',
    '6281234567890',
    '0062 812 3456 7890',
    '(0812) 34567890',
    '0812\u20113456\u20117890',
    '\u200e+6281234567890',
  ])
    t.match(await buyer({ phone }), { status: 201, body: { phone: '+6281234567890' } }, phone)
  t.match(await buyer({ phone: '(0286) 591234' }), { body: { phone: '+62286591234' } }, 'of a place')
  t.match(await buyer({ phone: '+65 6123 4567' }), { body: { phone: '+6561234567' } }, 'of another country')
  for (const phone of ['110', 'wa 0812', '0812-3456-7890 / 0813-1111-2222', '+'])
    t.match(await buyer({ phone }), { status: 400, body: { errors: [{ pointer: '/phone' }] } }, phone)
})

t.test('NIB, NIP and NIK may be written in groups', async (t) => {
  t.match(await buyer({ nib: '9120 0000 00777' }), { status: 201, body: { nib: '9120000000777' } })
  t.match(await buyer({ nib: '9120000000777' }), isTaken('/nib'))
  const officer = await make.officer(facilityId, { nip: '19800101 200501 1 001' })
  t.equal(officer.nip, '198001012005011001')
  const again = await make.body('createOfficer', facilityId, { nip: '198001012005011001' })
  t.match(await api.post('/v1/officers', { body: again }), isTaken('/nip'))
  const inmate = await make.inmate(facilityId, { nik: '3304-0601-0190-0011' })
  t.equal(inmate.nik, '3304060101900011')
  t.match(await api.post('/v1/inmates/_search', { body: { nik: '3304 0601 0190 0011' } }), { items: [{ id: inmate.id }] })
})

t.test('a region code may come without its dots', async (t) => {
  t.match(await buyer({ regionCode: '330406' }), { status: 201, body: { regionCode: '33.04.06' } })
  const { items } = await api.get('/v1/buyers', { query: { facilityId, regionCode: '3304' } })
  t.same(
    items.map((row) => row.regionCode),
    ['33.04.06'],
  )
})

t.test('a barcode is one product of a facility, and its last digit fits', async (t) => {
  const first = await product({ barcode: '8991234567891' })
  t.match(first, { status: 201, body: { barcode: '8991234567891' } })
  t.match(await product({ barcode: '899 1234-567891' }), isTaken('/barcode'))
  const wrong = { status: 422, body: { code: 'contradiction', errors: [{ pointer: '/barcode' }] } }
  for (const barcode of ['8991234567894', '12345678', '18991234567891']) t.match(await product({ barcode }), wrong, barcode)
  const other = await product({ barcode: '036000291452' })
  t.match(other, { status: 201, body: { barcode: '0036000291452' } }, 'a UPC is the EAN with a 0')
  t.match(await product({ barcode: '00036000291452' }), isTaken('/barcode'), 'and so is the GTIN of 14 digits')
  const path = `/v1/products/${other.body.id}`
  t.match(await api.patch(path, { ifMatch: 1, body: { barcode: '8991234567891' } }), isTaken('/barcode'))
  t.match(await api.patch(path, { ifMatch: 1, body: { barcode: '8991234567894' } }), wrong, 'also in a change')
  t.match(await product({ barcode: 'BNJ-0001' }), { status: 201, body: { barcode: 'BNJ-0001' } }, 'a code of the house has no check digit')
  const elsewhere = await make.body('createProduct', idOf(await make.facility()), { barcode: '8991234567891' })
  t.match(await api.post('/v1/products', { body: elsewhere }), { status: 201 }, 'another facility may sell the same')
})

/** Adds an entry to the book of a new inmate. */
async function register(number: string, given: object = {}) {
  const inmate = await make.inmate(facilityId)
  return api.post(`/v1/inmates/${inmate.id}/registrations`, { body: { book: 'B_I', number, from: '2025-01-02', ...given } })
}

t.test('a register number is compared as it is read, and shown as it is written', async (t) => {
  t.match(await register('B.I. 012/2025'), { status: 201, body: { number: 'B.I. 012/2025' } })
  for (const number of ['b.i.012/2025', 'BI 12/2025', 'B.I.\u00a012/2025', 'B.I.0012 / 2025']) t.match(await register(number), isTaken('/number'), number)
  for (const number of ['B.I.12/2026', 'B.I.1/22025', 'B.I.120/2025', 'B.I.12-2025']) t.match(await register(number), { status: 201, body: { number } }, number)
  t.match(await register('B.I.12/2025', { book: 'B_IIA' }), { status: 201 }, 'another book counts for itself')
  const found = await api.post('/v1/inmates/_search', { body: { registrationNumber: 'bi 12/2025', facilityId } })
  t.equal(found.items.length, 2)
})

t.test('two requests with one register number in two forms make one entry', async (t) => {
  const answers = await Promise.all(['A.1/2024', 'a. 01/2024', 'A1/2024'].map((number) => register(number)))
  t.same(answers.map(({ status }) => status).sort(), [201, 409, 409])
})

t.test('what was kept before has its form after `npm run canonical`', async (t) => {
  const old = idOf((await buyer({ name: 'Uji Lama' })).body)
  const { encrypted, hash } = testKeyring.number('buyer.npwp', old, '055555555555000')
  await database.query("UPDATE buyer SET name = $2, phone = '0812 000 111', npwp_encrypted = $3, npwp_hash = $4 WHERE id = $1", [
    old,
    'Andre\u0301 \u00a0Lama',
    encrypted,
    hash,
  ])
  t.match(await buyer({ npwp: '0055555555555000' }), isTaken('/npwp'), 'a number of before is known before it')
  const inmate = idOf(await make.inmate(facilityId))
  await database.query('UPDATE inmate SET skills = \'{"menjahit ",las}\' WHERE id = $1', [inmate])
  // What a database of before may hold, and the constraint would not take now.
  const [kept, clash] = [idOf((await product({ barcode: '0725272730706' })).body), idOf((await product({})).body)]
  await database.query("UPDATE product SET barcode = '725272730706' WHERE id = $1", [clash])
  const lines = new Map<string, { changed: number; kept: string[] }>()
  for (const { table, parts } of tablesWithForms()) lines.set(table, await bringTable(app.pool, testKeyring, table, parts))
  t.match((await api.get(`/v1/buyers/${old}`)).body, { name: 'Andr\u00e9 Lama', phone: '+62812000111', npwp: '0055555555555000', version: 2 })
  t.match((await api.get(`/v1/inmates/${inmate}`)).body, { skills: ['menjahit', 'las'] })
  t.same(lines.get('product'), { changed: 0, kept: [clash] }, 'what another row has already stays, and is named')
  t.match((await api.get(`/v1/products/${kept}`)).body, { barcode: '0725272730706', version: 1 })
  const again = tablesWithForms().find(({ table }) => table === 'buyer')
  t.match(await bringTable(app.pool, testKeyring, 'buyer', again?.parts ?? []), { changed: 0 }, 'a second time there is nothing to do')
})

t.test('rows that shared a number before stay, and keep it until it is corrected', async (t) => {
  const entry = (await register('B.I.77/2025')).body
  const shared = (await register('B.I.78/2025')).body
  await database.query("UPDATE inmate_registration SET number_shared = true, number = 'b.i. 77/2025' WHERE id = $1", [shared.id])
  const path = `/v1/inmates/${shared.inmateId}/registrations/${shared.id}`
  t.match(await api.patch(path, { ifMatch: 1, body: { number: 'b.i. 77/2025', to: '2025-05-05' } }), { status: 200 }, 'the rest can be changed')
  t.ok((await sharedNumbers(app.pool)).some(({ id }) => id === shared.id))
  t.match(await api.patch(path, { ifMatch: 2, body: { number: 'B.I.77 / 2025' } }), isTaken('/number'), 'but the number only to one that is free')
  t.match(await api.patch(path, { ifMatch: 2, body: { number: 'B.I.79/2025' } }), { status: 200 })
  t.notOk((await sharedNumbers(app.pool)).some(({ id }) => id === shared.id))
  t.match(await register(String(entry.number)), isTaken('/number'), 'the first has it all the time')
})
