/** What the owner of the tables may do to the trail, and where it shows. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { exportHead } from '../../src/platform/audit/head-export.ts'
import { buildTestApp } from '../support/app.ts'
import { idOf } from '../support/make.ts'
import { allSealed, attack, until, verify } from '../support/trail.ts'

t.test('verification names what is foreign to the trail', async (t) => {
  const { database, make } = await buildTestApp(t)
  await make.facility()
  await allSealed(database)
  t.strictSame((await verify(database)).faults, [])
  const [partition] = await database.query<{ name: string }>('SELECT tableoid::regclass::text AS name FROM audit_entry LIMIT 1')
  await database.query(`CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`)
  const cases: [does: string, undoes: string, named: RegExp][] = [
    [
      'CREATE TRIGGER quiet BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION quiet()',
      'DROP TRIGGER quiet ON audit_entry',
      /trigger quiet on audit_entry/,
    ],
    [
      `CREATE TRIGGER quiet AFTER INSERT ON ${partition?.name} FOR EACH ROW EXECUTE FUNCTION quiet()`,
      `DROP TRIGGER quiet ON ${partition?.name}`,
      /trigger quiet on audit_entry_/,
    ],
    ['CREATE TRIGGER quiet BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION quiet()', 'DROP TRIGGER quiet ON event', /trigger quiet on event/],
    [
      'ALTER TABLE audit_seal DISABLE TRIGGER audit_seal_append_only',
      'ALTER TABLE audit_seal ENABLE TRIGGER audit_seal_append_only',
      /audit_seal_append_only on audit_seal is missing or switched off/,
    ],
    ['CREATE RULE quiet AS ON INSERT TO event WHERE FALSE DO INSTEAD NOTHING', 'DROP RULE quiet ON event', /rule quiet on event/],
    ['ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY', 'ALTER TABLE audit_entry DISABLE ROW LEVEL SECURITY', /row level security on audit_entry/],
    [
      `ALTER DATABASE "${database.name}" SET search_path = evil, public`,
      `ALTER DATABASE "${database.name}" RESET search_path`,
      /setting search_path of the database/,
    ],
  ]
  for (const [does, undoes, named] of cases) {
    await database.query(does)
    t.match((await verify(database)).faults, [{ what: 'foreign to the trail', more: named }], does)
    await database.query(undoes)
    t.strictSame((await verify(database)).faults, [])
  }
})

t.test('verification computes with the functions of PostgreSQL, whatever the search path has', async (t) => {
  const { database, make, app } = await buildTestApp(t)
  await make.facility()
  await app.close()
  // Digests that are always the same would let every edit pass.
  await database.query(`CREATE SCHEMA evil; CREATE FUNCTION evil.sha256(bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$ SELECT '\\x00'::bytea $$`)
  await database.query(`ALTER DATABASE "${database.name}" SET search_path = evil, pg_catalog, public`)
  const { faults } = await verify(database)
  t.match(faults, [{ what: 'foreign to the trail', more: /search_path/ }])
})

t.test('an entry and an event that are not there together are named', async (t) => {
  const { database, make } = await buildTestApp(t)
  const first = idOf(await make.facility())
  const second = idOf(await make.facility())
  await make.facility()
  await allSealed(database)
  const [entry] = await database.query<{ sequence: string }>(`SELECT sequence FROM audit_entry WHERE resource_ids = ARRAY['${second}'::uuid]`)
  await attack(database, `DELETE FROM event WHERE resource_id = '${second}'`)
  t.match((await verify(database)).faults, [{ what: 'change without its event', sequence: Number(entry?.sequence) }])
  await attack(
    database,
    `INSERT INTO event (type, resource, resource_id, version, request_id) VALUES ('facility.updated', 'facility', '${first}', 2, gen_random_uuid())`,
  )
  t.match((await verify(database)).faults.at(-1), { what: 'event without its entry', more: new RegExp(first) })
})

t.test('what a trigger makes of an entry is not what the service wrote', async (t) => {
  const { database, make } = await buildTestApp(t)
  const lies: [column: string, value: string][] = [
    ['resource_ids', "'{}'"],
    ['facility_id', 'NULL'],
    ['at', "NEW.at - interval '1 minute'"],
    ['version', '7'],
    ['credential_id', 'gen_random_uuid()'],
    ['changed', "'{name}'"],
    ['values_encrypted', 'NULL'],
  ]
  for (const [column, value] of lies) {
    await database.query(`CREATE OR REPLACE FUNCTION lie() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.${column} := ${value}; RETURN NEW; END $$`)
    await database.query('CREATE TRIGGER lie BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION lie()')
    await make.facility()
    await database.query('DROP TRIGGER lie ON audit_entry')
    await allSealed(database)
    const { faults } = await verify(database)
    const lied = faults.filter(({ what }) => what === 'not written by the service')
    t.equal(lied.length, lies.findIndex(([name]) => name === column) + 1, column)
  }
})

t.test('the head goes where the operator wants it', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'heads-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const posted: string[] = []
  const server = createServer((request, response) => {
    request.on('data', (chunk) => posted.push(String(chunk)))
    request.on('end', () => response.writeHead(204).end())
  }).listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/heads`
  const file = join(folder, 'heads')
  const { database, make, app, api } = await buildTestApp(t, { auditHeads: { file, url } })
  await make.facility()
  await until('it was told', async () => posted.length > 0)
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
  const [, number, hash] = / (\d+):([0-9a-f]{64})$/.exec(lines.at(-1) ?? '') ?? []
  t.strictSame(JSON.parse(posted.at(-1) ?? '').hash, hash)
  await allSealed(database)
  const anchor = { number: Number(number), hash: String(hash) }
  t.strictSame((await verify(database, undefined, { anchor })).faults, [])
  const head = (await api.get('/v1/audit-head')).body
  await app.close()
  t.match(await readFile(file, 'utf8'), new RegExp(`:${head.hash}`), 'the last one when the service ends')
})

t.test('a place that cannot be reached is named without its address, and stops nothing', async (t) => {
  const said: object[] = []
  const log = { warn: (about: object) => said.push(about) }
  await exportHead({ file: '/nowhere/heads', url: 'http://127.0.0.1:1/secret' }, { number: 1, hash: 'ab' }, log)
  t.strictSame(said, [{ reason: 'ENOENT' }, { reason: 'ECONNREFUSED' }])
})
