/** Who asks: every operation with every kind of bad credential, and what a good one is worth the moment something changes. */
import { createPublicKey, type JsonWebKey, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { exportJWK, generateKeyPair, type JWTPayload } from 'jose'
import t, { type Test } from 'tap'
import { allScopes } from '../../src/platform/contract/tags.ts'
import { AccessChanges } from '../../src/platform/security/authentication/changes.ts'
import { credentialIdOf, newApiKey } from '../../src/platform/security/authentication/credentials.ts'
import { bootstrapCredentialId, bootstrapHours, installBootstrapKey } from '../../src/platform/security/authentication/first-keys.ts'
import { Keyring } from '../../src/platform/security/keyring.ts'
import { scopesOf } from '../../src/platform/security/roles.ts'
import { buildTestApp } from '../support/app.ts'
import type { Answer, Call } from '../support/client.ts'
import type { Operation, Row } from '../support/contract.ts'
import { idOf } from '../support/make.ts'
import { hmacWithPublicKey, signed, signerOf, tokenFor, unsigned } from '../support/oauth.ts'
import { perform } from '../support/perform.ts'
import { openProxy } from '../support/proxy.ts'
import { prepare } from '../support/scenarios.ts'

const server = await buildTestApp(t)
const { contract, api, make, makeClient, clientOf, addSecret, revoke, grant, database, port } = server
const here = idOf(await make.facility())

const key = await makeClient()
const clientId = await clientOf(key)
const secret = await addSecret(clientId)
const signer = await signerOf(server, clientId)
const now = Math.floor(Date.now() / 1_000)

const stranger = await generateKeyPair('ES256', { extractable: true })
const strangerJwk = { private: await exportJWK(stranger.privateKey), public: await exportJWK(stranger.publicKey) }
const good = await signer.sign()
const claims = JSON.parse(Buffer.from(good.split('.')[1] ?? '', 'base64url').toString()) as JWTPayload
const byStranger = (header: object) => signed(claims, { alg: 'ES256', typ: 'at+jwt', ...header }, strangerJwk.private)
const publicPem = String(createPublicKey({ key: signer.publicJwk as JsonWebKey, format: 'jwk' }).export({ type: 'spki', format: 'pem' }))
const flipped = (token: string): string => {
  const [head, body, signature = ''] = token.split('.')
  const bytes = Buffer.from(signature, 'base64url')
  bytes[10] = (bytes[10] ?? 0) ^ 1
  return `${head}.${body}.${bytes.toString('base64url')}`
}

/** The key and a token of a client that something has happened to. */
async function clientWith(change: string): Promise<{ key: string; token: string }> {
  const key = await makeClient()
  const id = await clientOf(key)
  const token = await tokenFor(server, id, await addSecret(id))
  await database.query(`UPDATE api_client SET ${change} WHERE id = $1`, [id])
  return { key, token }
}
const suspended = await clientWith('suspended = true')
const archived = await clientWith('archived = true')
const ended = await clientWith("expires_at = now() - interval '1 second'")

const refused: [string, Call, string][] = [
  ['no header', { key: null }, 'token-missing'],
  ['an empty header', { key: null, headers: { authorization: '' } }, 'token-missing'],
  ['another scheme', { key: null, headers: { authorization: 'Basic dXNlcjpwYXNz' } }, 'token-invalid'],
  ['a malformed credential', { key: 'short' }, 'token-invalid'],
  ['an unknown key', { key: newApiKey(server.app.keyring, 'test').key }, 'token-invalid'],
  ['a word that is no key', { key: 'any-word-of-24-characters' }, 'token-invalid'],
  ['a revoked key', { key: await makeClient({ revoked: true }) }, 'token-invalid'],
  ['an expired key', { key: await makeClient({ expired: true }) }, 'token-expired'],
  ['a client secret', { key: secret }, 'token-invalid'],
  ['the key of a suspended client', { key: suspended.key }, 'token-invalid'],
  ['the token of a suspended client', { key: suspended.token }, 'token-invalid'],
  ['the key of an archived client', { key: archived.key }, 'token-invalid'],
  ['the token of an archived client', { key: archived.token }, 'token-invalid'],
  ['the key of a client that has ended', { key: ended.key }, 'token-expired'],
  ['the token of a client that has ended', { key: ended.token }, 'token-expired'],
  ['a token that is no JSON', { key: 'eyJhbGci.eyJpc3Mi.AAAAAAAA' }, 'token-invalid'],
  ['half a token', { key: good.slice(0, good.lastIndexOf('.')) }, 'token-invalid'],
  ['an expired token', { key: await signer.sign({ exp: now - 1 }) }, 'token-expired'],
  ['a token for another audience', { key: await signer.sign({ aud: 'https://other.example' }) }, 'token-invalid'],
  ['a token of another issuer', { key: await signer.sign({ iss: 'https://other.example' }) }, 'token-invalid'],
  ['a token of nobody', { key: await signer.sign({ client_id: randomUUID() }) }, 'token-invalid'],
  ['a token of another type', { key: await signer.sign({}, { typ: 'JWT' }) }, 'token-invalid'],
  ['alg none', { key: unsigned(good) }, 'token-invalid'],
  ['HS256 with the public key', { key: hmacWithPublicKey(good, publicPem, signer.publicJwk.kid) }, 'token-invalid'],
  ['an embedded jwk', { key: await byStranger({ jwk: strangerJwk.public }) }, 'token-invalid'],
  ['a jku of its own', { key: await byStranger({ kid: 'x', jku: 'http://127.0.0.1:1/jwks' }) }, 'token-invalid'],
  ['the signature of another key', { key: await byStranger({ kid: signer.publicJwk.kid }) }, 'token-invalid'],
  ['a flipped signature', { key: flipped(good) }, 'token-invalid'],
]
const scopeless = { key: await makeClient({ scopes: [] }), token: await signer.sign({ scope: '' }), foreign: await signer.sign({ scope: 'openid' }) }

const problemOf = ({ body: { instance: _, ...rest } }: Answer): Row => rest
/** What requests have left; refusals of a known client are recorded beside the answer. */
const traces = async (): Promise<unknown> =>
  database.query(
    "SELECT (SELECT count(*) FROM event) AS events, (SELECT count(*) FROM audit_entry WHERE outcome = 'ALLOWED') AS audits, (SELECT count(*) FROM idempotency_key) AS replays",
  )

async function isGuarded(t: Test, operation: Operation): Promise<void> {
  if (operation.id !== 'readMe') t.ok(allScopes().includes(operation.scope ?? ''), 'names its scope')
  // What would succeed with a good credential, as the last line shows.
  const scene = await prepare(contract, operation, { make, facilityId: here })
  const more = operation.idempotent ? { idempotencyKey: randomUUID() } : {}
  const before = await traces()
  const bodies = new Map<string, Row>()
  for (const [what, call, code] of refused) {
    const answer = await perform(api, operation, scene, { ...more, ...call })
    t.match(answer, { status: 401, body: { code } }, `${what} answers 401 ${code}`)
    t.match(answer.headers['www-authenticate'], code === 'token-missing' ? /^Bearer realm="binakarya"$/ : /error="invalid_token"/, `${what} is challenged`)
    const body = bodies.get(code) ?? problemOf(answer)
    bodies.set(code, body)
    t.strictSame(problemOf(answer), body, `${what} looks like any other ${code}`)
  }
  const blind = await perform(api, operation, scene, { key: null, bytes: '{"broken', headers: { 'content-type': 'application/json' } })
  t.equal(blind.status, 401, 'authentication comes before parsing')
  if (operation.scope !== undefined) {
    for (const [what, key] of Object.entries(scopeless)) {
      const answer = await perform(api, operation, scene, { ...more, key })
      t.match(answer, { status: 403, body: { code: 'scope-missing', facts: { requiredScope: operation.scope } } }, `scopeless ${what} answers 403`)
      t.match(answer.headers['www-authenticate'], `scope="${operation.scope}"`, 'the challenge names the scope')
    }
  }
  t.strictSame(await traces(), before, 'nothing of that has left a trace')
  // To search by a personal value takes the scope of that value as well.
  const values = Object.values(operation.id.startsWith('search') ? (operation.body?.properties ?? {}) : {}).flatMap((member) => member['x-scope'] ?? [])
  // To read the values of a change takes the scope of its record, which is an inmate's here.
  const ofRecord = operation.id === 'readAuditChanges' ? ['inmates:read'] : []
  const token = await signer.sign({ scope: [operation.scope ?? '', ...ofRecord, ...new Set(values)].join(' ').trim() })
  t.equal((await perform(api, operation, scene, { ...more, key: token })).status, operation.success, 'a token with just this scope succeeds')
}

t.test('every operation refuses every bad credential', async (t) => {
  for (const operation of contract.operations.filter(({ isPublic }) => !isPublic)) await t.test(operation.id, (t) => isGuarded(t, operation))
})

const facilities = '/v1/facilities'
/** Asks until the answer is `status`, a second at most: an announcement travels beside the requests. */
async function soon(t: Test, key: string, path: string, status: number, message: string): Promise<void> {
  const deadline = Date.now() + 1_000
  let answer = await api.get(path, { key })
  while (answer.status !== status && Date.now() < deadline) answer = await api.get(path, { key })
  t.equal(answer.status, status, message)
}

t.test('the times of a token are checked to the second', async (t) => {
  const seconds = () => Math.floor(Date.now() / 1_000)
  for (const [what, claims, status] of [
    ['ends in two seconds', { exp: seconds() + 2 }, 200],
    ['has ended this second', { exp: seconds() }, 401],
    ['ended a second ago', { exp: seconds() - 1 }, 401],
    ['begins now', { nbf: seconds() }, 200],
    ['begins a moment later', { nbf: seconds() + 2 }, 401],
    ['is for several services', { aud: ['https://other.example', `http://127.0.0.1:${port}`] }, 200],
    ['is for nobody', { aud: undefined }, 401],
    ['has no issuer', { iss: undefined }, 401],
    ['has no end', { exp: undefined }, 401],
    ['has no client', { client_id: undefined }, 401],
    ['has no subject', { sub: undefined }, 401],
    ['has no name', { jti: undefined }, 401],
    ['ends at a word', { exp: 'tomorrow' }, 401],
    ['has a scope that is no text', { scope: ['facilities:read'] }, 403],
  ] as const)
    t.equal((await api.get(facilities, { key: await signer.sign(claims as JWTPayload) })).status, status, what)
})

t.test('roles are bundles of scopes', async (t) => {
  const key = await makeClient({ roles: ['small-business-platform', 'removed-role'], scopes: ['sales:read'] })
  t.strictSame(
    (await api.get('/v1/me', { key })).body.scopes,
    allScopes().filter((scope) => [...scopesOf(['small-business-platform']), 'sales:read'].includes(scope)),
  )
})

t.test('a change of the client holds for the next request, with a key and with a token', async (t) => {
  const key = await makeClient()
  const id = await clientOf(key)
  const token = await tokenFor(server, id, await addSecret(id))
  const both = async (status: number, what: string) => {
    for (const credential of [key, token]) await soon(t, credential, facilities, status, what)
  }
  const change = (to: string) => database.query(`UPDATE api_client SET ${to} WHERE id = $1`, [id])
  await both(200, 'it works and is remembered')
  for (const [to, back, status] of [
    ['suspended = true', 'suspended = false', 401],
    ['archived = true', 'archived = false', 401],
    ["scopes = '{}'", `scopes = '{${allScopes().join(',')}}'`, 403],
    ["expires_at = now() - interval '1 second'", 'expires_at = NULL', 401],
  ] as const) {
    await change(to)
    await both(status, to)
    await change(back)
    await both(200, back)
  }
  await change("expires_at = now() + interval '700 ms'")
  await both(200, 'before the client ends')
  await pause(800)
  for (const credential of [key, token])
    t.match(await api.get(facilities, { key: credential }), { status: 401, body: { code: 'token-expired' } }, 'and after, from memory')
  await change('expires_at = NULL')
  await revoke(key)
  await soon(t, key, facilities, 401, 'a revoked key')
  await soon(t, token, facilities, 200, 'is none of the token’s business')
})

t.test('the person a client acts for is named in one header', async (t) => {
  for (const value of ['a', 'x'.repeat(100), 'urn:kemenimipas:petugas/17'])
    t.equal((await api.get(facilities, { headers: { 'on-behalf-of': value } })).status, 200, value.slice(0, 30))
  for (const value of ['', 'x'.repeat(101), 'two words', Buffer.from('é').toString('latin1')]) {
    const answer = await api.get(facilities, { headers: { 'on-behalf-of': value } })
    t.match(
      answer,
      { status: 400, body: { code: 'invalid-request', errors: [{ location: 'header', pointer: 'On-Behalf-Of' }] } },
      JSON.stringify(value.slice(0, 30)),
    )
  }
  t.equal((await api.get(facilities, { key: null, headers: { 'on-behalf-of': '' } })).status, 401, 'who it is comes first')
})

t.test('one file alone reads the credentials of a request', (t) => {
  const src = join(import.meta.dirname, '..', '..', 'src')
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const reads = /headers\.authorization|\bauthorization\b[^:}]*\} =|headers\[['"](authorization|on-behalf-of)/
  t.strictSame(
    files.filter((name) => reads.test(readFileSync(join(src, name), 'utf8'))),
    ['platform/security/authentication/callers.ts'],
  )
  t.end()
})

t.test('a dump of the database holds no key, and a key names its row', async (t) => {
  const dump = JSON.stringify(
    await database.query('SELECT credential::text, api_client::text FROM client_credential credential JOIN api_client ON api_client.id = client_id'),
  )
  for (const credential of [key, secret]) {
    const part = credential.split('_').slice(3).join('_')
    t.equal(Buffer.from(part, 'base64url').length, 32, '256 random bits')
    t.notMatch(dump, part)
    t.notMatch(dump, Buffer.from(credential).toString('hex'))
  }
  t.match(key, /^bk_test_[0-9a-f]{32}_[\w-]{43}$/)
  t.equal(credentialIdOf(key)?.length, 36)
  const other = await makeClient()
  const mixed = `${key.slice(0, 'bk_test_'.length + 32)}${other.slice('bk_test_'.length + 32)}`
  t.equal((await api.get(facilities, { key: mixed })).status, 401, 'the id of one and the secret of another')
})

t.test('a key that was hashed with an earlier version of the keyring is valid', async (t) => {
  const newer = new Keyring([
    { version: 2, key: Buffer.alloc(32, 'another key of the ring') },
    { version: 1, key: Buffer.from('kzO0Qm1m6c7Zt8x3lYw5Jg9u2RfVbNaHsDqEoPiKjTU=', 'base64') },
  ])
  const rotated = await buildTestApp(t, { shared: database, keyring: newer, publicUrl: `http://127.0.0.1:${port}` })
  t.equal((await rotated.api.get(facilities, { key })).status, 200)
  t.equal((await rotated.api.get(facilities, { key: good })).status, 200, 'and so is a token')
  const fresh = newApiKey(newer, 'test')
  await database.prisma.clientCredential.create({ data: { id: fresh.id, clientId, secretHash: Uint8Array.from(fresh.hash) } })
  t.equal((await rotated.api.get(facilities, { key: fresh.key })).status, 200)
  t.equal((await api.get(facilities, { key: fresh.key })).status, 401, 'an instance without the new version does not know it')
})

t.test('an operator may choose any words as the bootstrap key', async (t) => {
  const chosen = 'four-and-twenty-characters'
  t.equal((await api.get(facilities, { key: chosen })).status, 401)
  await installBootstrapKey(server.app, chosen)
  await soon(t, chosen, facilities, 200, 'installed')
  t.equal((await api.get(facilities, { key: `${chosen}!` })).status, 401)
  const formed = newApiKey(server.app.keyring)
  await installBootstrapKey(server.app, formed.key)
  await soon(t, formed.key, facilities, 200, 'or one of the format')
  await soon(t, chosen, facilities, 401, 'which ends the one before')
  await installBootstrapKey(server.app, undefined)
  await soon(t, formed.key, facilities, 401, 'or none')
})

t.test('a bootstrap key of the settings ends after a day, however often the service starts', async (t) => {
  const chosen = 'four-and-twenty-more-characters'
  const ends = async () => (await database.query<{ at: Date }>('SELECT expires_at AS at FROM client_credential WHERE id = $1', [bootstrapCredentialId]))[0]?.at
  await installBootstrapKey(server.app, chosen, bootstrapHours)
  await soon(t, chosen, facilities, 200, 'it opens the first doors')
  const end = Number(await ends())
  t.ok(end > Date.now() + 23 * 3_600_000 && end <= Date.now() + 25 * 3_600_000)
  await database.query("UPDATE client_credential SET expires_at = now() - interval '1 second' WHERE id = $1", [bootstrapCredentialId])
  await installBootstrapKey(server.app, chosen, bootstrapHours)
  await soon(t, chosen, facilities, 401, 'another start does not prolong it')
  await installBootstrapKey(server.app, 'another-one-of-the-operator', bootstrapHours)
  await soon(t, 'another-one-of-the-operator', facilities, 200, 'a new one begins anew')
  await database.query('UPDATE client_credential SET expires_at = NULL WHERE id = $1', [bootstrapCredentialId])
  await installBootstrapKey(server.app, 'another-one-of-the-operator', bootstrapHours)
  t.ok(await ends(), 'one from before this rule ends as well')
  await installBootstrapKey(server.app, undefined)
})

t.test('a malformed key costs no look-up, an unknown id costs one', async (t) => {
  await api.get(facilities, { key: 'nonsense-of-24-characters' })
  const { pool } = server.app
  const query = pool.query
  let asked = 0
  pool.query = ((...args: Parameters<typeof query>) => {
    // That a credential was used is written down beside the requests.
    if (JSON.stringify(args[0]).includes('api_client')) asked++
    return query.apply(pool, args)
  }) as typeof query
  t.teardown(() => {
    pool.query = query
  })
  for (const nonsense of [
    'nonsense-of-24-characters',
    'bk_live_nonsense_nonsense',
    'eyJhbGci.eyJpc3Mi.AAAAAAAA',
    `bk_live_${'g'.repeat(32)}_${'x'.repeat(43)}`,
  ])
    t.equal((await api.get(facilities, { key: nonsense })).status, 401)
  t.equal(asked, 0)
  t.equal((await api.get(facilities, { key: newApiKey(server.app.keyring).key })).status, 401)
  t.equal(asked, 1)
})

t.test('a client of a regional office sees the facilities below it, also after they move', async (t) => {
  const [north, south] = [idOf(await make.facility({ type: 'KANWIL' })), idOf(await make.facility({ type: 'KANWIL' }))]
  const key = await makeClient({ facilities: [north] })
  const credentials = [key, await signer.sign({ client_id: await clientOf(key), scope: allScopes().join(' ') })]
  const read = async (path: string, status: number, what: string) => {
    for (const credential of credentials) await soon(t, credential, path, status, what)
  }
  const below = await make.facility({ type: 'RUTAN', parentId: north })
  const beside = await make.facility({ type: 'RUTAN', parentId: south })
  const officer = idOf(await make.officer(idOf(below)))
  await read(`/v1/officers/${officer}`, 200, 'a row of a facility that was added below')
  await read(`${facilities}/${idOf(below)}`, 200, 'the facility')
  await read(`${facilities}/${idOf(beside)}`, 404, 'one below another office')
  await read(`${facilities}/${here}`, 404, 'one below none')
  t.strictSame((await api.get('/v1/me', { key })).body.facilityIds, [north, idOf(below)].sort())
  t.strictSame((await api.get(facilities, { key })).items.map(idOf).sort(), [north, idOf(below)].sort(), 'the list')

  const { body: moved } = await api.patch(`${facilities}/${idOf(below)}`, { body: { parentId: south }, ifMatch: '*' })
  t.equal(moved.parentId, south)
  await read(`/v1/officers/${officer}`, 404, 'after it has moved away')
  await api.patch(`${facilities}/${idOf(below)}`, { body: { parentId: north }, ifMatch: '*' })
  await read(`/v1/officers/${officer}`, 200, 'after it has come back')

  const leaf = await makeClient({ facilities: [idOf(beside)] })
  t.equal((await api.get(`${facilities}/${south}`, { key: leaf })).status, 404, 'nobody sees what is above')
  await grant(leaf, north)
  await soon(t, leaf, `/v1/officers/${officer}`, 200, 'a grant of the office is a grant of what is below')
})

t.test('a listener whose connection is silent is noticed, and nothing is cached meanwhile', async (t) => {
  const proxy = await openProxy(Number(new URL(database.url).port))
  const changes = new AccessChanges(Object.assign(new URL(database.url), { port: String(proxy.port) }).href)
  const memory = changes.memory<number>()
  t.teardown(async () => {
    proxy.silence(false)
    await changes.close()
    await proxy.close()
  })
  let found = 0
  const isKept = async () => {
    const before = found
    await memory.get('key', async () => ++found)
    return before === found
  }
  t.notOk(await isKept(), 'before it listens')
  await changes.listen()
  await isKept()
  t.ok(await isKept(), 'while it hears')
  proxy.silence(true)
  const deadline = Date.now() + 12_000
  while ((await isKept()) && Date.now() < deadline) await pause(100)
  t.notOk(await isKept(), 'when it hears nothing')
  proxy.silence(false)
  const recovered = Date.now() + 12_000
  while (!(await isKept()) && Date.now() < recovered) await pause(100)
  t.ok(await isKept(), 'when it hears again')
})
