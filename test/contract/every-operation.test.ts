/** What holds for every operation of the contract, also for those that are added next year. */
import { randomUUID } from 'node:crypto'
import t, { type Test } from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Answer, Call, Client } from '../support/client.ts'
import type { Json, Operation, Row, Schema } from '../support/contract.ts'
import { at, idOf } from '../support/make.ts'
import { perform as performAs } from '../support/perform.ts'
import { valued } from '../support/samples.ts'
import { additionTo, type Scenario, type Scene, scenarioOf } from '../support/scenarios.ts'

const { contract, api, make, makeClient, database } = await buildTestApp(t)
const here = idOf(await make.facility())
const elsewhere = idOf(await make.facility())
/** Sees one facility, and may do everything there. */
const local = api.as(await makeClient({ facilities: [here] }))

const named = ({ method, path, id }: Operation): string => `${method} ${path} (${id})`
const callOf = (operation: Operation, scene: Scene): Call => ({
  ...(operation.body === undefined ? {} : { body: scene.body ?? {} }),
  ...(operation.ifMatch && scene.version !== undefined ? { ifMatch: scene.version } : {}),
})
const perform = (operation: Operation, scene: Scene, more: Call = {}, client: Client = api): Promise<Answer> => performAs(client, operation, scene, more)
const problemOf = ({ body: { instance: _, ...rest } }: Answer): Row => rest
const pointersOf = ({ body }: Answer): string[] => (Array.isArray(body.errors) ? (body.errors as Row[]).map(({ pointer }) => String(pointer)) : [])
const jsonTypes = (operation: Operation): string => (operation.method === 'PATCH' ? 'application/merge-patch+json' : 'application/json')

async function ledger(requestId: string): Promise<{ audits: Row[]; events: Row[] }> {
  const [audits, events] = await Promise.all([
    database.query<Row>(
      'SELECT operation, resource, resource_ids, facility_id, version, client_id FROM audit_entry WHERE request_id = $1 AND version IS NOT NULL ORDER BY sequence',
      [requestId],
    ),
    database.query<Row>('SELECT type, resource, resource_id, facility_id, version FROM event WHERE request_id = $1', [requestId]),
  ])
  return { audits, events }
}

/** Wrong types for every member at once. */
function wronglyTyped(schema: Schema): { body: Row; members: string[] } {
  const members = Object.keys(schema.properties ?? {})
  const body = Object.fromEntries(
    members.map((name) => {
      const type = [contract.resolve(schema.properties?.[name] ?? {}).type ?? 'object'].flat()
      return [name, type.includes('object') || type.includes('array') ? 7 : { not: 'this' }] as [string, Json]
    }),
  )
  return { body, members }
}

async function hidesAbsence(t: Test, operation: Operation, scene: Scene, foreign: Scene): Promise<void> {
  for (const { name, schema } of operation.params) {
    const bad = await perform(operation, { ...scene, params: { ...scene.params, [name]: 'not-an-id' } })
    t.match(bad, { status: 400, body: { code: 'invalid-request' } }, `a malformed ${name} answers 400`)
    t.same(pointersOf(bad), [name], 'and is named once')
    // Days and months are there whoever asks.
    if (valued(contract, schema).format !== 'uuid') continue
    const absent = await perform(operation, { ...scene, params: { ...scene.params, [name]: randomUUID() } }, {}, local)
    const hidden = await perform(operation, { ...foreign, params: { ...scene.params, [name]: foreign.params[name] ?? '' } }, {}, local)
    t.match(absent, { status: 404, body: { code: 'not-found' } }, `an absent ${name} answers 404 not-found`)
    t.equal(hidden.status, 404, `the ${name} of another facility answers 404`)
    t.same(problemOf(hidden), problemOf(absent), `the ${name} of another facility looks the same as an absent one`)
  }
  const whole = await perform(operation, foreign, {}, local)
  if (operation.params.length > 0) t.equal(whole.status, 404, 'a path of another facility answers 404')
}

