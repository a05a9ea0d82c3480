/** The story of Rutan Banjarnegara through real HTTP, held against the reported figures. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Send, Step } from '../../src/demo/client.ts'
import { writeStory } from '../../src/demo/story.ts'
import { buildTestApp } from '../support/app.ts'
import type { Row } from '../support/contract.ts'

interface Facts {
  facility: Row
  program: Row
  inmates: { count: number }
  product: { sku: string; name: string; description: string; unit: string; listPrice: number }
  batch: { plannedQuantity: number; produced: number; grade: string; startsOn: string; completedOn: string }
  buyer: Row
  sale: { soldOn: string; weekday: string; quantity: number; unitPrice: number; total: number; channel: string }
  expected: {
    stockOnHandAfterSale: number
    sellingOneMoreAnswers: number
    facilitySummary: { programs: number; workers: number; produced: number; sold: number; revenue: number }
  }
}

const facts: Facts = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'support', 'banjarnegara.json'), 'utf8'))
const { expected } = facts
const { api, database } = await buildTestApp(t)

/** The calls as they went over the network. */
const calls: { method: string; status: number; requestId: string; replayed: boolean }[] = []
const send: Send = async ({ method, path, headers, body }) => {
  const json = body === undefined ? {} : { bytes: JSON.stringify(body), headers: { ...headers, 'content-type': 'application/json' } }
  const answer = await api.send(method, path, { headers, ...json })
  calls.push({ method, status: answer.status, requestId: answer.requestId, replayed: answer.headers['idempotency-replayed'] === 'true' })
  return { status: answer.status, body: answer.body }
}

const story = await writeStory(send)
const stepOf = (step: string): Step => {
  const found = story.steps.find((entry) => entry.step === step)
  if (found === undefined) throw new Error(`The story has no step "${step}".`)
  return found
}
const read = async (path: string): Promise<Row> => (await api.get(path)).body
const inFacility = { query: { facilityId: story.facilityId, limit: 200 } }

t.test('the persons and goods are those of the report', async (t) => {
  t.match(await read(`/v1/facilities/${story.facilityId}`), facts.facility)
  t.match(await read(`/v1/programs/${story.programId}`), { ...facts.program, status: 'ACTIVE', facilityId: story.facilityId })
  const { listPrice, ...product } = facts.product
  t.match(await read(`/v1/products/${story.productId}`), { ...product, listPrices: [{ amount: listPrice }] })
  const { body: buyer } = await api.get(`/v1/buyers/${(await read(`/v1/sales/${story.saleId}`)).buyerId}`)
  t.match(buyer, facts.buyer)
})

t.test('six inmates are registered, enrolled and work on the batch', async (t) => {
  t.equal(story.inmateIds.length, facts.inmates.count)
  const enrollments = (await api.get('/v1/enrollments', inFacility)).items
  t.same(new Set(enrollments.map(({ inmateId }) => inmateId)), new Set(story.inmateIds))
  t.ok(enrollments.every(({ status, programId }) => status === 'ACTIVE' && programId === story.programId))
  const workers = (await api.get(`/v1/batches/${story.batchId}/workers`)).items
  t.same(new Set(workers.map(({ inmateId }) => inmateId)), new Set(story.inmateIds))
  for (const id of story.inmateIds) t.equal((await api.get(`/v1/inmates/${id}/registrations`)).items.length, 1)
})

t.test('1,600 besek are made and sold, and none is left', async (t) => {
  const { produced, plannedQuantity, startsOn, completedOn, grade } = facts.batch
  t.match(await read(`/v1/batches/${story.batchId}`), {
    plannedQuantity,
    startsOn,
    completedOn,
    produced,
    rejected: 0,
    sold: facts.sale.quantity,
    onHand: expected.stockOnHandAfterSale,
    workerCount: expected.facilitySummary.workers,
    status: 'COMPLETED',
  })
  t.match((await api.get('/v1/stock-balances', inFacility)).items, [{ grade, produced, sold: facts.sale.quantity, onHand: 0, batchId: story.batchId }])
})

