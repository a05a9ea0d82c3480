/** Day-sheets: whole or not at all, once however often they are sent, and never more than a day holds. */
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Answer, Call } from '../support/client.ts'
import type { Row } from '../support/contract.ts'
import { idOf, versionOf } from '../support/make.ts'
import { workday } from '../support/samples.ts'

const { api, make, database } = await buildTestApp(t)
const facilityId = idOf(await make.facility())

/** Programs with as many workers, each enrolled in all of them. */
async function workshop(workers: number, programs = 1, given: Row = {}): Promise<{ programIds: string[]; inmateIds: string[] }> {
  const programIds = await Promise.all(Array.from({ length: programs }, async () => idOf(await make.activeProgram(facilityId, given))))
  const inmateIds = await Promise.all(Array.from({ length: workers }, async () => idOf(await make.inmate(facilityId))))
  inmateIds.sort()
  for (const programId of programIds) for (const inmateId of inmateIds) await make.activeEnrollment(facilityId, { programId, inmateId })
  return { programIds, inmateIds }
}
const pathOf = (programId: string, day = workday): string => `/v1/programs/${programId}/work-logs/${day}`
const present = (inmateId: string, given: Row = {}): Row => ({ inmateId, attendance: 'PRESENT', minutes: 240, ...given })
const write = (programId: string, rows: Row[], call: Call = {}, day = workday): Promise<Answer> =>
  api.send('PUT', pathOf(programId, day), { ifMatch: '*', body: { rows }, ...call })
const changesOf = async (sheetId: string) =>
  database.query<Row>(
    "SELECT version FROM audit_entry WHERE resource_ids = ARRAY[$1::uuid] AND operation = 'writeWorkSheet' AND version IS NOT NULL ORDER BY sequence",
    [sheetId],
  )

t.test('a sheet', async (t) => {
  const { programIds, inmateIds } = await workshop(2)
  const [programId = '', [one = '', other = '']] = [programIds[0], inmateIds]
  const batchId = idOf(await make.startedBatch(facilityId, { programId }))

  t.match(
    await api.get(pathOf(programId)),
    { status: 200, headers: { etag: '"0"' }, body: { rows: [], version: 0, updatedAt: null } },
    'is there before anybody writes it',
  )
  const rows = [
    present(one, {
      shift: 'MORNING',
      batchId,
      piecesGood: 12,
      piecesRejected: 1,
      workQuality: 'GOOD',
      conduct: 'VERY_GOOD',
      safetyOk: true,
      note: 'Left early',
    }),
    { inmateId: other, attendance: 'SICK' },
  ]
  const written = await write(programId, rows, { ifMatch: 0 })
  t.match(written, { status: 200, headers: { etag: '"1"' }, body: { facilityId, programId, workedOn: workday, version: 1 } })
  const { body } = await api.get(pathOf(programId))
  t.strictSame(body, written.body, 'is read as it was answered')
  const sick = (body.rows as Row[]).find(({ inmateId }) => inmateId === other)
  t.match(sick, { shift: 'FULL_DAY', attendance: 'SICK', minutes: 0, piecesGood: 0, batchId: null, ruleBreach: false, safetyOk: null }, 'has its defaults')

  const again = await write(programId, rows.toReversed(), { ifMatch: 0 })
  t.match(again, { status: 200, headers: { etag: '"1"' } }, 'sent again changes nothing, in whichever order its rows are')
  t.strictSame(again.body, written.body)
  t.same(await changesOf(idOf(body)), [{ version: 1 }], 'and leaves no entry')

  t.match(await write(programId, rows.slice(0, 1), { ifMatch: 0 }), { status: 412, body: { code: 'stale-version', facts: { currentVersion: 1 } } })
  const logs = await api.get('/v1/work-logs', { query: { programId, inmateId: one } })
  const corrected = await write(programId, [{ ...rows[0], minutes: 200 }], { ifMatch: 1 })
  t.match(corrected, { status: 200, headers: { etag: '"2"' }, body: { rows: [{ inmateId: one, minutes: 200 }] } }, 'another version takes its place')
  const after = await api.get('/v1/work-logs', { query: { programId } })
  t.match(after.items, [{ id: idOf(logs.items[0] ?? {}), minutes: 200, version: 2 }], 'a row that says something else is the same row')
  t.equal(after.items.length, 1, 'one that it leaves out is gone')

  const { items } = await api.get('/v1/audit-entries', { query: { resourceId: idOf(body), sort: '-id' } })
  const entry = items.find(({ resourceVersion }) => resourceVersion === 2) ?? {}
  t.match(entry, { operation: 'writeWorkSheet', changed: ['rows'] })
  const { changes } = (await api.get(`/v1/audit-entries/${idOf(entry)}/changes`)).body
  const [{ before = null, after: now = null } = {}] = changes as Row[]
  t.match([JSON.parse(String(before)), JSON.parse(String(now))], [[{ minutes: 240 }, {}], [{ minutes: 200 }]], 'who changed what stays')
})

