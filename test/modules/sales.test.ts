/** A draft may be old when it is confirmed, a sale may be confirmed as it is written, and access may have ended when a request is repeated. */
import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import fc from 'fast-check'
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Answer } from '../support/client.ts'
import type { Json, Row } from '../support/contract.ts'
import { idOf, versionOf } from '../support/make.ts'
import { serial } from '../support/samples.ts'
import { atOnce, dayAfter, StockModel, saleDay, tally, type Workshop } from '../support/stock-model.ts'

const { app, api, make, makeClient, database } = await buildTestApp(t)
const facility = idOf(await make.facility())
const stock = new StockModel(api, make, database)

t.test('a draft whose', async (t) => {
  const confirm = (sale: Parameters<typeof idOf>[0]) => api.post(`/v1/sales/${idOf(sale)}/confirmation`, { ifMatch: versionOf(sale) })
  const productOf = async (sale: Parameters<typeof idOf>[0]) => (await api.get(`/v1/products/${(sale.lines as { productId: string }[])[0]?.productId}`)).body

  await t.test('product is archived is not confirmed: contradiction', async (t) => {
    const sale = await make.sale(facility)
    const product = await productOf(sale)
    await make.call('updateProduct', { id: idOf(product) }, { archived: true }, versionOf(product))
    t.match(await confirm(sale), { status: 422, body: { errors: [{ pointer: '/lines/0/productId' }] } })
  })

  await t.test('buyer is no longer active is not confirmed: contradiction', async (t) => {
    const sale = await make.sale(facility)
    const { body: buyer } = await api.get(`/v1/buyers/${sale.buyerId}`)
    await make.call('updateBuyer', { id: idOf(buyer) }, { active: false }, versionOf(buyer))
    t.match(await confirm(sale), { status: 422, body: { errors: [{ pointer: '/buyerId' }] } })
  })

  await t.test('chosen batch is cancelled is not confirmed, and says so where the draft would: contradiction', async (t) => {
    const productId = idOf(await make.product(facility))
    const batch = await make.batch(facility, { productId })
    const lines = [{ productId, grade: 'A', quantity: 1, unitPrice: 125, allocations: [{ batchId: idOf(batch), quantity: 1 }] }]
    const sale = await make.sale(facility, { lines })
    await make.call('cancelBatch', { id: idOf(batch) }, undefined, versionOf(batch))
    const patched = await api.patch(`/v1/sales/${idOf(sale)}`, { body: { lines: [{ ...lines[0], unitPrice: 1 }] as Row[] }, ifMatch: '*' })
    for (const answer of [await confirm(sale), patched])
      t.match(answer, { status: 422, body: { detail: 'The batch is cancelled.', errors: [{ pointer: '/lines/0/allocations/0/batchId' }] } })
  })

  await t.test('quantity is a fraction keeps the unit of its product: contradiction', async (t) => {
    const productId = idOf(await make.product(facility, { unit: 'KG' }))
    await make.sale(facility, { lines: [{ productId, grade: 'A', quantity: 0.5, unitPrice: 125 }] })
    const { body: product } = await api.get(`/v1/products/${productId}`)
    const changed = await api.patch(`/v1/products/${productId}`, { body: { unit: 'BUAH' }, ifMatch: versionOf(product) })
    t.match(changed, { status: 422, body: { errors: [{ pointer: '/unit' }] } })
  })

  await t.test('lines ask together for more than there is says how much that is: insufficient-stock', async (t) => {
    const batch = await make.completedBatch(facility, {}, 5)
    const line = { productId: batch.productId ?? null, grade: 'A', quantity: 4, unitPrice: 125 }
    const sale = await make.sale(facility, { lines: [line, line] })
    t.match(await confirm(sale), { status: 409, body: { code: 'insufficient-stock', facts: { shortages: [{ onHand: 5, requested: 8 }] } } })
  })

  await t.test('lines ask together for more than one line can says how much that is: insufficient-stock', async (t) => {
    const workshop = await stock.workshop()
    const most: [string, number] = ['A', 99_999_999_999]
    await stock.stocked(workshop, { A: 5 })
    const asked = { requested: 199_999_999_998 }
    t.match(await stock.confirm(await stock.draft(workshop, [most, most])), { status: 409, body: { facts: { shortages: [{ onHand: 5, ...asked }] } } })
    await stock.stocked(workshop, { A: 5 })
    t.match(await stock.confirm(await stock.draft(workshop, [most, most])), {
      status: 409,
      body: { facts: { available: 10, shortBy: 199_999_999_988, ...asked } },
    })
  })
})

