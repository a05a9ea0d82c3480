/** What is offered: who may take part, how many, and when a program can close. */
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import { idOf, versionOf } from '../support/make.ts'

const { api, make } = await buildTestApp(t)
const facility = idOf(await make.facility())

t.test('a program for convicts with a year to go', async (t) => {
  const program = await make.activeProgram(facility, { eligibility: { legalStatus: ['CONVICT'], minDaysToRelease: 365 } })
  const detainee = await make.inmate(facility, { legalStatus: 'DETAINEE' })
  const proposal = await make.body('createEnrollment', facility, { programId: idOf(program), inmateId: idOf(detainee) })

  await t.test('refuses a detainee and names every rule that fails: not-eligible', async (t) => {
    const { status, body } = await api.post('/v1/enrollments', { body: proposal })
    t.equal(status, 422)
    t.match(body, { code: 'not-eligible', facts: { rules: ['LEGAL_STATUS', 'MIN_DAYS_TO_RELEASE'] } })
  })

  await t.test('accepts the detainee with a decision that sets the rules aside', async (t) => {
    const override = { reason: 'Long remand, asked for work', decisionNumber: 'TPP-12/2025' }
    const { status, body } = await api.post('/v1/enrollments', { body: { ...proposal, override } })
    t.equal(status, 201)
    t.match(body.override, override)
  })

  await t.test('enrolls an inmate once: duplicate', async (t) => {
    const { status, body } = await api.post('/v1/enrollments', { body: { ...proposal, override: { reason: 'Again', decisionNumber: 'TPP-13/2025' } } })
    t.equal(status, 409)
    t.equal(body.code, 'duplicate')
  })
})

t.test('a program with three places takes three of ten enrollments that come at once: program-full', async (t) => {
  const programId = idOf(await make.activeProgram(facility, { capacity: 3 }))
  const proposals = []
  for (let n = 0; n < 10; n++) proposals.push(await make.body('createEnrollment', facility, { programId }))
  const answers = await Promise.all(proposals.map((body) => api.post('/v1/enrollments', { body })))
  t.equal(answers.filter(({ status }) => status === 201).length, 3)
  t.equal(answers.filter(({ status, body }) => status === 409 && body.code === 'program-full').length, 7)
  const { items } = await api.get('/v1/enrollments', { query: { programId, limit: 200 } })
  t.equal(items.length, 3)
})

t.test('a program that closes', async (t) => {
  const program = await make.activeProgram(facility)
  const batch = await make.batch(facility, { programId: idOf(program) })
  const enrollment = await make.enrollment(facility, { programId: idOf(program) })

  await t.test('waits for its batches: program-has-open-batches', async (t) => {
    const { status, body } = await api.post(`/v1/programs/${idOf(program)}/closure`, { ifMatch: versionOf(program) })
    t.equal(status, 409)
    t.equal(body.code, 'program-has-open-batches')
  })

  await t.test('ends what is open', async (t) => {
    await make.call('cancelBatch', { id: idOf(batch) }, undefined, versionOf(batch))
    const { body } = await api.post(`/v1/programs/${idOf(program)}/closure`, { ifMatch: versionOf(program) })
    t.equal(body.status, 'CLOSED')
    t.match((await api.get(`/v1/enrollments/${idOf(enrollment)}`)).body, { status: 'ENDED', endReason: 'PROGRAM_FINISHED' })
  })

  await t.test('accepts no further batch and no further step: contradiction, invalid-transition', async (t) => {
    const created = await api.post('/v1/batches', { body: await make.body('createBatch', facility, { programId: idOf(program) }) })
    t.match(created, { status: 422, body: { code: 'contradiction', errors: [{ pointer: '/programId' }] } })
    const { body } = await api.get(`/v1/programs/${idOf(program)}`)
    const opened = await api.post(`/v1/programs/${idOf(program)}/activation`, { ifMatch: versionOf(body) })
    t.match(opened, { status: 409, body: { code: 'invalid-transition', facts: { state: 'CLOSED', allowed: [] } } })
  })
})

t.test('closing a program and planning a batch in it at the same moment', async (t) => {
  for (let round = 0; round < 10; round++) {
    const program = await make.activeProgram(facility)
    const body = await make.body('createBatch', facility, { programId: idOf(program) })
    const [planned, closed] = await Promise.all([
      api.post('/v1/batches', { body }),
      api.post(`/v1/programs/${idOf(program)}/closure`, { ifMatch: versionOf(program) }),
    ])
    t.not(planned.status === 201 && closed.status === 200, true, 'does not leave an open batch in a closed program')
    t.ok(planned.status === 201 || closed.status === 200, 'and one of them succeeds')
  }
})
