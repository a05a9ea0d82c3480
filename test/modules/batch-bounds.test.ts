/** A batch among what it names, what hangs on it and what was taken back: nothing bounds it that did not happen, and it bounds what is left. */
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Answer } from '../support/client.ts'
import type { Row } from '../support/contract.ts'
import { idOf, versionOf } from '../support/make.ts'
import { workday } from '../support/samples.ts'
import { dayAfter } from '../support/stock-model.ts'
import { wrongTimelines } from '../support/timelines.ts'

const { api, database, make } = await buildTestApp(t)
const facility = idOf(await make.facility())

const read = async (path: string): Promise<Row> => (await api.get(path)).body
const step = (id: string, name: string, body?: Row): Promise<Answer> => api.post(`/v1/batches/${id}/${name}`, { ifMatch: '*', ...(body ? { body } : {}) })
const patch = (id: string, body: Row): Promise<Answer> => api.patch(`/v1/batches/${id}`, { body, ifMatch: '*' })

/** Takes back what an output brought. */
async function takeBack(batchId: string, output: Row): Promise<Row> {
  const { items } = await api.get('/v1/stock-movements', { query: { batchId, limit: 200 } })
  const came = items.find(({ outputId }) => outputId === output.id)
  return make.call('reverseStockMovement', { id: idOf(came ?? {}) }, { occurredOn: String(output.recordedOn) })
}

t.test('an output that was taken back', async (t) => {
  const batchId = idOf(await make.startedBatch(facility, { startsOn: workday }))
  const mistaken = await make.output(batchId, { quantity: 100, recordedOn: dayAfter(70) })
  const right = await make.output(batchId, { quantity: 40, recordedOn: dayAfter(1) })
  const path = `/v1/batches/${batchId}/outputs`
  const before = await api.get(`${path}/${idOf(mistaken)}`)
  t.match(before.body, { reversedById: null })
  const reversal = await takeBack(batchId, mistaken)

  await t.test('is shown as such, in another representation, and the others add up', async (t) => {
    const { items } = await api.get(path)
    const shown = Object.fromEntries(items.map((one) => [one.id, one.reversedById]))
    t.strictSame(shown, { [idOf(mistaken)]: idOf(reversal), [idOf(right)]: null })
    const standing = items.filter(({ reversedById }) => reversedById === null).reduce((sum, { quantity }) => sum + Number(quantity), 0)
    t.equal(standing, (await read(`/v1/batches/${batchId}`)).produced)
    const after = await api.get(`${path}/${idOf(mistaken)}`, { headers: { 'if-none-match': `"${versionOf(mistaken)}"` } })
    t.match(after, { status: 200, body: { version: versionOf(mistaken) + 1, reversedById: idOf(reversal) } })
  })

  await t.test('does not bound the day of completion', async (t) => {
    t.match(await step(batchId, 'completion', { completedOn: workday }), { status: 422, body: { facts: { earliest: dayAfter(1) } } })
    t.match(await step(batchId, 'completion', { completedOn: dayAfter(5) }), { status: 200, body: { completedOn: dayAfter(5) } })
  })

  await t.test('bounds neither the first day, the grades nor the cancellation', async (t) => {
    const product = await make.product(facility)
    const other = idOf(await make.startedBatch(facility, { startsOn: workday, productId: idOf(product) }))
    await takeBack(other, await make.output(other, { recordedOn: dayAfter(1) }))
    t.equal((await patch(other, { startsOn: dayAfter(20) })).status, 200)
    const flipped = await api.patch(`/v1/products/${idOf(product)}`, { body: { grades: [{ code: 'A', sellable: false }] }, ifMatch: '*' })
    t.equal(flipped.status, 200)
    t.match(await step(other, 'cancellation'), { status: 200, body: { status: 'CANCELLED' } })
  })

  await t.test('leaves goods that a count has found, and they keep the batch from being cancelled: invalid-transition', async (t) => {
    const other = idOf(await make.startedBatch(facility, { startsOn: workday }))
    await takeBack(other, await make.output(other))
    const found = { batchId: other, grade: 'A', quantity: 3, type: 'COUNT_ADJUSTMENT', occurredOn: workday, reason: 'Found' }
    await make.call('createStockMovement', {}, found)
    t.match(await step(other, 'cancellation'), { status: 409, body: { code: 'invalid-transition' } })
  })
})