t.test('the totals of an inmate', async (t) => {
  const { programIds, inmateIds } = await workshop(1, 2)
  const [one = '', two = ''] = programIds
  const [inmateId = ''] = inmateIds
  const batchId = idOf(await make.startedBatch(facilityId, { programId: one }))
  await write(one, [present(inmateId, { batchId, piecesGood: 5, piecesRejected: 2 }), present(inmateId, { shift: 'NIGHT', minutes: 60 })])
  await write(two, [present(inmateId, { minutes: 100 })])
  await write(one, [{ inmateId, attendance: 'ABSENT' }], {}, '2025-09-11')
  await write(one, [present(inmateId, { attendance: 'LATE' })], {}, '2025-10-01')
  const { items } = await api.get(`/v1/inmates/${inmateId}/work-months`, { query: { sort: 'startsOn' } })
  t.match(items, [
    { facilityId, inmateId, startsOn: '2025-09-01', days: 1, minutes: 400, piecesGood: 5, piecesRejected: 2 },
    { startsOn: '2025-10-01', days: 1, minutes: 240, piecesGood: 0 },
  ])
  t.equal(items.length, 2)
})

t.test('rows that cannot be are all named, and nothing is written: rows-refused', async (t) => {
  const { programIds, inmateIds } = await workshop(6)
  const [programId = ''] = programIds
  const [here = '', away = '', long = '', piece = '', early = '', fraction = ''] = inmateIds
  const stranger = idOf(await make.inmate(facilityId))
  const proposed = String((await make.enrollment(facilityId, { programId })).inmateId)
  const batchId = idOf(await make.startedBatch(facilityId, { programId }))
  const planned = idOf(await make.batch(facilityId, { programId }))
  const foreign = idOf(await make.startedBatch(facilityId))
  const archived = await make.batch(facilityId, { programId })
  await make.call('updateBatch', { id: idOf(archived) }, { archived: true }, versionOf(archived))
  const later = idOf(await make.startedBatch(facilityId, { programId, startsOn: '2025-09-11' }))
  const done = await make.completedBatch(facilityId, { programId })
  const rows = [
    present(here),
    { inmateId: away, attendance: 'ABSENT', minutes: 10 },
    present(stranger),
    present(proposed),
    present(long, { minutes: 720 }),
    present(long, { shift: 'NIGHT', minutes: 1 }),
    present(piece, { piecesGood: 3 }),
    present(early, { batchId: planned }),
    present(early, { shift: 'NIGHT', batchId: foreign }),
    present(fraction, { batchId, piecesRejected: 0.5, minutes: 1 }),
    present(fraction, { batchId: later, minutes: 1 }),
    present(fraction, { batchId: idOf(archived), minutes: 1 }),
    { inmateId: away, shift: 'NIGHT', attendance: 'PERMITTED', batchId, piecesRejected: 1 },
  ]
  const refused = await write(programId, rows)
  t.match(refused, { status: 422, body: { code: 'rows-refused', facts: { refusedRows: 12 } } })
  t.strictSame(
    (refused.body.errors as Row[]).map(({ pointer, code }) => `${pointer} ${code}`),
    [
      '/rows/1/minutes contradiction',
      '/rows/2/inmateId unknown-reference',
      '/rows/3/inmateId contradiction',
      '/rows/4/minutes contradiction',
      '/rows/5/minutes contradiction',
      '/rows/6/piecesGood contradiction',
      '/rows/7/batchId contradiction',
      '/rows/8/batchId unknown-reference',
      '/rows/9/piecesRejected contradiction',
      '/rows/10/batchId contradiction',
      '/rows/11/batchId contradiction',
      '/rows/12/piecesRejected contradiction',
    ],
  )
  t.match(await api.get(pathOf(programId)), { body: { version: 0, rows: [] } })
  t.match(await write(programId, [present(here), present(here)]), { status: 422, body: { errors: [{ pointer: '/rows/1/inmateId', code: 'duplicate' }] } })
  const after = await write(programId, [present(here, { batchId: idOf(done) })], {}, '2025-09-12')
  t.match(after, { status: 422, body: { errors: [{ pointer: '/rows/0/batchId' }] } }, 'nobody works on a batch after its completion')
  const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)
  const future = await write(programId, [present(here)], {}, tomorrow)
  t.match(future, { status: 422, body: { code: 'contradiction', errors: [{ location: 'path', pointer: 'date' }] } }, 'and on no day that has not come')
  const before = await write(programId, [present(here)], {}, '2025-09-09')
  t.match(before, { status: 422, body: { errors: [{ pointer: '/rows/0/inmateId', code: 'contradiction' }] } }, 'nor before the enrollment')
})

