/** What holds for every list of the contract: pages, sorts, filters and cursors. */
import { randomUUID } from 'node:crypto'
import t, { type Test } from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Answer, Client } from '../support/client.ts'
import type { Operation, Row, Schema } from '../support/contract.ts'
import { at, idOf, type Params } from '../support/make.ts'
import { sample } from '../support/samples.ts'
import { additionTo, scenarioOf, searches } from '../support/scenarios.ts'

const { contract, api, make, makeClient, grant } = await buildTestApp(t)
const elsewhere = idOf(await make.facility())

type Query = Record<string, string | number | boolean | string[]>

/** A list with some rows in a facility of its own, seen by a caller of that facility. */
interface HeldStock {
  list: Operation
  params: Params
  client: Client
  ids: string[]
  add(): Promise<string>
  fetch(query?: Query, client?: Client): Promise<Answer>
}

const isNational = (list: Operation): boolean => list.path === '/v1/facilities'

async function stock(list: Operation, rows: number): Promise<HeldStock | undefined> {
  const scenario = scenarioOf(contract, list)
  const addition = additionTo(contract, list)
  if (scenario === undefined || addition === undefined) return undefined
  const facilityId = idOf(await make.facility())
  const { params } = await scenario({ make, facilityId })
  const key = await makeClient({ facilities: isNational(list) ? [] : [facilityId] })
  const client = api.as(key)
  const add = async () => {
    const id = await addition({ make, facilityId, within: params })
    if (isNational(list)) await grant(key, id)
    return id
  }
  // A search carries the members of a query in its body.
  const fetch = (query: Query = {}, by = client) =>
    list.method === 'POST' ? by.post(at(list.path, params), { body: { ...searches[list.id], ...query } }) : by.get(at(list.path, params), { query })
  for (let made = 0; made < rows; made++) await add()
  const before = await fetch({ limit: 200 })
  return { list, params, client, ids: before.items.map(idOf), add, fetch }
}

/** The parameters of a list: of its query, or of its body when it is a search. */
function parametersOf(list: Operation): Record<string, Schema> {
  if (list.method === 'POST') return list.body?.properties ?? {}
  return Object.fromEntries(list.query.map(({ name, schema }) => [name, schema]))
}
const sortsOf = (list: Operation): string[] => {
  const words = /\(([^)]*)\)/.exec(parametersOf(list).sort?.pattern ?? '')?.[1]
  return words === undefined ? [] : words.split('|')
}
const linksOf = ({ headers }: Answer): Record<string, string> =>
  Object.fromEntries([...String(headers.link ?? '').matchAll(/<([^>]*)>; rel="([a-z]+)"/g)].map(([, url, rel]) => [rel ?? '', url ?? '']))

async function walks(t: Test, held: HeldStock, sort: string | undefined): Promise<void> {
  const before = new Set((await held.fetch({ limit: 200 })).items.map(idOf))
  const query: Query = { limit: 3, ...(sort === undefined ? {} : { sort }) }
  const seen: string[] = []
  const pages: string[][] = []
  let page = await held.fetch(query)
  let added = 0
  for (;;) {
    pages.push(page.items.map(idOf))
    seen.push(...page.items.map(idOf))
    if (page.body.next === undefined) break
    if (added < 2) {
      await held.add()
      added++
    }
    page = await held.fetch({ ...query, cursor: String(page.body.next) })
    if (pages.length > 100) return void t.fail('the pages do not end')
  }
  const name = sort ?? 'the default order'
  t.equal(new Set(seen).size, seen.length, `by ${name}: no row comes twice while rows are inserted`)
  t.same(
    [...before].filter((id) => !seen.includes(id)),
    [],
    `by ${name}: every row comes`,
  )
  if (held.list.method === 'POST') return
  // Back by the prev links, over rows that were all there on the way.
  let link = linksOf(page).prev
  const back = [page.items.map(idOf)]
  while (link !== undefined && back.length <= 100) {
    const previous = await held.client.get(link)
    back.unshift(previous.items.map(idOf))
    link = linksOf(previous).prev
  }
  const backwards = back.flat()
  t.equal(new Set(backwards).size, backwards.length, `by ${name}: no row comes twice on the way back`)
  t.same(
    [...before].filter((id) => !backwards.includes(id)),
    [],
    `by ${name}: every row comes on the way back`,
  )
  const whole = (await held.fetch({ ...query, limit: 200 })).items.map(idOf)
  t.same(
    backwards,
    whole.filter((id) => backwards.includes(id)),
    `by ${name}: the way back has the order of one large page`,
  )
}

