/** What an answer shows of a person: found in the contract, for every operation that answers personal data. */
import { randomUUID } from 'node:crypto'
import t, { type Test } from 'tap'
import { allScopes } from '../../src/platform/contract/tags.ts'
import { dataClasses } from '../../src/platform/security/data-classes.ts'
import { buildTestApp } from '../support/app.ts'
import { canary } from '../support/canary.ts'
import type { Answer } from '../support/client.ts'
import type { Json, Operation, Row, Schema } from '../support/contract.ts'
import { idOf } from '../support/make.ts'
import { perform } from '../support/perform.ts'
import { workday } from '../support/samples.ts'
import { prepare } from '../support/scenarios.ts'

const { contract, api, make, makeClient, database } = await buildTestApp(t)
const here = idOf(await make.facility())

/** The schemas of a value: alternatives side by side, references followed. */
const whole = (schema: Schema): Schema[] => {
  const plain = contract.resolve(schema)
  return [plain, ...[...(plain.anyOf ?? []), ...(plain.oneOf ?? [])].flatMap(whole)]
}

interface Place {
  pointer: string
  schema: Schema
}
/** Where a schema holds personal data: `/items/*`, `/name`. */
function personalPlaces(schema: Schema, pointer = ''): Place[] {
  return whole(schema).flatMap(({ properties = {}, items }) => [
    ...Object.entries(properties).flatMap(([name, member]): Place[] => [
      ...(member['x-data-class'] === undefined ? [] : [{ pointer: `${pointer}/${name}`, schema: member }]),
      ...personalPlaces(member, `${pointer}/${name}`),
    ]),
    ...(items === undefined ? [] : personalPlaces(items, `${pointer}/*`)),
  ])
}

function valuesAt(value: Json | undefined, [name, ...rest]: string[]): Json[] {
  if (name === undefined) return value === undefined ? [] : [value]
  if (name === '*') return Array.isArray(value) ? value.flatMap((one) => valuesAt(one, rest)) : []
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? valuesAt(value[name], rest) : []
}
const shown = (answer: Answer, pointer: string): Json[] => valuesAt(answer.body as Json, pointer.split('/').slice(1)).filter((value) => value !== null)

const answerOf = ({ object, success }: Operation): Schema | undefined => object.responses[success]?.content?.['application/json']?.schema

interface Personal {
  operation: Operation
  places: Place[]
}
const personal: Personal[] = contract.operations
  .filter(({ isPublic }) => !isPublic)
  .map((operation) => ({ operation, places: personalPlaces(answerOf(operation) ?? {}).filter(({ schema }) => schema['x-mask'] !== undefined) }))
  .filter(({ places }) => places.length > 0)

/** A whole row of every kind, with canaries in every personal member. */
const rows = {
  inmate: await make.create('createInmate', here, await make.wholeBody('createInmate', here, { publicAlias: 'Warga 1' })),
  buyer: await make.create('createBuyer', here, await make.wholeBody('createBuyer', here, { type: 'INDIVIDUAL', consentPublicName: false })),
  officer: await make.create('createOfficer', here, await make.wholeBody('createOfficer', here)),
}
await make.create('createInmateRegistration', here, { from: '2025-01-01' }, { id: idOf(rows.inmate) })

/** What the public may see is no secret. */
const given: Record<string, Row> = {
  createInmate: { publicAlias: 'Warga 2' },
  createBuyer: { type: 'INDIVIDUAL', consentPublicName: false },
}

const sceneFor = async (operation: Operation) => {
  const scene = await prepare(contract, operation, { make, facilityId: here })
  return operation.writes && operation.body !== undefined && /^create(Inmate|Buyer|Officer)$/.test(operation.id)
    ? { ...scene, body: await make.wholeBody(operation.id, here, given[operation.id] ?? {}) }
    : scene
}

t.test('the contract marks personal data and says who may see it', async (t) => {
  t.ok(personal.length > 20, `${personal.length} operations answer it`)
  for (const { operation, places } of personal) {
    for (const { pointer, schema } of places) {
      t.match(schema.description, `\`${schema['x-data-class']}\``, `${operation.id} ${pointer} says its class`)
      if (schema['x-scope'] !== undefined) t.ok(allScopes().includes(schema['x-scope']), `${operation.id} ${pointer} names a scope`)
    }
  }
})

async function hides(t: Test, { operation, places }: Personal, key: string, from: (place: Place) => boolean): Promise<void> {
  const answer = await perform(api, operation, await sceneFor(operation), { key })
  t.equal(answer.status, operation.success)
  for (const {
    pointer,
    schema: { 'x-mask': mask },
  } of places.filter(from)) {
    for (const value of shown(answer, pointer)) t.notMatch(String(value), canary, `${pointer} is masked`)
    if (mask === 'absent') t.strictSame(shown(answer, pointer), [], `${pointer} is absent`)
  }
}

/** Searches need what they search by. */
const reads = personal.filter(({ operation }) => !operation.id.startsWith('search'))
const guarded = (place: Place): boolean => place.schema['x-scope'] !== undefined