t.test('a sheet of 500 rows', async (t) => {
  const { programIds, inmateIds } = await workshop(3)
  const [programId = ''] = programIds
  const unknown = Array.from({ length: 500 }, (_, at) => present(`00000000-0000-7000-8000-${String(at).padStart(12, '0')}`))
  const refused = await write(programId, unknown)
  t.match(refused, { status: 422, body: { code: 'rows-refused', facts: { refusedRows: 500 } } })
  t.equal((refused.body.errors as Row[]).length, 200, 'its faults are named as far as they go')
  await database.query(
    `INSERT INTO inmate SELECT (jsonb_populate_record(inmate, jsonb_build_object('id', gen_random_uuid(), 'skills', '{w}'::text[]))).* FROM inmate, generate_series(1, 497) WHERE id = $1`,
    [inmateIds[0]],
  )
  await database.query(
    `INSERT INTO enrollment SELECT (jsonb_populate_record(enrollment, jsonb_build_object('id', gen_random_uuid(), 'inmate_id', inmate.id))).* FROM enrollment, inmate
     WHERE enrollment.program_id = $1 AND enrollment.inmate_id = $2 AND inmate.skills = '{w}'`,
    [programId, inmateIds[0]],
  )
  const enrolled = await database.query<Row>('SELECT inmate_id FROM enrollment WHERE program_id = $1', [programId])
  const rows = enrolled.map(({ inmate_id }) => present(String(inmate_id)))
  t.equal(rows.length, 500)
  t.equal((await write(programId, rows)).status, 200, 'is written at once')
  const { body } = await write(programId, [...rows.slice(1), { ...rows[0], minutes: 1 }])
  t.match(body, { version: 2 })
  t.equal((body.rows as Row[]).length, 500)
  const [counted] = await database.query(
    'SELECT count(*)::int AS rows, count(*) FILTER (WHERE version = 2)::int AS changed FROM work_log WHERE program_id = $1',
    [programId],
  )
  t.strictSame(counted, { rows: 500, changed: 1 }, 'and of another version only what differs')
})

