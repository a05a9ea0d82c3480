/** What a statement refuses by rules of its own: every rule it has is broken once, explained, and nothing is written. */
import { randomUUID } from 'node:crypto'
import t, { type Test } from 'tap'
import { createPayment } from '../../src/commerce/payments/store.ts'
import { insertSale, updateDraft } from '../../src/commerce/sales/store.ts'
import { type Change, Transaction } from '../../src/platform/database/transaction.ts'
import { createBatch } from '../../src/production/batches/store.ts'
import { buildTestApp } from '../support/app.ts'
import type { Row } from '../support/contract.ts'
import { testKeyring } from '../support/keyring.ts'
import { idOf, type Params } from '../support/make.ts'
import { workday } from '../support/samples.ts'

const { app, api, contract, make, database } = await buildTestApp(t)
const facilityId = idOf(await make.facility())
const elsewhere = idOf(await make.facility())
const tomorrow = '2099-12-31'

/** A transaction that asks nothing: a statement is composed, and not run. */
const composing = new Transaction(app.pool, { clientId: randomUUID(), facilities: 'ALL' }, testKeyring, undefined, randomUUID)

/** What breaks a rule: the members that differ from a body that fits, and the code and place of the answer. */
interface Breach {
  rule: string
  body: () => Promise<Row> | Row
  code: 'unknown-reference' | 'contradiction' | 'invalid-transition' | 'overpayment'
  pointer?: string
}

const written = async (): Promise<unknown> =>
  database.query(`SELECT (SELECT count(*) FROM event) AS events, (SELECT count(*) FROM audit_entry WHERE outcome = 'ALLOWED') AS entries,
    (SELECT count(*) FROM batch) AS batches, (SELECT count(*) FROM sale) AS sales, (SELECT count(*) FROM sale_line) AS lines, (SELECT count(*) FROM payment) AS payments`)

async function refuses(t: Test, operationId: string, change: Change<unknown>, params: Params, breaches: readonly Breach[]): Promise<void> {
  const { method, path, ifMatch } = contract.operation(operationId)
  t.same(Object.keys(change.rules ?? {}).sort(), breaches.map(({ rule }) => rule).sort(), 'every rule of the statement has a case')
  for (const { rule, body, code, pointer } of breaches) {
    const given = await body()
    const before = await written()
    const answer = await api.send(method, path.replace('{id}', params.id ?? ''), { body: given, ...(ifMatch ? { ifMatch: '*' } : {}) })
    t.match(answer.body, pointer === undefined ? { code } : { code, errors: [{ pointer }] }, rule)
    t.same(await written(), before, `${rule}: nothing is written`)
  }
}

t.test('createBatch', async (t) => {
  const fitting = await make.body('createBatch', facilityId, { plannedQuantity: 10 })
  const having = (more: Row): Row => ({ ...fitting, ...more })
  const closed = async (): Promise<string> => {
    const id = idOf(await make.activeProgram(facilityId))
    await api.post(`/v1/programs/${id}/closure`, { ifMatch: '*' })
    return id
  }
  await refuses(t, 'createBatch', createBatch(composing, fitting as never), {}, [
    { rule: 'unknown-program', body: () => having({ programId: randomUUID() }), code: 'unknown-reference', pointer: '/programId' },
    { rule: 'closed-program', body: async () => having({ programId: await closed() }), code: 'contradiction', pointer: '/programId' },
    { rule: 'unknown-product', body: async () => having({ productId: idOf(await make.product(elsewhere)) }), code: 'unknown-reference', pointer: '/productId' },
    {
      rule: 'unusable-product',
      body: async () => having({ productId: idOf(await make.product(facilityId, { isService: true })) }),
      code: 'contradiction',
      pointer: '/productId',
    },
    { rule: 'too-fine', body: () => having({ plannedQuantity: 1.5 }), code: 'contradiction', pointer: '/plannedQuantity' },
    {
      rule: 'unknown-supervisor',
      body: async () => having({ supervisorId: idOf(await make.officer(elsewhere)) }),
      code: 'unknown-reference',
      pointer: '/supervisorId',
    },
  ])
  t.equal((await api.post('/v1/batches', { body: fitting })).status, 201, 'and what fits is made')
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

/** What is wrong with the second line, which is named by its place. */
const lineBreaches: readonly { rule: string; line: () => Promise<Row> | Row; code: Breach['code']; pointer: string }[] = [
  { rule: 'unknown-product', line: () => ({ ...line, productId: randomUUID() }), code: 'unknown-reference', pointer: '/productId' },
  {
    rule: 'archived-product',
    line: async () => {
      const { id = null } = await make.product(facilityId)
      await api.patch(`/v1/products/${id}`, { body: { archived: true }, ifMatch: '*' })
      return { ...line, productId: id }
    },
    code: 'contradiction',
    pointer: '/productId',
  },
  {
    rule: 'service',
    line: async () => ({ ...line, productId: idOf(await make.product(facilityId, { isService: true })) }),
    code: 'contradiction',
    pointer: '/productId',
  },
  { rule: 'unknown-grade', line: () => ({ ...line, grade: 'Z' }), code: 'unknown-reference', pointer: '/grade' },
  { rule: 'unsold-grade', line: () => ({ ...line, grade: 'C' }), code: 'contradiction', pointer: '/grade' },
  { rule: 'too-fine', line: () => ({ ...line, quantity: 0.5 }), code: 'contradiction', pointer: '/quantity' },
  { rule: 'too-fine-allocation', line: () => allocated([1, 0.5, 0.5]), code: 'contradiction', pointer: '/allocations/1/quantity' },
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
  await refuses(t, 'createSale', insertSale(composing, fitting as never), {}, [
    { rule: 'unknown-buyer', body: () => ({ ...fitting, buyerId: randomUUID() }), code: 'unknown-reference', pointer: '/buyerId' },
    { rule: 'inactive-buyer', body: async () => ({ ...fitting, buyerId: await inactiveBuyer() }), code: 'contradiction', pointer: '/buyerId' },
    { rule: 'sold-later', body: () => ({ ...fitting, soldOn: tomorrow }), code: 'contradiction', pointer: '/soldOn' },
    ...brokenLines((lines) => ({ ...fitting, lines })),
  ])
  t.equal((await api.post('/v1/sales', { body: fitting })).status, 201, 'and what fits is drafted')
})

t.test('updateSale', async (t) => {
  const draft = await make.sale(facilityId, { lines: [line] })
  const otherBuyer = await make.buyer(elsewhere)
  await refuses(t, 'updateSale', await updateDraft(composing, draft as never, { buyerId: idOf(otherBuyer) }), { id: idOf(draft) }, [
    { rule: 'unknown-buyer', body: () => ({ buyerId: idOf(otherBuyer) }), code: 'unknown-reference', pointer: '/buyerId' },
    { rule: 'inactive-buyer', body: async () => ({ buyerId: await inactiveBuyer() }), code: 'contradiction', pointer: '/buyerId' },
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
