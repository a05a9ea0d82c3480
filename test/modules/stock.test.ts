/** Stock and money under many hands: through real HTTP, on several connections at once. */
import t, { type Test } from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Row } from '../support/contract.ts'
import { idOf, versionOf } from '../support/make.ts'
import { workday } from '../support/samples.ts'
import { atOnce, dayAfter, StockModel, saleDay, tally, type Workshop } from '../support/stock-model.ts'

const { api, make, database } = await buildTestApp(t)
const stock = new StockModel(api, make, database)
const { draft, confirm } = stock

/** The balances of a product are what they should be, and agree with the movements. */
async function holds(t: Test, workshop: Workshop, onHand: Record<string, number>): Promise<void> {
  t.strictSame(await stock.onHand(workshop), onHand)
  t.strictSame(await stock.contradictions(workshop), [], 'balances and movements agree')
}

const movementsOf = async (batchId: string): Promise<Row[]> => (await api.get('/v1/stock-movements', { query: { batchId, sort: 'id', limit: 200 } })).items
const read = async (path: string): Promise<Row> => (await api.get(path)).body
const reverse = (movement: Row) => api.post(`/v1/stock-movements/${idOf(movement)}/reversal`, { body: { occurredOn: saleDay } })
const allocationsOf = (sale: Row): unknown[] => (sale.lines as Row[]).map(({ allocations }) => allocations)

t.test('50 sales of 1 at once from 25 in stock: exactly 25 succeed', async (t) => {
  const workshop = await stock.workshop()
  const batchId = await stock.stocked(workshop, { A: 25 })
  const drafts = await Promise.all(Array.from({ length: 50 }, () => draft(workshop, [['A', 1]])))
  const answers = await Promise.all(drafts.map(confirm))
  t.strictSame(tally(answers), { '200': 25, '409 insufficient-stock': 25 })
  const refused = answers.filter(({ status }) => status === 409)
  const { code: batchCode = null } = await read(`/v1/batches/${batchId}`)
  for (const { body } of refused) t.strictSame(body.facts, { shortages: [{ batchId, batchCode, grade: 'A', onHand: 0, requested: 1 }] })
  await holds(t, workshop, { [`${batchId} A`]: 0 })
  const movements = await movementsOf(batchId)
  t.equal(movements.length, 26)
  t.equal(
    movements.reduce((sum, { quantity }) => sum + Number(quantity), 0),
    0,
  )
  t.match(await read(`/v1/batches/${batchId}`), { produced: 25, sold: 25, onHand: 0 })
})

// Each sale takes one of each of four stock that hold 20, so 20 of 40 find what they need, whoever is first.
for (const how of ['chosen, in opposite order', 'first completed first out, in opposite order'] as const) {
  t.test(`40 sales of several lines at once, batches ${how}, do not deadlock`, async (t) => {
    const workshop = await stock.workshop()
    const batches = [await stock.stocked(workshop, { A: 20, B: 20 }), await stock.stocked(workshop, { A: 20, B: 20 })]
    const chosen = batches.flatMap((batchId) => ['A', 'B'].map((grade) => [grade, 1, batchId] as const))
    const any = [['A', 2] as const, ['B', 2] as const]
    const wanted = how.startsWith('chosen') ? chosen : any
    const drafts = await Promise.all(Array.from({ length: 40 }, (_, at) => draft(workshop, at % 2 === 0 ? wanted : wanted.toReversed())))
    t.strictSame(tally(await Promise.all(drafts.map(confirm))), { '200': 20, '409 insufficient-stock': 20 })
    await holds(t, workshop, Object.fromEntries(batches.flatMap((batchId) => ['A', 'B'].map((grade) => [`${batchId} ${grade}`, 0]))))
  })
}