t.test('a member is masked in every answer without its scope', async (t) => {
  const blind = await makeClient({ scopes: allScopes().filter((scope) => !/:(identity|contact)$/.test(scope)) })
  for (const one of reads) await t.test(one.operation.id, (t) => hides(t, one, blind, guarded))
})

t.test('nothing is masked with every scope', async (t) => {
  for (const [path, places] of [
    [`/v1/inmates/${rows.inmate.id}`, ['/name', '/alias', '/nik', '/registrations/*/number']],
    [`/v1/buyers/${rows.buyer.id}`, ['/name', '/phone', '/address', '/npwp']],
    [`/v1/officers/${rows.officer.id}`, ['/name', '/nip']],
  ] as const) {
    const answer = await api.get(path)
    for (const pointer of places) for (const value of shown(answer, pointer)) t.match(String(value), canary, `${path.split('/')[2]} ${pointer}`)
  }
})

t.test('a client never sees the classes that are redacted for it, whatever its scopes', async (t) => {
  for (const dataClass of dataClasses) {
    const key = await makeClient({ redactions: [dataClass] })
    for (const one of reads) await t.test(`${dataClass}: ${one.operation.id}`, (t) => hides(t, one, key, ({ schema }) => schema['x-data-class'] === dataClass))
  }
})

t.test('an ETag tells what is shown apart, and a change asks for the version alone', async (t) => {
  const eyes = [
    await makeClient(),
    await makeClient({ scopes: allScopes().filter((scope) => !/:(identity|contact)$/.test(scope)) }),
    await makeClient({ redactions: [...dataClasses] }),
  ]
  const single = personal.filter(
    ({ operation }) => operation.method === 'GET' && operation.success === 200 && 'ETag' in (operation.object.responses[200]?.headers ?? {}),
  )
  t.ok(single.length >= 4, `${single.length} operations answer one row with personal data`)
  for (const { operation } of single) {
    const scene = await sceneFor(operation)
    const answers = await Promise.all(eyes.map((key) => perform(api, operation, scene, { key })))
    const [whole, ...others] = answers.map(({ headers, text }) => ({ etag: String(headers.etag), text }))
    if (whole === undefined) return
    for (const [at, { etag, text }] of others.entries()) {
      if (text === whole.text) continue
      t.not(etag, whole.etag, `${operation.id} shows others something else under another ETag`)
      const again = await perform(api, operation, scene, { key: eyes[at + 1] as string, headers: { 'if-none-match': whole.etag } })
      t.equal(again.status, 200, 'and does not confirm to one what another was shown')
    }
  }
  const [, blind = ''] = eyes
  const { headers } = await api.get(`/v1/inmates/${rows.inmate.id}`, { key: blind })
  t.match(headers.etag, /^"\d+-[0-9a-f]{8}"$/)
  const patched = await api.patch(`/v1/inmates/${rows.inmate.id}`, { key: blind, body: { education: 'SMA' }, ifMatch: String(headers.etag) })
  t.equal(patched.status, 200, 'a masked ETag is good for a change')
})

t.test('a client that may write cannot undo its redaction by writing', async (t) => {
  const limited = api.as(await makeClient({ redactions: ['identity'] }))
  const buyer = await make.buyer(here, { type: 'INDIVIDUAL', name: 'Kenari Rahasia', consentPublicName: false })
  for (const body of [{ consentPublicName: true }, { type: 'BUSINESS' }]) {
    const answer = await limited.patch(`/v1/buyers/${buyer.id}`, { body, ifMatch: '*' })
    t.match(answer, { status: 200, body: { name: 'K.R.' } }, JSON.stringify(body))
  }
})

t.test('to search by a value needs the scope to see it: scope-missing', async (t) => {
  const searches = contract.operations.filter(({ id, body }) => id.startsWith('search') && body !== undefined)
  t.ok(searches.length >= 2)
  for (const { id, path, body, scope } of searches) {
    for (const [name, member] of Object.entries(body?.properties ?? {})) {
      const needed = member['x-scope']
      if (needed === undefined) continue
      const { [name]: value = null } = await make.wholeBody(id, here)
      const without = await makeClient({ scopes: allScopes().filter((one) => one !== needed) })
      t.match(
        await api.as(without).post(path, { body: { [name]: value } }),
        { status: 403, body: { code: 'scope-missing', facts: { requiredScope: needed } } },
        `${id} by ${name}`,
      )
      const redacted = await makeClient({ redactions: dataClasses.filter((one) => one === member['x-data-class']) })
      t.equal((await api.as(redacted).post(path, { body: { [name]: value } })).status, 403, `${id} by ${name}, which is taken from the client`)
      const least = await makeClient({ scopes: [scope ?? '', needed] })
      t.equal((await api.as(least).post(path, { body: { [name]: value } })).status, 200, `${id} by ${name} with it`)
    }
  }
})

