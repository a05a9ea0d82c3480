/** Who is there: registers, departures, and what holds a row. */
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import { idOf, versionOf } from '../support/make.ts'
import { workday } from '../support/samples.ts'

const { api, make, makeClient, database } = await buildTestApp(t)

t.test('a register entry', async (t) => {
  const facility = idOf(await make.facility())
  const inmate = await make.inmate(facility, { admittedOn: '2024-01-01' })
  const entries = `/v1/inmates/${idOf(inmate)}/registrations`
  const first = await api.post(entries, { body: { book: 'A_III', number: '12/2024', from: '2024-01-01', to: '2024-06-30' } })
  t.equal(first.status, 201)

  await t.test('may follow another one on the next day', async (t) => {
    const next = await api.post(entries, { body: { book: 'B_I', number: '7/2024', from: '2024-07-01' } })
    t.equal(next.status, 201)
    const { body } = await api.get(`/v1/inmates/${idOf(inmate)}`)
    t.match(body.registrations, [
      { book: 'A_III', to: '2024-06-30' },
      { book: 'B_I', to: null },
    ])
    t.equal(versionOf(body), versionOf(inmate) + 2, 'and raises the version of the inmate, whose representation shows it')
  })

  await t.test('may not overlap another one of the same inmate: period-overlap', async (t) => {
    const { status, body } = await api.post(entries, { body: { book: 'B_IIA', number: '8/2024', from: '2024-06-29', to: '2024-06-29' } })
    t.equal(status, 409)
    t.equal(body.code, 'period-overlap')
  })

  await t.test('may begin on the last day of another one', async (t) => {
    t.equal((await api.post(entries, { body: { book: 'B_IIA', number: '9/2024', from: '2024-06-30', to: '2024-07-01' } })).status, 201)
  })

  await t.test('has a number that is unique in the book of the facility: duplicate', async (t) => {
    const other = await make.inmate(facility, { admittedOn: '2024-01-01' })
    const { status, body } = await api.post(`/v1/inmates/${idOf(other)}/registrations`, { body: { book: 'A_III', number: '12/2024', from: '2024-01-01' } })
    t.equal(status, 409)
    t.equal(body.code, 'duplicate')
  })

  await t.test('keeps the inmate from being deleted: still-referenced names it', async (t) => {
    const { body } = await api.get(`/v1/inmates/${idOf(inmate)}`)
    const refused = await api.delete(`/v1/inmates/${idOf(inmate)}`, { ifMatch: versionOf(body) })
    t.equal(refused.status, 409)
    t.match(refused.body, { code: 'still-referenced', facts: { heldBy: ['inmate_registration'] } })
  })
})

t.test('an inmate who leaves', async (t) => {
  const facility = idOf(await make.facility())
  const program = await make.activeProgram(facility)
  const enrollment = await make.activeEnrollment(facility, { programId: idOf(program) })
  const inmatePath = `/v1/inmates/${enrollment.inmateId}`
  const { body: inmate } = await api.get(inmatePath)
  const left = await api.post(`${inmatePath}/custody-changes`, { body: { custodyStatus: 'RELEASED', occurredOn: workday }, ifMatch: versionOf(inmate) })
  t.equal(left.status, 200)
  t.equal(left.body.custodyStatus, 'RELEASED')

  await t.test('ends the open enrollments in the same transaction, with the reason', async (t) => {
    const { body } = await api.get(`/v1/enrollments/${idOf(enrollment)}`)
    t.match(body, { status: 'ENDED', endsOn: workday, endReason: 'RELEASED' })
    const events = await database.prisma.event.findMany({ where: { requestId: left.requestId } })
    const types = events.map(({ type }) => type)
    t.ok(types.includes('enrollment.ended') && types.includes('inmate.custody-changed'), types.join(', '))
  })

  await t.test('cannot be proposed for a program', async (t) => {
    const body = await make.body('createEnrollment', facility, { programId: idOf(await make.activeProgram(facility)), inmateId: enrollment.inmateId ?? null })
    const { status } = await api.post('/v1/enrollments', { body })
    t.equal(status, 422)
  })
})

t.test('an inmate who is moved to another facility', async (t) => {
  const [here, there] = [idOf(await make.facility()), idOf(await make.facility())]
  const inmate = await make.inmate(here)
  const key = await makeClient({ facilities: [here] })
  const move = { custodyStatus: 'TRANSFERRED', occurredOn: workday, toFacilityId: there }
  const path = `/v1/inmates/${idOf(inmate)}`

  await t.test('stays while the caller cannot see the other facility: unknown-reference', async (t) => {
    const { status, body } = await api.as(key).post(`${path}/custody-changes`, { body: move, ifMatch: versionOf(inmate) })
    t.equal(status, 422)
    t.equal(body.code, 'unknown-reference')
  })

  await t.test('is absent for a caller of the old facility, and present for a caller of the new one', async (t) => {
    const both = await makeClient({ facilities: [here, there] })
    const moved = await api.as(both).post(`${path}/custody-changes`, { body: move, ifMatch: versionOf(inmate) })
    t.match(moved.body, { facilityId: there, custodyStatus: 'ACTIVE' })
    t.equal((await api.as(await makeClient({ facilities: [here] })).get(path)).status, 404)
    t.equal((await api.as(await makeClient({ facilities: [there] })).get(path)).status, 200)
  })
})