t.test('an archived batch takes nothing', async (t) => {
  const planned = await make.batch(facility)
  const started = await make.startedBatch(facility, { startsOn: workday })
  const inspected = await make.call('inspectBatch', { id: idOf(await make.startedBatch(facility)) }, undefined, 2)
  const completed = await make.completedBatch(facility)
  const taken = { batchId: idOf(completed), grade: 'A', quantity: -100, type: 'DAMAGE', occurredOn: workday, reason: 'Rain' }
  t.match(await patch(idOf(completed), { archived: true }), { status: 409, body: { code: 'batch-not-empty', facts: { onHand: 100, openWork: 0 } } })
  await make.call('createStockMovement', {}, taken)
  for (const batch of [planned, started, inspected, completed]) t.equal((await patch(idOf(batch), { archived: true })).status, 200)

  const refused = { status: 422, body: { code: 'contradiction', detail: 'The batch is archived.', errors: [{ pointer: '/archived' }] } }
  for (const [batch, name] of [
    [planned, 'start'],
    [planned, 'cancellation'],
    [started, 'inspection'],
    [completed, 'closure'],
  ] as const)
    t.match(await step(idOf(batch), name), refused, name)
  for (const batch of [started, inspected]) t.match(await step(idOf(batch), 'completion', { completedOn: workday }), refused, 'completion')
  const output = { grade: 'A', quantity: 1, recordedOn: workday }
  t.match(await api.post(`/v1/batches/${idOf(started)}/outputs`, { body: output }), refused)
  const { inmateId = null } = await make.activeEnrollment(facility, { programId: started.programId ?? null })
  t.match(await api.post(`/v1/batches/${idOf(started)}/workers`, { body: { inmateId, from: workday } }), refused)
  t.match(await patch(idOf(started), { archived: false }), { status: 200 })
  t.equal((await api.post(`/v1/batches/${idOf(started)}/outputs`, { body: output })).status, 201, 'and takes it again when it is shown')
})

t.test('a batch with open work is not hidden: batch-not-empty', async (t) => {
  const batch = await make.startedBatch(facility, { startsOn: workday })
  const { inmateId = null } = await make.activeEnrollment(facility, { programId: batch.programId ?? null })
  const worker = await make.create('createBatchWorker', facility, { inmateId, from: workday }, { id: idOf(batch) })
  t.match(await patch(idOf(batch), { archived: true }), { status: 409, body: { code: 'batch-not-empty', facts: { onHand: 0, openWork: 1 } } })
  await make.call('updateBatchWorker', { id: idOf(batch), workerId: idOf(worker) }, { to: dayAfter(1) }, versionOf(worker))
  t.equal((await patch(idOf(batch), { archived: true })).status, 200)
})

t.test('a batch does not start with what a new one could not name: contradiction', async (t) => {
  const hide = (operationId: string, id: unknown) => make.call(operationId, { id: String(id) }, { archived: true }, 1)
  const hidden: Record<string, (batch: Row) => Promise<unknown>> = {
    '/programId': ({ programId }) => api.patch(`/v1/programs/${programId}`, { body: { archived: true }, ifMatch: '*' }),
    '/productId': ({ productId }) => hide('updateProduct', productId),
    '/supervisorId': ({ supervisorId }) => hide('updateOfficer', supervisorId),
  }
  for (const [pointer, hides] of Object.entries(hidden)) {
    const officer = idOf(await make.officer(facility))
    const batch = await make.batch(facility, { supervisorId: officer })
    await hides(batch)
    t.match(await step(idOf(batch), 'start'), { status: 422, body: { code: 'contradiction', errors: [{ pointer }] } }, pointer)
  }
})

t.test('a grade that outputs or sales know is sold as it was', async (t) => {
  const productId = idOf(await make.product(facility))
  const batchId = idOf(await make.completedBatch(facility, { productId }))
  const before = await api.get(`/v1/batches/${batchId}`)
  const flip = (id: string) => {
    const grades = [
      { code: 'B', sellable: true },
      { code: 'A', sellable: false },
    ]
    return api.patch(`/v1/products/${id}`, { body: { grades }, ifMatch: '*' })
  }
  t.match(await flip(productId), { status: 422, body: { code: 'contradiction', errors: [{ pointer: '/grades/1/sellable' }] } })
  t.strictSame((await api.get(`/v1/batches/${batchId}`)).body, before.body)
  const sale = await make.sale(facility)
  t.match(await flip(String((sale.lines as Row[])[0]?.productId)), { status: 422, body: { errors: [{ pointer: '/grades/1/sellable' }] } })
  t.equal((await flip(idOf(await make.product(facility)))).status, 200, 'of a product that nobody knows it can change')
})