/** Every member that names another row, with the JSON pointer to it. */
function referencesIn(schema: Schema, value: Json | undefined, pointer = ''): { pointer: string; put: (id: string) => Json }[] {
  const plain = contract.resolve(schema)
  if (typeof value === 'string' && plain.format === 'uuid') return [{ pointer, put: (id) => id }]
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      referencesIn(plain.items ?? {}, item, `${pointer}/${index}`).map((found) => ({ ...found, put: (id: string) => value.with(index, found.put(id)) })),
    )
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, item]) =>
      referencesIn(plain.properties?.[name] ?? {}, item, `${pointer}/${name}`).map((found) => ({
        ...found,
        put: (id: string) => ({ ...value, [name]: found.put(id) }),
      })),
    )
  }
  return []
}
const valueAt = (value: Json | undefined, pointer: string): Json | undefined =>
  pointer
    .split('/')
    .slice(1)
    .reduce<Json | undefined>((found, name) => (typeof found === 'object' && found !== null ? (found as Row)[name] : undefined), value)

async function hidesReferences(t: Test, operation: Operation, scene: Scene, foreign: Scene): Promise<void> {
  for (const { pointer, put } of operation.body ? referencesIn(operation.body, scene.body) : []) {
    const stranger = pointer === '/facilityId' ? elsewhere : valueAt(foreign.body, pointer)
    const absent = await perform(operation, { ...scene, body: put(randomUUID()) as Row }, {}, local)
    t.equal(absent.status, 422, `an absent ${pointer} answers 422`)
    if (typeof stranger !== 'string') continue
    const hidden = await perform(operation, { ...scene, body: put(stranger) as Row }, {}, local)
    t.same(problemOf(hidden), problemOf(absent), `${pointer} of another facility looks the same as an absent one`)
    if (absent.body.code === 'unknown-reference') t.same(pointersOf(absent), [pointer], `the problem points to ${pointer}`)
  }
}

async function negotiates(t: Test, operation: Operation, scene: Scene): Promise<void> {
  for (const accept of ['text/csv', 'application/xml', 'application/json;q=0']) {
    t.match(await perform(operation, scene, { headers: { accept } }), { status: 406, body: { code: 'not-acceptable' } }, `Accept: ${accept} answers 406`)
  }
  const path = at(operation.path, scene.params)
  // The entry of the API is where somebody who typed the address arrives: /v1/ leads on (test/contract/about.test.ts).
  if (path !== '/v1') {
    const slash = await api.send(operation.method, `${path}/`, callOf(operation, scene))
    t.match(slash, { status: 404, body: { code: 'not-found' } }, 'a trailing slash answers 404')
  }
  const unknown = await perform(operation, scene, { query: { unknownParameter: '1' } })
  t.match(unknown, { status: 400, body: { code: 'invalid-request' } }, 'an unknown query parameter answers 400')
  t.ok(pointersOf(unknown).includes('unknownParameter'), 'and is named')
}

async function parses(t: Test, operation: Operation, scene: Scene): Promise<void> {
  const raw = (bytes: string | Buffer, type = jsonTypes(operation)) => {
    const { body: _, ...rest } = callOf(operation, scene)
    return api.send(operation.method, at(operation.path, scene.params), { ...rest, bytes, headers: { 'content-type': type } })
  }
  if (operation.method === 'GET') return
  const good = JSON.stringify(scene.body ?? {})
  const { body } = operation
  if (body === undefined) {
    t.match(await raw('{"unknownMember":1}', 'application/json'), { status: 400, body: { code: 'invalid-request' } }, 'a body where none belongs answers 400')
    t.match(await raw('nonsense', 'text/plain'), { status: 415, body: { code: 'unsupported-media-type' } }, 'also when it is no JSON: 415')
    t.match(await raw('{"a":', 'application/json'), { status: 400, body: { code: 'invalid-json' } }, 'or broken JSON: 400 invalid-json')
    return
  }
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml', `${jsonTypes(operation)}; charset=latin1`]) {
    t.match(await raw(good, type), { status: 415, body: { code: 'unsupported-media-type' } }, `${type} answers 415`)
  }
  if (operation.method !== 'PATCH') t.equal((await raw(good, 'application/merge-patch+json')).status, 415, 'a merge patch answers 415')
  for (const broken of ['{"a":', '{', 'nonsense', '{"a":1}}', "{'a':1}", '{"a":1,}', '\ufeff', '{"a":NaN}']) {
    t.match(await raw(broken), { status: 400, body: { code: 'invalid-json' } }, `malformed JSON ${JSON.stringify(broken)} answers 400 invalid-json`)
  }
  for (const other of ['null', '[]', '"text"', '7', 'true', '[{}]']) {
    t.match(await raw(other), { status: 400, body: { code: 'invalid-request' } }, `the body ${other} answers 400 invalid-request`)
  }
  t.match(await raw(''), { status: 400 }, 'an empty body answers 400')
  const unknown = await raw(JSON.stringify({ ...scene.body, unknownMember: 1 }))
  t.match(unknown, { status: 400, body: { code: 'invalid-request' } }, 'an unknown member answers 400')
  t.same(pointersOf(unknown), ['/unknownMember'], 'and is named')
  const wrong = wronglyTyped(body)
  const typed = await raw(JSON.stringify(wrong.body))
  t.match(typed, { status: 400, body: { code: 'invalid-request' } }, 'wrong types answer 400')
  const pointers = new Set(pointersOf(typed))
  t.same(
    wrong.members.filter((name) => !pointers.has(`/${name}`)),
    [],
    'every violation is listed',
  )
  if ((body.required ?? []).length > 0) {
    const empty = new Set(pointersOf(await raw('{}')))
    t.same(
      (body.required ?? []).filter((name) => !empty.has(`/${name}`)),
      [],
      'every missing member is listed',
    )
  }
}

