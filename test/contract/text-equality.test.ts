/** What people take for the same text is the same: in every member of the contract, in every search and in every sort by words. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Operation, Row, Schema } from '../support/contract.ts'
import { idOf } from '../support/make.ts'
import { keptOf, perform } from '../support/perform.ts'
import { serial } from '../support/samples.ts'
import { prepare } from '../support/scenarios.ts'

const { api, contract, database, make } = await buildTestApp(t)
const facilityId = idOf(await make.facility())

/** Every text that a schema lets a caller send, by its place. */
function texts(schema: Schema, place: string): [string, Schema][] {
  const { properties = {}, items, anyOf = [], ...plain } = contract.resolve(schema)
  if ([plain.type].flat().includes('string')) return [[place, plain]]
  const inside = Object.entries(properties).flatMap(([name, member]) => (member.readOnly ? [] : texts(member, `${place}/${name}`)))
  return [...inside, ...(items === undefined ? [] : texts(items, place)), ...anyOf.flatMap((one) => texts(one, place))]
}
const sent = (operation: Operation): [string, Schema][] => [
  ...(operation.body === undefined ? [] : texts(operation.body, operation.id)),
  ...operation.query.flatMap(({ name, schema }) => texts(schema, `${operation.id}?${name}`)),
]

t.test('every text that a caller may send has a form, but for what only programs write', async (t) => {
  const programs = ['cursor', 'sort', 'fields', 'kty', 'crv', 'x', 'y', 'n', 'e', 'alg', 'use', 'kid', 'operation', 'resource', 'version', 'token']
  const found = contract.operations.filter(({ isOAuth }) => !isOAuth).flatMap(sent)
  const bare = found.filter(
    ([, schema]) => schema['x-form'] === undefined && schema.enum === undefined && schema.format === undefined && !schema['x-extensible-enum'],
  )
  t.ok(found.length > 200, `${found.length} texts`)
  t.same(
    bare.map(([place]) => place).filter((place) => !programs.includes(place.split(/[/?]/).at(-1) ?? '')),
    [],
    'give it text(), longText() or patterned()',
  )
})

t.test('a text is kept in NFC, without what cannot be seen and with plain blanks', async (t) => {
  let tried = 0
  for (const operation of contract.operations.filter(({ body, writes, isOAuth }) => body && writes && !isOAuth)) {
    const members = Object.entries(operation.body?.properties ?? {}).filter(
      ([, schema]) => ['line', 'lines'].includes(schema['x-form'] ?? '') && [schema.type].flat().includes('string'),
    )
    for (const [member, { maxLength = 0 }] of members) {
      if (maxLength < 20) continue
      const scene = await prepare(contract, operation, { make, facilityId })
      const n = serial()
      const body = { ...scene.body, [member]: `\u00a0Cafe\u0301\u200b\u00a0Uji\u00ad ${n}\u2003` }
      const answer = await perform(api, operation, { ...scene, body }, operation.idempotent ? { idempotencyKey: randomUUID() } : {})
      if (answer.status !== operation.success) {
        t.fail(`${operation.id} ${member}: ${answer.text}`)
        continue
      }
      tried++
      const kept = keptOf(operation, answer)
      if (kept[member] !== undefined) t.equal(kept[member], `Caf\u00e9 Uji ${n}`, `${operation.id} ${member}`)
    }
  }
  t.ok(tried > 15, `${tried} members`)
  const blank = await api.post('/v1/programs', { body: await make.body('createProgram', facilityId, { name: '\u200b\u00a0' }) })
  t.match(blank, { status: 400, body: { errors: [{ pointer: '/name' }] } }, 'what nobody can see is no text')
})

t.test('lines of a long text stay lines', async (t) => {
  const product = await make.product(facilityId, { description: 'Satu\u00a0baris\r\n  - dua\u2028tiga \n' })
  t.equal(product.description, 'Satu baris\n  - dua\ntiga')
})

t.test('a code has no blanks and one kind of hyphen, in a body and in a query', async (t) => {
  const n = serial()
  const product = await make.product(facilityId, { sku: ` UJI\u2013 ${n}\u200b` })
  t.equal(product.sku, `UJI-${n}`)
  const program = await make.program(facilityId, { category: 'KAYU ' })
  const { items } = await api.get('/v1/programs', { query: { facilityId, category: '\u00a0KAYU' } })
  t.same(items.map(idOf), [program.id])
})