/** The body of a sale; `lines` as `StockModel.lines` takes them. */
const saleOf = ({ buyerId, productId }: Workshop, lines: Parameters<StockModel['lines']>[1], more: Row = {}): Row => ({
  number: `S-${serial()}`,
  buyerId,
  soldOn: saleDay,
  channel: 'DIRECT',
  lines: stock.lines(productId, lines),
  ...more,
})
const sell = (body: Row, idempotencyKey?: string): Promise<Answer> =>
  api.post('/v1/sales', { body: { ...body, confirm: true }, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) })

t.test('a sale that is confirmed as it is written', async (t) => {
  await t.test('is what a confirmed draft is, and refused with the same words', async (t) => {
    const kg = await stock.workshop('KG')
    const batches = [
      await stock.stocked(kg, { A: 10, B: 3 }, dayAfter(3)),
      await stock.stocked(kg, { A: 6.5, REJECT: 2 }, dayAfter(1)),
      await stock.stocked(kg, { A: 20 }, '2025-10-01'),
      await stock.begun(kg, { A: 20 }),
      await stock.stocked(await stock.workshop('KG'), { A: 20 }),
    ]
    await stock.hold(await stock.stocked(kg, { A: 20 }), 'QUARANTINE')
    /** The same of both, whatever its ids and stamps are. */
    const outcomeOf = ({ status, body }: Answer): Json => {
      if (status >= 400) return { status, code: body.code ?? null, detail: body.detail ?? null, errors: body.errors ?? null, facts: body.facts ?? null }
      const { lines, total, status: state, paymentStatus, soldOn, buyerId, facilityId } = body
      return { lines: (lines as Row[]).map(({ id: _, ...line }) => line), total, state, paymentStatus, soldOn, buyerId, facilityId } as Json
    }
    const cancelled = async ({ status, body }: Answer) =>
      status < 300 && (await api.post(`/v1/sales/${idOf(body)}/cancellation`, { body: { occurredOn: body.soldOn ?? null }, ifMatch: '*' }))
    const met = new Set<string>()
    const line = fc.record({
      grade: fc.constantFrom('A', 'A', 'A', 'B', 'REJECT', 'Z'),
      amount: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(0.5, 6.25, 16.5)),
      batch: fc.option(fc.nat(batches.length - 1), { freq: 2 }),
    })
    const head = fc.constantFrom<Row>(
      {},
      {},
      {},
      {},
      {},
      { discount: 5_000 },
      { soldOn: '2099-12-31' },
      { buyerId: batches[0] ?? null },
      { soldOn: dayAfter(2) },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 4 }), head, async (lines, more) => {
        const body = saleOf(
          kg,
          lines.map(({ grade, amount, batch }) => [grade, amount, batch === null ? undefined : batches[batch]]),
          more,
        )
        const draft = await api.post('/v1/sales', { body })
        const inTwo = draft.status === 201 ? await stock.confirm(draft.body) : draft
        await cancelled(inTwo)
        const inOne = await sell({ ...body, number: `S-${serial()}` })
        await cancelled(inOne)
        const [expected, found] = [outcomeOf(inTwo), outcomeOf(inOne)].map((outcome) => JSON.stringify(outcome))
        if (found !== expected) throw new Error(`${found} should be ${expected}`)
        met.add(inOne.status === 201 ? 'sold' : `${inOne.body.code} ${draft.status === 201 ? 'by the confirmation' : 'by the draft'}`)
      }),
      { numRuns: 120 },
    )
    const kinds = [
      'sold',
      'contradiction by the draft',
      'unknown-reference by the draft',
      'contradiction by the confirmation',
      'insufficient-stock by the confirmation',
    ]
    t.strictSame([...met].sort(), kinds.sort(), 'each outcome was met')
    t.strictSame(await stock.contradictions(kg), [])
  })

  await t.test('takes its goods, and stands in the trail and among the events once', async (t) => {
    const workshop = await stock.workshop()
    const batchId = await stock.stocked(workshop, { A: 10 })
    const { status, body, headers } = await sell(saleOf(workshop, [['A', 4]]))
    t.match([status, body], [201, { status: 'CONFIRMED', version: 1, total: 500, lines: [{ allocations: [{ batchId, quantity: 4 }] }] }])
    t.strictSame((await api.get(`/v1/sales/${idOf(body)}`)).body, body, 'and is read as it was answered')
    const requestId = headers['x-request-id']
    const entries = await database.query('SELECT operation, resource, version FROM audit_entry WHERE request_id = $1', [requestId])
    t.strictSame(entries, [{ operation: 'createSale', resource: 'sale', version: 1 }])
    const events = await database.query('SELECT type, resource_id AS id, version FROM event WHERE request_id = $1', [requestId])
    t.strictSame(events, [{ type: 'sale.confirmed', id: idOf(body), version: 1 }])
    t.strictSame(await stock.onHand(workshop), { [`${batchId} A`]: 6 })
    t.match((await api.get(`/v1/batches/${batchId}`)).body, { sold: 4, onHand: 6, sellableOnHand: 6 })
  })

  await t.test('is not confirmed unless it is asked for', async (t) => {
    const workshop = await stock.workshop()
    for (const more of [{}, { confirm: false }]) {
      const { status, body } = await api.post('/v1/sales', { body: saleOf(workshop, [['A', 1]], more) })
      t.match([status, body], [201, { status: 'DRAFT', lines: [{ allocations: [] }] }])
    }
  })

  await t.test('never sells more than there is, however many are sold at once, from any batch or a chosen one', async (t) => {
    const workshop = await stock.workshop()
    const batches = [await stock.stocked(workshop, { A: 20 }, dayAfter(1)), await stock.stocked(workshop, { A: 20 }, dayAfter(2))]
    const answers = await atOnce(50, (at) => sell(saleOf(workshop, at % 2 === 0 ? [['A', 1]] : [['A', 1, batches[at % 4 === 1 ? 0 : 1]]])))
    const sold = answers.filter(({ status }) => status === 201).length
    t.strictSame(tally(answers), { '201': sold, ...(sold === 50 ? {} : { '409 insufficient-stock': 50 - sold }) })
    const onHand = Object.values(await stock.onHand(workshop)).reduce((sum, each) => sum + each, 0)
    t.equal(onHand, 40 - sold)
    t.strictSame(tally(await atOnce(onHand + 5, () => sell(saleOf(workshop, [['A', 1]])))), {
      ...(onHand === 0 ? {} : { '201': onHand }),
      '409 insufficient-stock': 5,
    })
    t.strictSame(await stock.onHand(workshop), Object.fromEntries(batches.map((batchId) => [`${batchId} A`, 0])))
    t.strictSame(await stock.contradictions(workshop), [])
  })

  await t.test('is sold once when it is sent ten times at once with one Idempotency-Key', async (t) => {
    const workshop = await stock.workshop()
    const batchId = await stock.stocked(workshop, { A: 10 })
    const body = saleOf(workshop, [['A', 3]])
    const answers = await atOnce(10, () => sell(body, 'once'))
    t.equal(answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true').length, 9)
    for (const answer of answers) t.strictSame([answer.status, answer.body], [201, answers[0]?.body])
    t.strictSame(await stock.onHand(workshop), { [`${batchId} A`]: 7 })
  })

  await t.test('is refused for a number that is taken, and takes nothing: duplicate', async (t) => {
    const workshop = await stock.workshop()
    const batchId = await stock.stocked(workshop, { A: 10 })
    const body = saleOf(workshop, [['A', 3]])
    const answers = await atOnce(5, () => sell(body))
    t.strictSame(tally(answers), { '201': 1, '409 duplicate': 4 })
    t.strictSame(await stock.onHand(workshop), { [`${batchId} A`]: 7 })
  })

  await t.test('finds no goods that the caller cannot see: unknown-reference', async (t) => {
    const [mine, foreign] = [await stock.workshop(), await stock.workshop()]
    await stock.stocked(foreign, { A: 10 })
    const key = await makeClient({ facilities: [mine.facilityId] })
    const answer = await api.post('/v1/sales', { key, body: { ...saleOf({ ...foreign, buyerId: mine.buyerId }, [['A', 1]]), confirm: true } })
    t.match(answer, { status: 422, body: { code: 'unknown-reference', errors: [{ pointer: '/lines/0/productId' }] } })
  })
})

