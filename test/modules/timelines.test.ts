/** Custody in order: changes, register entries and what began under a custody lie on one line, and a mistake is taken back by an entry that names it. */
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Json, Row } from '../support/contract.ts'
import { idOf } from '../support/make.ts'

const { api, make, makeClient, database } = await buildTestApp(t)
const facility = idOf(await make.facility())
const elsewhere = idOf(await make.facility())
const admittedOn = '2025-01-10'

const admitted = async (): Promise<string> => idOf(await make.inmate(facility, { admittedOn }))
const move = (id: string, custodyStatus: string, occurredOn: string, more: Row = {}) =>
  api.post(`/v1/inmates/${id}/custody-changes`, { body: { custodyStatus, occurredOn, ...more }, ifMatch: '*' })
const enter = (id: string, from: string, more: Row = {}) =>
  api.post(`/v1/inmates/${id}/registrations`, { body: { book: 'B_I', number: `${id}/${from}`, from, ...more } })
const propose = async (inmateId: string, startsOn: string, at = facility) => {
  const programId = idOf(await make.activeProgram(at, { startsOn: '2025-01-01' }))
  return api.post('/v1/enrollments', { body: await make.body('createEnrollment', at, { programId, inmateId, startsOn }) })
}
const refused = (pointer: string, facts: Row) => ({ status: 422, body: { code: 'contradiction', errors: [{ pointer }], facts } })
const readInmate = async (id: string): Promise<Row> => (await api.get(`/v1/inmates/${id}`)).body
const changesOf = async (id: string): Promise<Row[]> => (await api.get(`/v1/inmates/${id}/custody-changes`)).items
const correct = (id: string, changeId: Json | undefined) =>
  api.post(`/v1/inmates/${id}/custody-corrections`, { body: { changeId: changeId ?? null }, ifMatch: '*' })

t.test('custody changes come in order', async (t) => {
  const id = await admitted()
  t.equal((await move(id, 'RELEASED', '2025-06-20')).status, 200)
  t.match(await move(id, 'ACTIVE', '2025-02-01'), refused('/occurredOn', { earliest: '2025-06-20' }), 'a return does not lie before the release')
  t.equal((await move(id, 'ACTIVE', '2025-07-01')).status, 200)

  await t.test('nothing of the present custody lies before it', async (t) => {
    t.match(await propose(id, '2025-06-30'), refused('/startsOn', { earliest: '2025-07-01' }), 'no enrollment')
    t.match(await enter(id, '2025-06-25'), refused('/from', { earliest: '2025-07-01' }), 'no register entry')
    t.equal((await propose(id, '2025-07-01')).status, 201)
    t.equal((await enter(id, '2025-02-01', { to: '2025-06-20' })).status, 201, 'but an entry of the former custody can be added late')
  })

  await t.test('an absence does not end a custody', async (t) => {
    await move(id, 'TEMPORARILY_ABSENT', '2025-07-10')
    await move(id, 'ACTIVE', '2025-07-12')
    t.equal((await propose(id, '2025-07-05')).status, 201)
  })
})

t.test('who was moved here is here since then', async (t) => {
  const id = await admitted()
  await move(id, 'TRANSFERRED', '2025-06-01', { toFacilityId: elsewhere })
  t.match(await propose(id, '2025-03-01', elsewhere), refused('/startsOn', { earliest: '2025-06-01' }))
  t.equal((await propose(id, '2025-06-01', elsewhere)).status, 201)
})

