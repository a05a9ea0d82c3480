/** What is refused by the rules of statements: each is broken once, explained, and nothing is written. Those of rules.ts: pure-rules.test.ts. */
import { randomUUID } from 'node:crypto'
import t, { type Test } from 'tap'
import { createPayment } from '../../src/commerce/payments/store.ts'
import { composeSale, insertSale, updateDraft } from '../../src/commerce/sales/store.ts'
import { type Change, Transaction } from '../../src/platform/database/transaction.ts'
import { cancelBatch, changeBatch, completeBatch, createBatch, startBatch } from '../../src/production/batches/store.ts'
import { deleteEnrollment, updateEnrollment } from '../../src/production/enrollments/store.ts'
import { updateProgram } from '../../src/production/programs/store.ts'
import type { notSellable } from '../../src/production/stock/rules.ts'
import { buildTestApp } from '../support/app.ts'
import type { Row } from '../support/contract.ts'
import { writtenIn } from '../support/figures.ts'
import { testKeyring } from '../support/keyring.ts'
import { idOf, type Params, versionOf } from '../support/make.ts'
import { serial, workday } from '../support/samples.ts'
import { dayAfter, StockModel, type Workshop } from '../support/stock-model.ts'

const { app, api, contract, make, database } = await buildTestApp(t)
const facilityId = idOf(await make.facility())
const elsewhere = idOf(await make.facility())
const tomorrow = '2099-12-31'

/** A transaction that asks nothing: a statement is composed, and not run. */
const composing = new Transaction(app.pool, { clientId: randomUUID(), onBehalfOf: null, facilities: 'ALL' }, testKeyring, undefined, randomUUID)

/** What breaks a rule: the members that differ from a body that fits, and the code and place of the answer. */
interface Breach {
  rule: string
  body: () => Promise<Row> | Row
  code: 'unknown-reference' | 'contradiction' | 'invalid-transition' | 'overpayment' | 'batch-not-empty' | 'pieces-differ'
  pointer?: string
  /** The row that refuses, where it is not that of the parameters. */
  row?: () => Promise<Row>
}

/** What a statement asks of every row that it changes, and what keeps a row from being named (test/contract/references.test.ts). */
const seenToElsewhere = /^(not-found|stale-version|moved|(program|product|offer|batch|officer|buyer)-.*)$/

const written = () => writtenIn(database)

async function refuses(t: Test, operationId: string, change: Change<unknown>, params: Params, breaches: readonly Breach[]): Promise<void> {
  const { method, path, ifMatch } = contract.operation(operationId)
  const rules = Object.keys(change.rules ?? {}).filter((rule) => !seenToElsewhere.test(rule) || breaches.some((breach) => breach.rule === rule))
  t.same(rules.sort(), breaches.map(({ rule }) => rule).sort(), 'every rule of the statement has a case')
  for (const { rule, body, code, pointer, row } of breaches) {
    const given = await body()
    const id = row === undefined ? (params.id ?? '') : idOf(await row())
    const before = await written()
    const answer = await api.send(method, path.replace('{id}', id), {
      ...(Object.keys(given).length > 0 ? { body: given } : {}),
      ...(ifMatch ? { ifMatch: '*' } : {}),
    })
    t.match(answer.body, pointer === undefined ? { code } : { code, errors: [{ pointer }] }, rule)
    t.same(await written(), before, `${rule}: nothing is written`)
  }
}

/** Nobody of the facility. */
const unknownOfficer: Breach = {
  rule: 'unknown-officer',
  body: async () => ({ supervisorId: idOf(await make.officer(elsewhere)) }),
  code: 'unknown-reference',
  pointer: '/supervisorId',
}

t.test('createBatch', async (t) => {
  const fitting = await make.body('createBatch', facilityId, { plannedQuantity: 10 })
  const having = (more: Row): Row => ({ ...fitting, ...more })
  await refuses(t, 'createBatch', createBatch(composing, fitting as never), {}, [
    { rule: 'unknown-program', body: () => having({ programId: randomUUID() }), code: 'unknown-reference', pointer: '/programId' },
    { rule: 'unknown-product', body: async () => having({ productId: idOf(await make.product(elsewhere)) }), code: 'unknown-reference', pointer: '/productId' },
    { rule: 'before-program', body: () => having({ startsOn: '2001-01-01' }), code: 'contradiction', pointer: '/startsOn' },
    {
      rule: 'after-program',
      body: async () => having({ programId: idOf(await make.activeProgram(facilityId, { endsOn: workday })), startsOn: tomorrow }),
      code: 'contradiction',
      pointer: '/startsOn',
    },
    { rule: 'too-fine', body: () => having({ plannedQuantity: 1.5 }), code: 'contradiction', pointer: '/plannedQuantity' },
    { ...unknownOfficer, body: async () => having(await unknownOfficer.body()) },
  ])
  t.equal((await api.post('/v1/batches', { body: fitting })).status, 201, 'and what fits is made')
})

