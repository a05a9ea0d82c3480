/** The chain of seals over the trail: whether rewriting is seen, across restarts, keys, months and restores. */
import { randomUUID } from 'node:crypto'
import t, { type Test } from 'tap'
import { hashOfSeal, type Seal } from '../../src/platform/audit/seals.ts'
import type { Anchor, Fault } from '../../src/platform/audit/verify.ts'
import { Keyring } from '../../src/platform/security/keyring.ts'
import { buildTestApp, type TestApp } from '../support/app.ts'
import { command } from '../support/command.ts'
import { testKeyring, testMasterKey } from '../support/keyring.ts'
import { idOf } from '../support/make.ts'
import { programOf } from '../support/programs.ts'
import { allSealed, attack, until, verify } from '../support/trail.ts'

/** A trail of some entries, sealed, whose service has ended. */
async function finishedTrail(t: Test): Promise<TestApp & { inmateId: string; head: Anchor }> {
  const test = await buildTestApp(t)
  const here = idOf(await test.make.facility())
  const inmate = await test.make.inmate(here)
  for (let read = 0; read < 6; read++) {
    await test.api.get(`/v1/inmates/${inmate.id}`)
    await allSealed(test.database)
  }
  await test.app.close()
  const { faults, head } = await verify(test.database)
  t.strictSame(faults, [])
  return { ...test, inmateId: idOf(inmate), head }
}

const columns = `client_id, on_behalf_of, purpose, address, request_id, operation, resource, resource_ids, facility_id, classes, outcome, version, origin,
  credential_id, token_id, changed, values_encrypted, values_key`