async function leavesATrace(t: Test, operation: Operation, scene: Scene, answer: Answer): Promise<void> {
  const { audits, events } = await ledger(answer.requestId)
  if (!operation.writes) {
    t.same([audits, events], [[], []], 'a read writes nothing')
    return
  }
  t.equal(new Set(audits.map(({ resource_ids }) => String(resource_ids))).size, audits.length, 'leaves one entry for each row that it touched')
  t.ok(events.length >= 1, 'emits at least one event')
  const id = answer.body.id ?? scene.params[/\{([^}]+)\}[^{]*$/.exec(operation.path)?.[1] ?? 'id']
  const facility = operation.path.startsWith('/v1/facilities') ? (answer.body.facilityId ?? id) : here
  t.match(audits[0], { operation: operation.id, resource_ids: [id], facility_id: facility }, 'the audit row names operation, row and facility')
  t.ok(
    events.some((event) => event.resource_id === id && event.facility_id === facility),
    'an event names row and facility',
  )
  if (answer.body.version !== undefined) t.equal(audits[0]?.version, answer.body.version, 'the audit row names the version')
}

async function isVersioned(t: Test, operation: Operation, scenario: Scenario): Promise<void> {
  const scene = await scenario({ make, facilityId: here })
  const { version: _, ...versionless } = scene
  const missing = await perform(operation, versionless)
  t.match(missing, { status: 428, body: { code: 'precondition-required' } }, 'answers 428 without If-Match')
  const current = scene.version
  if (current === undefined) return void t.fail('the scenario names no version')
  for (const tag of [`"${current + 1}"`, '"0"', `W/"${current}"`, `${current}`, '"nonsense"', '""']) {
    const stale = await perform(operation, scene, { ifMatch: tag })
    t.match(stale, { status: 412, body: { code: 'stale-version', facts: { currentVersion: current } } }, `If-Match ${tag} answers 412 with the current version`)
    t.same(await ledger(stale.requestId), { audits: [], events: [] }, 'and changes nothing')
  }
  const listed = await perform(operation, scene, { ifMatch: `"${current + 7}", "${current}"` })
  t.equal(listed.status, operation.success, 'one of several tags is enough')
  const other = await scenario({ make, facilityId: here })
  t.equal((await perform(operation, other, { ifMatch: '*' })).status, operation.success, 'If-Match * accepts any version')
}

/** The same request in other bytes: members the other way round, with those that are left out as null or as their default. */
function inOtherBytes(schema: Schema | undefined, value: Json): Json {
  const { properties = {}, items } = valued(contract, schema ?? {})
  if (Array.isArray(value)) return value.map((one) => inOtherBytes(items, one))
  if (typeof value !== 'object' || value === null) return value
  const unsaid = Object.entries(properties).flatMap(([name, member]): [string, Json][] => {
    const isNullable = member.type?.includes('null') || member.anyOf?.some(({ type }) => type === 'null')
    if (name in value || (!isNullable && member.default === undefined)) return []
    return [[name, isNullable ? null : (member.default ?? null)]]
  })
  return Object.fromEntries(
    [...unsaid, ...Object.entries(value).map(([name, member]): [string, Json] => [name, inOtherBytes(properties[name], member)])].reverse(),
  )
}

