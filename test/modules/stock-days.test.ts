/** What may leave the stock, and on which day. */
import t, { type Test } from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Row } from '../support/contract.ts'
import { idOf } from '../support/make.ts'
import { dayAfter, StockModel, saleDay, type Workshop } from '../support/stock-model.ts'

const { api, make, database } = await buildTestApp(t)
const stock = new StockModel(api, make, database)
const { draft, confirm } = stock

/** The balances of a product are what they should be, and agree with the movements. */
async function holds(t: Test, workshop: Workshop, onHand: Record<string, number>): Promise<void> {
  t.strictSame(await stock.onHand(workshop), onHand)
  t.strictSame(await stock.contradictions(workshop), [], 'balances and movements agree')
}

const read = async (path: string): Promise<Row> => (await api.get(path)).body

const move = (batchId: string, type: string, quantity: number, more: Row = {}) =>
  api.post('/v1/stock-movements', { body: { batchId, grade: 'A', quantity, type, occurredOn: saleDay, reason: 'Tried', ...more } })
const reverse = (movement: Row) => api.post(`/v1/stock-movements/${idOf(movement)}/reversal`, { body: { occurredOn: saleDay } })

t.test('D: goods on hold are neither given away nor used, and leave the stock as damage, loss or by a count [contradiction]', async (t) => {
  const workshop = await stock.workshop()
  const batchId = await stock.stocked(workshop, { A: 100 })
  for (const hold of ['QUARANTINE', 'RECALLED']) {
    await stock.hold(batchId, hold)
    for (const type of ['GIFT', 'INTERNAL_USE'])
      t.match(await move(batchId, type, -10), {
        status: 422,
        body: { code: 'contradiction', detail: `on hold: ${hold}`, errors: [{ pointer: '/batchId' }] },
      })
    for (const type of ['DAMAGE', 'LOSS', 'COUNT_ADJUSTMENT']) t.equal((await move(batchId, type, -10)).status, 201, type)
  }
  await stock.hold(batchId, 'NONE')
  t.equal((await move(batchId, 'GIFT', -10)).status, 201)
  await holds(t, workshop, { [`${batchId} A`]: 30 })
})

t.test('D: an archived batch takes no movement, nor back what left it, until it is shown again [contradiction]', async (t) => {
  const workshop = await stock.workshop()
  const batchId = await stock.stocked(workshop, { A: 10 })
  const { code = '' } = await read(`/v1/batches/${batchId}`)
  const archive = (archived: boolean) => api.patch(`/v1/batches/${batchId}`, { body: { archived }, ifMatch: '*' })
  const gift = (await move(batchId, 'GIFT', -4)).body
  const sale = (await confirm(await draft(workshop, [['A', 6]]))).body
  const cancel = () => api.post(`/v1/sales/${idOf(sale)}/cancellation`, { body: { occurredOn: saleDay }, ifMatch: '*' })
  await archive(true)
  t.match(await move(batchId, 'COUNT_ADJUSTMENT', 5), { status: 422, body: { code: 'contradiction', errors: [{ pointer: '/batchId' }] } })
  for (const answer of [await reverse(gift), await cancel()])
    t.match(answer, { status: 422, body: { code: 'contradiction', detail: `Batch ${String(code)} is archived; take it out of the archive first.` } })
  t.match(await draft(workshop, [['A', 1]]).then(confirm), { status: 409, body: { code: 'insufficient-stock' } }, 'it is empty')
  await holds(t, workshop, { [`${batchId} A`]: 0 })
  await archive(false)
  t.strictSame([(await reverse(gift)).status, (await cancel()).status], [201, 200])
  await holds(t, workshop, { [`${batchId} A`]: 10 })
})

/** 10 made on `workday`, all sold ten days later, 5 found by a count a month after that. */
async function emptyForAMonth() {
  const workshop = await stock.workshop()
  const batchId = await stock.stocked(workshop, { A: 10 })
  const sale = (await confirm(await draft(workshop, [['A', 10]]))).body
  const count = (await move(batchId, 'COUNT_ADJUSTMENT', 5, { occurredOn: dayAfter(40) })).body
  return { workshop, batchId, sale, count }
}