t.test('confirmations, cancellations and counts at once on the same stock do not deadlock', async (t) => {
  const workshop = await stock.workshop()
  const batches = [await stock.stocked(workshop, { A: 100, B: 100 }), await stock.stocked(workshop, { A: 100, B: 100 })]
  const [first = '', second = ''] = batches
  const wanted = [['A', 3, { [first]: 1, [second]: 2 }] as const, ['B', 2] as const]
  const drafts = await Promise.all(Array.from({ length: 30 }, (_, at) => draft(workshop, at % 2 === 0 ? wanted : wanted.toReversed())))
  const sold = await Promise.all(drafts.slice(0, 10).map(confirm))
  t.strictSame(tally(sold), { '200': 10 })
  const answers = await Promise.all([
    ...drafts.slice(10).map(confirm),
    ...sold.map(({ body }) => api.post(`/v1/sales/${idOf(body)}/cancellation`, { body: {}, ifMatch: versionOf(body) })),
    ...Array.from({ length: 20 }, (_, at) =>
      api.post('/v1/stock-movements', {
        body: { batchId: batches[at % 2] ?? null, grade: at % 4 < 2 ? 'A' : 'B', quantity: -1, type: 'GIFT', occurredOn: saleDay, reason: 'Samples' },
      }),
    ),
  ])
  t.strictSame(tally(answers), { '200': 30, '201': 20 })
  t.strictSame(await stock.contradictions(workshop), [])
  const onHand = Object.values(await stock.onHand(workshop)).reduce((sum, each) => sum + each, 0)
  t.equal(onHand, 400 - 20 * 5 - 20, 'what the 20 sales and the 20 gifts left')
})

t.test('one sale that is confirmed ten times at once takes its goods once [invalid-transition]', async (t) => {
  const workshop = await stock.workshop()
  const batchId = await stock.stocked(workshop, { A: 100 })
  const sale = await draft(workshop, [['A', 7]])
  const answers = await atOnce(10, () => api.post(`/v1/sales/${idOf(sale)}/confirmation`, { ifMatch: '*' }))
  t.strictSame(tally(answers), { '200': 1, '409 invalid-transition': 9 })
  await holds(t, workshop, { [`${batchId} A`]: 93 })
})

