/** A service is sold as goods are, by the program that served: it moves no stock. */
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Row } from '../support/contract.ts'
import { idOf } from '../support/make.ts'
import { StockModel, saleDay } from '../support/stock-model.ts'

const { api, database, make } = await buildTestApp(t)
const stock = new StockModel(api, make, database)
const workshop = await stock.workshop()
const { facilityId, programId, buyerId, productId } = workshop
const laundry = idOf(await make.product(facilityId, { isService: true, unit: 'KG' }))
const service = { programId, from: '2025-09-11', to: '2025-09-13' }
const washing = { productId: laundry, grade: 'A', quantity: 2.5, unitPrice: 7_000, service }

const sell = (lines: Row[], more: Row = {}) => make.create('createSale', facilityId, { buyerId, soldOn: saleDay, lines, ...more })
const movements = async (): Promise<number> => (await api.get('/v1/stock-movements', { query: { facilityId, limit: 200 } })).items.length

t.test('goods and a service are sold together, and only the goods leave the stock', async (t) => {
  const batchId = await stock.stocked(workshop, { A: 10 })
  const before = await movements()
  const lines = [...stock.lines(productId, [['A', 4]]), washing] as Row[]
  for (const [at, confirm] of [true, false].entries()) {
    let sale = await sell(lines, { confirm, discount: 100 })
    if (!confirm) sale = await make.call('confirmSale', { id: idOf(sale) }, undefined, Number(sale.version))
    t.match(sale, {
      status: 'CONFIRMED',
      total: 4 * 125 + 17_500 - 100,
      lines: [
        { service: null, allocations: [{ batchId, quantity: 4 }] },
        { service, allocations: [], lineTotal: 17_500 },
      ],
    })
    t.equal(await movements(), before + at + 1)
  }
  const { body } = await api.get(`/v1/batches/${batchId}`)
  t.match(body, { sold: 8, onHand: 2, revenue: 2 * (500 - 3) }, 'the discount is divided over both lines')
})

t.test('a sale of a service alone is confirmed, paid, completed and cancelled as any other', async (t) => {
  const before = await movements()
  const sale = await sell([washing], { confirm: true })
  await make.create('createPayment', facilityId, { saleId: idOf(sale), amount: 17_500 })
  const paid = (await api.get(`/v1/sales/${sale.id}`)).body
  t.match(await make.call('completeSale', { id: idOf(sale) }, undefined, Number(paid.version)), { status: 'COMPLETED' })
  const other = await sell([washing], { confirm: true })
  t.match(await make.call('cancelSale', { id: idOf(other) }, {}, Number(other.version)), { status: 'CANCELLED', lines: [{ service }] })
  t.equal(await movements(), before)
})

t.test('the lines of a draft are replaced, also the days of a service', async (t) => {
  const draft = await sell([washing])
  const path = `/v1/sales/${draft.id}`
  const same = await api.patch(path, { body: { lines: [washing] }, ifMatch: '*' })
  t.match(same.body, { version: draft.version }, 'what is said already changes nothing')
  const later = { ...service, to: '2025-09-14' }
  const changed = await api.patch(path, { body: { lines: [{ ...washing, service: later }] }, ifMatch: '*' })
  t.match(changed, { status: 200, body: { version: 2, lines: [{ service: later }] } })
})
