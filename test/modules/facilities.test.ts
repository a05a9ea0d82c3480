/** Units and the regional offices above them: what hangs on a type, a parent and a time zone keeps them, whichever side moves. */
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Row } from '../support/contract.ts'
import { idOf, versionOf } from '../support/make.ts'

const { api, make, makeClient, database } = await buildTestApp(t)
const change = (facility: Row, body: Row) => api.patch(`/v1/facilities/${idOf(facility)}`, { body, ifMatch: '*' })

t.test('the type of a facility', async (t) => {
  const kanwil = await make.facility({ type: 'KANWIL' })
  const below = await make.facility({ parentId: idOf(kanwil) })

  await t.test('stays KANWIL while units report to it: still-referenced', async (t) => {
    t.match(await change(kanwil, { type: 'RUTAN' }), { status: 409, body: { code: 'still-referenced', facts: { heldBy: ['facility'] } } })
    t.equal((await change(below, { parentId: null })).status, 200)
    t.equal((await change(kanwil, { type: 'RUTAN' })).status, 200)
  })

  await t.test('does not become KANWIL while it has inmates or programs: still-referenced', async (t) => {
    const rutan = await make.facility()
    await make.inmate(idOf(rutan))
    await make.program(idOf(rutan))
    t.match(await change(rutan, { type: 'KANWIL' }), { status: 409, body: { code: 'still-referenced', facts: { heldBy: ['inmate', 'program'] } } })
    t.equal((await change(rutan, { type: 'LAPAS' })).status, 200, 'and may become another unit')
  })

  await t.test('is not changed at the moment in which a unit comes below it', async (t) => {
    for (let round = 0; round < 8; round++) {
      const above = await make.facility({ type: 'KANWIL' })
      const body = await make.body('createFacility', '', { type: 'RUTAN', timeZone: 'Asia/Jakarta', parentId: idOf(above) })
      const [changed, created] = await Promise.all([change(above, { type: 'RUTAN' }), api.post('/v1/facilities', { body })])
      t.strictSame([changed.status, created.status].filter((status) => status < 300).length, 1, `${changed.status} and ${created.status}`)
    }
  })

  await t.test('decides whether it stands for others: who was given it sees them while it is a KANWIL', async (t) => {
    const above = await make.facility({ type: 'KANWIL' })
    const inmate = await make.inmate(idOf(await make.facility({ parentId: idOf(above) })))
    const client = api.as(await makeClient({ facilities: [idOf(above)] }))
    t.equal((await client.get(`/v1/inmates/${idOf(inmate)}`)).status, 200)
    // As rows from before it was refused may be.
    await database.query("UPDATE facility SET type = 'RUTAN' WHERE id = $1", [idOf(above)])
    await t.resolves(
      (async () => {
        while ((await client.get(`/v1/inmates/${idOf(inmate)}`)).status !== 404) await new Promise((resolve) => setTimeout(resolve, 50))
      })(),
      'and no longer once the change has been announced',
    )
  })
})

t.test('a regional office out of service', async (t) => {
  const kanwil = await make.facility({ type: 'KANWIL' })
  const below = await make.facility({ parentId: idOf(kanwil) })
  t.equal((await change(kanwil, { active: false, archived: true })).status, 200)
  t.equal((await change(below, { parentId: idOf(kanwil), name: 'Sama saja' })).status, 200, 'stays above what reports to it, also when it is named again')
  t.match(
    await change(await make.facility(), { parentId: idOf(kanwil) }),
    { status: 422, body: { errors: [{ pointer: '/parentId' }] } },
    'and takes nobody more',
  )
})

t.test('the time zone of a facility', async (t) => {
  const facility = await make.facility({ timeZone: 'Asia/Jakarta' })
  await make.officer(idOf(facility))
  t.equal((await change(facility, { timeZone: 'Asia/Makassar' })).status, 200, 'can be corrected while no row holds a day')
  await make.inmate(idOf(facility))
  t.match(
    await change(facility, { timeZone: 'Asia/Jakarta' }),
    { status: 409, body: { code: 'still-referenced', facts: { heldBy: ['inmate'] } } },
    'and then stays',
  )
  const { body } = await api.get(`/v1/facilities/${idOf(facility)}`)
  t.equal((await api.patch(`/v1/facilities/${idOf(facility)}`, { body: { timeZone: 'Asia/Makassar', name: 'Lain' }, ifMatch: versionOf(body) })).status, 200)
})