const alphabet = new Intl.Collator('id')
/** Whether a member of a list's rows is words, such as a name, and no code. */
function isWords(list: Operation, member: string): boolean {
  const { items } = contract.resolve(list.object.responses[list.success]?.content?.['application/json']?.schema ?? {}).properties ?? {}
  return contract.resolve(items?.items ?? {}).properties?.[member]?.['x-form'] === 'line'
}

async function sorts(t: Test, held: HeldStock): Promise<void> {
  for (const member of sortsOf(held.list)) {
    for (const sort of [member, `-${member}`]) {
      const { items } = await held.fetch({ limit: 200, sort })
      const values = items.map((row) => row[member])
      const inOrder = isWords(held.list, member) ? alphabet.compare : (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
      const ascending = [...values].sort((a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : inOrder(String(a), String(b))))
      t.same(values, sort === member ? ascending : ascending.reverse(), `sorts by ${sort}`)
    }
  }
  const [one, two] = sortsOf(held.list).filter((member) => member !== 'id')
  if (one && two) await walks(t, held, `${one},-${two}`)
}

/** Filters that have the name of a member of the rows, compared with what a row has. */
async function filters(t: Test, held: HeldStock): Promise<void> {
  const { items } = await held.fetch({ limit: 200 })
  const row = items[0]
  const shared = ['limit', 'cursor', 'sort', 'fields', 'withTotal', 'updatedSince', ...Object.keys(searches[held.list.id] ?? {})]
  for (const [name, schema] of Object.entries(parametersOf(held.list)).filter(([name]) => !shared.includes(name))) {
    const plain = contract.resolve(schema)
    const isList = plain.type === 'array'
    const single = isList ? contract.resolve(plain.items ?? {}) : plain
    const value = row?.[name]
    if (name === 'archived') {
      t.same((await held.fetch({ archived: true })).items, [], 'archived rows are asked for by themselves')
    } else if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') {
      const matching = await held.fetch({ [name]: isList ? [String(value)] : value, limit: 200 })
      t.same(
        matching.items.map(idOf).sort(),
        items
          .filter((other) => other[name] === value)
          .map(idOf)
          .sort(),
        `${name} finds the rows that have the value`,
      )
      if (single.format === 'uuid') t.same((await held.fetch({ [name]: isList ? [randomUUID()] : randomUUID() })).items, [], `${name} of nothing finds nothing`)
    } else {
      const other = single.format === 'uuid' ? randomUUID() : sample(contract, single, name)
      t.equal((await held.fetch({ [name]: isList ? [String(other)] : String(other) })).status, 200, `${name} is understood`)
    }
    if (/(From|To)$/.test(name) && single.format === 'date') {
      const member = name.replace(/(From|To)$/, '')
      const day = items.map((other) => other[member]).find((known) => typeof known === 'string')
      if (day !== undefined && row && member in row) {
        const inside = await held.fetch({ [name]: String(day), limit: 200 })
        t.same(
          inside.items.map(idOf).sort(),
          items
            .filter((other) => other[member] !== null && (name.endsWith('From') ? String(other[member]) >= String(day) : String(other[member]) <= String(day)))
            .map(idOf)
            .sort(),
          `${name} includes its day`,
        )
      }
    }
  }
}