t.test('what is rewritten', async (t) => {
  const { database, head } = await finishedTrail(t)
  await database.query('CREATE TABLE kept_entries AS SELECT * FROM audit_entry; CREATE TABLE kept_seals AS SELECT * FROM audit_seal')
  const restore = () =>
    attack(
      database,
      `DELETE FROM audit_entry; DELETE FROM audit_seal; INSERT INTO audit_entry SELECT * FROM kept_entries; INSERT INTO audit_seal SELECT * FROM kept_seals`,
    )
  const one = async <T>(text: string): Promise<T> => (await database.query<T>(text))[0] as T
  const { sequence: text } = await one<{ sequence: string }>(
    "SELECT sequence FROM audit_entry WHERE operation = 'readInmate' ORDER BY sequence OFFSET 2 LIMIT 1",
  )
  const { number } = await one<{ number: string }>(`SELECT number FROM audit_seal WHERE ${text} = ANY(sequences)`)
  const sequence = Number(text)
  const { sequence: written } = await one<{ sequence: string }>('SELECT min(sequence) AS sequence FROM audit_entry WHERE version IS NOT NULL')

  const seals = (
    await database.query<Seal & { key_version: number }>(
      `SELECT number::int, kind, at, to_char(month, 'YYYY-MM-DD') AS month, previous, sequences, digests, xid::text, sequence::int, floor::int, key_version, hash FROM audit_seal ORDER BY number`,
    )
  ).map((row) => ({ ...row, at: new Date(row.at).toISOString(), sequences: row.sequences.map(Number), keyVersion: row.key_version }))

  const cases: [string, string, Partial<Fault>[], Anchor?][] = [
    ['an edit', `UPDATE audit_entry SET client_id = gen_random_uuid() WHERE sequence = ${sequence}`, [{ what: 'edited', sequence }]],
    ['an edit of what was shown', `UPDATE audit_entry SET resource_ids = '{}' WHERE sequence = ${sequence}`, [{ what: 'edited', sequence }]],
    ['another instant', `UPDATE audit_entry SET at = at - interval '1 second' WHERE sequence = ${sequence}`, [{ what: 'edited', sequence }]],
    ['another month', `UPDATE audit_entry SET at = at - interval '2 months' WHERE sequence = ${sequence}`, [{ what: 'edited', sequence }]],
    ['a deletion', `DELETE FROM audit_entry WHERE sequence = ${sequence}`, [{ what: 'deleted', sequence }]],
    [
      'a deletion with its seal',
      `DELETE FROM audit_entry WHERE sequence = ANY((SELECT sequences FROM audit_seal WHERE number = ${number})::bigint[]); DELETE FROM audit_seal WHERE number = ${number}`,
      [{ what: 'deleted with its seal', seal: Number(number) }],
    ],
    [
      'a changed seal',
      `UPDATE audit_seal SET digests = ARRAY(SELECT sha256('x') FROM unnest(digests)) WHERE number = ${number}`,
      [{ what: 'chain broken', seal: Number(number) }],
    ],
    [
      'a dropped tail',
      `DELETE FROM audit_entry WHERE sequence = ANY((SELECT sequences FROM audit_seal ORDER BY number DESC LIMIT 1)::bigint[]); DELETE FROM audit_seal WHERE number = ${head.number}`,
      [{ what: 'dropped tail', seal: head.number }],
      head,
    ],
    [
      'an entry behind the seals',
      `INSERT INTO audit_entry (sequence, at, xid, ${columns}) SELECT 0, at, xid, ${columns} FROM audit_entry WHERE sequence = ${sequence}`,
      [{ what: 'inserted behind the seals', sequence: 0 }],
    ],
    [
      'a second entry under one number',
      `INSERT INTO audit_entry (sequence, at, xid, ${columns}) SELECT sequence, at + interval '1 second', xid, ${columns} FROM audit_entry WHERE sequence = ${sequence}`,
      [{ what: 'written twice', sequence }],
    ],
    [
      'the entry of a change a second time',
      `INSERT INTO audit_entry (sequence, at, ${columns}) SELECT 900001, now(), ${columns} FROM audit_entry WHERE sequence = ${written}`,
      [{ what: 'not written by the service', sequence: 900_001 }],
    ],
    [
      'a checkpoint',
      `UPDATE audit_seal SET kind = 'CHECKPOINT', month = '2090-01-01' WHERE number = ${number}`,
      [{ what: 'forged checkpoint', seal: Number(number) }],
    ],
  ]
  for (const [what, statements, expected, anchor] of cases) {
    await t.test(what, async (t) => {
      await attack(database, statements)
      const { faults } = await verify(database, testKeyring, anchor === undefined ? {} : { anchor })
      for (const fault of expected) t.match(faults[0], fault, `named: ${JSON.stringify(faults.slice(0, 3))}`)
      await restore()
      t.strictSame((await verify(database)).faults, [], 'and nothing else')
    })
  }

  await t.test('a whole chain made anew', async (t) => {
    const foreign = new Keyring([{ version: 1, key: Buffer.from(testKeyring.hash('look-up', 'another key')) }])
    const chain = async (keyring: Keyring) => {
      let previous: Buffer = Buffer.alloc(32)
      for (const seal of seals) {
        const hash = hashOfSeal(keyring, { ...seal, previous })
        await attack(
          database,
          `UPDATE audit_seal SET previous = '\\x${previous.toString('hex')}', hash = '\\x${hash.toString('hex')}' WHERE number = ${seal.number}`,
        )
        previous = hash
      }
    }
    await chain(foreign)
    t.match((await verify(database)).faults[0], { what: 'chain broken', seal: 1 }, 'with a key that is not ours')
    await restore()
    // Somebody who has the keys as well is held by what was kept elsewhere.
    const [first] = seals
    await attack(database, `UPDATE audit_seal SET at = at - interval '1 hour' WHERE number = 1`)
    if (first !== undefined) first.at = new Date(Date.parse(first.at) - 3_600_000).toISOString()
    await chain(testKeyring)
    t.strictSame((await verify(database)).faults, [], 'with ours it is a chain')
    t.match((await verify(database, testKeyring, { anchor: head })).faults, [{ what: 'another chain than the anchored one', seal: head.number }])
    await restore()
  })
})