t.test('the register entry ends with the custody', async (t) => {
  const id = await admitted()
  const { body: entry } = await enter(id, admittedOn)
  const left = await move(id, 'TRANSFERRED', '2025-06-01', { toFacilityId: elsewhere })
  const path = `/v1/inmates/${id}/registrations`
  t.equal((await api.get(`${path}/${idOf(entry)}`)).body.to, '2025-06-01')
  const events = await database.prisma.event.findMany({ where: { requestId: left.requestId } })
  t.ok(
    events.some(({ type, resourceId }) => type === 'inmate-registration.updated' && resourceId === idOf(entry)),
    'with its event',
  )
  const next = await enter(id, '2025-06-01')
  t.equal(next.status, 201, 'and the receiving unit writes its book from the day of arrival')

  await t.test('and is not written past it', async (t) => {
    t.match(await api.patch(`${path}/${idOf(entry)}`, { body: { to: null }, ifMatch: '*' }), refused('/from', { earliest: '2025-06-01' }))
    t.match(await move(id, 'RELEASED', '2025-05-31'), refused('/occurredOn', { earliest: '2025-06-01' }))
    t.equal((await move(id, 'RELEASED', '2025-08-01')).status, 200)
    t.match(await enter(id, '2025-08-01'), refused('/to', { latest: '2025-08-01' }))
    t.match(await enter(id, '2025-08-02'), refused('/from', { latest: '2025-08-01' }))
    t.match(await api.patch(`${path}/${idOf(next.body)}`, { body: { to: null }, ifMatch: '*' }), refused('/to', { latest: '2025-08-01' }))
    t.equal(
      (await api.patch(`${path}/${idOf(next.body)}`, { body: { number: 'B 7' }, ifMatch: '*' })).status,
      200,
      'while what it says otherwise can be corrected',
    )
  })
})

t.test('all on one day: admitted, entered, moved, entered there, released', async (t) => {
  const id = await admitted()
  t.equal((await enter(id, admittedOn)).status, 201)
  t.equal((await move(id, 'TRANSFERRED', admittedOn, { toFacilityId: elsewhere })).status, 200)
  t.equal((await enter(id, admittedOn)).body.status, undefined)
  t.equal((await move(id, 'RELEASED', admittedOn)).status, 200)
  t.strictSame(
    ((await readInmate(id)).registrations as Row[]).map(({ from, to }) => [from, to]),
    [
      [admittedOn, admittedOn],
      [admittedOn, admittedOn],
    ],
  )
})

t.test('the admission is not moved behind what followed it', async (t) => {
  const admit = (id: string, day: string) => api.patch(`/v1/inmates/${id}`, { body: { admittedOn: day }, ifMatch: '*' })
  const enrolled = await admitted()
  await propose(enrolled, '2025-09-01')
  t.match(await admit(enrolled, '2025-09-02'), refused('/admittedOn', { latest: '2025-09-01' }), 'an enrollment')
  t.equal((await admit(enrolled, '2025-09-01')).status, 200)
  const released = await admitted()
  await move(released, 'RELEASED', '2025-03-01')
  t.match(await admit(released, '2025-06-01'), refused('/admittedOn', { latest: '2025-03-01' }), 'a custody change')
  const entered = await admitted()
  await enter(entered, '2025-02-01')
  t.match(await admit(entered, '2025-02-02'), refused('/admittedOn', { latest: '2025-02-01' }), 'a register entry of this custody')
  const older = await admitted()
  await enter(older, '2024-02-01')
  t.equal((await admit(older, '2025-03-01')).status, 200, 'but not one that was there before it')
})

t.test('a decision that ended an enrollment keeps a departure from lying before it', async (t) => {
  const enrollment = await make.activeEnrollment(facility, { inmateId: await admitted() })
  const id = String(enrollment.inmateId)
  const end = { outcome: 'COMPLETED', endsOn: '2025-10-20', endReason: 'PROGRAM_FINISHED' }
  t.equal((await api.post(`/v1/enrollments/${idOf(enrollment)}/termination`, { body: end, ifMatch: '*' })).status, 200)
  t.match(await move(id, 'RELEASED', '2025-10-19'), refused('/occurredOn', { earliest: '2025-10-20' }))
  t.equal((await move(id, 'RELEASED', '2025-10-20')).status, 200)
})