t.test('a repeated request is the same in whichever form its text is typed', async (t) => {
  const body = await make.body('createOfficer', facilityId, { name: 'Andr\u00e9 Uji' })
  const idempotencyKey = randomUUID()
  const first = await api.post('/v1/officers', { body, idempotencyKey })
  const again = await api.post('/v1/officers', { body: { ...body, name: 'Andre\u0301  Uji' }, idempotencyKey })
  t.match(again, { status: 201, headers: { 'idempotency-replayed': 'true' }, body: { id: first.body.id } })
})

t.test('an identifier is the same in upper and in lower case, wherever it is named', async (t) => {
  const batch = await make.completedBatch(facilityId)
  const line = { productId: String(batch.productId), grade: 'A', quantity: 2, unitPrice: 125 }
  const chosen = { ...line, productId: line.productId.toUpperCase(), allocations: [{ batchId: idOf(batch).toUpperCase(), quantity: 2 }] }
  for (const lines of [[{ ...line, productId: line.productId.toUpperCase() }], [chosen]]) {
    const body = await make.body('createSale', facilityId, { lines, confirm: true })
    const sold = await api.post('/v1/sales', { body: { ...body, buyerId: String(body.buyerId).toUpperCase() } })
    t.match(sold, { status: 201, body: { status: 'CONFIRMED', lines: [{ allocations: [{ batchId: batch.id, quantity: 2 }] }] } })
  }
  const draft = await make.sale(facilityId, { lines: [{ ...chosen, productId: line.productId, allocations: [{ batchId: idOf(batch), quantity: 2 }] }] })
  const same = await api.patch(`/v1/sales/${idOf(draft).toUpperCase()}`, { body: { lines: [chosen] }, ifMatch: '*' })
  t.match(same, { status: 200, body: { version: draft.version } }, 'lines that say the same change nothing')
  const body = await make.body('createOfficer', facilityId)
  const idempotencyKey = randomUUID()
  const first = await api.post('/v1/officers', { body, idempotencyKey })
  const again = await api.post('/v1/officers', { body: { ...body, facilityId: facilityId.toUpperCase() }, idempotencyKey })
  t.match(again, { status: 201, headers: { 'idempotency-replayed': 'true' }, body: { id: first.body.id } })
})

/** How rows of a kind are made with a name, and found by one. */
const kinds: Record<string, { create(name: string): Promise<Row>; find(name: string): Promise<Row[]> }> = {
  inmates: {
    create: (name) => make.inmate(facilityId, { name }),
    find: async (name) => (await api.post('/v1/inmates/_search', { body: { name, facilityId } })).items,
  },
  'inmates by alias': {
    create: (alias) => make.inmate(facilityId, { alias }),
    find: async (name) => (await api.post('/v1/inmates/_search', { body: { name, facilityId } })).items,
  },
  buyers: {
    create: (name) => make.buyer(facilityId, { name }),
    find: async (name) => (await api.post('/v1/buyers/_search', { body: { name, facilityId } })).items,
  },
  products: { create: (name) => make.product(facilityId, { name }), find: async (q) => (await api.get('/v1/products', { query: { q, facilityId } })).items },
  programs: { create: (name) => make.program(facilityId, { name }), find: async (q) => (await api.get('/v1/programs', { query: { q, facilityId } })).items },
  facilities: { create: (name) => make.facility({ name }), find: async (q) => (await api.get('/v1/facilities', { query: { q } })).items },
}

for (const [kind, { create, find }] of Object.entries(kinds)) {
  t.test(`${kind} are found however the name is typed`, async (t) => {
    const n = serial()
    const accented = await create(`Andre\u0301 Uji${n}`)
    for (const name of [`Andr\u00e9 Uji${n}`, `Andre\u0301 Uji${n}`, `ANDRE uji${n}`, `andr\u00c9\u00a0uji${n}`])
      t.same((await find(name)).map(idOf), [accented.id], JSON.stringify(name))
    const marks = ["'", '\u2019', '\u02bc', '`', '']
    for (const typed of marks.slice(0, 4)) {
      const row = await create(`Ma${typed}ruf Uji${serial()}`)
      const name = String(kind === 'inmates by alias' ? row.alias : row.name)
      t.ok(name.includes(`Ma${typed}ruf`), 'the name stays as it was typed')
      for (const mark of marks) t.same((await find(name.replace(typed, mark))).map(idOf), [row.id], `${typed} is found by ${mark || 'none'}`)
    }
  })
}

