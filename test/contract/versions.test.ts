/** Versions: what counts as breaking, what the check says of it, the changelog, and how an operation says that it will go. */

import { readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import Fastify from 'fastify'
import t, { type Test } from 'tap'
import { about } from '../../src/about.ts'
import { changelogMarkdown, changelogOf } from '../../src/cli/versions/changelog.ts'
import { changesBetween } from '../../src/cli/versions/compare.ts'
import { release, releasedContracts } from '../../src/cli/versions/released.ts'
import { byVersion, lowestVersion } from '../../src/cli/versions/semver.ts'
import { surfaceOf } from '../../src/cli/versions/surface.ts'
import { verdictOn } from '../../src/cli/versions/verdict.ts'
import { deprecations } from '../../src/platform/contract/deprecation.ts'
import { nobody } from '../../src/platform/contract/discovery.ts'
import { phrase } from '../../src/platform/contract/language.ts'
import { openApi } from '../../src/platform/contract/openapi.ts'
import { guardOperations, operation } from '../../src/platform/contract/operation.ts'
import { problem } from '../../src/platform/contract/problems.ts'
import { allComponents, closed, component } from '../../src/platform/contract/shapes.ts'
import { openPool } from '../../src/platform/database/pool.ts'
import { problemAnswers } from '../../src/platform/http/errors.ts'
import { defaultRateLimits, RateLimiter } from '../../src/platform/http/rate-limit.ts'
import { httpContract } from '../../src/platform/http/requests.ts'
import { useStrictValidation } from '../../src/platform/http/validation.ts'
import { buildTestApp } from '../support/app.ts'
import { command } from '../support/command.ts'
import { programOf } from '../support/programs.ts'

const { api, port } = await buildTestApp(t)
const root = join(import.meta.dirname, '..', '..')
const text = readFileSync(join(root, 'openapi', 'openapi.json'), 'utf8')
const { version: present }: { version: string } = JSON.parse(text).info

/** The document as a test edits it: members are reached without being named in a type. */
interface Node {
  [member: string]: Node
}
const parse = (json: string): Node => JSON.parse(json)
const at = (node: Node, ...names: string[]): Node =>
  names.reduce((found, name) => {
    const next = found[name]
    if (next === undefined) throw new Error(`The document has no ${names.join(' / ')}.`)
    return next
  }, node)
const set = (node: Node, name: string, value: unknown) => Object.assign(node, { [name]: value })
const remove = (node: Node, name: string) => {
  at(node, name)
  Reflect.deleteProperty(node, name)
}
const words = (node: Node): unknown[] => node as unknown as unknown[]
const schema = (document: Node, name: string) => at(document, 'components', 'schemas', name)
const member = (document: Node, name: string, property: string) => at(schema(document, name), 'properties', property)
const route = (document: Node, method: string, path: string) => at(document, 'paths', path, method)
/** Also one that stands among the shared ones. */
const parameter = (document: Node, path: string, name: string) => {
  const listed = words(at(route(document, 'get', path), 'parameters')) as (Node & { name?: unknown; $ref?: unknown })[]
  const found = listed.find((one) => one.name === name)
  return found ?? at(document, 'components', 'parameters', name)
}
const drop = (list: Node, value: unknown) => words(list).splice(words(list).indexOf(value), 1)
const answer = (document: Node, method: string, path: string, status: string) => at(route(document, method, path), 'responses', status)
const note = { type: 'string', maxLength: 10, format: 'uuid' }

const edited = (edit: (document: Node) => void): string => {
  const document = parse(text)
  edit(document)
  return JSON.stringify(document)
}
const current = surfaceOf(text)
const changes = (edit: (document: Node) => void) => changesBetween(current, surfaceOf(edited(edit)))

type Edit = [what: string, edit: (document: Node) => void, said: string | undefined]

/** With a part of what is said of it. */
// biome-ignore format: a table
const incompatible: Edit[] = [
  ['an operation is removed', (d) => remove(at(d, 'paths', '/v1/buyers'), 'get'), 'GET /v1/buyers: the operation was removed'],
  ['a path is removed', (d) => remove(at(d, 'paths'), '/v1/buyers/{id}'), 'GET /v1/buyers/{id}: the operation was removed'],
  ['an operation is renamed', (d) => set(route(d, 'get', '/v1/buyers'), 'operationId', 'findBuyers'), 'operationId: was `listBuyers` and is `findBuyers`'],
  ['a new required member of a request', (d) => { set(at(schema(d, 'NewBuyer'), 'properties'), 'note', note); words(at(schema(d, 'NewBuyer'), 'required')).push('note') }, 'NewBuyer.note: is new and required'],
  ['an optional member of a request becomes required', (d) => words(at(schema(d, 'NewBuyer'), 'required')).push('phone'), 'NewBuyer.phone: is now required'],
  ['a member of a request is no longer taken', (d) => remove(at(schema(d, 'NewBuyer'), 'properties'), 'phone'), 'NewBuyer.phone: is no longer taken'],
  ['an enumeration of a request is narrowed', (d) => words(at(member(d, 'NewInmate', 'sex'), 'enum')).pop(), 'NewInmate.sex: without the value'],
  ['a request takes null no longer', (d) => set(member(d, 'NewBuyer', 'phone'), 'type', 'string'), 'the type was `["string","null"]` and is `string`'],
  ['a text of a request is shorter', (d) => set(member(d, 'NewBuyer', 'name'), 'maxLength', 50), 'NewBuyer.name: maxLength was `200` and is `50`'],
  ['a text of a request has another pattern', (d) => set(member(d, 'NewBuyer', 'nib'), 'pattern', '^[0-9]{12}$'), 'NewBuyer.nib: pattern was'],
  ['a default of a request changes', (d) => set(member(d, 'NewBuyer', 'active'), 'default', false), 'NewBuyer.active: the default was `true` and is `false`'],
  ['a member of an answer is removed', (d) => { remove(at(schema(d, 'Buyer'), 'properties'), 'phone'); drop(at(schema(d, 'Buyer'), 'required'), 'phone') }, 'Buyer.phone: is no longer answered'],
  ['a member of an answer may be missing', (d) => drop(at(schema(d, 'Buyer'), 'required'), 'name'), 'Buyer.name: may be missing'],
  ['an enumeration of an answer has a new value', (d) => words(at(member(d, 'Facility', 'type'), 'enum')).push('ALIEN'), 'Facility.type: with the new value `ALIEN`'],
  ['an answer may be null', (d) => set(member(d, 'Buyer', 'name'), 'type', ['string', 'null']), 'Buyer.name: the type was `string` and is `["string","null"]`'],
  ['an answer has another type', (d) => set(member(d, 'Buyer', 'version'), 'type', 'string'), 'Buyer.version: the type was `integer` and is `string`'],
  ['a whole number of an answer gets a fraction', (d) => set(member(d, 'Buyer', 'version'), 'type', 'number'), 'the type was `integer` and is `number`'],
  ['a text of an answer is longer', (d) => set(member(d, 'Buyer', 'name'), 'maxLength', 500), 'Buyer.name: maxLength was `200` and is `500`'],
  ['a success has another status', (d) => { const all = at(route(d, 'post', '/v1/buyers'), 'responses'); set(all, '202', all['201']); remove(all, '201') }, 'answer 201: is no longer given'],
  ['a second success', (d) => set(at(route(d, 'post', '/v1/buyers'), 'responses'), '202', answer(d, 'post', '/v1/buyers', '201')), 'answer 202: is new'],
  ['a refusal is removed', (d) => remove(at(route(d, 'get', '/v1/buyers'), 'responses'), '403'), 'answer 403: is no longer given'],
  ['a problem code is removed', (d) => set(at(d, 'components', 'responses', '401.token-expired.token-invalid.token-missing'), 'x-problems', ['token-expired', 'token-missing']), 'without the problem `token-invalid`'],
  ['a header is no longer sent', (d) => remove(at(answer(d, 'post', '/v1/buyers', '201'), 'headers'), 'Location'), 'header Location: is no longer sent'],
  ['an answer has another content type', (d) => { const it = answer(d, 'get', '/v1/buyers/{id}', '200'); set(it, 'content', { 'application/hal+json': at(it, 'content', 'application/json') }) }, 'without the type `application/json`'],
  ['a content type of a request is removed', (d) => remove(at(route(d, 'patch', '/v1/buyers/{id}'), 'requestBody', 'content'), 'application/json'), 'body: without the type `application/json`'],
  ['another scope is needed', (d) => set(route(d, 'get', '/v1/buyers'), 'x-scope', 'sales:read'), 'scope: was `buyers:read` and is `sales:read`'],
  ['credentials are needed', (d) => remove(route(d, 'get', '/v1/problems'), 'security'), 'access: credentials are now needed'],
  ['a scope is removed', (d) => remove(at(d, 'components', 'securitySchemes', 'oauth2', 'flows', 'clientCredentials', 'scopes'), 'sales:read'), 'without the scope `sales:read`'],
  ['a request takes a word of an open list no longer', (d) => words(at(member(d, 'NewPayment', 'method'), 'x-extensible-enum')).pop(), 'NewPayment.method: without the value `OTHER`'],
  ['a closed list of an answer is opened', (d) => { const it = member(d, 'Sale', 'status'); set(it, 'x-extensible-enum', at(it, 'enum')); remove(it, 'enum') }, 'Sale.status: the list of words is open'],
  ['the credentials are made otherwise', (d) => set(at(d, 'components', 'securitySchemes', 'apiKey'), 'scheme', 'basic'), 'security scheme apiKey: was'],
  ['a sort is removed', (d) => set(at(parameter(d, '/v1/buyers', 'sort'), 'schema'), 'pattern', '^-?(id)(,-?(id)){0,2}$'), 'query sort: without the value `updatedAt`'],
  ['a filter is removed', (d) => drop(at(route(d, 'get', '/v1/buyers'), 'parameters'), parameter(d, '/v1/buyers', 'type')), 'query type: is no longer taken'],
  ['a new required parameter', (d) => words(at(route(d, 'get', '/v1/buyers'), 'parameters')).push({ in: 'query', name: 'year', required: true, schema: note }), 'query year: is new and required'],
  ['a parameter becomes required', (d) => set(parameter(d, '/v1/buyers', 'limit'), 'required', true), 'query limit: is now required'],
  ['a bound of a parameter is tightened', (d) => set(at(parameter(d, '/v1/buyers', 'limit'), 'schema'), 'maximum', 100), 'query limit: maximum was `200` and is `100`'],
  ['a member deep inside a request is required', (d) => { set(at(schema(d, 'NewSaleLine'), 'properties'), 'note', note); words(at(schema(d, 'NewSaleLine'), 'required')).push('note') }, 'request: NewSaleLine.note: is new and required'],
  ['a rule that nobody has thought of', (d) => set(schema(d, 'NewBuyer'), 'dependentRequired', { phone: ['address'] }), 'NewBuyer: dependentRequired was nothing'],
]

// biome-ignore format: a table
const compatible: Edit[] = [
  ['a new operation', (d) => set(at(d, 'paths'), '/v1/sellers', { get: { ...route(d, 'get', '/v1/buyers'), operationId: 'listSellers' } }), 'GET /v1/sellers: the operation is new'],
  ['a new resource', (d) => { for (const path of ['/v1/sellers', '/v1/sellers/{id}']) set(at(d, 'paths'), path, { get: { ...route(d, 'get', path.replace('sellers', 'buyers')), operationId: path } }) }, 'GET /v1/sellers/{id}: the operation is new'],
  ['a new scope', (d) => { set(at(d, 'components', 'securitySchemes', 'oauth2', 'flows', 'clientCredentials', 'scopes'), 'sellers:read', ''); words(at(schema(d, 'Scope'), 'x-extensible-enum')).push('sellers:read') }, 'with the scope `sellers:read`'],
  ['a new word in an open list', (d) => { for (const name of ['Product', 'NewProduct', 'ProductPatch']) words(at(member(d, name, 'unit'), 'x-extensible-enum')).push('TABUNG_GAS') }, 'answer: Product.unit: with the new word `TABUNG_GAS`'],
  ['an open list of an answer is closed', (d) => { const it = member(d, 'Payment', 'method'); set(it, 'enum', at(it, 'x-extensible-enum')); remove(it, 'x-extensible-enum') }, 'Payment.method: the list of words is closed'],
  ['a new optional member of a request', (d) => set(at(schema(d, 'NewBuyer'), 'properties'), 'note', note), 'NewBuyer.note: is new'],
  ['a member of a request may be left out', (d) => drop(at(schema(d, 'NewBuyer'), 'required'), 'type'), 'NewBuyer.type: may be left out'],
  ['a member of a request is taken without being named', (d) => { const it = schema(d, 'NewBuyer'); remove(it, 'additionalProperties'); remove(at(it, 'properties'), 'phone') }, 'NewBuyer.phone: is no longer taken'],
  ['an enumeration of a request is wider', (d) => words(at(member(d, 'NewFacility', 'type'), 'enum')).push('ALIEN'), 'NewFacility.type: with the new value `ALIEN`'],
  ['a request takes null as well', (d) => set(member(d, 'NewBuyer', 'name'), 'type', ['string', 'null']), 'NewBuyer.name: the type was'],
  ['a text of a request may be longer', (d) => set(member(d, 'NewBuyer', 'name'), 'maxLength', 500), 'maxLength was `200` and is `500`'],
  ['a new member of an answer', (d) => { set(at(schema(d, 'Buyer'), 'properties'), 'note', note); words(at(schema(d, 'Buyer'), 'required')).push('note') }, 'Buyer.note: is new'],
  ['an enumeration of an answer is narrowed', (d) => words(at(member(d, 'Facility', 'type'), 'enum')).pop(), 'Facility.type: without the value'],
  ['an answer is never null', (d) => set(member(d, 'Buyer', 'phone'), 'type', 'string'), 'Buyer.phone: the type was'],
  ['a new refusal', (d) => set(at(route(d, 'get', '/v1/buyers'), 'responses'), '451', answer(d, 'get', '/v1/buyers', '403')), 'answer 451: is new'],
  ['a new header', (d) => set(at(answer(d, 'post', '/v1/buyers', '201'), 'headers'), 'X-New', { schema: note }), 'header X-New: is new'],
  ['a new member to ask for', (d) => set(at(parameter(d, '/v1/buyers', 'fields'), 'schema'), 'pattern', String(at(parameter(d, '/v1/buyers', 'fields'), 'schema').pattern).replaceAll('(id|', '(id|note|')), 'query fields: with the new value `note`'],
  ['a new filter', (d) => words(at(route(d, 'get', '/v1/buyers'), 'parameters')).unshift({ in: 'query', name: 'year', schema: note }), 'query year: is new'],
  ['a bound of a parameter is looser', (d) => set(at(parameter(d, '/v1/buyers', 'limit'), 'schema'), 'maximum', 500), 'query limit: maximum was `200` and is `500`'],
  ['a deprecated operation', (d) => set(route(d, 'get', '/v1/buyers'), 'deprecated', true), 'operation: is deprecated'],
  ['a deprecated member', (d) => set(member(d, 'Buyer', 'phone'), 'deprecated', true), 'Buyer.phone: is deprecated'],
  ['no credentials are needed any more', (d) => { set(route(d, 'get', '/v1/buyers'), 'security', []) }, 'access: no credentials are needed any more'],
]

// biome-ignore format: a table
const unnoticed: Edit[] = [
  ['a description', (d) => set(member(d, 'Buyer', 'phone'), 'description', 'Telepon.'), undefined],
  ['a summary and a tag', (d) => Object.assign(route(d, 'get', '/v1/problems'), { summary: 'Masalah', tags: ['Other'] }), undefined],
  ['examples', (d) => { set(schema(d, 'Buyer'), 'examples', [{ type: 'ALIEN' }]); set(at(answer(d, 'post', '/v1/buyers', '201'), 'content', 'application/json'), 'examples', { one: { value: {} } }) }, undefined],
  ['extensions', (d) => { set(d, 'x-audience', 'all'); set(member(d, 'Buyer', 'phone'), 'x-term', 'telepon') }, undefined],
  ['another order', (d) => { words(at(schema(d, 'Buyer'), 'required')).reverse(); words(at(member(d, 'NewFacility', 'type'), 'enum')).reverse(); words(at(route(d, 'get', '/v1/buyers'), 'parameters')).reverse() }, undefined],
  ['what is false unless it is said', (d) => { set(route(d, 'get', '/v1/buyers'), 'deprecated', false); set(parameter(d, '/v1/buyers', 'type'), 'required', false) }, undefined],
  ['another name of a component', (d) => { set(at(d, 'components', 'schemas'), 'FreshBuyer', schema(d, 'NewBuyer')); set(at(route(d, 'post', '/v1/buyers'), 'requestBody', 'content', 'application/json'), 'schema', { $ref: '#/components/schemas/FreshBuyer' }) }, undefined],
  ['the name and the address of the service', (d) => Object.assign(d, { servers: [], tags: [] }), undefined],
]

t.test('a document differs in nothing from itself, nor from its surface', async (t) => {
  const surface = surfaceOf(text)
  t.same(changesBetween(surface, surfaceOf(text)), [])
  t.same(surfaceOf(JSON.stringify(surface)), surface)
  t.equal(verdictOn(surface, surface).weight, 'none')
})

t.test('the same edit is judged by what it does to a program', async (t) => {
  for (const [weight, table] of [
    ['breaking', incompatible],
    ['compatible', compatible],
    ['none', unnoticed],
  ] as const) {
    for (const [what, edit, said] of table) {
      const found = changes(edit)
      const of = (those: typeof found) => those.map(({ place, text }) => `${place}: ${text}`)
      const breaking = found.filter((change) => change.breaking)
      t.equal(breaking.length > 0 ? 'breaking' : found.length > 0 ? 'compatible' : 'none', weight, `${what}: ${of(found).join('; ')}`)
      if (said !== undefined)
        t.ok(
          of(weight === 'breaking' ? breaking : found).some((line) => line.includes(said)),
          `${what} is reported: ${of(found)[0]}`,
        )
      for (const { advice } of breaking) t.ok(advice, `${what}: and what to do`)
    }
  }
})

t.test('a change names every operation it reaches', async (t) => {
  const [change, ...others] = changes((d) => words(at(member(d, 'Facility', 'type'), 'enum')).push('ALIEN'))
  t.same(others, [], 'once')
  t.match(change, { place: 'answer: Facility.type', breaking: true, kind: 'changed' })
  t.same(change?.operations.toSorted(), ['createFacility', 'listFacilities', 'readFacility', 'updateFacility'])
})

t.test('versions rise by what changed', async (t) => {
  const lowest = (version: string) => (['none', 'compatible', 'breaking'] as const).map((weight) => lowestVersion(version, weight))
  t.same(lowest('1.4.2'), ['1.4.2', '1.5.0', '2.0.0'])
  t.same(lowest('0.4.2'), ['0.4.2', '0.4.3', '0.5.0'], 'before 1.0.0 every number means one step less')
  t.ok(byVersion('0.10.0', '0.9.9') > 0)
  t.throws(() => lowestVersion('1.4', 'none'), 'is not a version')
})

/** A folder like openapi/ with a document that was edited after the present one was released. */
const folderOf = async (t: Test, document: string): Promise<string> => {
  const folder = t.testdir({})
  await release(folder, text, '2026-01-05', false)
  writeFileSync(join(folder, 'openapi.json'), document)
  return folder
}
const check = (folder: string) => command(process.execPath, [programOf('cli/check-versions'), folder])

const editNamed = (table: Edit[], name: string): Edit => {
  const found = table.find(([what]) => what === name)
  if (found === undefined) throw new Error(`No edit is called ${name}.`)
  return found
}
const versioned = (version: string, edit: (document: Node) => void = () => {}): string =>
  edited((document) => {
    set(at(document, 'info'), 'version', version)
    edit(document)
  })
const [next, higher] = [lowestVersion(present, 'compatible'), lowestVersion(present, 'breaking')]

t.test('the check fails on an incompatible edit, says what and what to do, and passes a compatible one', async (t) => {
  for (const what of ['a member of an answer is removed', 'an enumeration of a request is narrowed', 'a new required member of a request']) {
    const [, edit, said = ''] = editNamed(incompatible, what)
    const { code, all } = await check(await folderOf(t, versioned(next, edit)))
    t.comment(all)
    t.equal(code, 1, what)
    t.ok(all.includes(said), 'it says what')
    t.match(all, `set apiVersion in src/platform/contract/version.ts to ${higher} or higher`, 'and what to do')
  }
  const [, edit] = editNamed(compatible, 'a new optional member of a request')
  const passed = await check(await folderOf(t, versioned(next, edit)))
  t.match(passed, { code: 0, output: '1 compatible change since' }, passed.all)
})

t.test('a version may be higher than it must, and never lower', async (t) => {
  const [, breaking] = editNamed(incompatible, 'an operation is removed')
  const [, added] = editNamed(compatible, 'a new filter')
  const verdict = (version: string, edit?: (document: Node) => void) => verdictOn(surfaceOf(versioned(present)), surfaceOf(versioned(version, edit)))
  t.equal(verdict(higher, breaking).fits, true)
  t.equal(verdict(next, breaking).fits, false)
  t.equal(verdict(higher, added).fits, true)
  const forgotten = verdict(present, added)
  t.equal(forgotten.fits, false)
  t.match(forgotten.message, `Set apiVersion in src/platform/contract/version.ts to ${next} or higher`)
  t.equal(verdict(present).fits, true)
  t.match(verdict('0.0.1'), { fits: false, message: 'A version never falls' })
})

t.test('a contract is released once, and its releases become the changelog', async (t) => {
  const folder = t.testdir({})
  await release(folder, versioned('0.9.0'), '2026-01-05', false)
  await t.rejects(release(folder, versioned('0.9.0'), '2026-01-06', false), { message: /^0\.9\.0 is released already/ })
  await release(folder, versioned('0.9.0'), '2026-01-06', true)
  await release(
    folder,
    versioned('0.10.0', (d) => remove(at(d, 'paths'), '/v1/buyers/{id}')),
    '2026-02-06',
    false,
  )
  const released = await releasedContracts(folder)
  t.same(released.map(({ info }) => info.version), ['0.9.0', '0.10.0'], 'by number, not by letter') // biome-ignore format: short
  const changelog = changelogOf(released, surfaceOf(versioned('0.10.1', (d) => { remove(at(d, 'paths'), '/v1/buyers/{id}'); set(route(d, 'get', '/v1/buyers'), 'deprecated', true) }))) // biome-ignore format: short
  t.match(changelog.items, [
    { version: '0.10.1', releasedOn: null, changes: [{ kind: 'deprecated', breaking: false, operations: ['listBuyers'] }] },
    { version: '0.10.0', releasedOn: '2026-02-06', changes: [{ kind: 'removed', breaking: true, place: 'GET /v1/buyers/{id}', operations: ['readBuyer'] }] },
    { version: '0.9.0', releasedOn: '2026-01-06', changes: [] },
  ])
  const page = changelogMarkdown(changelog)
  t.match(page, '## 0.10.1 (unreleased)\n\n### Deprecated\n\n- **operation**: is deprecated (listBuyers).')
  t.match(page, '### Breaking\n\n- **GET /v1/buyers/{id}**: the operation was removed (readBuyer).')
  t.match(page, '## 0.9.0 (2026-01-06)\n\nThe first release.')
})

t.test('readChangelog answers what is committed, to anybody, and may be kept for an hour', async (t) => {
  const { status, headers, body } = await api.get('/v1/changelog', { key: null })
  t.equal(status, 200)
  t.equal(headers['cache-control'], 'public, max-age=3600')
  t.same(body, JSON.parse(readFileSync(join(root, 'openapi', 'changelog.json'), 'utf8')))
})

/** What a raw request is answered, up to the end of the connection. */
const exchange = (request: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(request))
    socket.setEncoding('utf8').on('data', (chunk) => { answer += chunk }).on('error', reject).on('close', () => resolve(answer)) // biome-ignore format: short
  })

