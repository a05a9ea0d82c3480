/** SQL as it is composed, and as PostgreSQL prepares it. */
import pg from 'pg'
import t, { type Test } from 'tap'
import { run } from '../../src/platform/database/pool.ts'
import { empty, given, isAnyOf, join, raw, sql } from '../../src/platform/database/sql.ts'
import { cloneDatabase } from '../support/database.ts'

/** One connection to a database of its own, where statements are counted. */
async function connected(t: Test): Promise<pg.Client> {
  const database = await cloneDatabase()
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  t.teardown(async () => {
    await client.end()
    await database.drop()
  })
  return client
}

t.test('a value becomes a parameter wherever it stands, SQL a part of the statement', async (t) => {
  const inner = sql`b = ${'; DROP TABLE batch'} ${empty}`
  const whole = sql`SELECT ${1} WHERE ${inner} AND ${join([sql`c = ${null}`, raw('d'), undefined], ' OR ')} LIMIT ${raw('5')}`
  t.equal(whole.text, 'SELECT $1 WHERE b = $2  AND c = $3 OR d OR $4 LIMIT 5')
  t.strictSame(whole.values, [1, '; DROP TABLE batch', null, undefined])
})

t.test('a part may stand in several statements, each counting its own values', async (t) => {
  const part = isAnyOf('a', ['x'])
  t.equal(sql`${part} OR ${part}`.text, 'a = $1::text OR a = $2::text')
  t.equal(sql`${7} < b AND ${part}`.text, '$1 < b AND a = $2::text')
})

t.test('nothing cannot be joined', async (t) => {
  t.throws(() => join([]), TypeError)
})

t.test('a statement is prepared once for all values, and each of its shapes for itself', async (t) => {
  const client = await connected(t)
  const add = (...numbers: number[]) =>
    run<{ sum: number }>(
      client,
      sql`SELECT ${join(
        numbers.map((one) => sql`${one}::int`),
        ' + ',
      )} AS sum`,
    )
  const named = (name: string) => run<Record<string, number>>(client, sql`SELECT ${1}::int AS ${raw(`"a name made anew: ${name}"`)}`)
  t.strictSame(await add(1, 2), [{ sum: 3 }])
  t.strictSame(await add(3, 4), [{ sum: 7 }])
  t.strictSame(await add(3, 4, 5), [{ sum: 12 }])
  t.strictSame(await named('first'), [{ 'a name made anew: first': 1 }])
  t.strictSame(await named('other'), [{ 'a name made anew: other': 1 }])
  t.strictSame(await named('first'), [{ 'a name made anew: first': 1 }])
  const { rows } = await client.query('SELECT statement FROM pg_prepared_statements ORDER BY prepare_time')
  t.strictSame(
    rows.map(({ statement }) => statement),
    [
      'SELECT $1::int + $2::int AS sum',
      'SELECT $1::int + $2::int + $3::int AS sum',
      'SELECT $1::int AS "a name made anew: first"',
      'SELECT $1::int AS "a name made anew: other"',
    ],
  )
})

t.test('rows that are given are looked up one by one, by a plan that is kept', async (t) => {
  const client = await connected(t)
  await client.query('CREATE TABLE shelf (id int, grade text, PRIMARY KEY (id, grade))')
  await client.query(`INSERT INTO shelf SELECT id, 'A' FROM generate_series(1, 20000) id`)
  await client.query('ANALYZE shelf')
  const wanted = given('wanted', { id: 'int', grade: 'text' })
  const find = (...ids: number[]) =>
    sql`SELECT shelf.id FROM shelf WHERE (shelf.id, shelf.grade) IN (SELECT id, grade FROM ${wanted(ids.map((id) => ({ id, grade: 'A' })))}) ORDER BY id`
  for (let at = 1; at <= 10; at++) t.strictSame(await run(client, find(at, 2 * at + 10)), [{ id: at }, { id: 2 * at + 10 }])
  t.strictSame(await run(client, find()), [])
  const { rows } = await client.query<{ kept: string; name: string }>('SELECT name, generic_plans AS kept FROM pg_prepared_statements')
  t.equal(Number(rows[0]?.kept), 6, 'after five trials')
  const { rows: plan } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN EXECUTE ${rows[0]?.name} ('{1}', '{A}')`)
  t.notMatch(plan.map((line) => line['QUERY PLAN']).join('\n'), /Seq Scan/)
})