t.test('one call that is sent ten times at once with one Idempotency-Key is carried out once and answered ten times', async (t) => {
  const workshop = await stock.workshop()
  const batchId = await stock.stocked(workshop, { A: 100 })
  const sale = await draft(workshop, [['A', 7]])
  const calls = [
    () => api.post(`/v1/sales/${idOf(sale)}/confirmation`, { ifMatch: versionOf(sale), idempotencyKey: 'once' }),
    () =>
      api.post('/v1/stock-movements', {
        body: { batchId, grade: 'A', quantity: -3, type: 'DAMAGE', occurredOn: workday, reason: 'Broken' },
        idempotencyKey: 'once',
      }),
  ]
  for (const call of calls) {
    const answers = await atOnce(10, call)
    t.equal(answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true').length, 9)
    for (const { status, body } of answers) t.strictSame([status, body], [answers[0]?.status, answers[0]?.body])
  }
  await holds(t, workshop, { [`${batchId} A`]: 90 })
})

t.test('goods are taken from the batch that was completed first, then by id, unless batches are named', async (t) => {
  const workshop = await stock.workshop()
  const late = await stock.stocked(workshop, { A: 10 }, dayAfter(5))
  const sameDay = [await stock.stocked(workshop, { A: 10 }, dayAfter(3)), await stock.stocked(workshop, { A: 10 }, dayAfter(3))].sort()
  const early = await stock.stocked(workshop, { A: 10 }, dayAfter(1))
  const [one = '', two = ''] = sameDay

  const chosen = await confirm(await draft(workshop, [['A', 4, late]]))
  t.strictSame(allocationsOf(chosen.body), [[{ batchId: late, quantity: 4 }]], 'a chosen batch stands before older ones')
  const across = await confirm(
    await draft(workshop, [
      ['A', 12],
      ['A', 10],
    ]),
  )
  t.strictSame(tally([chosen, across]), { '200': 2 })
  const byBatch = (...parts: [string, number][]) => parts.map(([batchId, quantity]) => ({ batchId, quantity })).sort((a, b) => (a.batchId < b.batchId ? -1 : 1))
  t.strictSame(allocationsOf(across.body), [byBatch([early, 10], [one, 2]), byBatch([one, 8], [two, 2])])
  const mixed = await confirm(
    await draft(workshop, [
      ['A', 7],
      ['A', 3, two],
    ]),
  )
  t.strictSame(allocationsOf(mixed.body), [byBatch([two, 5], [late, 2]), byBatch([two, 3])], 'what a line chose is not given to another line')
  t.strictSame(await read(`/v1/sales/${idOf(mixed.body)}`), mixed.body, 'the choice is kept')
  await holds(t, workshop, { [`${late} A`]: 4, [`${early} A`]: 0, [`${one} A`]: 0, [`${two} A`]: 0 })
})

t.test('two lines cannot both take the last piece [insufficient-stock]', async (t) => {
  const workshop = await stock.workshop()
  const batchId = await stock.stocked(workshop, { A: 5 })
  for (const from of [undefined, batchId]) {
    const line = from === undefined ? (['A', 3] as const) : (['A', 3, from] as const)
    t.strictSame(tally([await confirm(await draft(workshop, [line, line]))]), { '409 insufficient-stock': 1 })
  }
  await holds(t, workshop, { [`${batchId} A`]: 5 })
})

t.test('grades that may not be sold stay in stock', async (t) => {
  const workshop = await stock.workshop()
  const held = await stock.stocked(workshop, { A: 10 })
  const begun = await stock.begun(workshop, { A: 10 })
  const future = await stock.stocked(workshop, { A: 10 }, '2025-10-01')
  const rejected = await stock.stocked(workshop, { A: 10, REJECT: 10 })
  const before = await stock.onHand(workshop)
  t.match(
    await api.get(`/v1/batches/${rejected}`),
    { body: { produced: 10, rejected: 10, sold: 0, onHand: 20, sellableOnHand: 10 } },
    'rejects are no part of what can be sold',
  )

  for (const hold of ['QUARANTINE', 'RECALLED']) {
    await stock.hold(held, hold)
    t.match(await confirm(await draft(workshop, [['A', 1, held]])), { status: 422, body: { code: 'contradiction', detail: `on hold: ${hold}` } })
  }
  t.match(await confirm(await draft(workshop, [['A', 1, begun]])), { status: 422, body: { code: 'contradiction', detail: 'is not completed' } })
  t.match(await confirm(await draft(workshop, [['A', 1, future]])), {
    status: 422,
    body: { code: 'contradiction', facts: { earliest: '2025-10-01' }, errors: [{ pointer: '/lines/0/allocations' }] },
  })
  t.strictSame(tally([await confirm(await draft(workshop, [['A', 11]]))]), { '409 insufficient-stock': 1 }, 'only 10 may be sold that day')
  const lines = stock.lines(workshop.productId, [['REJECT', 1, rejected]])
  const refused = await api.post('/v1/sales', { body: { number: 'S', buyerId: workshop.buyerId, soldOn: saleDay, channel: 'DIRECT', lines } })
  t.match(refused, { status: 422, body: { code: 'contradiction', errors: [{ pointer: '/lines/0/grade' }] } })
  await holds(t, workshop, before)

  await stock.hold(held, 'NONE')
  const sold = await confirm(await draft(workshop, [['A', 20]]))
  t.equal(sold.status, 200, 'after the hold is lifted')
  await holds(t, workshop, { ...before, [`${held} A`]: 0, [`${rejected} A`]: 0 })
  t.ok(begun)
})

t.test('cancelling a confirmed sale puts its goods back by reversing movements', async (t) => {
  const workshop = await stock.workshop()
  const batches = [await stock.stocked(workshop, { A: 10, B: 10 }), await stock.stocked(workshop, { A: 10 })]
  const before = await stock.onHand(workshop)
  const sale = (
    await confirm(
      await draft(workshop, [
        ['A', 15],
        ['B', 5],
      ]),
    )
  ).body
  const taken = (await Promise.all(batches.map(movementsOf))).flat().filter(({ type }) => type === 'SALE')
  t.equal(taken.length, 3)
  const answers = await atOnce(10, () => api.post(`/v1/sales/${idOf(sale)}/cancellation`, { body: { occurredOn: dayAfter(11) }, ifMatch: '*' }))
  t.strictSame(tally(answers), { '200': 1, '409 invalid-transition': 9 }, 'ten ask, one does')
  await holds(t, workshop, before)
  const back = (await Promise.all(batches.map(movementsOf))).flat().filter(({ type }) => type === 'REVERSAL')
  t.strictSame(
    back.map(({ reversesId, quantity }) => [reversesId, quantity]).sort(),
    taken.map(({ id, quantity }) => [id, -Number(quantity)]).sort(),
    'one for each movement, which it names',
  )
  t.ok(back.every(({ occurredOn }) => occurredOn === dayAfter(11)))
  for (const batchId of batches) t.match(await read(`/v1/batches/${batchId}`), { sold: 0 })

  const drafted = await draft(workshop, [['A', 1]])
  t.match(await api.post(`/v1/sales/${idOf(drafted)}/cancellation`, { body: {}, ifMatch: 1 }), { status: 200, body: { status: 'CANCELLED' } })
  t.strictSame(tally([await api.post(`/v1/sales/${idOf(drafted)}/confirmation`, { ifMatch: '*' })]), { '409 invalid-transition': 1 })
  await holds(t, workshop, before)
})

t.test('a movement is reversed once, also when ten ask at once [not-reversible]', async (t) => {
  const workshop = await stock.workshop()
  const batchId = await stock.stocked(workshop, { A: 10 })
  const damage = await make.create('createStockMovement', workshop.facilityId, { batchId, grade: 'A', quantity: -4, type: 'DAMAGE', occurredOn: workday })
  const answers = await atOnce(10, () => reverse(damage))
  t.strictSame(tally(answers), { '201': 1, '409 not-reversible': 9 })
  const reversal = answers.find(({ status }) => status === 201)?.body ?? {}
  t.match(reversal, { type: 'REVERSAL', quantity: 4, reversesId: idOf(damage), balanceAfter: 10 })
  t.strictSame(tally([await reverse(reversal)]), { '409 not-reversible': 1 }, 'a counter-entry has none itself')

  await confirm(await draft(workshop, [['A', 3]]))
  const [production = {}, , , sold = {}] = await movementsOf(batchId)
  t.strictSame(tally([await reverse(sold)]), { '409 not-reversible': 1 }, 'what a sale took goes back by cancelling the sale')
  t.match(await reverse(production), { status: 409, body: { code: 'insufficient-stock', facts: { shortages: [{ onHand: 7, requested: 10 }] } } })
  await holds(t, workshop, { [`${batchId} A`]: 7 })
})

t.test('an output that was counted wrongly can be reversed while its goods are in stock', async (t) => {
  const workshop = await stock.workshop()
  const batchId = await stock.stocked(workshop, { A: 10 })
  const [production = {}] = await movementsOf(batchId)
  t.equal((await api.post(`/v1/stock-movements/${idOf(production)}/reversal`, { body: { occurredOn: workday } })).status, 201)
  t.match(await read(`/v1/batches/${batchId}`), { produced: 0, onHand: 0 })
  await holds(t, workshop, { [`${batchId} A`]: 0 })
})

t.test('a batch with outputs is not cancelled, and a cancelled batch takes no output, whichever comes first [invalid-transition]', async (t) => {
  const workshop = await stock.workshop()
  for (let round = 0; round < 8; round++) {
    const batchId = await stock.begun(workshop)
    const [output, cancellation] = await Promise.all([
      api.post(`/v1/batches/${batchId}/outputs`, { body: { grade: 'A', quantity: 5, recordedOn: workday } }),
      api.post(`/v1/batches/${batchId}/cancellation`, { ifMatch: '*' }),
    ])
    const { status, produced } = await read(`/v1/batches/${batchId}`)
    if (output.status === 201) {
      t.strictSame([tally([cancellation]), status, produced], [{ '409 invalid-transition': 1 }, 'IN_PROGRESS', 5])
    } else {
      t.strictSame([tally([output]), cancellation.status, status, produced], [{ '409 invalid-transition': 1 }, 200, 'CANCELLED', 0])
    }
  }
  t.strictSame(await stock.contradictions(workshop), [])
})

t.test('payments that are made at once never exceed the total [overpayment]', async (t) => {
  const workshop = await stock.workshop()
  await stock.stocked(workshop, { A: 100 })
  const sale = (await confirm(await draft(workshop, [['A', 8]]))).body
  const pay = (amount: number) => api.post('/v1/payments', { body: { saleId: idOf(sale), amount, paidOn: saleDay, method: 'CASH' } })
  t.strictSame(tally([await api.post(`/v1/sales/${idOf(sale)}/completion`, { ifMatch: '*' })]), { '409 not-paid': 1 })
  const answers = await atOnce(25, () => pay(100))
  t.strictSame(tally(answers), { '201': 10, '409 overpayment': 15 })
  const last = answers.find(({ status }) => status === 409)?.body ?? {}
  t.match(last, { facts: { outstanding: 0 } })
  const { items } = await api.get('/v1/payments', { query: { saleId: idOf(sale), limit: 200 } })
  t.equal(
    items.reduce((sum, { amount }) => sum + Number(amount), 0),
    1000,
  )
  t.match(await read(`/v1/sales/${idOf(sale)}`), { total: 1000, paid: 1000, paymentStatus: 'PAID' })
  t.match(await pay(1), { status: 409, body: { code: 'overpayment', detail: 'Rp 0 is still to be paid.' } })
})

t.test('a sale is paid or cancelled, never both, whichever comes first', async (t) => {
  const workshop = await stock.workshop()
  const batchId = await stock.stocked(workshop, { A: 100 })
  let left = 100
  for (let round = 0; round < 8; round++) {
    const sale = (await confirm(await draft(workshop, [['A', 8]]))).body
    const [payment, cancellation] = await Promise.all([
      api.post('/v1/payments', { body: { saleId: idOf(sale), amount: 1000, paidOn: saleDay, method: 'QRIS' } }),
      api.post(`/v1/sales/${idOf(sale)}/cancellation`, { body: {}, ifMatch: '*' }),
    ])
    const outcome = payment.status === 201 ? [{ '201': 1 }, { '409 sale-has-payments': 1 }] : [{ '409 invalid-transition': 1 }, { '200': 1 }]
    t.strictSame([tally([payment]), tally([cancellation])], outcome)
    if (payment.status === 201) left -= 8
  }
  await holds(t, workshop, { [`${batchId} A`]: left })
})

t.test('a draft that is changed and confirmed at once is sold as it was or as it was changed, and the answer shows which', async (t) => {
  const workshop = await stock.workshop()
  const batchId = await stock.stocked(workshop, { A: 1000 })
  let left = 1000
  for (const ifMatch of ['"1"', '"1"', '"1"', '"1"', '*', '*', '*', '*']) {
    const sale = await draft(workshop, [['A', 1]])
    const path = `/v1/sales/${idOf(sale)}`
    const [change, confirmation] = await Promise.all([
      api.patch(path, { body: { lines: stock.lines(workshop.productId, [['A', 50]]) }, ifMatch }),
      api.post(`${path}/confirmation`, { ifMatch }),
    ])
    const now = await read(path)
    const [line = {}] = now.lines as Row[]
    const outcome = [tally([change]), tally([confirmation])]
    const lost = ifMatch === '*' ? '409 invalid-transition' : '412 stale-version'
    const possible = [
      { outcome: [{ [lost]: 1 }, { '200': 1 }], sold: 1, status: 'CONFIRMED' },
      ifMatch === '*'
        ? { outcome: [{ '200': 1 }, { '200': 1 }], sold: 50, status: 'CONFIRMED' }
        : { outcome: [{ '200': 1 }, { [lost]: 1 }], sold: 50, status: 'DRAFT' },
    ]
    const found = possible.find((one) => JSON.stringify(one.outcome) === JSON.stringify(outcome))
    t.ok(found, JSON.stringify(outcome))
    t.strictSame([now.status, line.quantity, now.total], [found?.status, found?.sold, (found?.sold ?? 0) * 125])
    if (now.status === 'CONFIRMED') {
      left -= Number(line.quantity)
      t.strictSame(line.allocations, [{ batchId, quantity: line.quantity }])
    }
  }
  await holds(t, workshop, { [`${batchId} A`]: left })
})

t.test('posted rows cannot be rewritten, not even by SQL', async (t) => {
  const workshop = await stock.workshop()
  await stock.stocked(workshop, { A: 100 })
  const sale = (await confirm(await draft(workshop, [['A', 8]]))).body
  await make.create('createPayment', workshop.facilityId, { saleId: idOf(sale), amount: 1, paidOn: saleDay })
  const tables = { stock_movement: 'reason = NULL', payment: 'amount = 2', batch_output: 'quantity = 1', audit_entry: 'version = 9', event: 'version = 9' }
  for (const [table, change] of Object.entries(tables)) {
    const rows = async () => database.query(`SELECT * FROM ${table}`)
    const before = await rows()
    t.ok(before.length > 0, `${table} has rows`)
    for (const statement of [`UPDATE ${table} SET ${change}`, `DELETE FROM ${table}`, `TRUNCATE ${table} CASCADE`]) {
      await t.rejects(database.query(statement), { code: '23000', message: /is append-only$/ }, statement)
    }
    t.strictSame(await rows(), before)
  }
})
