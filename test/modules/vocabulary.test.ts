/** The words of the field: classes of units, measures, price lists, persons, languages. */
import t from 'tap'
import { decimalsOf } from '../../src/production/products/schemas.ts'
import { buildTestApp } from '../support/app.ts'
import { idOf } from '../support/make.ts'

const { api, contract, make } = await buildTestApp(t)
const facilityId = idOf(await make.facility())
const product = async (given: object) => api.post('/v1/products', { body: await make.body('createProduct', facilityId, { ...given }) })

t.test('LPKA and Bapas are of class II', async (t) => {
  for (const type of ['LPKA', 'BAPAS']) t.match(await make.facility({ type, level: 'II', name: `${type} Kelas II Batam` }), { type, level: 'II' })
})

t.test('every unit of the contract is taken, with its decimals', async (t) => {
  const units = contract.resolve(contract.operation('createProduct').body?.properties?.unit ?? {})['x-extensible-enum'] ?? []
  t.same(units.toSorted(), Object.keys(decimalsOf).toSorted())
  for (const [unit, decimals] of Object.entries(decimalsOf)) {
    const made = await product({ unit })
    t.match(made, { status: 201, body: { unit } }, unit)
    const half = await make.body('createBatch', facilityId, { productId: made.body.id ?? '', plannedQuantity: 1.5 })
    t.equal((await api.post('/v1/batches', { body: half })).status, decimals === 0 ? 422 : 201, `half a ${unit}`)
  }
})

t.test('a unit is understood as others write it', async (t) => {
  for (const [written, unit] of [
    ['pcs', 'BUAH'],
    ['m\u00b2', 'M2'],
    ['Kg', 'KG'],
    [' lbr', 'LEMBAR'],
    ['MTK', 'M2'],
    ['ekor', 'EKOR'],
  ] as const)
    t.match(await product({ unit: written }), { status: 201, body: { unit } }, written)
  t.match(await product({ unit: 'FURLONG' }), { status: 400, body: { errors: [{ pointer: '/unit', code: 'enum' }] } })
  const { items } = await api.get('/v1/products', { query: { facilityId, unit: 'm2' } })
  t.ok(items.length > 1 && items.every((row) => row.unit === 'M2'), 'in a filter too')
})

t.test('a list price ends when the next begins', async (t) => {
  const listPrices = [
    { amount: 150, from: '2026-01-01' },
    { amount: 125, from: '2025-01-01' },
  ]
  const told = [
    { amount: 125, from: '2025-01-01', to: '2025-12-31' },
    { amount: 150, from: '2026-01-01', to: null },
  ]
  const made = await product({ listPrices })
  t.match(made, { status: 201, body: { listPrices: told } })
  const path = `/v1/products/${made.body.id}`
  t.match(await api.patch(path, { ifMatch: 1, body: { listPrices } }), { status: 200, body: { version: 1 } }, 'the same list is no change')
  const longer = { listPrices: [...told, { amount: 175, from: '2026-07-01' }] }
  const third = {
    status: 200,
    body: { listPrices: [told[0], { amount: 150, from: '2026-01-01', to: '2026-06-30' }, { amount: 175, from: '2026-07-01', to: null }] },
  }
  t.match(await api.patch(path, { ifMatch: 1, body: longer }), third, 'what was read is sent again with one more')
  const overlap = { status: 409, body: { code: 'period-overlap', errors: [{ pointer: '/listPrices' }] } }
  t.match(
    await product({
      listPrices: [
        { amount: 1, from: '2025-01-01', to: '2025-02-01' },
        { amount: 2, from: '2025-02-01' },
      ],
    }),
    overlap,
    'a last day that is given holds',
  )
  t.match(
    await product({
      listPrices: [
        { amount: 1, from: '2025-01-01' },
        { amount: 2, from: '2025-01-01' },
      ],
    }),
    overlap,
    'two that begin on one day',
  )
})

t.test('a juvenile is neither detainee nor convict, and takes part in programs', async (t) => {
  const { id } = await make.inmate(facilityId, { legalStatus: 'JUVENILE' })
  const { eligibility } = await make.program(facilityId)
  t.match(eligibility, { legalStatus: ['DETAINEE', 'CONVICT', 'JUVENILE'] }, 'unless the program says otherwise')
  t.match(await api.get('/v1/inmates', { query: { facilityId, legalStatus: 'JUVENILE' } }), { items: [{ id }] })
})

t.test('Indonesian is asked for by every tag that stands for it', async (t) => {
  for (const tag of ['id', 'id-ID', 'ID', 'in', 'in-ID', 'ind', 'id-ID,id;q=0.9,en;q=0.8', 'in;q=0.9, en;q=0.5']) {
    const { headers } = await api.get('/v1/products', { query: { limit: 0 }, headers: { 'accept-language': tag } })
    t.equal(headers['content-language'], 'id', tag)
  }
  for (const tag of ['en', 'en-US,en;q=0.9,id;q=0.1', 'fr', 'ina', '*', 'en;q=0.9, in;q=0.5']) {
    const { headers } = await api.get('/v1/products', { query: { limit: 0 }, headers: { 'accept-language': tag } })
    t.equal(headers['content-language'], 'en', tag)
  }
})