t.test('a custody change by mistake', async (t) => {
  const id = await admitted()
  await enter(id, admittedOn)
  const { body: before } = await api.get(`/v1/inmates/${id}`)
  await move(id, 'DECEASED', '2025-06-01')
  const [death] = await changesOf(id)
  t.match(death, { facilityId: facility, custodyStatus: 'DECEASED', statusBefore: 'ACTIVE', occurredOn: '2025-06-01', correctsId: null, correctedById: null })

  await t.test('is taken back by an entry that names it; both stay on record', async (t) => {
    const corrected = await correct(id, death?.id)
    t.match(corrected, { status: 200, body: { custodyStatus: 'ACTIVE', custodyChangedOn: before.custodyChangedOn, facilityId: facility } })
    const [first, second] = await changesOf(id)
    t.match(first, { custodyStatus: 'DECEASED', correctedById: second?.id })
    t.match(second, { custodyStatus: 'ACTIVE', statusBefore: 'DECEASED', correctsId: first?.id, correctedById: null })
    t.match(corrected.body.registrations, [{ to: '2025-06-01' }], 'what it ended does not come back by itself')
  })

  await t.test('bounds nothing any more, and what it ended can be opened again', async (t) => {
    const [entry] = (await readInmate(id)).registrations as Row[]
    t.equal((await api.patch(`/v1/inmates/${id}/registrations/${entry?.id}`, { body: { to: null }, ifMatch: '*' })).status, 200)
    t.equal((await move(id, 'RELEASED', '2025-05-01')).status, 200, 'the right day lies before the wrong one')
    t.equal((await api.patch(`/v1/inmates/${id}`, { body: { admittedOn: '2025-04-30' }, ifMatch: '*' })).status, 422, 'the entry still counts')
  })

  await t.test('is taken back once, and only while it is the last: invalid-transition, contradiction', async (t) => {
    t.match(await correct(id, death?.id), { status: 409, body: { code: 'invalid-transition', facts: { state: 'TAKEN_BACK' } } })
    const [, correction, release] = await changesOf(id)
    t.match(await correct(id, correction?.id), { status: 409, body: { code: 'invalid-transition', facts: { state: 'CORRECTION' } } })
    await move(id, 'ACTIVE', '2025-07-01')
    t.match(await correct(id, release?.id), { status: 422, body: { code: 'contradiction', errors: [{ pointer: '/changeId' }] } })
    t.match(
      await correct(await admitted(), release?.id),
      { status: 422, body: { code: 'unknown-reference', errors: [{ pointer: '/changeId' }] } },
      'nor for another inmate',
    )
  })

  await t.test('that moved the person leads back, unless something has begun there: still-referenced', async (t) => {
    const moved = await admitted()
    await move(moved, 'TRANSFERRED', '2025-06-01', { toFacilityId: elsewhere })
    const [change] = await changesOf(moved)
    const { body: entry } = await enter(moved, '2025-06-01')
    t.match(await correct(moved, change?.id), { status: 409, body: { code: 'still-referenced', facts: { heldBy: ['inmate_registration'] } } })
    t.equal((await api.delete(`/v1/inmates/${moved}/registrations/${idOf(entry)}`, { ifMatch: '*' })).status, 204)
    const there = api.as(await makeClient({ facilities: [elsewhere] }))
    t.equal((await there.get(`/v1/inmates/${moved}/custody-changes`)).items.length, 1, 'who keeps the person now sees what was before')
    const away = await there.post(`/v1/inmates/${moved}/custody-corrections`, { body: { changeId: change?.id ?? null }, ifMatch: '*' })
    t.match(away, { status: 422, body: { code: 'unknown-reference' } }, 'nobody is sent back to a facility that the caller does not see')
    t.match(await correct(moved, change?.id), { status: 200, body: { facilityId: facility, custodyStatus: 'ACTIVE', custodyChangedOn: null } })
    t.equal((await propose(moved, '2025-03-01')).status, 201, 'and the custody here began with the admission again')
  })

  await t.test('is taken back by one of two who do so at once', async (t) => {
    const twice = await admitted()
    await move(twice, 'ESCAPED', '2025-06-01')
    const [change] = await changesOf(twice)
    const answers = await Promise.all([correct(twice, change?.id), correct(twice, change?.id)])
    t.strictSame(answers.map(({ status }) => status).sort(), [200, 409])
  })
})
