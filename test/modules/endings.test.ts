/** Whatever ends something ends what is under it, on a day that each row's own operation accepts, and tells it. */
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Row } from '../support/contract.ts'
import { idOf } from '../support/make.ts'
import { wrongTimelines } from '../support/timelines.ts'

const { api, database, make } = await buildTestApp(t)
const facility = idOf(await make.facility())
const elsewhere = idOf(await make.facility())
const day = '2025-09-10'
const future = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10)

/** Somebody with an open entry, an active enrollment with open work and work that is planned, and one that has not begun. */
async function atWork() {
  const { id } = await make.inmate(facility, { admittedOn: '2025-01-01' })
  const inmateId = String(id)
  const entry = await make.create('createInmateRegistration', facility, { from: '2025-01-01' }, { id: inmateId })
  const programId = idOf(await make.activeProgram(facility, { startsOn: '2025-02-01' }))
  const enrollment = await make.activeEnrollment(facility, { programId, inmateId, startsOn: '2025-03-01' })
  const proposed = await make.enrollment(facility, {
    programId: idOf(await make.activeProgram(facility, { startsOn: '2025-02-01' })),
    inmateId,
    startsOn: future,
  })
  const batchId = idOf(await make.batch(facility, { programId, startsOn: '2025-03-01' }))
  const open = await make.create('createBatchWorker', facility, { inmateId, from: '2025-03-02' }, { id: batchId })
  return { inmateId, programId, batchId, entry, enrollment, proposed, open }
}
type Person = Awaited<ReturnType<typeof atWork>>

const custody =
  (custodyStatus: string, more: Row = {}) =>
  (one: Person) =>
    api.post(`/v1/inmates/${one.inmateId}/custody-changes`, { body: { custodyStatus, occurredOn: day, ...more }, ifMatch: '*' })
const ofEnrollment = (step: string, body?: Row) => (one: Person) =>
  api.post(`/v1/enrollments/${idOf(one.enrollment)}/${step}`, { ifMatch: '*', ...(body ? { body } : {}) })

const closure = async (one: Person) => {
  await api.post(`/v1/batches/${one.batchId}/cancellation`, { ifMatch: '*' })
  return api.post(`/v1/programs/${one.programId}/closure`, { ifMatch: '*' })
}

const ofBatch = (name: string, body?: Row) => (one: Person) => api.post(`/v1/batches/${one.batchId}/${name}`, { ifMatch: '*', ...(body ? { body } : {}) })
const started =
  (end: (one: Person) => ReturnType<typeof closure>): typeof end =>
  async (one) => {
    await ofBatch('start')(one)
    return end(one)
  }

const departure = ['batch-worker.updated', 'enrollment.ended', 'inmate-registration.updated', 'inmate.custody-changed']
/** Every step that ends something, and what it tells. */
const endings: Record<string, { end: (one: Person) => ReturnType<typeof closure>; tells: readonly string[] }> = {
  release: { end: custody('RELEASED'), tells: departure },
  death: { end: custody('DECEASED'), tells: departure },
  escape: { end: custody('ESCAPED'), tells: departure },
  transfer: { end: custody('TRANSFERRED', { toFacilityId: elsewhere }), tells: [...departure, 'inmate.left'] },
  termination: {
    end: ofEnrollment('termination', { outcome: 'DISMISSED', endsOn: day, endReason: 'RULE_BREACH' }),
    tells: ['batch-worker.updated', 'enrollment.terminated'],
  },
  suspension: { end: ofEnrollment('suspension'), tells: ['batch-worker.updated', 'enrollment.suspended'] },
  'completion of the batch': { end: started(ofBatch('completion', { completedOn: day })), tells: ['batch-worker.updated', 'batch.completed'] },
  'cancellation of the batch': { end: started(ofBatch('cancellation')), tells: ['batch-worker.updated', 'batch.cancelled'] },
  'cancellation of a batch that was never started': { end: ofBatch('cancellation'), tells: ['batch-worker.deleted', 'batch.cancelled'] },
  'closure of the program': { end: closure, tells: ['enrollment.ended', 'program.closed'] },
}

for (const [name, { end, tells }] of Object.entries(endings)) {
  t.test(name, async (t) => {
    const one = await atWork()
    const answer = await end(one)
    t.equal(answer.status, 200, answer.text)
    const events = await database.prisma.event.findMany({ where: { requestId: answer.requestId } })
    const types = [...new Set(events.map(({ type }) => type))]
    t.strictSame(
      tells.filter((type) => !types.includes(type)),
      [],
      `tells ${types.join(', ')}`,
    )
    t.strictSame(await wrongTimelines(database), [], 'leaves nothing that an operation would refuse')
  })
}

