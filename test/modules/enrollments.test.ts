/** Programs and who takes part: bounds are asked from both sides, steps look again at what they depend on, and endings end what is under them. */
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Row } from '../support/contract.ts'
import { idOf, versionOf } from '../support/make.ts'

const { api, database, make } = await buildTestApp(t)
const facility = idOf(await make.facility())
const startsOn = '2025-06-01'
const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)
const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)

const programFrom = async (given: Row = {}): Promise<string> => idOf(await make.activeProgram(facility, { startsOn, ...given }))
const inmate = async (given: Row = {}): Promise<string> => idOf(await make.inmate(facility, { admittedOn: '2025-01-01', ...given }))
const enroll = async (programId: string, given: Row = {}): Promise<Row> =>
  make.enrollment(facility, { programId, inmateId: given.inmateId ?? (await inmate()), startsOn: '2025-07-01', ...given })
const change = (programId: string, body: Row) => api.patch(`/v1/programs/${programId}`, { body, ifMatch: '*' })
const step = (row: Row, name: string, body?: Row) => api.post(`/v1/enrollments/${idOf(row)}/${name}`, { ifMatch: '*', ...(body ? { body } : {}) })
const refused = (pointer: string, facts?: Row) => ({ status: 422, body: { code: 'contradiction', errors: [{ pointer }], ...(facts ? { facts } : {}) } })

t.test('the days of a program stay around what it holds', async (t) => {
  const programId = await programFrom({ endsOn: '2025-08-31' })
  const rejected = await enroll(programId, { startsOn: '2025-06-05' })
  await step(rejected, 'rejection', {})
  await enroll(programId)
  t.match(await change(programId, { startsOn: '2025-08-01' }), refused('/startsOn', { latest: '2025-07-01' }))
  t.match(await change(programId, { endsOn: '2025-06-15' }), refused('/endsOn', { earliest: '2025-07-01' }))
  await make.batch(facility, { programId, startsOn: '2025-06-20' })
  await make.batch(facility, { programId, startsOn: '2025-08-20' })
  t.match(await change(programId, { startsOn: '2025-07-01' }), refused('/startsOn', { latest: '2025-06-20' }), 'batches count by their first day')
  t.match(await change(programId, { endsOn: '2025-08-01' }), refused('/endsOn', { earliest: '2025-08-20' }))
  t.equal((await change(programId, { startsOn: '2025-06-20', endsOn: '2025-08-20' })).status, 200, 'the nearest values do')
})

t.test('the capacity of a program is not below what is taken: program-full', async (t) => {
  const programId = await programFrom({ capacity: 5 })
  for (let place = 0; place < 3; place++) await enroll(programId)
  t.match(await change(programId, { capacity: 2 }), { status: 409, body: { code: 'program-full', facts: { taken: 3 } } })
  t.equal((await change(programId, { capacity: 3 })).status, 200)
  for (let round = 0; round < 5; round++) {
    const tight = await programFrom({ capacity: 2 })
    await enroll(tight)
    const body = await make.body('createEnrollment', facility, { programId: tight, inmateId: await inmate(), startsOn: '2025-07-01' })
    const [narrowed, proposed] = await Promise.all([change(tight, { capacity: 1 }), api.post('/v1/enrollments', { body })])
    t.strictSame([narrowed.status, proposed.status].filter((status) => status < 300).length, 1, 'also when both are asked at once')
  }
})

t.test('an archived program does not begin', async (t) => {
  const program = await make.program(facility, { startsOn })
  await change(idOf(program), { archived: true })
  const activate = () => api.post(`/v1/programs/${idOf(program)}/activation`, { ifMatch: '*' })
  t.match(await activate(), { status: 422, body: { code: 'contradiction', detail: 'The program is archived.', errors: [{ pointer: '/archived' }] } })
  await change(idOf(program), { archived: false })
  await api.patch(`/v1/officers/${program.supervisorId}`, { body: { active: false }, ifMatch: '*' })
  t.match(await activate(), refused('/supervisorId'), 'nor one whose supervisor has left the service')
  await change(idOf(program), { supervisorId: idOf(await make.officer(facility)) })
  t.equal((await activate()).status, 200)
})

t.test('enrollments of one inmate in one program do not overlap', async (t) => {
  const programId = await programFrom()
  const enrollment = await make.activeEnrollment(facility, { programId, inmateId: await inmate(), startsOn: '2025-07-01' })
  const { inmateId = null } = enrollment
  await step(enrollment, 'termination', { outcome: 'COMPLETED', endsOn: '2025-10-31', endReason: 'PROGRAM_FINISHED' })
  const propose = async (day: string) =>
    api.post('/v1/enrollments', { body: await make.body('createEnrollment', facility, { programId, inmateId, startsOn: day }) })
  const overlaps = { status: 409, body: { code: 'period-overlap', errors: [{ pointer: '/startsOn' }], facts: { earliest: '2025-11-01' } } }
  t.match(await propose('2025-10-15'), overlaps)
  t.match(await propose('2025-06-15'), overlaps, 'nor does an open one begin before')
  const next = await propose('2025-11-01')
  t.equal(next.status, 201)
  t.match(
    await api.patch(`/v1/enrollments/${idOf(next.body)}`, { body: { startsOn: '2025-10-31' }, ifMatch: '*' }),
    overlaps,
    'a change of the first day is held to the same',
  )
  await step(next.body, 'rejection', {})
  t.equal((await propose('2025-11-01')).status, 201, 'what was rejected does not count')

  await t.test('whoever writes them: the database refuses too', async (t) => {
    const copy = `INSERT INTO enrollment (id, facility_id, program_id, inmate_id, role, status, proposed_on, starts_on, ends_on, created_by, updated_by)
      SELECT gen_random_uuid(), facility_id, program_id, inmate_id, role, 'COMPLETED', proposed_on, '2025-10-31', '2025-10-31', created_by, updated_by FROM enrollment WHERE id = $1`
    await t.rejects(database.query(copy, [idOf(enrollment)]), /enrollment_overlap/)
  })
})

