/** Goods that may not be sold: quarantine, recall, release, and who has what was sold already. */
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Row } from '../support/contract.ts'
import { idOf } from '../support/make.ts'
import { StockModel, saleDay } from '../support/stock-model.ts'

const { api, database, make } = await buildTestApp(t)
const stock = new StockModel(api, make, database)
const workshop = await stock.workshop()
const { supervisorId: officerId, productId } = workshop

const order = (batchId: string, step: string, reason: string) => api.post(`/v1/batches/${batchId}/${step}`, { body: { reason, officerId }, ifMatch: '*' })
const sell = async (batchId: string, quantity: number): Promise<Row> =>
  make.create('createSale', workshop.facilityId, {
    buyerId: idOf(await make.buyer(workshop.facilityId)),
    soldOn: saleDay,
    lines: stock.lines(productId, [['A', quantity, batchId]]),
    confirm: true,
  })

t.test('a batch is held in every state, and its history says why and by whom', async (t) => {
  const batchId = await stock.stocked(workshop, { A: 10 })
  t.match(await order(batchId, 'quarantine', 'Jamur'), { status: 200, body: { hold: 'QUARANTINE' } })
  t.match(await order(batchId, 'quarantine', 'Jamur'), { status: 409, body: { facts: { state: 'QUARANTINE', allowed: ['recall', 'hold-release'] } } })
  t.match(await order(batchId, 'hold-release', 'Sudah dijemur'), { status: 200, body: { hold: 'NONE' } })
  await sell(batchId, 10)
  t.equal((await api.patch(`/v1/batches/${batchId}`, { body: { archived: true }, ifMatch: '*' })).status, 200)
  t.match(
    await order(batchId, 'recall', 'Pewarna'),
    { status: 200, body: { hold: 'RECALLED', archived: true } },
    'what is sold out and archived can be recalled',
  )
  const { items } = await api.get(`/v1/batches/${batchId}/holds`)
  t.match(items, [
    { hold: 'QUARANTINE', reason: 'Jamur', officerId },
    { hold: 'NONE', reason: 'Sudah dijemur', officerId },
    { hold: 'RECALLED', reason: 'Pewarna', officerId },
  ])
  t.equal(items.length, 3, 'a refused step leaves no trace')
  t.match(await api.patch(`/v1/batches/${batchId}`, { body: { hold: 'NONE' }, ifMatch: '*' }), { status: 400 }, 'a hold is no member to be patched')
  await t.rejects(database.query('UPDATE batch_hold SET reason = $1', ['Lain']), { code: '23000' }, 'and history is not rewritten')
})

t.test('a recalled batch is neither sold nor given away', async (t) => {
  const batchId = await stock.stocked(workshop, { A: 10 })
  const draft = await stock.draft(workshop, [['A', 1, batchId]])
  await order(batchId, 'recall', 'Pewarna')
  t.match(await api.post(`/v1/sales/${draft.id}/confirmation`, { ifMatch: '*' }), { status: 422, body: { code: 'contradiction' } })
  const gift = { batchId, grade: 'A', quantity: -1, type: 'GIFT', occurredOn: saleDay, reason: 'Tamu' }
  t.match(await api.post('/v1/stock-movements', { body: gift }), { status: 422, body: { errors: [{ pointer: '/batchId' }] } })
  t.equal((await api.post('/v1/stock-movements', { body: { ...gift, type: 'DAMAGE' } })).status, 201, 'but it can be destroyed')
})

t.test('ten recalls at once are one', async (t) => {
  const batchId = await stock.begun(workshop)
  const answers = await Promise.all(Array.from({ length: 10 }, () => order(batchId, 'recall', 'Pewarna')))
  t.same(answers.map(({ status }) => status).sort(), [200, ...Array(9).fill(409)])
  t.equal((await api.get(`/v1/batches/${batchId}/holds`)).items.length, 1)
})

t.test('who bought from a batch is listed, also when the sale was cancelled', async (t) => {
  const batchId = await stock.stocked(workshop, { A: 10 })
  const other = await stock.stocked(workshop, { A: 10 })
  const first = await sell(batchId, 4)
  const second = await sell(batchId, 5)
  await sell(other, 1)
  await stock.draft(workshop, [['A', 1, batchId]])
  await make.call('cancelSale', { id: idOf(first) }, {}, Number(first.version))
  const { items } = await api.get(`/v1/batches/${batchId}/recipients`)
  const said = ({ id: saleId, buyerId, number: saleNumber }: Row) => ({ batchId, saleId, buyerId, saleNumber, soldOn: saleDay, grade: 'A' })
  t.match(items, [
    { ...said(first), quantity: 4, saleStatus: 'CANCELLED' },
    { ...said(second), quantity: 5, saleStatus: 'CONFIRMED' },
  ])
  t.equal(items.length, 2, 'a draft has taken nothing, and other batches are others')
})