t.test('a departure that is entered late shortens what lies after it', async (t) => {
  const one = await atWork()
  await ofEnrollment('suspension')(one)
  t.equal((await custody('RELEASED')(one)).status, 200)
  t.match((await api.get(`/v1/enrollments/${idOf(one.enrollment)}`)).body, { status: 'ENDED', endsOn: day })
  t.match((await api.get(`/v1/enrollments/${idOf(one.proposed)}`)).body, { status: 'ENDED', endsOn: null })
  t.strictSame(await wrongTimelines(database), [])
})

t.test('a departure with a wrong day, taken back and entered again with an earlier one', async (t) => {
  const one = await atWork()
  t.equal((await custody('RELEASED', { occurredOn: '2025-10-20' })(one)).status, 200)
  const { items } = await api.get(`/v1/inmates/${one.inmateId}/custody-changes`)
  const body = { changeId: items[0]?.id ?? null }
  t.equal((await api.post(`/v1/inmates/${one.inmateId}/custody-corrections`, { body, ifMatch: '*' })).status, 200)
  t.equal((await custody('RELEASED')(one)).status, 200, 'what was taken back bounds nothing')
  t.match((await api.get(`/v1/enrollments/${idOf(one.enrollment)}`)).body, { endsOn: day })
  t.strictSame(await wrongTimelines(database), [])
})

t.test('what ends later than its batch ends with the batch', async (t) => {
  const one = await atWork()
  const later = await make.activeEnrollment(facility, { programId: one.programId })
  const planned = { inmateId: later.inmateId ?? null, from: future }
  await make.create('createBatchWorker', facility, planned, { id: one.batchId })
  t.equal((await started(ofBatch('completion', { completedOn: day }))(one)).status, 200)
  t.match((await api.get(`/v1/batches/${one.batchId}`)).body, { workerCount: 1 }, 'work that has not begun is taken away')
  const path = `/v1/batches/${one.batchId}/workers`
  t.match((await api.get(path)).items, [{ to: day }])
  t.equal((await custody('RELEASED', { occurredOn: '2025-11-20' })(one)).status, 200)
  t.match((await api.get(path)).items, [{ to: day }], 'a later departure moves nothing')
  const again = await api.post(path, { body: { inmateId: later.inmateId ?? null, from: day } })
  t.match(again, { status: 422, body: { errors: [{ pointer: '/to' }], facts: { latest: day } } }, 'no work is left open on it')
  t.equal((await ofBatch('closure')(one)).status, 200)
  t.strictSame(await wrongTimelines(database), [])
})

t.test('a batch is not completed before somebody has begun to work on it: contradiction', async (t) => {
  const one = await atWork()
  await ofBatch('start')(one)
  const answer = await ofBatch('completion', { completedOn: '2025-03-01' })(one)
  t.match(answer, { status: 422, body: { errors: [{ pointer: '/completedOn' }], facts: { earliest: '2025-03-02' } } })
  t.match((await api.get(`/v1/batches/${one.batchId}/workers`)).items, [{ to: null }], 'and the work goes on')
})

t.test('work is assigned, lengthened and ended while what it rests on ends: nothing is left open', async (t) => {
  const rested: Record<string, (one: Person) => ReturnType<typeof closure>> = {
    release: custody('RELEASED'),
    suspension: ofEnrollment('suspension'),
    termination: ofEnrollment('termination', { outcome: 'DISMISSED', endsOn: day, endReason: 'RULE_BREACH' }),
    completion: ofBatch('completion', { completedOn: day }),
    cancellation: ofBatch('cancellation'),
  }
  for (const [name, end] of Object.entries(rested)) {
    for (let round = 0; round < 3; round++) {
      const one = await atWork()
      await ofBatch('start')(one)
      const path = `/v1/batches/${one.batchId}/workers`
      const brief = await make.activeEnrollment(facility, { programId: one.programId })
      await api.patch(`${path}/${idOf(one.open)}`, { body: { to: '2025-04-01' }, ifMatch: '*' })
      const answers = await Promise.all([
        api.post(path, { body: { inmateId: one.inmateId, from: '2025-04-02' } }),
        end(one),
        api.post(path, { body: { inmateId: brief.inmateId ?? null, from: day } }),
        api.patch(`${path}/${idOf(one.open)}`, { body: { to: null }, ifMatch: '*' }),
      ])
      t.ok(
        answers.every(({ status }) => status < 500),
        `${name}: ${answers.map(({ status }) => status)}`,
      )
      t.strictSame(await wrongTimelines(database), [], name)
    }
  }
})