t.test('an enrollment that ends before it began has no last day, and no days', async (t) => {
  const programId = await programFrom()
  const inmateId = await inmate()
  const enrollment = await enroll(programId, { inmateId, startsOn: tomorrow })
  const move = (custodyStatus: string) =>
    api.post(`/v1/inmates/${inmateId}/custody-changes`, { body: { custodyStatus, occurredOn: '2025-09-01' }, ifMatch: '*' })
  t.equal((await move('RELEASED')).status, 200)
  t.match((await api.get(`/v1/enrollments/${idOf(enrollment)}`)).body, { status: 'ENDED', endsOn: null, endReason: 'RELEASED' })
  t.equal((await move('ACTIVE')).status, 200)
  t.equal(versionOf(await enroll(programId, { inmateId, startsOn: '2025-09-01' })), 1)
})

t.test('a suspended enrollment leaves no work open', async (t) => {
  const programId = await programFrom()
  const enrollment = await make.activeEnrollment(facility, { programId, inmateId: await inmate(), startsOn: '2025-07-01' })
  const batchId = idOf(await make.batch(facility, { programId, startsOn: '2025-07-01' }))
  const work = await make.create('createBatchWorker', facility, { inmateId: enrollment.inmateId ?? null, from: '2025-07-02' }, { id: batchId })
  const suspended = await step(enrollment, 'suspension')
  t.equal(suspended.status, 200)
  const read = async () => (await api.get(`/v1/batches/${batchId}/workers/${idOf(work)}`)).body.to
  t.equal(await read(), today, 'it ends today at the facility')
  const events = await database.prisma.event.findMany({ where: { requestId: suspended.requestId } })
  t.strictSame(events.map(({ type }) => type).sort(), ['batch-worker.updated', 'enrollment.suspended'])
  t.equal((await step(enrollment, 'activation')).status, 200)
  t.equal(await read(), today, 'and activation does not bring it back')
})

t.test('an enrollment becomes active in what is active, and for who still fits', async (t) => {
  const approved = (programId: string, given: Row = {}) => make.approvedEnrollment(facility, { programId, startsOn: '2025-07-01', ...given })
  const draft = await make.program(facility, { startsOn })
  const inDraft = await approved(idOf(draft), { inmateId: await inmate() })
  const isNot = (state: string) => ({ status: 409, body: { code: 'invalid-transition', facts: { state, allowed: ['activation'] } } })
  t.match(await step(inDraft, 'activation'), isNot('DRAFT'))
  await api.post(`/v1/programs/${idOf(draft)}/activation`, { ifMatch: '*' })
  await api.post(`/v1/programs/${idOf(draft)}/suspension`, { ifMatch: '*' })
  t.match(await step(inDraft, 'activation'), isNot('SUSPENDED'))
  await api.post(`/v1/programs/${idOf(draft)}/activation`, { ifMatch: '*' })
  await change(idOf(draft), { archived: true })
  t.match(await step(inDraft, 'activation'), refused('/programId'), 'not in an archived program')
  await change(idOf(draft), { archived: false })
  t.equal((await step(inDraft, 'activation')).status, 200)

  await t.test('by the rules of the program as they are, unless they were set aside', async (t) => {
    const programId = await programFrom({ eligibility: { legalStatus: ['CONVICT'] } })
    const override = { reason: 'Atas keputusan sidang', decisionNumber: 'TPP-1' }
    for (const [given, status] of [
      [{}, 422],
      [{ override }, 200],
    ] as const) {
      const inmateId = await inmate()
      const enrollment = await approved(programId, { inmateId, ...given })
      await api.patch(`/v1/inmates/${inmateId}`, { body: { legalStatus: 'DETAINEE' }, ifMatch: '*' })
      const answer = await step(enrollment, 'activation')
      t.equal(answer.status, status)
      if (status === 422) t.match(answer.body, { code: 'not-eligible', facts: { rules: ['LEGAL_STATUS'] } })
    }
  })

  await t.test('and not while the inmate is absent', async (t) => {
    const inmateId = await inmate()
    const enrollment = await approved(await programFrom(), { inmateId })
    await api.post(`/v1/inmates/${inmateId}/custody-changes`, { body: { custodyStatus: 'TEMPORARILY_ABSENT', occurredOn: '2025-08-01' }, ifMatch: '*' })
    t.match(await step(enrollment, 'activation'), refused('/inmateId'))
  })

  await t.test('also when the program is suspended at that moment', async (t) => {
    for (let round = 0; round < 5; round++) {
      const programId = await programFrom()
      const enrollment = await approved(programId, { inmateId: await inmate() })
      const [active, paused] = await Promise.all([step(enrollment, 'activation'), api.post(`/v1/programs/${programId}/suspension`, { ifMatch: '*' })])
      t.equal(paused.status, 200)
      t.ok([200, 409].includes(active.status), `activation was answered ${active.status}`)
    }
  })
})