t.test('they are sold on a Friday for Rp 200,000, and paid', async (t) => {
  const { soldOn, weekday, quantity, unitPrice, total, channel } = facts.sale
  t.match(await read(`/v1/sales/${story.saleId}`), {
    soldOn,
    channel,
    total,
    paid: total,
    paymentStatus: 'PAID',
    status: 'COMPLETED',
    discount: 0,
    lines: [{ quantity, unitPrice, lineTotal: total, grade: facts.batch.grade, allocations: [{ batchId: story.batchId, quantity }] }],
  })
  t.equal(new Date(soldOn).toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' }), weekday)
  t.match((await api.get('/v1/payments', inFacility)).items, [{ saleId: story.saleId, amount: total, paidOn: soldOn, method: 'CASH' }])
})

t.test('one more besek is refused with the facts [insufficient-stock]', async (t) => {
  const { status, answer } = stepOf('Confirm the sale of one more besek')
  t.equal(status, expected.sellingOneMoreAnswers)
  t.match(answer, {
    code: 'insufficient-stock',
    retryable: false,
    facts: { shortages: [{ batchId: story.batchId, batchCode: 'BJN-BSK-2509-01', grade: facts.batch.grade, onHand: 0, requested: 1 }] },
  })
  t.match(answer.detail, 'Batch BJN-BSK-2509-01 holds 0 BUAH of grade A; 1 was asked for.')
})

t.test('the figures of the facility follow from its lists', async (t) => {
  const { programs, workers, produced, sold, revenue } = expected.facilitySummary
  const total = async (path: string, query: Record<string, string> = {}) =>
    (await api.get(path, { query: { ...inFacility.query, withTotal: true, ...query } })).body.total
  t.equal(await total('/v1/programs'), programs)
  t.equal(await total('/v1/enrollments', { status: 'ACTIVE' }), workers)
  const sum = (rows: Row[], member: string) => rows.reduce((so, row) => so + Number(row[member]), 0)
  const batches = (await api.get('/v1/batches', inFacility)).items
  t.equal(sum(batches, 'produced'), produced)
  t.equal(sum(batches, 'sold'), sold)
  t.equal(sum((await api.get('/v1/sales', { query: { ...inFacility.query, status: 'COMPLETED' } })).items, 'paid'), revenue)
})

t.test('the movements add up to zero, and each names its cause', async (t) => {
  const { items } = await api.get('/v1/stock-movements', { query: { ...inFacility.query, sort: 'id' } })
  t.match(items, [
    { type: 'PRODUCTION', quantity: 1600, balanceAfter: 1600, occurredOn: facts.batch.completedOn, saleLineId: null },
    { type: 'SALE', quantity: -1600, balanceAfter: 0, occurredOn: facts.sale.soldOn, outputId: null },
  ])
  t.equal(items.length, 2)
})

t.test('every write has one change in the audit trail and at least one event, and nothing else has', async (t) => {
  const audited = await database.prisma.auditEntry.findMany({ where: { version: { not: null } }, distinct: ['requestId'] })
  const events = await database.prisma.event.findMany({ distinct: ['requestId'] })
  const writes = calls.filter(({ method, status }) => method !== 'GET' && status < 300)
  t.ok(writes.length > 40)
  const changes = writes.map(({ requestId }) => requestId).sort()
  t.strictSame(audited.map(({ requestId }) => requestId).sort(), changes)
  t.strictSame(events.map(({ requestId }) => requestId).sort(), changes)
})

t.test('the story written under another name makes new rows', async (t) => {
  const second = await writeStory(send, 'SECOND')
  t.not(second.facilityId, story.facilityId)
  t.match(await read(`/v1/batches/${second.batchId}`), { produced: 1600, sold: 1600, onHand: 0 })
  t.equal((await api.get('/v1/facilities')).items.length, 2)
})

t.test('the story written again under the same name is replayed and writes nothing', async (t) => {
  const count = () => database.prisma.auditEntry.count({ where: { version: { not: null } } })
  const before = await count()
  calls.length = 0
  const again = await writeStory(send)
  t.equal(await count(), before)
  // A PUT is repeated as it is, and changes nothing.
  t.ok(calls.every(({ method, replayed }) => method === 'GET' || method === 'PUT' || replayed))
  // A refusal is not remembered, and the sale that was refused has been cancelled since: it is not asked for again.
  const changes = (steps: readonly Step[]) => steps.filter(({ method, status }) => method !== 'GET' && status < 400)
  t.strictSame(changes(again.steps), changes(story.steps))
})

t.test('a story that was interrupted is completed by writing it again', async (t) => {
  const steps: Step[] = []
  await t.rejects(
    writeStory(send, 'THIRD', (step) => {
      steps.push(step)
      if (step.step === 'Start the batch') throw new Error('interrupted')
    }),
    { message: 'interrupted' },
  )
  const third = await writeStory(send, 'THIRD')
  t.equal(third.facilityId, steps[0]?.answer.id, 'with the rows that were there')
  t.match(await read(`/v1/batches/${third.batchId}`), { produced: 1600, sold: 1600, onHand: 0 })
  t.equal((await api.get('/v1/facilities')).items.length, 3)
})
