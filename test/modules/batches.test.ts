/** A batch in time: its first day, the work on it, its last day. */
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import { idOf, versionOf } from '../support/make.ts'
import { workday } from '../support/samples.ts'

const { api, make } = await buildTestApp(t)
const facility = idOf(await make.facility())

t.test('the work on a batch', async (t) => {
  const batch = await make.startedBatch(facility, { startsOn: workday })
  const { inmateId = null } = await make.activeEnrollment(facility, { programId: batch.programId ?? null })
  const workers = `/v1/batches/${idOf(batch)}/workers`

  await t.test('does not begin before the batch: contradiction', async (t) => {
    const { status, body } = await api.post(workers, { body: { inmateId, from: '2025-09-09' } })
    t.match({ status, body }, { status: 422, body: { code: 'contradiction', errors: [{ pointer: '/from' }], facts: { earliest: workday } } })
  })

  const { body: worker } = await api.post(workers, { body: { inmateId, from: '2025-09-12' } })

  await t.test('keeps the first day of the batch before it: contradiction', async (t) => {
    const { body } = await api.get(`/v1/batches/${idOf(batch)}`)
    const moved = await api.patch(`/v1/batches/${idOf(batch)}`, { body: { startsOn: '2025-09-13' }, ifMatch: versionOf(body) })
    t.match(moved, { status: 422, body: { errors: [{ pointer: '/startsOn' }], facts: { latest: '2025-09-12' } } })
  })

  await t.test('can be weighed and shortened while the enrollment is suspended, not lengthened', async (t) => {
    const { items } = await api.get('/v1/enrollments', { query: { programId: String(batch.programId) } })
    await make.call('suspendEnrollment', { id: idOf(items[0] ?? {}) }, undefined, versionOf(items[0] ?? {}))
    const path = `${workers}/${idOf(worker)}`
    const weighed = await api.patch(path, { body: { manualWeight: 2, to: '2025-09-20' }, ifMatch: versionOf(worker) })
    t.equal(weighed.status, 200)
    const longer = await api.patch(path, { body: { to: null }, ifMatch: versionOf(weighed.body) })
    t.equal(longer.status, 422)
  })
})

t.test('a completed batch accepts no worker: invalid-transition', async (t) => {
  const batch = await make.batch(facility)
  const { inmateId = null } = await make.activeEnrollment(facility, { programId: batch.programId ?? null })
  await make.call('cancelBatch', { id: idOf(batch) }, undefined, versionOf(batch))
  const { status, body } = await api.post(`/v1/batches/${idOf(batch)}/workers`, { body: { inmateId, from: workday } })
  t.match({ status, code: body.code }, { status: 409, code: 'invalid-transition' })
})

t.test('a batch of tomorrow does not start today: contradiction', async (t) => {
  const batch = await make.batch(facility, { startsOn: '2099-01-01' })
  const { status, body } = await api.post(`/v1/batches/${idOf(batch)}/start`, { ifMatch: versionOf(batch) })
  t.match({ status, code: body.code }, { status: 422, code: 'contradiction' })
})

t.test('an officer out of service cannot be a supervisor: contradiction, unknown-reference', async (t) => {
  const officer = await make.officer(facility)
  await make.call('updateOfficer', { id: idOf(officer) }, { active: false }, versionOf(officer))
  const batch = await make.startedBatch(facility)
  const charged = await api.patch(`/v1/batches/${idOf(batch)}`, { body: { supervisorId: idOf(officer) }, ifMatch: versionOf(batch) })
  t.match(charged, { status: 422, body: { errors: [{ pointer: '/supervisorId' }] } })
  const output = { grade: 'A', quantity: 1, recordedOn: workday, inspectedBy: idOf(officer) }
  t.match(await api.post(`/v1/batches/${idOf(batch)}/outputs`, { body: output }), { status: 422, body: { errors: [{ pointer: '/inspectedBy' }] } })
})

t.test('quantities have three decimals, whatever their size: multipleOf', async (t) => {
  const productId = idOf(await make.product(facility, { unit: 'KG' }))
  for (const plannedQuantity of [12_345_678_901.234, 99_999_999_999.999, 0.001, 0.3, 1.005]) {
    const batch = await make.batch(facility, { productId, plannedQuantity })
    t.equal(batch.plannedQuantity, plannedQuantity)
  }
  for (const plannedQuantity of [1.0000000001, 0.0010000000001, 0.0005, 1e-7]) {
    const { status, body } = await api.post('/v1/batches', { body: await make.body('createBatch', facility, { productId, plannedQuantity }) })
    t.equal(status, 400, String(plannedQuantity))
    t.match(body.errors, [{ pointer: '/plannedQuantity' }])
  }
})

t.test('output of a grade with any valid code is recorded', async (t) => {
  const productId = idOf(await make.product(facility, { grades: [{ code: 'A_', sellable: true }] }))
  const batch = await make.startedBatch(facility, { productId })
  t.equal((await make.output(idOf(batch), { grade: 'A_' })).grade, 'A_')
})