t.test('answers with fields, to HEAD and replayed ones are masked alike', async (t) => {
  const blind = await makeClient({ scopes: ['inmates:read', 'inmates:write'] })
  const list = await api.as(blind).get('/v1/inmates', { query: { fields: 'name,nik,birthDate', facilityId: here } })
  t.ok(list.items.length > 0)
  t.notMatch(list.text, canary)
  t.strictSame(Object.keys(list.items[0] ?? {}).sort(), ['birthDate', 'id', 'name', 'nik'], 'and only what was asked for')
  const [whole, head] = [await api.as(blind).get(`/v1/inmates/${rows.inmate.id}`), await api.as(blind).send('HEAD', `/v1/inmates/${rows.inmate.id}`)]
  t.equal(head.headers['content-length'], whole.headers['content-length'])
  const body = await make.wholeBody('createInmate', here, { publicAlias: 'Warga 3' })
  const idempotencyKey = randomUUID()
  const created = await api.as(blind).post('/v1/inmates', { body, idempotencyKey })
  const replayed = await api.as(blind).post('/v1/inmates', { body, idempotencyKey })
  t.equal(replayed.headers['idempotency-replayed'], 'true')
  for (const { text, status } of [created, replayed]) {
    t.equal(status, 201)
    t.notMatch(text, canary)
  }
})

t.test('masks keep the form of what they hide', async (t) => {
  const body = {
    facilityId: here,
    name: 'Budi Santoso',
    sex: 'MALE',
    legalStatus: 'CONVICT',
    admittedOn: '2025-01-01',
    birthDate: '1990-01-01',
    nik: '3304060101900001',
  }
  const named = await api.post('/v1/inmates', { body: { ...body, alias: 'Bidu', publicAlias: 'Warga 7' } })
  const blind = api.as(await makeClient({ scopes: ['inmates:read', 'buyers:read'] }))
  t.match((await blind.get(`/v1/inmates/${named.body.id}`)).body, { name: 'Warga 7', alias: null, nik: '************0001', birthDate: null })
  const buyer = { facilityId: here, name: 'Siti Aminah', phone: '081234567890', address: 'Jl. Mawar 1', npwp: '1234567890123456' }
  const nameOf = async (given: Row) => {
    const { body } = await api.post('/v1/buyers', { body: { ...buyer, npwp: null, ...given } })
    return (await blind.get(`/v1/buyers/${body.id}`)).body
  }
  t.match(await nameOf({ type: 'INDIVIDUAL', npwp: buyer.npwp }), { name: 'S.A.', phone: null, address: null, npwp: '************3456' })
  t.match(await nameOf({ type: 'INDIVIDUAL', consentPublicName: true }), { name: 'Siti Aminah', phone: null }, 'who consents is named')
  t.match(await nameOf({ type: 'COOPERATIVE' }), { name: 'Siti Aminah' }, 'an organisation has a public name')
})

t.test('a NIK is unique in its facility, and a refusal reveals nothing of another facility', async (t) => {
  const other = idOf(await make.facility())
  const nik = '3304060202900002'
  const first = await api.post('/v1/inmates', { body: await make.body('createInmate', here, { nik }) })
  t.equal(first.status, 201)
  t.match(await api.post('/v1/inmates', { body: await make.body('createInmate', here, { nik }) }), {
    status: 409,
    body: { code: 'duplicate', errors: [{ pointer: '/nik' }] },
  })
  const [namesake, elsewhere] = [await make.inmate(here), await make.inmate(other, { nik })]
  t.match(await api.patch(`/v1/inmates/${namesake.id}`, { body: { nik }, ifMatch: 1 }), { status: 409, body: { code: 'duplicate' } })
  const transfer = { custodyStatus: 'TRANSFERRED', occurredOn: workday, toFacilityId: here }
  t.match(
    await api.post(`/v1/inmates/${elsewhere.id}/custody-changes`, { body: transfer, ifMatch: 1 }),
    { status: 409, body: { code: 'duplicate' } },
    'who has a record there already is not taken over twice',
  )
  t.equal((await api.post('/v1/inmates/_search', { body: { nik } })).items.length, 2, 'it is found by its hash')
  const local = api.as(await makeClient({ facilities: [here] }))
  t.strictSame(
    (await local.post('/v1/inmates/_search', { body: { nik } })).items.map(({ id }) => id),
    [first.body.id],
  )
  const [row] = await database.query<Row>('SELECT inmate::text AS stored FROM inmate WHERE id = $1', [first.body.id])
  t.notMatch(row?.stored, nik, 'the database holds no digit of it')
  const cleared = await api.patch(`/v1/inmates/${first.body.id}`, { body: { nik: null }, ifMatch: 1 })
  t.match(cleared, { status: 200, body: { nik: null } })
})

t.test('an encrypted number that was moved to another row is not decrypted: 500, and nothing is shown', async (t) => {
  const [a, b] = [await make.inmate(here, { nik: '3304060303900003' }), await make.inmate(here, { nik: '3304060303900004' })]
  const { nikEncrypted } = await database.prisma.inmate.findUniqueOrThrow({ where: { id: idOf(a) } })
  await database.prisma.inmate.update({ where: { id: idOf(b) }, data: { nikEncrypted } })
  const answer = await api.get(`/v1/inmates/${b.id}`, { mayFault: true })
  t.match(answer, { status: 500, body: { code: 'internal-error' } })
  t.notMatch(answer.text, '33040603')
})