t.test('changes of a batch', async (t) => {
  const nothing = () => ({})
  const started = await make.startedBatch(facilityId, { startsOn: workday })
  const withOutput = await make.startedBatch(facilityId, { startsOn: workday })
  await make.output(idOf(withOutput), { recordedOn: dayAfter(1) })
  const planned = await make.batch(facilityId, { startsOn: workday })
  const cancelled = () => make.batch(facilityId).then((batch) => make.call('cancelBatch', { id: idOf(batch) }, undefined, versionOf(batch)))
  /** What came out stands in no day-sheet. */
  const byPieces = async () => {
    const batch = await make.startedBatch(facilityId, { startsOn: workday })
    await make.output(idOf(batch), { recordedOn: workday })
    await api.patch(`/v1/batches/${batch.id}`, { body: { contributionMode: 'PIECES' }, ifMatch: '*' })
    return batch
  }
  const inDraft = async () => make.batch(facilityId, { programId: idOf(await make.program(facilityId)) })

  const every = { plannedQuantity: 1.5, startsOn: workday, supervisorId: randomUUID(), archived: true }
  await refuses(t, 'updateBatch', changeBatch(composing, idOf(started), every), { id: idOf(withOutput) }, [
    { rule: 'not-possible', body: () => ({ plannedQuantity: 2 }), row: cancelled, code: 'invalid-transition' },
    { rule: 'too-fine', body: () => ({ plannedQuantity: 1.5 }), code: 'contradiction', pointer: '/plannedQuantity' },
    { rule: 'before-program', body: () => ({ startsOn: '2001-01-01' }), code: 'contradiction', pointer: '/startsOn' },
    {
      rule: 'after-program',
      body: () => ({ startsOn: tomorrow }),
      row: async () => make.batch(facilityId, { programId: idOf(await make.activeProgram(facilityId, { endsOn: workday })), startsOn: workday }),
      code: 'contradiction',
      pointer: '/startsOn',
    },
    { rule: 'in-use', body: () => ({ startsOn: dayAfter(2) }), code: 'contradiction', pointer: '/startsOn' },
    { rule: 'not-empty', body: () => ({ archived: true }), code: 'batch-not-empty' },
    unknownOfficer,
  ])
  await refuses(t, 'startBatch', startBatch(composing, idOf(planned)), { id: idOf(started) }, [
    { rule: 'not-possible', body: nothing, code: 'invalid-transition' },
    { rule: 'inactive-program', body: nothing, row: inDraft, code: 'invalid-transition' },
    { rule: 'begins-later', body: nothing, row: () => make.batch(facilityId, { startsOn: tomorrow }), code: 'contradiction', pointer: '/startsOn' },
  ])
  await refuses(t, 'completeBatch', completeBatch(composing, idOf(started), workday), { id: idOf(withOutput) }, [
    { rule: 'not-possible', body: () => ({ completedOn: workday }), row: async () => planned, code: 'invalid-transition' },
    { rule: 'too-early', body: () => ({ completedOn: workday }), code: 'contradiction', pointer: '/completedOn' },
    { rule: 'too-late', body: () => ({ completedOn: tomorrow }), code: 'contradiction', pointer: '/completedOn' },
    { rule: 'pieces-differ', body: () => ({ completedOn: workday }), row: byPieces, code: 'pieces-differ' },
  ])
  await refuses(t, 'cancelBatch', cancelBatch(composing, idOf(started)), { id: idOf(withOutput) }, [
    { rule: 'not-possible', body: nothing, row: cancelled, code: 'invalid-transition' },
    { rule: 'has-goods', body: nothing, code: 'invalid-transition' },
  ])
  const read = async (batch: Row) => (await api.get(`/v1/batches/${idOf(batch)}`)).body
  t.same([await read(started), await read(planned)], [started, planned], 'the batches are what they were')
  t.match(await read(withOutput), { startsOn: workday, status: 'IN_PROGRESS' })
  const allowed = await api.patch(`/v1/batches/${idOf(await cancelled())}`, { body: { archived: true }, ifMatch: '*' })
  t.match(allowed.body, { status: 'CANCELLED', archived: true }, 'what is over is still hidden')
})