t.test('every answer says API-Version: documents, health, refusals of the router and of the parser', async (t) => {
  const long = 'x'.repeat(20_000)
  const [, stylesheet] = /href="([^"]+\.css)"/.exec(await (await fetch(`http://127.0.0.1:${port}/docs`)).text()) ?? []
  for (const [line, status] of [
    ['GET /docs', 200],
    [`GET ${stylesheet}`, 200],
    ['GET /docs/guides/tour', 200],
    ['GET /docs/absent', 404],
    ['GET /health/live', 200],
    ['GET /health/ready', 200],
    ['GET /v1/openapi.json', 200],
    ['GET /v1/openapi.yaml', 200],
    ['GET /v1/changelog', 200],
    ['GET /v1/buyers', 401],
    ['GET /absent', 404],
    ['DELETE /v1/buyers', 405],
    ['OPTIONS /v1/buyers', 204],
    ['GET /v1/buyers/%zz', 400],
    [`GET /v1/buyers/${'x'.repeat(200)}`, 414],
    ['HEAD /v1/problems', 200],
    ['BREW /v1/buyers', 400],
    [`GET /${long}`, 431],
  ] as const) {
    // biome-ignore format: a table
    const answer = await exchange(`${line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
    t.match(answer, `HTTP/1.1 ${status} `, line.slice(0, 60))
    t.match(answer.split('\r\n\r\n', 1)[0], new RegExp(`\r\napi-version: ${present.replaceAll('.', '\\.')}(\r\n|$)`, 'i'), `${line.slice(0, 60)}: API-Version`)
  }
})

const Nothing = component('TestNothing', closed({}))
const old = { since: '2026-12-01', sunset: '2027-12-01', successor: '/v1/new' }
const deprecatedOperation = (deprecated: typeof old) =>
  operation({ id: 'readOld', kind: 'read', tag: 'About', scope: 'public', resource: 'old', summary: 'Read the old one', description: 'What it was.', answer: { schema: Nothing, description: 'It.' }, deprecated }) // biome-ignore format: short

/** The parts that src/app.ts gives every operation, around one deprecated one. */
async function appWith(deprecated: typeof old) {
  const app = Fastify()
  app.decorate('rateLimiter', new RateLimiter(defaultRateLimits, openPool('postgresql://localhost/none')))
  useStrictValidation(app)
  for (const schema of allComponents()) app.addSchema(schema)
  guardOperations(app)
  await app.register(httpContract)
  await app.register(problemAnswers)
  await app.register(deprecations)
  app.decorate('examples', { operations: {}, problems: {} })
  await app.register(openApi, { operator: nobody, about })
  app.get<{ Querystring: { fail?: string } }>('/v1/old', deprecatedOperation(deprecated), async (request, reply) => {
    if (request.headers['x-fail'] !== undefined) throw problem('not-found', phrase`Not found.`)
    reply.header('link', '</v1/old>; rel="self"')
    return {}
  })
  return app
}

t.test('a deprecated operation says so in every answer and in the document', async (t) => {
  const app = await appWith(old)
  t.teardown(() => app.close())
  const about = '</v1/changelog>; rel="deprecation"; type="application/json", </v1/new>; rel="successor-version"'
  for (const [headers, status, link] of [
    [{}, 200, `</v1/old>; rel="self", ${about}`],
    [{ 'x-fail': '1' }, 404, about],
    [{ accept: 'text/plain' }, 406, about],
  ] as const) {
    const answer = await app.inject({ url: '/v1/old', headers })
    t.equal(answer.statusCode, status)
    t.match(answer.headers, { deprecation: '@1796083200', sunset: 'Wed, 01 Dec 2027 00:00:00 GMT', link }, `${status}`)
    t.equal(answer.headers.link, link)
  }
  const other = await app.inject({ url: '/v1/absent' })
  t.notHas(other.headers, { deprecation: /./ }, 'nothing else does')
  const { get } = (await app.inject({ url: '/v1/openapi.json' })).json().paths['/v1/old']
  t.match(get, {
    deprecated: true,
    description: /Deprecated since 2026-12-01.\n\nIt may be removed from 2027-12-01 on.\n\nUse `\/v1\/new` instead./,
    responses: { 200: { headers: { Deprecation: {}, Sunset: {}, Link: {} } } },
  })
})

t.test('the guard refuses a deprecation that cannot be', async (t) => {
  for (const [wrong, message] of [
    [{ ...old, sunset: '2026-11-30' }, /readOld has its sunset \(2026-11-30\) before its deprecation/],
    [{ ...old, since: '2026-02-30' }, /readOld is deprecated on a day that does not exist/],
    [{ ...old, successor: 'new' }, /readOld names a successor that is no path/],
  ] as const) await t.rejects(appWith(wrong), { message }) // biome-ignore format: short
})