t.test('two supervisors and one sheet', async (t) => {
  const { programIds, inmateIds } = await workshop(2)
  const [programId = '', [one = '', other = '']] = [programIds[0], inmateIds]
  for (const day of ['2025-09-15', '2025-09-16', '2025-09-17']) {
    const same = await Promise.all(Array.from({ length: 6 }, () => write(programId, [present(one)], { ifMatch: 0 }, day)))
    for (const { status, body } of same) t.match({ status, version: body.version }, { status: 200, version: 1 }, 'the same from both is written once')
    t.equal((await changesOf(idOf(same[0]?.body ?? {}))).length, 1)
    const different = await Promise.all([one, other].map((inmateId) => write(programId, [present(inmateId, { minutes: 100 })], { ifMatch: 1 }, day)))
    t.strictSame(different.map(({ status }) => status).toSorted(), [200, 412], 'of two versions one is written, the other learns of it')
    const { body } = await api.get(pathOf(programId, day))
    t.match(body, { version: 2 })
    t.equal((body.rows as Row[]).length, 1, 'nothing is doubled')
  }
})

t.test('after the lock of its month a sheet stays as it is: month-locked', async (t) => {
  const other = idOf(await make.facility())
  const programId = idOf(await make.activeProgram(other))
  const { inmateId } = await make.activeEnrollment(other, { programId })
  const rows = [present(String(inmateId))]
  await write(programId, rows)
  await make.call('lockFacilityMonth', { id: other, month: workday.slice(0, 7) }, undefined, 0)
  t.match(await write(programId, [{ ...rows[0], minutes: 1 }]), { status: 409, body: { code: 'month-locked' } })
  t.match(await write(programId, []), { status: 409, body: { code: 'month-locked' } }, 'no row is taken out of it')
  t.match(await write(programId, rows), { status: 200, headers: { etag: '"1"' } }, 'what is there is there')
  t.match(await write(programId, rows, {}, '2025-10-01'), { status: 200 }, 'a day of an open month is entered')
})

t.test('at most 720 minutes on a day over all programs, also when the sheets come at the same moment', async (t) => {
  const { programIds, inmateIds } = await workshop(3, 4)
  for (const day of ['2025-09-20', '2025-09-21', '2025-09-22']) {
    const answers = await Promise.all(
      programIds.map((programId, at) =>
        write(
          programId,
          (at % 2 ? inmateIds : inmateIds.toReversed()).map((id) => present(id, { minutes: 300 })),
          {},
          day,
        ),
      ),
    )
    t.strictSame(answers.map(({ status }) => status).toSorted(), [200, 200, 422, 422])
    const sums = await database.query('SELECT sum(minutes)::int AS minutes FROM work_log WHERE inmate_id = ANY($1) AND worked_on = $2 GROUP BY inmate_id', [
      inmateIds,
      day,
    ])
    t.strictSame(sums, Array(3).fill({ minutes: 600 }))
  }
})

t.test('the pieces of a batch are those of its sheets', async (t) => {
  const { programIds, inmateIds } = await workshop(2, 1, { contributionMode: 'PIECES' })
  const [programId = '', [one = '', other = '']] = [programIds[0], inmateIds]
  const batch = await make.startedBatch(facilityId, { programId })
  const batchId = idOf(batch)
  await make.output(batchId, { quantity: 30 })
  const complete = (): Promise<Answer> => api.post(`/v1/batches/${batchId}/completion`, { body: { completedOn: workday }, ifMatch: '*' })
  const rows = [present(one, { batchId, piecesGood: 10 }), present(other, { batchId, piecesGood: 18 })]
  await write(programId, rows)
  t.match(
    await complete(),
    { status: 422, body: { code: 'pieces-differ', facts: { producedPieces: 30, piecesGood: 28 } } },
    'it is not completed while they differ: pieces-differ',
  )
  const last = [present(one, { batchId, piecesGood: 12 }), present(other, { batchId, piecesGood: 18 })]
  await write(programId, last)
  t.equal((await complete()).status, 200)
  const changed = await write(programId, [{ ...last[0], piecesGood: 11 }, last[1] as Row])
  t.match(changed, { status: 422, body: { code: 'rows-refused', errors: [{ pointer: '/rows/0/batchId' }] } }, 'after that they stay')
  t.match(await write(programId, []), { status: 422, body: { code: 'contradiction', errors: [{ pointer: '/rows' }] } }, 'and are not taken out')
  t.equal((await write(programId, [...last, present(one, { shift: 'NIGHT', minutes: 5 })])).status, 200, 'beside them the sheet is corrected')
})