t.test('updateProgram', async (t) => {
  const program = await make.program(facilityId)
  const closed = async () => {
    const { id = null } = await make.activeProgram(facilityId)
    return (await api.post(`/v1/programs/${id}/closure`, { ifMatch: '*' })).body
  }
  await refuses(t, 'updateProgram', updateProgram(composing, idOf(program), { supervisorId: randomUUID() }), { id: idOf(program) }, [
    { rule: 'closed', body: () => ({ capacity: 5 }), row: closed, code: 'invalid-transition' },
    unknownOfficer,
  ])
  t.same((await api.get(`/v1/programs/${program.id}`)).body, program, 'the program is what it was')
  const hidden = await api.patch(`/v1/programs/${idOf(await closed())}`, { body: { archived: true }, ifMatch: '*' })
  t.match(hidden, { status: 200, body: { status: 'CLOSED', archived: true } }, 'what is closed can be hidden')
})

t.test('updateEnrollment and deleteEnrollment', async (t) => {
  const { id = '' } = await make.activeEnrollment(facilityId)
  const active = { id: String(id) }
  await refuses(t, 'updateEnrollment', updateEnrollment(composing, active.id, { startsOn: workday }), active, [
    { rule: 'not-possible', body: () => ({ startsOn: workday }), code: 'invalid-transition' },
  ])
  await refuses(t, 'deleteEnrollment', deleteEnrollment(composing, active.id), active, [{ rule: 'not-possible', body: () => ({}), code: 'invalid-transition' }])
})

const product = await make.product(facilityId, {
  grades: [
    { code: 'A', sellable: true },
    { code: 'C', sellable: false },
  ],
})
const line: Row = { productId: product.id ?? null, grade: 'A', quantity: 2, unitPrice: 125 }
const allocated = async (quantities: readonly number[], of: Row = {}): Promise<Row> => ({
  ...line,
  quantity: quantities.reduce((sum, one) => sum + one, 0),
  allocations: await Promise.all(
    quantities.map(async (quantity) => ({ batchId: idOf(await make.batch(facilityId, { productId: product.id ?? null, ...of })), quantity })),
  ),
})

/** A line that sells a service, or goods as if they were one. */
async function served(wrong: Row, productId?: Row[string]): Promise<Row> {
  const service = { programId: idOf(await make.activeProgram(facilityId)), from: workday, to: workday, ...wrong }
  return { ...line, productId: productId ?? idOf(await make.product(facilityId, { isService: true })), service }
}

/** What is wrong with the second line, which is named by its place. */
const lineBreaches: readonly { rule: string; line: () => Promise<Row> | Row; code: Breach['code']; pointer: string }[] = [
  { rule: 'unknown-product', line: () => ({ ...line, productId: randomUUID() }), code: 'unknown-reference', pointer: '/productId' },
  {
    rule: 'offer-archived',
    line: async () => {
      const { id = null } = await make.product(facilityId)
      await api.patch(`/v1/products/${id}`, { body: { archived: true }, ifMatch: '*' })
      return { ...line, productId: id }
    },
    code: 'contradiction',
    pointer: '/productId',
  },
  { rule: 'unknown-grade', line: () => ({ ...line, grade: 'Z' }), code: 'unknown-reference', pointer: '/grade' },
  { rule: 'unsold-grade', line: () => ({ ...line, grade: 'C' }), code: 'contradiction', pointer: '/grade' },
  { rule: 'too-fine', line: () => ({ ...line, quantity: 0.5 }), code: 'contradiction', pointer: '/quantity' },
  { rule: 'too-fine-allocation', line: () => allocated([1, 0.5, 0.5]), code: 'contradiction', pointer: '/allocations/1/quantity' },
  {
    rule: 'batch-cancelled',
    line: async () => {
      const { allocations = [], ...rest } = await allocated([1, 1])
      const [first = {}, second = {}] = allocations as Row[]
      await api.post(`/v1/batches/${second.batchId}/cancellation`, { ifMatch: '*' })
      return { ...rest, allocations: [first, second] }
    },
    code: 'contradiction',
    pointer: '/allocations/1/batchId',
  },
  {
    rule: 'foreign-batch',
    line: async () => {
      const { allocations = [], ...rest } = await allocated([1, 1])
      const foreign = { batchId: idOf(await make.batch(facilityId)), quantity: 1 }
      return { ...rest, allocations: [(allocations as Row[])[0] ?? null, foreign] }
    },
    code: 'unknown-reference',
    pointer: '/allocations/1/batchId',
  },
  {
    rule: 'service-unsaid',
    line: async () => ({ ...line, productId: idOf(await make.product(facilityId, { isService: true })) }),
    code: 'contradiction',
    pointer: '/service',
  },
  { rule: 'no-service', line: () => served({}, line.productId), code: 'contradiction', pointer: '/service' },
  { rule: 'foreign-program', line: () => served({ programId: randomUUID() }), code: 'unknown-reference', pointer: '/service/programId' },
  { rule: 'served-backwards', line: () => served({ to: '2025-09-01' }), code: 'contradiction', pointer: '/service/to' },
  { rule: 'served-outside', line: () => served({ from: '2001-01-01' }), code: 'contradiction', pointer: '/service' },
]
const brokenLines = (bodyWith: (lines: Row[]) => Row): Breach[] =>
  lineBreaches.map(({ rule, line: wrong, code, pointer }) => ({ rule, body: async () => bodyWith([line, await wrong()]), code, pointer: `/lines/1${pointer}` }))

