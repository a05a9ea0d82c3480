/** A locked month takes nothing any more, whoever is first. */
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Answer } from '../support/client.ts'
import type { Row } from '../support/contract.ts'
import { idOf, versionOf } from '../support/make.ts'
import { serial, workday } from '../support/samples.ts'

const { api, make, makeClient, database } = await buildTestApp(t)
const facilityId = idOf(await make.facility())
const month = workday.slice(0, 7)
const path = `/v1/facilities/${facilityId}/months/${month}`
const lock = (): Promise<Answer> => api.post(`${path}/lock`, { ifMatch: '*' })
const reopen = (): Promise<Answer> => api.post(`${path}/reopening`, { ifMatch: '*', body: { reason: 'A payment was forgotten' } })
const locked = (pointer: string) => ({ status: 409, body: { code: 'month-locked', errors: [{ pointer }] } })

const sale = await make.confirmedSale(facilityId, {}, 50)
const draft = await make.sale(facilityId)
const batch = await make.startedBatch(facilityId)
const stock = await make.completedBatch(facilityId)
const later = '2025-10-01'
const elsewhereDated = await make.sale(facilityId, { soldOn: later })
const line = { productId: stock.productId ?? null, grade: 'A', quantity: 1, unitPrice: 125 }
const sell = () => ({ number: `M-${serial()}`, buyerId: String(sale.buyerId), channel: 'DIRECT', lines: [line] })
const outputs = `/v1/batches/${idOf(batch)}/outputs`
const give = { batchId: idOf(stock), grade: 'A', quantity: -1, type: 'GIFT', reason: 'A guest' }
const spent = { batchId: idOf(stock), kind: 'MATERIAL', amount: 1000, borneBy: 'CAPITAL', description: 'Bamboo' }
const cost = await make.create('createCost', facilityId, { ...spent, incurredOn: workday })
const movement = await make.create('createStockMovement', facilityId, { ...give, occurredOn: workday })

/** Every way to enter a fact of a day, and where it says the day. */
const facts: Record<string, { pointer: string; enter: (day: string) => Promise<Answer> }> = {
  'a payment': {
    pointer: '/paidOn',
    enter: (paidOn) => api.post('/v1/payments', { body: { saleId: idOf(sale), amount: 1, paidOn, method: 'CASH' } }),
  },
  'an output': { pointer: '/recordedOn', enter: (recordedOn) => api.post(outputs, { body: { grade: 'A', quantity: 1, recordedOn } }) },
  'a movement': { pointer: '/occurredOn', enter: (occurredOn) => api.post('/v1/stock-movements', { body: { ...give, occurredOn } }) },
  'a cost': {
    pointer: '/incurredOn',
    enter: (incurredOn) => api.post('/v1/costs', { body: { ...spent, incurredOn } }),
  },
  'a draft of a sale': {
    pointer: '/soldOn',
    enter: (soldOn) => api.post('/v1/sales', { body: { ...sell(), soldOn } }),
  },
  'a sale': {
    pointer: '/soldOn',
    enter: (soldOn) => api.post('/v1/sales', { body: { ...sell(), soldOn, confirm: true } }),
  },
}

t.test('a month that nobody has locked is open', async (t) => {
  t.match(await api.get(path), {
    status: 200,
    headers: { etag: '"0"' },
    body: { facilityId, month, status: 'OPEN', reason: null, version: 0, updatedAt: null },
  })
})

t.test('a month that is not over cannot be locked: contradiction', async (t) => {
  const today = new Date().toISOString().slice(0, 7)
  const answer = await api.post(`/v1/facilities/${facilityId}/months/${today}/lock`, { ifMatch: '*' })
  t.match(answer, { status: 422, body: { code: 'contradiction', errors: [{ location: 'path', pointer: 'month' }] } })
})