async function isIdempotent(t: Test, operation: Operation, scenario: Scenario): Promise<void> {
  const scene = await scenario({ make, facilityId: here })
  const idempotencyKey = randomUUID()
  const first = await perform(operation, scene, { idempotencyKey })
  t.equal(first.status, operation.success, 'the first request succeeds')
  t.equal(first.headers['idempotency-replayed'], undefined, 'and is no replay')
  const second = await perform(operation, scene, { idempotencyKey })
  t.equal(second.status, first.status, 'the second answers the same status')
  // A secret is shown once.
  t.same(second.body, 'secret' in first.body ? { ...first.body, secret: null } : first.body, 'and the same row')
  t.equal(second.headers['idempotency-replayed'], 'true', 'and says that it is a replay')
  t.equal(second.headers.etag, first.headers.etag, 'with the same ETag')
  t.equal(second.headers.location, first.headers.location, 'and the same Location')
  t.same(await ledger(second.requestId), { audits: [], events: [] }, 'and changes nothing')
  if (operation.body !== undefined) {
    const again = await perform(operation, { ...scene, body: inOtherBytes(operation.body, scene.body ?? {}) as Row }, { idempotencyKey })
    t.match(again, { status: first.status, headers: { 'idempotency-replayed': 'true' } }, 'the same in other bytes is the same request')
  }
  const other = await scenario({ make, facilityId: here })
  const reused = await perform(operation, other, { idempotencyKey })
  t.match(reused, { status: 422, body: { code: 'idempotency-key-reused' } }, 'the key with another request answers 422 idempotency-key-reused')
  t.same(await ledger(reused.requestId), { audits: [], events: [] }, 'and changes nothing')
  const stranger = await perform(operation, other, { idempotencyKey }, local)
  t.equal(stranger.status, operation.success, 'the key of another client is another key')
  for (const bad of ['with space', 'x'.repeat(256), 'ümlaut']) {
    const answer = await perform(operation, other, { headers: { 'idempotency-key': Buffer.from(bad).toString('latin1') } })
    t.match(answer, { status: 400, body: { code: 'invalid-request' } }, `the key ${bad.slice(0, 20)} answers 400`)
  }
}

async function isConditional(t: Test, operation: Operation, scene: Scene): Promise<void> {
  const answer = await perform(operation, scene)
  const { etag } = answer.headers
  if (etag === undefined) return void t.fail('there is no ETag')
  t.equal(etag, `"${answer.body.version}"`, 'the ETag is the version')
  for (const known of [etag, `W/${etag}`, '*', `"999", ${etag}`]) {
    const again = await perform(operation, scene, { headers: { 'if-none-match': known } })
    t.match(again, { status: 304, text: '' }, `If-None-Match ${known} answers 304 without a body`)
    t.equal(again.headers.etag, etag, 'with the ETag')
  }
  t.equal((await perform(operation, scene, { headers: { 'if-none-match': '"999"' } })).status, 200, 'another tag answers 200')
}

async function hasHead(t: Test, operation: Operation, scene: Scene): Promise<void> {
  const get = await perform(operation, scene)
  const head = await api.send('HEAD', at(operation.path, scene.params))
  t.match(head, { status: get.status, text: '' }, 'HEAD answers as GET does, without the body')
  t.equal(head.headers.etag, get.headers.etag, 'with the same ETag')
  t.equal(head.headers['content-type'], get.headers['content-type'], 'and the same content type')
  const anonymous = await api.send('HEAD', at(operation.path, scene.params), { key: null })
  if (!operation.isPublic) t.equal(anonymous.status, 401, 'HEAD needs a token as well')
}