/** How often something is sent to the database that waits for an answer, until the connection is given back that something with `mark` was sent on. */
async function roundTrips(mark: string, call: () => Promise<Answer>): Promise<number> {
  const streamOf = (client: unknown) => (client as { connection: { stream: Socket } }).connection.stream
  const held = new Map<unknown, { trips: number; isWaiting: boolean; isMarked: boolean; end: () => void }>()
  let found = 0
  const watch = (client: unknown) => {
    const stream = streamOf(client)
    const { write } = stream
    const turn = { trips: 0, isWaiting: false, isMarked: false, end: () => Object.assign(stream, { write }) }
    stream.write = (bytes: string | Uint8Array, ...rest: never[]) => {
      if (!turn.isWaiting) turn.trips++
      turn.isWaiting = true
      turn.isMarked ||= Buffer.from(bytes as Uint8Array).includes(mark)
      return write.call(stream, bytes, ...rest)
    }
    stream.on('data', () => {
      turn.isWaiting = false
    })
    held.set(client, turn)
  }
  const leave = (_: unknown, client: unknown) => {
    const turn = held.get(client)
    turn?.end()
    if (turn?.isMarked) found += turn.trips
  }
  app.pool.on('acquire', watch).on('release', leave)
  const { status } = await call()
  app.pool.off('acquire', watch).off('release', leave)
  if (status >= 300) throw new Error(`It was answered ${status}.`)
  return found
}

