/** What goes into a batch and what it brings: costs, revenue and margin. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { partsOf } from '../../src/commerce/sales/rules.ts'
import { buildTestApp } from '../support/app.ts'
import type { Row } from '../support/contract.ts'
import { idOf } from '../support/make.ts'
import { workday } from '../support/samples.ts'

const { api, database, make } = await buildTestApp(t)
const facilityId = idOf(await make.facility())

const enter = (batchId: string, amount: number, more: Row = {}) =>
  api.post('/v1/costs', {
    body: { batchId, kind: 'MATERIAL', amount, borneBy: 'CAPITAL', incurredOn: workday, description: 'Bambu', ...more },
  })
const reverse = (cost: Row, more: Row = {}) => api.post(`/v1/costs/${idOf(cost)}/reversal`, { body: { incurredOn: workday, description: 'Keliru', ...more } })
const read = async (batchId: string): Promise<Row> => (await api.get(`/v1/batches/${batchId}`)).body
const tally = (answers: readonly { status: number }[]): Record<string, number> =>
  Object.fromEntries([...new Set(answers.map(({ status }) => status))].map((status) => [status, answers.filter((one) => one.status === status).length]))

t.test('a batch shows what it cost, what it brought and the margin', async (t) => {
  const batch = await make.completedBatch(facilityId)
  const batchId = idOf(batch)
  t.match(batch, { revenue: 0, costTotal: 0, margin: 0 })
  const bamboo = await enter(batchId, 40_000, { incurredOn: '2025-08-01', receiptRef: 'NOTA-1' })
  t.match(bamboo, {
    status: 201,
    body: { batchId, facilityId, amount: 40_000, borneBy: 'CAPITAL', receiptRef: 'NOTA-1', reversesId: null, reversedById: null },
  })
  const fuel = await enter(batchId, 5_000, { kind: 'ENERGY', borneBy: 'BUDGET' })
  t.match(await read(batchId), { revenue: 0, costTotal: 45_000, margin: -45_000 })
  const line = { productId: batch.productId ?? null, grade: 'A', quantity: 80, unitPrice: 1_000 }
  const sale = await make.create('createSale', facilityId, { lines: [line], discount: 500, confirm: true })
  t.match(await read(batchId), { revenue: 79_500, costTotal: 45_000, margin: 34_500 })

  const back = await reverse(fuel.body)
  t.match(back, { status: 201, body: { amount: -5_000, kind: 'ENERGY', borneBy: 'BUDGET', reversesId: fuel.body.id, description: 'Keliru' } })
  t.match((await api.get(`/v1/costs/${fuel.body.id}`)).body, { amount: 5_000, reversedById: back.body.id, version: 2 }, 'the cost names what took it back')
  t.match(await read(batchId), { costTotal: 40_000, margin: 39_500 })
  const { items } = await api.get('/v1/costs', { query: { facilityId, batchId, incurredOnFrom: '2025-08-01' } })
  t.equal(
    items.reduce((sum, { amount }) => sum + Number(amount), 0),
    40_000,
    'all entries add up to the cost of the batch',
  )
  await make.call('cancelSale', { id: idOf(sale) }, {}, Number(sale.version))
  t.match(await read(batchId), { revenue: 0, margin: -40_000 }, 'what is cancelled has brought nothing')
})

t.test('a batch that takes nothing new takes no cost, and what it has can be taken back', async (t) => {
  const batch = await make.batch(facilityId)
  const cost = await enter(idOf(batch), 7_000)
  await make.call('cancelBatch', { id: idOf(batch) }, undefined, Number((await read(idOf(batch))).version))
  t.match(await enter(idOf(batch), 1), { status: 422, body: { code: 'contradiction', errors: [{ pointer: '/batchId' }] } })
  t.match(await reverse(cost.body, { incurredOn: '2025-09-09' }), { status: 422, body: { errors: [{ pointer: '/incurredOn' }], facts: { earliest: workday } } })
  t.equal((await reverse(cost.body)).status, 201)
  t.match(await read(idOf(batch)), { status: 'CANCELLED', costTotal: 0 })
  const deleted = await api.delete(`/v1/batches/${batch.id}`, { ifMatch: '*' })
  t.match(deleted, { status: 409, body: { code: 'still-referenced', facts: { heldBy: ['cost'] } } }, 'and it stays while costs name it')
})

t.test('a cost is taken back once, also when ten ask at once: not-reversible', async (t) => {
  const batchId = idOf(await make.batch(facilityId))
  const cost = await enter(batchId, 9_000)
  t.same(tally(await Promise.all(Array.from({ length: 10 }, () => reverse(cost.body)))), { 201: 1, 409: 9 })
  t.match(await read(batchId), { costTotal: 0 })
})

t.test('costs that are entered at once all count', async (t) => {
  const batchId = idOf(await make.batch(facilityId))
  t.same(tally(await Promise.all(Array.from({ length: 20 }, (_, at) => enter(batchId, at + 1)))), { 201: 20 })
  t.match(await read(batchId), { costTotal: 210 })
  const most = await enter(batchId, Number.MAX_SAFE_INTEGER)
  t.match(most, { status: 422, body: { code: 'contradiction', errors: [{ pointer: '/amount' }] } }, 'more than can be stored is refused')
})

t.test('posted costs are not rewritten', async (t) => {
  for (const statement of ['UPDATE cost SET amount = 1', 'DELETE FROM cost', 'TRUNCATE cost'])
    await t.rejects(database.query(statement), { code: '23000' }, statement)
})

t.test('a sale is divided over its batches to the rupiah', async (t) => {
  const part = fc.integer({ min: 1, max: 5_000_000 }).map((thousandths) => thousandths / 1000)
  const line = fc.record({ lineTotal: fc.integer({ min: 0, max: 1_000_000_000 }), quantities: fc.array(part, { minLength: 1, maxLength: 5 }) })
  const sales = fc.record({ lines: fc.array(line, { minLength: 1, maxLength: 5 }), discounted: fc.double({ min: 0, max: 1, noNaN: true }) })
  fc.assert(
    fc.property(sales, ({ lines, discounted }) => {
      const gross = lines.reduce((sum, { lineTotal }) => sum + lineTotal, 0)
      const discount = Math.floor(gross * discounted)
      const allocated = lines.map(({ lineTotal, quantities }, at) => ({
        id: `${at}`,
        grade: 'A',
        lineTotal,
        allocations: quantities.map((quantity, of) => ({ batchId: `${of}`, quantity })),
      }))
      const parts = partsOf({ lines: allocated, discount })
      const sum = parts.reduce((total, { revenue }) => total + revenue, 0)
      return sum === gross - discount && parts.every(({ revenue }) => revenue >= 0)
    }),
    { numRuns: 500 },
  )
  const [first, second] = partsOf({
    lines: [{ id: '1', grade: 'A', lineTotal: 101, allocations: ['b', 'a'].map((batchId) => ({ batchId, quantity: 1 })) }],
    discount: 0,
  })
  t.match(
    [first, second],
    [
      { batchId: 'a', revenue: 51 },
      { batchId: 'b', revenue: 50 },
    ],
    'the odd rupiah goes by the ids of the batches, however they are named',
  )
})

t.test('what earlier sales brought is filled in as later ones add it', async (t) => {
  const first = await make.completedBatch(facilityId, {}, 7)
  const { productId = null } = first
  const more = [await make.completedBatch(facilityId, { productId }, 5), await make.completedBatch(facilityId, { productId }, 9)]
  const ids = [first, ...more].map(idOf)
  const line = (quantity: number, unitPrice: number) => ({ productId, grade: 'A', quantity, unitPrice })
  for (const discount of [0, 101]) await make.create('createSale', facilityId, { lines: [line(4, 333), line(5, 77)], discount, confirm: true })
  const revenues = () => database.query('SELECT id, revenue FROM batch WHERE id = ANY($1) ORDER BY id', [ids])
  const added = await revenues()
  await database.query('UPDATE batch SET revenue = 0')
  await database.query(readFileSync(join(import.meta.dirname, '../../prisma/migrations/20261129170002_revenue_filled/migration.sql'), 'utf8'))
  t.strictSame(await revenues(), added)
})