t.test('C: goods do not leave before they are there, and a refusal names the day and the first that would do [insufficient-stock]', async (t) => {
  const { workshop, batchId, count } = await emptyForAMonth()
  const refused = (requested: number, onHand: number, onDay: string, day = dayAfter(40)) => ({
    status: 409,
    body: { code: 'insufficient-stock', facts: { shortages: [{ batchId, onHand, requested, onDay, balance: onHand - requested }], earliest: day } },
  })
  t.match(await move(batchId, 'GIFT', -5, { occurredOn: dayAfter(12) }), refused(5, 0, dayAfter(12)), 'on the day itself')
  t.match(await move(batchId, 'LOSS', -5, { occurredOn: dayAfter(2) }), refused(5, 0, saleDay), 'on a day since')
  t.match(
    await move(batchId, 'LOSS', -6, { occurredOn: dayAfter(2) }),
    { status: 409, body: { facts: { shortages: [{ onHand: 5, requested: 6 }] } } },
    'nor now',
  )
  const two = [['A', 2] as const, ['A', 3] as const]
  for (const lines of [[['A', 5] as const], [['A', 5, batchId] as const], two])
    t.match(await confirm(await draft(workshop, lines, { soldOn: dayAfter(12) })), refused(5, 0, dayAfter(12)), 'a sale is the same')
  t.equal((await move(batchId, 'GIFT', -3, { occurredOn: dayAfter(40) })).status, 201)
  t.match(await reverse(count), { status: 422, body: { facts: { earliest: dayAfter(40) } } }, 'what came is not taken back before it came')
  const early = (await move(batchId, 'COUNT_ADJUSTMENT', 4, { occurredOn: dayAfter(1) })).body
  t.equal((await move(batchId, 'GIFT', -4, { occurredOn: dayAfter(3) })).status, 201, 'and has been there since')
  t.match(await api.post(`/v1/stock-movements/${idOf(early)}/reversal`, { body: { occurredOn: dayAfter(2) } }), {
    status: 409,
    body: { facts: { shortages: [{ onHand: 2 }] } },
  })
  await holds(t, workshop, { [`${batchId} A`]: 2 })
})

t.test('C: a sale of a past day takes from each batch what was free since, first completed first', async (t) => {
  const { workshop, batchId, sale } = await emptyForAMonth()
  const younger = await stock.stocked(workshop, { A: 4 }, dayAfter(11))
  const sold = await confirm(await draft(workshop, [['A', 3]], { soldOn: dayAfter(12) }))
  t.match(sold.body, { status: 'CONFIRMED', lines: [{ allocations: [{ batchId: younger, quantity: 3 }] }] })
  const both = await confirm(await draft(workshop, [['A', 6]], { soldOn: dayAfter(12) }))
  t.match(both, { status: 409, body: { code: 'insufficient-stock', facts: { available: 1, requested: 6, shortBy: 5, earliest: dayAfter(40) } } })
  const back = await api.post(`/v1/sales/${idOf(sale)}/cancellation`, { body: { occurredOn: saleDay }, ifMatch: '*' })
  t.equal(back.status, 200)
  const again = await confirm(await draft(workshop, [['A', 6]], { soldOn: dayAfter(12) }))
  t.match(again.body, { status: 'CONFIRMED', lines: [{ allocations: [{ batchId, quantity: 6 }] }] }, 'what came back on the day of its sale can be sold since')
  t.strictSame(await stock.contradictions(workshop), [])
})

t.test('C: of late entries that are made at once only as many are taken as every day can bear [insufficient-stock]', async (t) => {
  const workshop = await stock.workshop()
  const batchId = await stock.stocked(workshop, { A: 10 })
  await confirm(await draft(workshop, [['A', 7]]))
  await move(batchId, 'COUNT_ADJUSTMENT', 50, { occurredOn: dayAfter(40) })
  const sales = await Promise.all(
    Array.from({ length: 5 }, (_, at) => draft(workshop, [['A', 1, at % 2 === 0 ? batchId : undefined]], { soldOn: dayAfter(3) })),
  )
  const gift = () => move(batchId, 'GIFT', -1, { occurredOn: dayAfter(2) })
  const answers = await Promise.all([...sales.map(confirm), gift(), gift(), gift(), gift(), gift()])
  t.equal(answers.filter(({ status }) => status < 300).length, 3)
  t.equal(answers.filter(({ body }) => body.code === 'insufficient-stock').length, 7)
  await holds(t, workshop, { [`${batchId} A`]: 50 })
})

t.test('F: a movement of a grade that the batch never had is refused at the grade [unknown-reference]', async (t) => {
  const workshop = await stock.workshop()
  const batchId = await stock.stocked(workshop, { A: 10 })
  t.match(await move(batchId, 'GIFT', -1, { grade: 'B' }), { status: 422, body: { code: 'unknown-reference', errors: [{ pointer: '/grade' }] } })
  t.match(await move(workshop.productId, 'GIFT', -1), { status: 422, body: { code: 'unknown-reference', errors: [{ pointer: '/batchId' }] } })
})