t.test('a search of signs finds those signs and nothing else', async (t) => {
  const n = serial()
  const percent = await make.product(facilityId, { name: `Rabat 50% ${n}` })
  await make.product(facilityId, { name: `Rabat 50 ${n}` })
  const find = async (q: string) => (await api.get('/v1/products', { query: { q, facilityId } })).items.map(idOf)
  t.same(await find(`50% ${n}`), [percent.id])
  t.same(await find(`50\uff05 ${n}`), [percent.id], 'also when they are typed full width')
  t.same(await find(`50_ ${n}`), [])
  t.same(await find(`50\\ ${n}`), [])
  t.same(await find('\u2019'), [], 'an apostrophe alone is nothing to look for')
})

t.test('initials are those of the whole letter', async (t) => {
  const { publicAlias } = await make.inmate(facilityId, { name: 'E\u0301mile Uji' })
  t.equal(publicAlias, '\u00c9.U.')
})

t.test('names are sorted as in a register, over pages too', async (t) => {
  const here = idOf(await make.facility())
  for (const name of ['Besek', 'Zebra', 'ani', 'besek', '\u00c9mping', 'emping', 'Keset']) await make.product(here, { name })
  const names: string[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await api.get('/v1/products', { query: { facilityId: here, sort: 'name', limit: 2, ...(cursor === undefined ? {} : { cursor }) } })
    names.push(...page.items.map((row) => String(row.name)))
    if (page.body.next === undefined) break
    cursor = String(page.body.next)
  }
  t.same(names, ['ani', 'besek', 'Besek', 'emping', '\u00c9mping', 'Keset', 'Zebra'])
  const down = await api.get('/v1/products', { query: { facilityId: here, sort: '-name' } })
  t.same(
    down.items.map((row) => row.name),
    names.toReversed(),
  )
})

t.test('every sort by words has an index in the order of the collation', async (t) => {
  const rowOf = (operation: Operation): Schema => {
    const answer = contract.resolve(operation.object.responses['200']?.content?.['application/json']?.schema ?? {})
    return contract.resolve(contract.resolve(answer.properties?.items ?? {}).items ?? {})
  }
  const sorts = contract.operations.flatMap((operation) => {
    const { properties = {}, title = '' } = rowOf(operation)
    const table = title.replace(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase()
    return operation.sorts.flatMap((sort) => (properties[sort]?.['x-form'] === 'line' ? [`${table}.${sort}`] : []))
  })
  const indexes = await database.query<{ first: string }>(`
    SELECT DISTINCT indrelid::regclass || '.' || attname AS first FROM pg_index
    JOIN pg_attribute ON attrelid = indrelid AND attnum = (indkey::int2[])[0] JOIN pg_collation ON pg_collation.oid = (indcollation::oid[])[0]
    WHERE collname = 'indonesian' AND indpred IS NULL`)
  t.ok(sorts.length >= 4, sorts.join(', '))
  for (const sort of sorts)
    t.ok(
      indexes.some(({ first }) => first === sort),
      sort,
    )
})

t.test('every search is answered by an index', async (t) => {
  const searched = {
    inmate: "name || ' ' || coalesce(alias, '')",
    buyer: 'name',
    product: "sku || ' ' || name",
    program: "code || ' ' || name",
    facility: "code || ' ' || name",
    batch: 'code',
    api_client: "name || ' ' || coalesce(organisation, '')",
  }
  // Of a few rows PostgreSQL would rather read all.
  const client = new pg.Client({ connectionString: database.url, options: '-c enable_seqscan=off -c enable_indexscan=off -c enable_indexonlyscan=off' })
  await client.connect()
  for (const [table, text] of Object.entries(searched)) {
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT FROM ${table} WHERE folded(${text}) LIKE '%' || regexp_replace(nullif(folded('cari ini'), ''), '([\\\\%_])', '\\\\\\1', 'g') || '%'`,
    )
    t.ok(
      rows.some((row) => row['QUERY PLAN'].includes(`${table}_folded_idx`)),
      table,
    )
  }
  await client.end()
})