t.test('an entry that was added by SQL is sealed, and verification names it', async (t) => {
  const { database, api, make } = await buildTestApp(t)
  const here = idOf(await make.facility())
  await api.get(`/v1/inmates/${(await make.inmate(here)).id}`)
  await allSealed(database)
  const [row] = await database.query<{ sequence: string }>(
    `INSERT INTO audit_entry (client_id, request_id, operation, resource, resource_ids, classes, outcome, origin)
     VALUES (gen_random_uuid(), gen_random_uuid(), 'readInmate', 'inmate', '{}', '{}', 'ALLOWED', '\\x00000001${'ab'.repeat(32)}') RETURNING sequence`,
  )
  await allSealed(database)
  t.match((await verify(database)).faults, [{ what: 'not written by the service', sequence: Number(row?.sequence) }])
  const [bare] = await database.query<{ sequence: string }>(
    `INSERT INTO audit_entry (client_id, request_id, operation, resource, resource_ids, classes, outcome)
     VALUES (gen_random_uuid(), gen_random_uuid(), 'readInmate', 'inmate', '{}', '{}', 'ALLOWED') RETURNING sequence`,
  )
  await allSealed(database)
  t.match((await verify(database)).faults[1], { what: 'not written by the service', sequence: Number(bare?.sequence) })
  const [ahead] = await database.query<{ sequence: string }>(
    `INSERT INTO audit_entry (xid, client_id, request_id, operation, resource, resource_ids, classes, outcome)
     VALUES ('9000000000000000000', gen_random_uuid(), gen_random_uuid(), 'readInmate', 'inmate', '{}', '{}', 'ALLOWED') RETURNING sequence`,
  )
  t.ok(
    (await verify(database)).faults.some(({ what, sequence }) => what === 'not written by the service' && sequence === Number(ahead?.sequence)),
    'also one that no seal would ever come to',
  )
})

t.test('a server that stops leaves nothing unsealed', async (t) => {
  const { database, api, make, app } = await buildTestApp(t)
  const inmate = await make.inmate(idOf(await make.facility()))
  await allSealed(database)
  for (let read = 0; read < 5; read++) await api.get(`/v1/inmates/${inmate.id}`)
  await app.close()
  t.match(await verify(database), { faults: [], waiting: 0 })
})

t.test('no plain statement rewrites the audit trail', async (t) => {
  const { database, make } = await buildTestApp(t)
  await make.facility()
  const [partition] = await database.query<{ name: string }>('SELECT tableoid::regclass::text AS name FROM audit_entry LIMIT 1')
  for (const table of ['audit_entry', String(partition?.name)]) {
    await t.rejects(database.query(`UPDATE ${table} SET purpose = 'x'`), { message: /append-only/ }, table)
    await t.rejects(database.query(`DELETE FROM ${table}`), { message: /append-only/ })
    await t.rejects(database.query(`TRUNCATE ${table}`), { message: /append-only/ })
  }
  await allSealed(database)
  await t.rejects(database.query('DELETE FROM audit_seal'), { message: /append-only/ })
})

t.test('the chain is verified across rotated keys and changing instances', async (t) => {
  const first = await buildTestApp(t)
  await first.make.facility()
  await allSealed(first.database)
  const newKey = { version: 2, key: testKeyring.hash('look-up', 'a newer key') }
  const oldKey = { version: 1, key: Buffer.from('kzO0Qm1m6c7Zt8x3lYw5Jg9u2RfVbNaHsDqEoPiKjTU=', 'base64') }
  const both = new Keyring([newKey, oldKey])
  const second = await buildTestApp(t, { shared: first.database, keyring: both })
  await second.make.facility()
  await allSealed(first.database)
  t.strictSame((await verify(first.database, both)).faults, [], 'two instances, two keys')
  await first.app.close()
  await second.make.facility()
  await allSealed(first.database)
  const [{ versions = [] } = {}] = await first.database.query<{ versions: number[] }>('SELECT array_agg(DISTINCT key_version) AS versions FROM audit_seal')
  t.strictSame(versions.sort(), [1, 2], 'the other has taken over, with its key')
  t.strictSame((await verify(first.database, both)).faults, [])
  await t.rejects(verify(first.database, new Keyring([newKey])), { message: /no version 1/ }, 'a missing key is named')
})

/** An entry of another time, with the mark that the service made then: of the first edition. */
function entryAt(at: string, more = ''): string {
  const [requestId, clientId, inmateId] = [randomUUID(), randomUUID(), randomUUID()]
  const said = ['origin', 1, requestId, clientId, null, null, '127.0.0.1', 'readInmate', ['custody'], 'read', 'inmate', [inmateId], null, 'ALLOWED']
  const mark = testKeyring.hash('audit', JSON.stringify(said)).toString('hex')
  return `INSERT INTO audit_entry (at, client_id, address, request_id, operation, classes, resource, resource_ids, outcome, origin${more && ', xid'})
    VALUES ('${at}', '${clientId}', '127.0.0.1', '${requestId}', 'readInmate', '{custody}', 'inmate', '{${inmateId}}', 'ALLOWED', '\\x00000001${mark}'${more && `, ${more}`})`
}