async function inactiveBuyer(): Promise<string> {
  const id = idOf(await make.buyer(facilityId))
  await api.patch(`/v1/buyers/${id}`, { body: { active: false }, ifMatch: '*' })
  return id
}

t.test('createSale', async (t) => {
  const fitting = await make.body('createSale', facilityId, { lines: [line], soldOn: workday })
  const breaches: Breach[] = [
    { rule: 'unknown-buyer', body: () => ({ ...fitting, buyerId: randomUUID() }), code: 'unknown-reference', pointer: '/buyerId' },
    { rule: 'buyer-inactive', body: async () => ({ ...fitting, buyerId: await inactiveBuyer() }), code: 'contradiction', pointer: '/buyerId' },
    { rule: 'sold-later', body: () => ({ ...fitting, soldOn: tomorrow }), code: 'contradiction', pointer: '/soldOn' },
    ...brokenLines((lines) => ({ ...fitting, lines })),
  ]
  const sale = composeSale(composing, fitting as never)
  await refuses(t, 'createSale', insertSale(composing, sale, 'DRAFT'), {}, breaches)
  const atOnce = breaches.map(({ body, ...rest }) => ({ ...rest, body: async () => ({ ...(await body()), confirm: true }) }))
  await refuses(t, 'createSale', insertSale(composing, sale, 'CONFIRMED'), {}, atOnce)
  t.equal((await api.post('/v1/sales', { body: fitting })).status, 201, 'and what fits is drafted')
})

t.test('updateSale', async (t) => {
  const draft = await make.sale(facilityId, { lines: [line] })
  const otherBuyer = await make.buyer(elsewhere)
  await refuses(t, 'updateSale', await updateDraft(composing, draft as never, { buyerId: idOf(otherBuyer) }), { id: idOf(draft) }, [
    { rule: 'unknown-buyer', body: () => ({ buyerId: idOf(otherBuyer) }), code: 'unknown-reference', pointer: '/buyerId' },
    { rule: 'buyer-inactive', body: async () => ({ buyerId: await inactiveBuyer() }), code: 'contradiction', pointer: '/buyerId' },
    { rule: 'sold-later', body: () => ({ soldOn: tomorrow }), code: 'contradiction', pointer: '/soldOn' },
    ...brokenLines((lines) => ({ lines })),
  ])
  t.same((await api.get(`/v1/sales/${draft.id}`)).body, draft, 'the draft is what it was')
})

t.test('createPayment', async (t) => {
  const sale = await make.confirmedSale(facilityId)
  const draft = await make.sale(facilityId)
  const fitting = await make.body('createPayment', facilityId, { saleId: sale.id ?? null, amount: 100, paidOn: workday })
  await refuses(t, 'createPayment', createPayment(composing, fitting as never), {}, [
    { rule: 'unknown-sale', body: () => ({ ...fitting, saleId: randomUUID() }), code: 'unknown-reference', pointer: '/saleId' },
    { rule: 'not-owed', body: () => ({ ...fitting, saleId: draft.id ?? null }), code: 'invalid-transition' },
    { rule: 'paid-later', body: () => ({ ...fitting, paidOn: tomorrow }), code: 'contradiction', pointer: '/paidOn' },
    { rule: 'overpayment', body: () => ({ ...fitting, amount: 126 }), code: 'overpayment' },
  ])
  t.equal((await api.post('/v1/payments', { body: fitting })).status, 201, 'and what fits is written')
})