t.test('pieces are corrected while the batch is completed', async (t) => {
  for (let round = 0; round < 4; round++) {
    const { programIds, inmateIds } = await workshop(1, 1, { contributionMode: 'PIECES' })
    const [programId = '', [inmateId = '']] = [programIds[0], inmateIds]
    const batchId = idOf(await make.startedBatch(facilityId, { programId }))
    await make.output(batchId, { quantity: 10 })
    await write(programId, [present(inmateId, { batchId, piecesGood: 10 })])
    const [completion, correction] = await Promise.all([
      api.post(`/v1/batches/${batchId}/completion`, { body: { completedOn: workday }, ifMatch: '*' }),
      write(programId, [present(inmateId, { batchId, piecesGood: 9 })]),
    ])
    t.strictSame([completion.status, correction.status].toSorted(), [200, 422], 'one of them is refused')
  }
})

t.test('who leaves is in no sheet of a later day', async (t) => {
  const { programIds, inmateIds } = await workshop(2)
  const [programId = '', [leaving = '', staying = '']] = [programIds[0], inmateIds]
  const days = ['2025-10-02', '2025-10-03', '2025-11-03']
  for (const day of days) await write(programId, [present(leaving), present(staying)], {}, day)
  await make.call('lockFacilityMonth', { id: facilityId, month: '2025-11' }, undefined, 0)
  const { requestId } = await api.post(`/v1/inmates/${leaving}/custody-changes`, {
    body: { custodyStatus: 'RELEASED', occurredOn: '2025-10-02' },
    ifMatch: '*',
  })
  const left = await Promise.all(days.map(async (day) => ((await api.get(pathOf(programId, day))).body.rows as Row[]).length))
  t.strictSame(left, [2, 1, 2], 'rows after the last day are taken away; those of a locked month stay')
  const events = await database.query("SELECT type, version FROM event WHERE request_id = $1 AND resource = 'work-sheet'", [requestId])
  t.strictSame(events, [{ type: 'work-sheet.updated', version: 2 }], 'the sheet tells of it')
  const late = await write(programId, [present(leaving), present(staying)], {}, '2025-10-04')
  t.match(late, { status: 422, body: { errors: [{ pointer: '/rows/0/inmateId', code: 'contradiction' }] } }, 'later days are refused')
  const earlier = await write(programId, [present(leaving)], {}, '2025-10-01')
  t.equal(earlier.status, 200, 'earlier ones are still entered')
})

t.test('an enrollment that is ended on an earlier day takes its rows along', async (t) => {
  const { programIds, inmateIds } = await workshop(1, 2)
  for (const programId of programIds) await write(programId, [present(inmateIds[0] ?? '')], {}, '2025-10-07')
  const { items } = await api.get('/v1/enrollments', { query: { programId: programIds[0] ?? '' } })
  await api.post(`/v1/enrollments/${idOf(items[0] ?? {})}/termination`, {
    body: { outcome: 'WITHDRAWN', endsOn: '2025-10-06', endReason: 'OWN_REQUEST' },
    ifMatch: '*',
  })
  const left = await Promise.all(programIds.map(async (id) => ((await api.get(pathOf(id, '2025-10-07'))).body.rows as Row[]).length))
  t.strictSame(left, [0, 1], 'in that program')
})