function check(operation: Operation): void {
  t.test(named(operation), async (t) => {
    // A form, and refusals of another shape.
    if (operation.isOAuth) return
    const scenario = scenarioOf(contract, operation)
    if (operation.isPublic) {
      const params = operation.path.includes('{code}') ? { code: 'not-found' } : {}
      const answer = await perform(operation, { params }, { key: null })
      t.equal(answer.status, operation.success, 'answers anybody')
      await t.test('offers HEAD', (t) => hasHead(t, operation, { params }))
      await t.test('negotiates', (t) => negotiates(t, operation, { params }))
      return
    }
    if (scenario === undefined) {
      return t.fail(`The tests do not know how ${operation.id} succeeds: add it to "scenarios" in test/support/scenarios.ts.`)
    }
    const scene = await scenario({ make, facilityId: here })
    const foreign = await scenario({ make, facilityId: elsewhere })
    await t.test('hides what the caller may not see', (t) => hidesAbsence(t, operation, scene, foreign))
    await t.test('hides references to what the caller may not see', (t) => hidesReferences(t, operation, scene, foreign))
    await t.test('negotiates', (t) => negotiates(t, operation, scene))
    await t.test('parses strictly', (t) => parses(t, operation, scene))
    if (operation.method === 'GET') await t.test('offers HEAD', (t) => hasHead(t, operation, scene))
    if (operation.object.responses['304']) await t.test('is conditional', (t) => isConditional(t, operation, scene))
    await t.test('succeeds and leaves its trace', async (t) => {
      const answer = await perform(operation, scene)
      t.equal(answer.status, operation.success, `answers ${operation.success}`)
      if (operation.success === 201) {
        const location = String(answer.headers.location)
        t.match(location, idOf(answer.body), 'Location names the new row')
        const { secret: _, ...row } = answer.body
        if (contract.find('GET', location)) t.same((await api.get(location)).body, row, 'Location answers the new row')
      }
      await leavesATrace(t, operation, scene, answer)
      if (operation.method === 'DELETE') t.equal((await perform(operation, scene)).status, 404, 'a second time answers 404')
      const mine = await perform(operation, await scenario({ make, facilityId: here }), {}, local)
      if (operation.id === 'createFacility') t.match(mine, { status: 403, body: { code: 'facility-not-allowed' } }, 'is for national callers')
      else if (!operation.path.startsWith('/v1/facilities/')) t.equal(mine.status, operation.success, 'succeeds for a caller of that facility')
    })
    if (operation.ifMatch) await t.test('is versioned', (t) => isVersioned(t, operation, scenario))
    if (operation.idempotent && operation.id !== 'createFacility') await t.test('is idempotent', (t) => isIdempotent(t, operation, scenario))
  })
}

t.test('every operation has a scenario, and every list a way to fill it', async (t) => {
  for (const operation of contract.operations.filter(({ isPublic }) => !isPublic)) {
    t.ok(scenarioOf(contract, operation), `${operation.id}: else add it to "scenarios" in test/support/scenarios.ts`)
    if (operation.lists) t.ok(additionTo(contract, operation), `${operation.id}: else add it to "additions" in test/support/scenarios.ts`)
    t.equal(operation.writes && operation.method === 'POST', operation.idempotent, `${operation.id}: a POST that writes takes an Idempotency-Key`)
    t.equal(['PUT', 'PATCH', 'DELETE'].includes(operation.method) && !operation.ifMatch, false, `${operation.id}: a change takes If-Match`)
  }
})

t.test('every path answers OPTIONS and 405 with the methods that it offers', async (t) => {
  for (const path of Object.keys(contract.document.paths)) {
    const offered = contract.operations.filter((operation) => operation.path === path).map(({ method }) => method)
    const allowed = [...new Set([...offered, ...(offered.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])].sort()
    const url = at(path, Object.fromEntries([...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => [name ?? '', randomUUID()])))
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'QUERY'].filter((one) => !offered.includes(one))) {
      const answer = await api.send(method, url)
      t.match(answer, { status: 405, body: { code: 'method-not-allowed', facts: { allowed } } }, `${method} ${path} answers 405`)
      t.equal(answer.headers.allow, allowed.join(', '), 'Allow names the others')
    }
    const options = await api.send('OPTIONS', url)
    t.match(options, { status: 204, headers: { allow: allowed.join(', ') } }, `OPTIONS ${path} answers 204 with Allow`)
  }
})

for (const operation of contract.operations) check(operation)