t.test('F: goods that may not be sold are refused with the same reason, whether their batch was chosen or not', async (t) => {
  const stock = new StockModel(api, make, database)
  const hold = async (batchId: string): Promise<string> => {
    await stock.hold(batchId, 'QUARANTINE')
    return batchId
  }
  const ended = async (batchId: string, end: string): Promise<string> => {
    await database.query(`UPDATE batch SET ${end} WHERE id = $1`, [batchId])
    return batchId
  }
  type Making = (workshop: Workshop) => Promise<string>
  const making: Record<keyof typeof notSellable, Making> = {
    'on-hold': async (workshop) => hold(await stock.stocked(workshop, { A: 10 })),
    'not-completed': (workshop) => stock.begun(workshop, { A: 10 }),
    'completed-later': (workshop) => stock.stocked(workshop, { A: 10 }, dayAfter(2)),
    // A batch with goods is neither archived nor cancelled today; it may have been by an earlier version.
    archived: async (workshop) => ended(await stock.stocked(workshop, { A: 10 }), 'archived = TRUE'),
    cancelled: async (workshop) => ended(await stock.begun(workshop, { A: 10 }), "status = 'CANCELLED'"),
  }
  const saleOf = ({ buyerId, productId }: Workshop, more: Row = {}): Row => ({
    number: `F-${serial()}`,
    buyerId,
    soldOn: dayAfter(1),
    channel: 'DIRECT',
    lines: [{ productId, grade: 'A', quantity: 4, unitPrice: 125, ...more }],
  })
  for (const [reason, made] of Object.entries(making)) {
    const workshop = await stock.workshop()
    const batchId = await made(workshop)
    const { code: batchCode = '' } = (await api.get(`/v1/batches/${batchId}`)).body
    const draft = (await api.post('/v1/sales', { body: saleOf(workshop) })).body
    const refused = {
      status: 422,
      body: {
        code: 'contradiction',
        detail: `Batch ${String(batchCode)} `,
        errors: [{ pointer: '/lines/0/allocations' }],
        ...(reason === 'completed-later' ? { facts: { earliest: dayAfter(2) } } : {}),
      },
    }
    const confirmed = await stock.confirm(draft)
    t.match(confirmed, refused, `${reason}: a draft that is confirmed`)
    const atOnce = await api.post('/v1/sales', { body: { ...saleOf(workshop), confirm: true } })
    t.match(atOnce.body, { code: 'contradiction', detail: String(confirmed.body.detail) }, `${reason}: a sale at once`)
    if (reason === 'archived' || reason === 'cancelled') continue
    const named = await stock.confirm((await api.post('/v1/sales', { body: saleOf(workshop, { allocations: [{ batchId, quantity: 4 }] }) })).body)
    t.strictSame([named.body.detail, named.body.errors, named.body.facts], [confirmed.body.detail, confirmed.body.errors, confirmed.body.facts], reason)
    const sellable = await stock.stocked(workshop, { A: 3 }, dayAfter(1))
    const short = await stock.confirm(await stock.draft(workshop, [['A', 4]], { soldOn: dayAfter(1) }))
    t.match(short, { status: 409, body: { facts: { shortages: [{ batchId: sellable, onHand: 3, requested: 4 }] } } }, `${reason}: what may be sold is told`)
    await stock.stocked(workshop, { A: 2 }, dayAfter(1))
    const sold = await stock.confirm(await stock.draft(workshop, [['A', 4]], { soldOn: dayAfter(1) }))
    t.match(sold.body, { status: 'CONFIRMED', lines: [{ allocations: [{}, {}] }] }, `${reason}: and passed over`)
    const rest = await stock.confirm(await stock.draft(workshop, [['A', 2]], { soldOn: dayAfter(1) }))
    t.match(rest, { status: 409, body: { code: 'insufficient-stock' } })
  }
})

t.test('F: of several batches that may not be sold each has its reason, and what may be sold of several is told as a sum', async (t) => {
  const stock = new StockModel(api, make, database)
  const workshop = await stock.workshop()
  await stock.stocked(workshop, { A: 5 }, dayAfter(4))
  await stock.stocked(workshop, { A: 5 }, dayAfter(3))
  await stock.hold(await stock.stocked(workshop, { A: 5 }), 'RECALLED')
  await stock.begun(workshop, { A: 5 })
  const asked = (quantity: number, soldOn: string) => stock.draft(workshop, [['A', quantity]], { soldOn }).then(stock.confirm)
  const none = await asked(1, dayAfter(1))
  t.match(none, { status: 422, body: { code: 'contradiction', facts: { earliest: dayAfter(3) } } })
  t.equal((none.body.errors as Row[]).length, 4, 'a reason for each')
  t.match(await asked(11, dayAfter(5)), {
    status: 409,
    body: { code: 'insufficient-stock', facts: { shortBy: 1, available: 10, requested: 11 }, errors: [{ pointer: '/lines/0/quantity' }] },
  })
  t.equal((await asked(10, dayAfter(5))).status, 200)
})
