/** The contract as a document: what is committed is what the code says, and it keeps the design's promises. */
import { join } from 'node:path'
import t from 'tap'
import { staleContractFiles } from '../../src/cli/export-openapi.ts'
import { buildTestApp } from '../support/app.ts'
import type { Schema } from '../support/contract.ts'

const { contract, api, port } = await buildTestApp(t)
const { document, operations } = contract

t.test('what is committed in openapi/ is what the code says', async (t) => {
  const stale = await staleContractFiles(join(import.meta.dirname, '..', '..', 'openapi'))
  t.same(stale, [], 'else run `npm run openapi`')
})

t.test('the document is served to anybody, as JSON and as YAML', async (t) => {
  for (const [path, type] of [
    ['/v1/openapi.json', 'application/json; charset=utf-8'],
    ['/v1/openapi.yaml', 'application/yaml; charset=utf-8'],
  ] as const) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { origin: 'https://elsewhere.example' } })
    t.equal(answer.status, 200)
    t.equal(answer.headers.get('content-type'), type)
    t.equal(answer.headers.get('access-control-allow-origin'), '*', 'from any origin')
  }
  for (const [encoding, expected] of [
    ['gzip, br', 'gzip'],
    ['gzip;q=0, identity', null],
    ['identity', null],
  ] as const) {
    const answer = await fetch(`http://127.0.0.1:${port}/v1/openapi.json`, { headers: { 'accept-encoding': encoding } })
    t.equal(answer.headers.get('content-encoding'), expected, encoding)
    t.equal(((await answer.json()) as { openapi: string }).openapi, '3.1.0')
  }
  const other = await fetch(`http://127.0.0.1:${port}/v1/problems`, { headers: { origin: 'https://elsewhere.example' } })
  t.equal(other.headers.get('access-control-allow-origin'), null, 'but nothing else is')
})

t.test('every operation says what it is', async (t) => {
  const ids = operations.map(({ id }) => id)
  t.equal(new Set(ids).size, ids.length, 'each operationId is there once')
  const tags = document.tags.map(({ name }) => name)
  for (const { id, method, path, object, isPublic, scope } of operations) {
    t.match(id, /^[a-z][A-Za-z]+$/, `${method} ${path}: operationId`)
    t.equal(object.tags?.length, 1, `${id}: one tag`)
    t.ok(tags.includes(object.tags?.[0] ?? ''), `${id}: a tag of the list`)
    t.match(object.summary, /^[A-Z][^.]{3,80}$/, `${id}: summary`)
    t.ok((object.description ?? '').length > 10, `${id}: description`)
    t.equal(isPublic || id === 'readMe', scope === undefined, `${id}: a scope, unless it is public or about the caller`)
    t.ok(/^\/v1(\/|$)/.test(path) && path.split('/').length <= 7, `${id}: under /v1, at most three levels`)
    t.match(path, /^(\/[a-z0-9_-]+|\/\{[a-zA-Z]+\})+$/, `${id}: kebab case`)
  }
  t.same(
    tags.filter((tag) => !operations.some(({ object }) => object.tags?.[0] === tag)),
    [],
    'no tag is empty',
  )
})

// What may be read without credentials is about the API itself.
const open = ['createAccessToken', 'readKeySet', 'readEntry', 'readGlossary', 'readChangelog', 'listProblems', 'readProblem']

t.test('the operations without credentials are those of a fixed list', async (t) => {
  t.strictSame(
    operations.filter(({ isPublic }) => isPublic).map(({ id }) => id),
    open,
  )
})

t.test('every operation is named after what it does', async (t) => {
  const verbs = { GET: /^(list|read)/, PUT: /^write/, PATCH: /^update/, DELETE: /^delete/, POST: /^(create|search|[a-z]+)[A-Z]/ }
  for (const { id, method, path } of operations) {
    t.match(id, verbs[method as keyof typeof verbs], `${method} ${path}`)
    if (method === 'POST')
      t.equal(
        /^create/.test(id),
        !/(_search|\}\/[a-z-]+)$/.test(path) || /\/(workers|outputs|registrations|credentials|consents|measures)$/.test(path),
        `${id} creates in a collection`,
      )
  }
})

t.test('the Indonesian word stands beside the English', async (t) => {
  for (const { name, description } of document.tags) t.match(description, /\([a-z A-Z,/]+\)|Rutan/, name)
})

t.test('every list names its filters', async (t) => {
  const shared = ['limit', 'cursor', 'sort', 'fields', 'withTotal', 'updatedSince']
  for (const { id, object, query, params, filters } of operations.filter(({ lists, method }) => lists && method === 'GET')) {
    const others = query.map(({ name }) => name).filter((name) => !shared.includes(name))
    t.strictSame(filters, others, id)
    for (const filter of filters) t.match(object.description, `\`${filter}\``, `${id}: ${filter}`)
    t.ok(params.length > 0 || filters.length > 0, `${id} has filters`)
  }
})