t.test('months past their retention are dropped, after what was promised, and the rest is still verified', async (t) => {
  const { database, app, make } = await buildTestApp(t)
  await make.facility()
  await until('a time is promised', async () => (await database.query('SELECT FROM audit_retention')).length > 0)
  await app.close()
  await database.query(`CREATE TABLE audit_entry_y2024m01 PARTITION OF audit_entry FOR VALUES FROM ('2024-01-01') TO ('2024-02-01')`)
  for (let day = 1; day <= 9; day++) await database.query(entryAt(`2024-01-0${day}T00:00:00Z`))
  await database.query(
    "INSERT INTO event (at, type, resource, resource_id, version, request_id) SELECT '2024-01-05', 'a.b', 'a', id, 1, id FROM gen_random_uuid() id",
  )
  const lines: string[] = []
  const held = await buildTestApp(t, { shared: database, auditRetentionMonths: 12, onLog: (line) => lines.push(line) })
  await until('the setting is said to be too short', async () => lines.some((line) => /"promised":60,"setting":12/.test(line)))
  t.ok((await database.query<{ there: string | null }>("SELECT to_regclass('audit_entry_y2024m01') AS there"))[0]?.there, 'what was promised holds')
  await held.app.close()
  const shorten = (...args: string[]) =>
    command(process.execPath, [programOf('cli/audit-retention'), ...args], {
      DATABASE_URL: database.serviceUrl,
      MASTER_KEYS: testMasterKey,
    })
  t.match(await shorten('--months', '12', '--by', 'arsiparis-1'), { code: 1, all: /--because/ })
  t.match(await shorten('--months', '12', '--by', 'arsiparis-1', '--because', 'Jadwal retensi arsip 2027'), { code: 0, output: /12 months instead of 60/ })
  t.match(await shorten('--months', '24', '--by', 'arsiparis-1', '--because', 'Lagi'), { code: 1, all: /12 months are promised/ })
  const again = await buildTestApp(t, { shared: database, asOwner: true, auditRetentionMonths: 12 })
  await until(
    'it is dropped',
    async () => (await database.query<{ there: string | null }>("SELECT to_regclass('audit_entry_y2024m01') AS there"))[0]?.there === null,
  )
  await again.make.facility()
  await allSealed(database)
  await again.app.close()
  const verdict = await verify(database)
  t.strictSame(verdict.faults, [])
  t.match(verdict.keptFrom, /^20\d\d-\d\d-01$/)
  t.strictSame(await database.query("SELECT FROM event WHERE at < '2025-01-01'"), [], 'events go with their months')
  const steps = "SELECT on_behalf_of AS by, purpose FROM audit_entry WHERE operation = 'shortenAuditRetention'"
  const said = 'The audit trail is kept for 12 months instead of 60: Jadwal retensi arsip 2027'
  t.strictSame(await database.query(steps), [{ by: 'arsiparis-1', purpose: said }], 'and the step stands in the trail')
  await attack(database, `UPDATE audit_seal SET hash = sha256('x') WHERE kind = 'CHECKPOINT'`)
  const { faults } = await verify(database)
  t.ok(faults.some(({ what }) => what === 'forged checkpoint'))
  t.ok(
    faults.some(({ what }) => what === 'deleted'),
    'a checkpoint that is not ours lets nothing go',
  )
})

t.test('a restored database, which numbers transactions anew, is sealed as before', async (t) => {
  const { database, app, make } = await buildTestApp(t)
  await make.facility()
  await allSealed(database)
  await app.close()
  // As if both came from a server that had counted further.
  await database.query(entryAt('now', "'1000000000007'::xid8"))
  const [last] = await database.query<Seal & { key_version: number }>(
    `SELECT number::int, kind, at, to_char(month, 'YYYY-MM-DD') AS month, previous, sequences, digests, sequence::int, floor::int, key_version FROM audit_seal ORDER BY number DESC LIMIT 1`,
  )
  if (last === undefined) return t.fail('there is no seal')
  const foreign = { ...last, at: new Date(last.at).toISOString(), sequences: last.sequences.map(Number), xid: '1000000000000', keyVersion: last.key_version }
  await attack(
    database,
    `UPDATE audit_seal SET xid = '1000000000000', hash = '\\x${hashOfSeal(testKeyring, foreign).toString('hex')}' WHERE number = ${last.number}`,
  )
  const again = await buildTestApp(t, { shared: database })
  await again.make.facility()
  await allSealed(database)
  t.strictSame((await verify(database)).faults, [])
})