t.test('a sale of one line is confirmed in three round trips, BEGIN and COMMIT among them, and sold at once in as many', async (t) => {
  const workshop = await stock.workshop()
  const batchId = await stock.stocked(workshop, { A: 10 })
  const body = saleOf(workshop, [['A', 1]])
  t.equal(await roundTrips(String(body.number), () => sell(body)), 3)
  const draft = await stock.draft(workshop, [['A', 1]])
  t.equal(await roundTrips(idOf(draft), () => stock.confirm(draft)), 3)
  await make.create('createStockMovement', workshop.facilityId, { batchId, grade: 'A', quantity: 5, type: 'COUNT_ADJUSTMENT', occurredOn: dayAfter(40) })
  const late = saleOf(workshop, [['A', 1]])
  t.equal(await roundTrips(String(late.number), () => sell(late)), 4, 'one more for a sale of a day before the last movement')
})

t.test('a repeated request shows nothing to a client that has lost the facility: unknown-reference', async (t) => {
  const other = idOf(await make.facility())
  const key = await makeClient({ facilities: [other] })
  const call = { key, body: await make.body('createBuyer', other), idempotencyKey: 'once' }
  t.equal((await api.post('/v1/buyers', call)).status, 201)
  t.equal((await api.post('/v1/buyers', call)).status, 201, 'while it sees the facility, it is answered as before')
  await database.prisma.apiClientFacility.deleteMany({ where: { facilityId: other } })
  const deadline = Date.now() + 2_000
  let answer = await api.post('/v1/buyers', call)
  // The announcement of the change travels beside the requests.
  while (answer.status === 201 && Date.now() < deadline) answer = await api.post('/v1/buyers', call)
  t.match(answer, { status: 422, body: { code: 'unknown-reference' } })
})

t.test('a price that is left out is that of the list on the day of the sale', async (t) => {
  const listPrices = [
    { amount: 100, from: '2025-01-01', to: '2025-08-31' },
    { amount: 150, from: '2025-09-01', to: '2025-09-30' },
  ]
  const productId = idOf(await make.product(facility, { listPrices }))
  await make.completedBatch(facility, { productId })
  const line = { productId, grade: 'A', quantity: 2 }
  const soldOn = '2025-09-30'
  const lines = [line, { ...line, unitPrice: 0 }]
  const draft = await make.create('createSale', facility, { soldOn, lines })
  t.match(draft, { total: 300, lines: [{ unitPrice: 150 }, { unitPrice: 0 }] }, 'a price that is given stays, also nothing')
  t.match(await make.create('createSale', facility, { soldOn, lines, confirm: true }), { status: 'CONFIRMED', total: 300 })
  const patch = (body: Row) => api.patch(`/v1/sales/${draft.id}`, { body, ifMatch: '*' })
  t.match((await patch({ lines: [line] })).body, { total: 300, lines: [{ unitPrice: 150 }] })
  t.match((await patch({ lines: [line], soldOn: '2025-08-31' })).body, { total: 200 }, 'with another day that of the other day')
  const refused = { status: 422, body: { code: 'contradiction', errors: [{ pointer: '/lines/0/unitPrice' }] } }
  t.match(await patch({ lines: [line], soldOn: '2025-10-01' }), refused, 'and none where the list has none')
  const unknown = await make.body('createSale', facility, { lines: [{ ...line, productId: randomUUID() }] })
  t.match(await api.post('/v1/sales', { body: unknown }), { status: 422, body: { code: 'unknown-reference', errors: [{ pointer: '/lines/0/productId' }] } })
})

t.test('what is not paid in full is listed, the oldest first', async (t) => {
  const facilityId = idOf(await make.facility())
  const sale = (soldOn: string) => make.confirmedSale(facilityId, { soldOn }, 2)
  const later = await sale('2025-09-12')
  const older = await sale('2025-09-11')
  const paid = await sale('2025-09-10')
  await make.sale(facilityId)
  await make.create('createPayment', facilityId, { saleId: idOf(paid), amount: 250 })
  await make.create('createPayment', facilityId, { saleId: idOf(older), amount: 249 })
  const { items } = await api.get('/v1/sales', { query: { facilityId, unpaid: true, sort: 'soldOn' } })
  t.strictSame(items.map(idOf), [idOf(older), idOf(later)])
  t.equal((await api.get('/v1/sales', { query: { facilityId, unpaid: false } })).items.length, 2)
})