t.test('there is an example of every parameter, request, answer and problem', async (t) => {
  for (const { id, object } of operations) {
    for (const { name, required, example, schema } of object.parameters ?? []) {
      t.ok(required ? example !== undefined : schema.examples !== undefined, `${id}: ${name}`)
    }
    for (const [type, media] of Object.entries(object.requestBody?.content ?? {})) t.not(media.example, undefined, `${id}: ${type}`)
    for (const [status, { content = {}, headers = {} }] of Object.entries(object.responses)) {
      for (const [type, media] of Object.entries(content))
        t.ok(media.example !== undefined || Object.keys(media.examples ?? {}).length > 0, `${id}: ${status} ${type}`)
      for (const name of Object.keys(headers)) t.not(document.components.headers?.[name]?.schema.example, undefined, `${id}: ${status} ${name}`)
      if (Number(status) < 400) continue
      const codes = object.responses[status]?.['x-problems'] ?? []
      t.strictSame(Object.keys(content['application/problem+json']?.examples ?? {}).sort(), [...codes].sort(), `${id}: ${status} has an example of each code`)
    }
  }
})

t.test('requests and answers are named components', async (t) => {
  for (const { id, object } of operations) {
    const contents = [object.requestBody, ...Object.values(object.responses)].flatMap((one) => Object.values(one?.content ?? {}))
    for (const { schema } of contents) {
      for (const one of schema.anyOf ?? [schema])
        t.match(one.$ref, /^#\/components\/schemas\/[A-Z][A-Za-z]+$/, `${id}: ${one.$ref ?? JSON.stringify(one).slice(0, 80)}`)
    }
  }
})

/** What a schema leaves open, with where. */
function gaps(schema: Schema, at: string): string[] {
  const types = [schema.type].flat()
  const found: string[] = []
  const has = (...names: (keyof Schema)[]) => names.every((name) => schema[name] !== undefined)
  if (types.includes('string')) {
    if (!has('maxLength')) found.push(`${at}: a string without maxLength`)
    if (!has('pattern') && !has('format') && !has('enum')) found.push(`${at}: a string without pattern, format or enum`)
  }
  if (types.includes('integer') && !has('format', 'minimum', 'maximum')) found.push(`${at}: an integer without format, minimum or maximum`)
  if (types.includes('number') && !has('format', 'minimum', 'maximum')) found.push(`${at}: a number without format, minimum or maximum`)
  if (types.includes('array')) {
    if (!has('maxItems')) found.push(`${at}: an array without maxItems`)
    if (!has('items')) found.push(`${at}: an array without items`)
  }
  if (types.includes('object') && schema.additionalProperties !== false) found.push(`${at}: an open object`)
  if (schema.type === undefined && !has('$ref') && !has('anyOf') && !has('oneOf') && !has('allOf')) found.push(`${at}: no type`)
  const inner: [string, Schema | undefined][] = [
    ...Object.entries(schema.properties ?? {}),
    ['items', schema.items],
    ...(schema.anyOf ?? []).filter((one) => one.type !== undefined || one.$ref !== undefined).map((one, index): [string, Schema] => [`anyOf/${index}`, one]),
  ]
  return [...found, ...inner.flatMap(([name, one]) => (one === undefined ? [] : gaps(one, `${at}/${name}`)))]
}

t.test('every text, number and list has a bound', async (t) => {
  for (const [name, schema] of Object.entries(document.components.schemas)) t.same(gaps(schema, name), [], name)
  for (const { id, object } of operations) {
    for (const { name, schema } of object.parameters ?? []) {
      const left = gaps(schema, `${id} ${name}`).filter((gap) => !(/If-(None-)?Match/.test(name) && gap.includes('pattern')))
      t.same(left, [], `${id} ${name}`)
    }
  }
})

t.test('every member of a resource is described', async (t) => {
  for (const [name, { properties = {} }] of Object.entries(document.components.schemas)) {
    const silent = Object.entries(properties).filter(([, schema]) => (schema.description ?? contract.resolve(schema).description) === undefined)
    t.same(
      silent.map(([member]) => member),
      [],
      name,
    )
  }
})

t.test('no URL holds personal data', async (t) => {
  const personal = /^(name|alias|publicAlias|nik|phone|address|npwp|birthDate|registrationNumber|q)$/
  for (const { id, path, query } of operations.filter(({ path }) => /\/(inmates|enrollments|buyers)/.test(path))) {
    t.same(
      query.map(({ name }) => name).filter((name) => personal.test(name)),
      [],
      `${id} (${path})`,
    )
  }
})

t.test('every problem of the catalogue can be answered by some operation, and the other way round', async (t) => {
  const documented = new Set(operations.flatMap(({ problems }) => problems))
  const { items } = await api.get('/v1/problems')
  const catalogue = items.map(({ code }) => String(code))
  // Answered where no operation is.
  const elsewhere = ['method-not-allowed']
  t.same(
    catalogue.filter((code) => !documented.has(code) && !elsewhere.includes(code)),
    [],
    'every code is documented by an operation',
  )
  t.same(
    [...documented].filter((code) => !catalogue.includes(code)),
    [],
    'every documented code is in the catalogue',
  )
  for (const code of catalogue) t.equal((await api.get(`/v1/problems/${code}`)).body.code, code, `the type of ${code} can be opened`)
})
