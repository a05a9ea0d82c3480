/** A batch in time: its first day, the work on it, its last day. */
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Answer } from '../support/client.ts'
import type { Row } from '../support/contract.ts'
import { idOf, versionOf } from '../support/make.ts'
import { workday } from '../support/samples.ts'
import { dayAfter } from '../support/stock-model.ts'

const { api, make, database } = await buildTestApp(t)
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
    // The suspension has ended the work.
    const { body: ended } = await api.get(path)
    const weighed = await api.patch(path, { body: { manualWeight: 2, to: '2025-09-20' }, ifMatch: versionOf(ended) })
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

/** Sends requests one after the other while somebody holds the batch, so that each waits for it behind the one before. */
async function inTurn(batchId: string, requests: readonly (() => Promise<Answer>)[]): Promise<Answer[]> {
  const holder = new pg.Client({ connectionString: database.url })
  await holder.connect()
  await holder.query('BEGIN')
  await holder.query('SELECT FROM batch WHERE id = $1 FOR NO KEY UPDATE', [batchId])
  const waiting = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
  const answers: Promise<Answer>[] = []
  for (const request of requests) {
    answers.push(request())
    while ((await database.query(waiting)).length < answers.length) await pause(5)
  }
  await holder.end()
  return Promise.all(answers)
}

t.test('a change that waited for another decides on what the other has left', async (t) => {
  const read = async (id: string) => (await api.get(`/v1/batches/${id}`)).body
  const patch =
    (id: string, body: Row, ifMatch: number | '*' = '*') =>
    () =>
      api.patch(`/v1/batches/${id}`, { body, ifMatch })

  await t.test('work that begins earlier now, which raises no version: contradiction', async (t) => {
    const batch = await make.startedBatch(facility, { startsOn: workday })
    const { inmateId = null } = await make.activeEnrollment(facility, { programId: batch.programId ?? null })
    const workers = `/v1/batches/${idOf(batch)}/workers`
    const { body: worker } = await api.post(workers, { body: { inmateId, from: dayAfter(3) } })
    const { version } = await read(idOf(batch))
    const [earlier, later] = await inTurn(idOf(batch), [
      () => api.patch(`${workers}/${idOf(worker)}`, { body: { from: dayAfter(1) }, ifMatch: versionOf(worker) }),
      patch(idOf(batch), { startsOn: dayAfter(2) }, Number(version)),
    ])
    t.equal(earlier?.status, 200)
    t.match(later, { status: 422, body: { code: 'contradiction', facts: { latest: dayAfter(1) } } })
    t.match(await read(idOf(batch)), { startsOn: workday, version })
  })

  await t.test('a batch that is closed now: invalid-transition, or stale-version where one was named', async (t) => {
    const batch = await make.completedBatch(facility)
    const closure = () => api.post(`/v1/batches/${idOf(batch)}/closure`, { ifMatch: '*' })
    const answers = await inTurn(idOf(batch), [
      closure,
      patch(idOf(batch), { plannedQuantity: 7 }),
      patch(idOf(batch), { plannedQuantity: 8 }, versionOf(batch)),
    ])
    t.match(answers, [{ status: 200 }, { status: 409, body: { code: 'invalid-transition' } }, { status: 412, body: { code: 'stale-version' } }])
  })

  await t.test('another member: both changes are kept', async (t) => {
    const batch = await make.startedBatch(facility)
    const answers = await inTurn(idOf(batch), [patch(idOf(batch), { plannedQuantity: 7 }), patch(idOf(batch), { startsOn: dayAfter(1) })])
    t.strictSame(
      answers.map(({ status }) => status),
      [200, 200],
    )
    t.match(await read(idOf(batch)), { plannedQuantity: 7, startsOn: dayAfter(1), version: versionOf(batch) + 2 })
  })

  await t.test('an output that came out meanwhile: no cancellation, and no completion before it [invalid-transition, contradiction]', async (t) => {
    const batch = await make.startedBatch(facility, { startsOn: workday })
    const path = `/v1/batches/${idOf(batch)}`
    const answers = await inTurn(idOf(batch), [
      () => api.post(`${path}/outputs`, { body: { grade: 'A', quantity: 1, recordedOn: dayAfter(2) } }),
      () => api.post(`${path}/cancellation`, { ifMatch: '*' }),
      () => api.post(`${path}/completion`, { body: { completedOn: dayAfter(1) }, ifMatch: '*' }),
    ])
    t.match(answers, [
      { status: 201 },
      { status: 409, body: { code: 'invalid-transition' } },
      { status: 422, body: { code: 'contradiction', facts: { earliest: dayAfter(2) } } },
    ])
  })
})
