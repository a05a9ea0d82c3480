/** Keys: what is refused, what an encrypted text withstands, and a change of keys while requests go on. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { encryptedColumns, reEncrypt, reEncryptFormer } from '../../src/cli/re-encrypt.ts'
import { openPool } from '../../src/platform/database/pool.ts'
import { type Keyring, keyringFile, newKey, readKeyring } from '../../src/platform/security/keyring.ts'
import { buildTestApp } from '../support/app.ts'
import { Client } from '../support/client.ts'
import type { Row } from '../support/contract.ts'
import { testMasterKey } from '../support/keyring.ts'
import { idOf } from '../support/make.ts'

const [first, second] = [testMasterKey, newKey(2)]
const old = readKeyring(first)
const both = readKeyring(`${second},${first}`)
const fresh = readKeyring(second)

t.test('a keyring that is missing, short, predictable or ambiguous is refused without quoting it', async (t) => {
  const short = `1:${Buffer.alloc(16, 7).toString('base64')}`
  const same = `1:${Buffer.alloc(32, 7).toString('base64')}`
  for (const [text, why] of [
    ['', /names no key/],
    ['secret', /Key 1 .* is not/],
    [short, /Key 1 .* is not/],
    [`1:${'A'.repeat(43)}=`, /Key 1 .* is not random/],
    [same, /not random/],
    [`${first}\n${second}x`, /Key 2 .* is not/],
    [`${first},${first}`, /a version twice/],
  ] as const) {
    t.throws(() => readKeyring(text), { message: why }, String(why))
    try {
      readKeyring(text)
    } catch (error) {
      for (const part of text.split(/[:,\n]/).filter((part) => part.length > 6)) t.notMatch((error as Error).message, part, 'no key is shown')
    }
  }
})

t.test('a file is read, or made with a mode that only its owner reads', async (t) => {
  const folder = t.testdir()
  await t.rejects(keyringFile(join(folder, 'none')), /cannot be read \(ENOENT\)/)
  const made = await keyringFile(join(folder, 'made'), { create: true })
  const again = await keyringFile(join(folder, 'made'), { create: true })
  t.equal(again.decrypt(made.encrypt('3304', 'a'), 'a'), '3304', 'and found again')
  writeFileSync(join(folder, 'both'), `${second}\n${first}\n`)
  t.strictSame((await keyringFile(join(folder, 'both'))).versions, [2, 1])
})

t.test('an encrypted text is decrypted in its place only, unchanged only, and never looks the same twice', async (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.nat(), (text, place, at) => {
      const encrypted = old.encrypt(text, place)
      if (old.decrypt(encrypted, place) !== text || old.encrypt(text, place) === encrypted) return false
      const body = Buffer.from(encrypted.slice(2), 'base64url')
      const bit = body.map((byte, index) => (index === at % body.length ? byte ^ 1 : byte))
      const opens = (one: string, where: string, keys: Keyring = old) => {
        try {
          keys.decrypt(one, where)
          return true
        } catch {
          return false
        }
      }
      return (
        !opens(`1.${Buffer.from(bit).toString('base64url')}`, place) &&
        !opens(encrypted, `${place}x`) &&
        !opens(encrypted, place, fresh) &&
        opens(encrypted, place, both)
      )
    }),
  )
  t.notSame(old.hash('look-up', 'x'), old.hash('credentials', 'x'), 'the hash of one purpose is not that of another')
})

t.test('master keys are rotated while requests are served', async (t) => {
  const { database, api, make, port, agent, contract } = await buildTestApp(t)
  const here = idOf(await make.facility())
  const key = api.key as string
  const nikOf = (n: number) => `33040606069${String(n).padStart(5, '0')}`
  const people: Row[] = []
  for (let n = 0; n < 30; n++) people.push(await make.inmate(here, { nik: nikOf(n) }))
  const buyer = await make.buyer(here, { npwp: '1234567890123456' })
  await api.patch(`/v1/buyers/${buyer.id}`, { ifMatch: 1, body: { npwp: '1234567890123457' } })
  const request = await make.create('createSubjectRequest', here, { subject: { type: 'INMATE', id: String(people[7]?.id) } })
  const ofBuyer = await make.create('createSubjectRequest', here, { subject: { type: 'BUYER', id: String(buyer.id) } })
  const marked = Object.values(contract.document.components.schemas).flatMap(({ properties = {} }) => Object.values(properties))
  t.strictSame(
    new Set(marked.flatMap(({ 'x-encrypted': column }) => (column === undefined ? [] : [column]))),
    new Set(encryptedColumns),
    'every encrypted member is known',
  )
  agent.destroy()

  const start = async (keyring: Keyring): Promise<Client> => {
    const app = await buildApp({ databaseUrl: database.serviceUrl, logLevel: 'silent', keyring })
    t.teardown(() => app.close())
    await app.listen({ host: '127.0.0.1', port: 0 })
    return new Client({ port: (app.server.address() as { port: number }).port, agent, contract }, key)
  }
  const [knowsBoth, stillOld] = [await start(both), api]
  t.not(port, 0)
  const pool = openPool(database.serviceUrl)
  t.teardown(() => pool.end())

  let running = true
  let asked = 0
  const load = async (client: Client, from: number) => {
    for (let n = from; running; n = (n + 1) % people.length) {
      const { body } = await client.get(`/v1/inmates/${people[n]?.id}`)
      if (body.nik !== nikOf(n)) throw new Error(`inmate ${n} was answered another NIK`)
      const found = await client.post('/v1/inmates/_search', { body: { nik: nikOf(n) } })
      if (found.items.length !== 1) throw new Error(`the NIK of inmate ${n} was found ${found.items.length} times`)
      asked += 2
    }
  }
  // Every instance knows both keys before anything is encrypted again.
  t.match(await stillOld.post('/v1/inmates', { body: await make.body('createInmate', here, { nik: nikOf(100) }) }), { status: 201 })
  const loads = [load(knowsBoth, 0), load(knowsBoth, 10)]
  t.match(
    await knowsBoth.post('/v1/inmates', { body: await make.body('createInmate', here, { nik: nikOf(1) }) }),
    { status: 409, body: { code: 'duplicate' } },
    'a number that the old key hashed is still taken',
  )
  t.equal(await reEncrypt(pool, both, 'inmate.nik'), 31)
  t.equal(await reEncrypt(pool, both, 'buyer.npwp'), 1)
  t.equal(await reEncryptFormer(pool, both, 'buyer.npwp'), 1, 'former numbers as well')
  t.equal(await reEncryptFormer(pool, both, 'buyer.npwp'), 0)
  t.equal(await reEncrypt(pool, both, 'inmate.nik'), 0, 'a second time there is nothing to do')
  running = false
  await Promise.all(loads)
  t.ok(asked > 0, `${asked} requests were answered right meanwhile`)

  const afterwards = await start(fresh)
  t.equal((await afterwards.get(`/v1/inmates/${people[7]?.id}`)).body.nik, nikOf(7), 'the old key can go')
  t.equal((await afterwards.get(`/v1/inmates/${people[7]?.id}`)).body.version, 1, 'nobody sees a change')
  t.equal((await afterwards.get(`/v1/buyers/${buyer.id}`)).body.npwp, '1234567890123457')
  t.strictSame((await afterwards.get(`/v1/subject-requests/${request.id}/record`)).body.formerValues, [], 'encrypting again is no correction')
  const { formerValues } = (await afterwards.get(`/v1/subject-requests/${ofBuyer.id}/record`)).body
  t.match(formerValues, [{ field: 'npwp', former: '1234567890123456' }])
  t.equal((await afterwards.post('/v1/inmates/_search', { body: { nik: nikOf(3) } })).items.length, 1)
})