t.test('a grade begins to be sold otherwise while its outputs are recorded: one is refused, or the figures are the sums', async (t) => {
  for (let round = 0; round < 4; round++) {
    const productId = idOf(await make.product(facility))
    const batchId = idOf(await make.startedBatch(facility, { productId, startsOn: workday }))
    // From the second round on there is a balance already, of an output that was taken back.
    if (round > 0) await takeBack(batchId, await make.output(batchId))
    const [flipped, recorded] = await Promise.all([
      // Now it is first, now the other.
      pause(round * 4).then(() => api.patch(`/v1/products/${productId}`, { body: { grades: [{ code: 'A', sellable: false }] }, ifMatch: '*' })),
      api.post(`/v1/batches/${batchId}/outputs`, { body: { grade: 'A', quantity: 5, recordedOn: workday } }),
    ])
    t.equal(recorded.status, 201)
    const figures = flipped.status === 200 ? { produced: 0, rejected: 5, sellableOnHand: 0 } : { produced: 5, rejected: 0, sellableOnHand: 5 }
    t.match(await read(`/v1/batches/${batchId}`), figures, `the change was answered ${flipped.status}`)
  }
})

t.test('a batch begins within its program', async (t) => {
  const days = { startsOn: '2025-06-01', endsOn: '2025-12-31' }
  const programId = idOf(await make.activeProgram(facility, days))
  const bounds = { status: 422, body: { errors: [{ pointer: '/startsOn' }], facts: { earliest: days.startsOn, latest: days.endsOn } } }
  for (const startsOn of ['2025-05-31', '2026-01-01'])
    t.match(await api.post('/v1/batches', { body: await make.body('createBatch', facility, { programId, startsOn }) }), bounds, startsOn)
  const batch = await make.batch(facility, { programId, startsOn: days.startsOn })
  t.match(await patch(idOf(batch), { startsOn: '2025-05-31' }), bounds)

  await t.test('also when both are moved at once', async (t) => {
    const answers = await Promise.all([
      patch(idOf(batch), { startsOn: '2025-07-01' }),
      api.patch(`/v1/programs/${programId}`, { body: { endsOn: '2025-06-15' }, ifMatch: '*' }),
    ])
    t.strictSame(answers.map(({ status }) => status).sort(), [200, 422])
    t.strictSame(await wrongTimelines(database), [])
  })
})

t.test('work lies in the present custody and inside the enrollment', async (t) => {
  const batch = await make.startedBatch(facility, { startsOn: workday })
  const programId = batch.programId ?? null
  const workers = `/v1/batches/${idOf(batch)}/workers`
  const inmateId = idOf(await make.inmate(facility, { admittedOn: '2025-01-01' }))
  await make.activeEnrollment(facility, { programId, inmateId, startsOn: dayAfter(1) })

  await t.test('not before the enrollment, which says its days: contradiction', async (t) => {
    const before = await api.post(workers, { body: { inmateId, from: workday } })
    t.match(before, { status: 422, body: { errors: [{ pointer: '/from' }], facts: { earliest: dayAfter(1) } } })
  })

  await t.test('not of somebody who has left, nor before the return: contradiction', async (t) => {
    const leave = { custodyStatus: 'RELEASED', occurredOn: dayAfter(10) }
    t.equal((await api.post(`/v1/inmates/${inmateId}/custody-changes`, { body: leave, ifMatch: '*' })).status, 200)
    t.match(await api.post(workers, { body: { inmateId, from: dayAfter(2), to: dayAfter(3) } }), { status: 422, body: { errors: [{ pointer: '/inmateId' }] } })
    const back = { custodyStatus: 'ACTIVE', occurredOn: dayAfter(20) }
    t.equal((await api.post(`/v1/inmates/${inmateId}/custody-changes`, { body: back, ifMatch: '*' })).status, 200)
    const before = await api.post(workers, { body: { inmateId, from: dayAfter(2), to: dayAfter(3) } })
    t.match(before, { status: 422, body: { errors: [{ pointer: '/from' }], facts: { earliest: dayAfter(20) } } })
  })

  await t.test('not of somebody of another facility: unknown-reference', async (t) => {
    const foreigner = idOf(await make.inmate(idOf(await make.facility())))
    const answer = await api.post(workers, { body: { inmateId: foreigner, from: dayAfter(2) } })
    t.match(answer, { status: 422, body: { code: 'unknown-reference', errors: [{ pointer: '/inmateId' }] } })
  })
})