t.test('a locked month', async (t) => {
  t.match(await lock(), { status: 200, headers: { etag: '"1"' }, body: { status: 'LOCKED', version: 1 } })
  for (const [what, { pointer, enter }] of Object.entries(facts)) {
    t.match(await enter(workday), locked(pointer), `takes no more ${what}: month-locked`)
    t.equal((await enter(later)).status, 201, `which is entered in an open month`)
  }
  const moved = await api.patch(`/v1/sales/${idOf(elsewhereDated)}`, { body: { soldOn: workday }, ifMatch: '*' })
  t.match(moved, locked('/soldOn'), 'a draft is not moved into it')
  t.match(await api.post(`/v1/sales/${idOf(draft)}/confirmation`, { ifMatch: '*' }), locked('/soldOn'), 'nor confirmed in it')
  const back = await api.post(`/v1/costs/${idOf(cost)}/reversal`, { ifMatch: '*', body: { incurredOn: workday, description: 'A mistake' } })
  t.match(back, locked('/incurredOn'), 'no cost is taken back on a day in it')
  const reversal = await api.post(`/v1/stock-movements/${idOf(movement)}/reversal`, { ifMatch: '*', body: { occurredOn: workday } })
  t.match(reversal, locked('/occurredOn'), 'nothing is taken back on a day in it')
  const sold = await make.confirmedSale(facilityId, { soldOn: later, lines: [line] })
  const cancelled = await api.post(`/v1/sales/${idOf(sold)}/cancellation`, { ifMatch: '*', body: { occurredOn: later } })
  t.equal(cancelled.status, 200, 'what is dated outside of it goes on')
  t.match(await lock(), { status: 409, body: { code: 'invalid-transition' } }, 'is not locked again')
  const other = await make.facility()
  t.equal((await make.completedBatch(idOf(other))).status, 'COMPLETED', 'is open at another facility')
})

t.test('a sale of an open month is not cancelled on a day of a locked one: month-locked', async (t) => {
  await reopen()
  const sold = await make.confirmedSale(facilityId)
  await lock()
  const answer = await api.post(`/v1/sales/${idOf(sold)}/cancellation`, { ifMatch: '*', body: { occurredOn: workday } })
  t.match(answer, locked('/occurredOn'))
})

t.test('opened again it takes everything, and the trail says who did it and why', async (t) => {
  const { requestId, body } = await reopen()
  t.match(body, { status: 'OPEN', reason: 'A payment was forgotten' })
  for (const [what, { enter }] of Object.entries(facts)) t.equal((await enter(workday)).status, 201, what)
  t.match(await reopen(), { status: 409, body: { code: 'invalid-transition' } }, 'it is not opened twice')
  const { items } = await api.get('/v1/audit-entries', { query: { resourceId: idOf(body) } })
  const entry = items.find((one) => one.requestId === requestId) as Row
  t.match(entry, { operation: 'reopenFacilityMonth', facilityId, resourceVersion: versionOf(body) })
  t.strictSame((entry.changed as string[]).toSorted(), ['reason', 'status'])
})

t.test('who may not lock months does not', async (t) => {
  const key = await makeClient({ scopes: ['facility-months:read', 'payments:write'] })
  t.match(await api.as(key).post(`${path}/lock`, { ifMatch: '*' }), { status: 403, body: { code: 'scope-missing' } })
})

const entered = async (): Promise<Row | undefined> => {
  const [counted] = await database.query<Row>(`SELECT (SELECT count(*) FROM payment) AS payments, (SELECT count(*) FROM batch_output) AS outputs,
    (SELECT count(*) FROM stock_movement) AS movements, (SELECT count(*) FROM sale) AS sales`)
  return counted
}

t.test('a month is locked while facts are entered', async (t) => {
  const seen = new Set<number>()
  for (let round = 0; round < 6; round++) {
    const facing = Promise.all(Object.values(facts).flatMap(({ enter }) => [enter(workday), enter(workday)]))
    await new Promise((resolve) => setTimeout(resolve, round * 4))
    t.equal((await lock()).status, 200)
    const before = await entered()
    for (const { status, body } of await facing) {
      seen.add(status)
      t.ok(status === 201 || body.code === 'month-locked', `${status} ${body.code ?? ''}`)
    }
    t.strictSame(await entered(), before, 'nothing is entered once it is locked')
    await reopen()
  }
  t.strictSame([...seen].toSorted(), [201, 409], 'some came before, some after')
})