async function pages(t: Test, held: HeldStock): Promise<void> {
  const { list, fetch } = held
  const first = await fetch({ limit: 2 })
  t.equal(first.status, 200)
  t.equal(first.items.length, 2, 'limit holds')
  t.ok(first.body.next, 'there is a next page')
  t.equal(first.body.total, undefined, 'no total unless asked for')
  const all = await fetch({ limit: 200, ...(parametersOf(list).withTotal ? { withTotal: true } : {}) })
  t.equal(all.body.next, undefined, 'the last page has no next')
  if (parametersOf(list).withTotal) t.equal(all.body.total, all.items.length, 'withTotal counts')
  if (list.method === 'GET') {
    const links = linksOf(first)
    t.match(links, { self: at(list.path, held.params), first: at(list.path, held.params), next: String(first.body.next) }, 'Link names self, first and next')
    t.equal(links.prev, undefined, 'the first page has no prev')
    t.same(
      (await held.client.get(links.next ?? '')).items,
      (await fetch({ limit: 2, cursor: String(first.body.next) })).items,
      'the link leads where next leads',
    )
  }
  const bad = (query: Query) => fetch(query)
  for (const query of [{ limit: 0 }, { limit: 201 }, { limit: -1 }, { sort: 'unknown' }, { sort: '' }, { fields: 'unknown' }, { cursor: '$' }].filter((query) =>
    Object.keys(query).every((name) => name in parametersOf(list)),
  )) {
    const answer = await bad(query)
    t.match(answer, { status: 400, body: { code: 'invalid-request' } }, `${JSON.stringify(query)} answers 400`)
  }
  if (list.method === 'GET') {
    for (const limit of ['abc', '1e1', '2.0', ' 5', '', '0x10']) t.equal((await bad({ limit })).status, 400, `limit=${limit} answers 400`)
  }
  const garbage = [Buffer.from('[]'), Buffer.from('{"a":1}'), Buffer.from('["x",0,"y"]'), Buffer.from('nonsense')].map((bytes) => bytes.toString('base64url'))
  const cursor = String(first.body.next)
  for (const wrong of [...garbage, cursor.slice(0, -6), `${cursor}A`]) {
    t.match(await bad({ cursor: wrong }), { status: 400, body: { code: 'invalid-cursor' } }, `the cursor ${wrong} answers 400`)
  }
  if (first.body.next === undefined) return
  // The last character of base64 has bits that say nothing.
  for (const place of [0, 21, 22, 30, Math.floor(cursor.length / 2), cursor.length - 1]) {
    const bit = cursor[place] === 'A' ? 'B' : 'A'
    const altered = `${cursor.slice(0, place)}${bit}${cursor.slice(place + 1)}`
    t.match(await bad({ cursor: altered }), { status: 400, body: { code: 'invalid-cursor' } }, `a cursor that is altered at ${place} answers 400`)
  }
  const sort = sortsOf(list)[0]
  if (sort)
    t.match(await bad({ cursor, sort: `-${sort}` }), { status: 400, body: { code: 'cursor-mismatch' } }, 'a cursor with another sort answers cursor-mismatch')
  const other = api.as(await makeClient())
  t.match(await fetch({ limit: 2, cursor }, other), { status: 400, body: { code: 'cursor-mismatch' } }, 'the cursor of another caller answers cursor-mismatch')
  if (parametersOf(list).updatedSince) {
    t.same((await fetch({ updatedSince: '2099-01-01T00:00:00Z' })).items, [], 'updatedSince in the future finds nothing')
    t.equal((await fetch({ updatedSince: '2020-01-01T00:00:00Z', limit: 200 })).items.length, all.items.length, 'updatedSince in the past finds everything')
    t.match(
      await bad({ cursor, updatedSince: '2020-01-01T00:00:00Z' }),
      { status: 400, body: { code: 'cursor-mismatch' } },
      'a cursor with another filter answers cursor-mismatch',
    )
  }
  const row = all.items[0] as Row
  if (parametersOf(list).fields) {
    const [member = 'id', second = 'id'] = Object.keys(row).filter((name) => name !== 'id')
    const thin = await fetch({ fields: `${second},${member}`, limit: 200 })
    t.same(Object.keys(thin.items[0] ?? {}).sort(), ['id', member, second].sort(), 'fields thins the rows out')
    t.equal(thin.items[0]?.[member], row[member], 'and leaves the values as they are')
  }
}

for (const list of contract.operations.filter(({ lists }) => lists)) {
  t.test(`${list.method} ${list.path} (${list.id})`, async (t) => {
    const held = await stock(list, 8)
    if (held === undefined) return t.fail(`The tests do not know how to fill ${list.id}: add it to "additions" in test/support/scenarios.ts.`)
    t.ok(held.ids.length >= 8, 'the rows are there')
    await t.test('answers pages', (t) => pages(t, held))
    await t.test('sorts', (t) => sorts(t, held))
    await t.test('filters', (t) => filters(t, held))
    await t.test('visits every row once', async (t) => {
      await walks(t, held, undefined)
      for (const member of sortsOf(list)) for (const sort of [member, `-${member}`]) await walks(t, held, sort)
    })
    await t.test('shows nothing of other facilities', async (t) => {
      const stranger = api.as(await makeClient({ facilities: [elsewhere] }))
      const nobody = api.as(await makeClient({ facilities: [] }))
      for (const client of [stranger, nobody]) {
        const answer = await held.fetch({ limit: 200, ...(parametersOf(list).withTotal ? { withTotal: true } : {}) }, client)
        const foreign = answer.items.map(idOf).filter((id) => held.ids.includes(id))
        t.same(foreign, [], 'no row of the facility is shown')
        if (answer.status === 200 && client === nobody) t.equal(answer.body.total ?? 0, 0, 'nor counted')
        else if (answer.status !== 200) t.equal(answer.status, 404, 'the parent does not exist')
      }
    })
  })
}
