/** Tokens of an external OpenID provider: the real `oidc-provider` issues them, over HTTP on loopback, and we read its keys. */
import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import Provider from 'oidc-provider'
import t, { type Test } from 'tap'
import { buildTestApp, type TestApp } from '../support/app.ts'
import { hmacWithPublicKey, signed, unsigned } from '../support/oauth.ts'

const audience = 'https://binakarya.example'
const facilities = '/v1/facilities'

async function makeKey(kid: string, alg = 'RS256'): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true })
  return { ...(await exportJWK(privateKey)), kid, alg, use: 'sig' }
}

interface Running {
  issuer: string
  /** How often its keys have been fetched. */
  fetches(): number
  /** Signs with other keys from now on, as a provider that has rotated. */
  become(keys: JWK[]): void
  stop(): Promise<void>
  start(): Promise<void>
  /** A token as a client of it gets one. */
  token(): Promise<string>
}

async function runProvider(t: Test, keys: JWK[]): Promise<Running> {
  let fetched = 0
  let handler: ReturnType<Provider['callback']>
  const server: Server = createServer((request, response) => {
    if (request.url === '/jwks') fetched++
    handler(request, response)
  })
  const listen = (port: number) => new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  const stop = () =>
    new Promise<void>((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
  await listen(0)
  const { port } = server.address() as AddressInfo
  const issuer = `http://127.0.0.1:${port}`
  const become = (keys: JWK[]) => {
    const provider = new Provider(issuer, {
      jwks: { keys },
      clients: [{ client_id: 'registry', client_secret: 'registry-secret', grant_types: ['client_credentials'], redirect_uris: [], response_types: [] }],
      features: {
        devInteractions: { enabled: false },
        clientCredentials: { enabled: true },
        resourceIndicators: {
          enabled: true,
          defaultResource: () => audience,
          getResourceServerInfo: () => ({ scope: 'facilities:read openid-like', accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } }),
        },
      },
    })
    handler = provider.callback()
  }
  become(keys)
  t.teardown(stop)
  const token = async () => {
    const form = { grant_type: 'client_credentials', client_id: 'registry', client_secret: 'registry-secret' }
    const answer = await fetch(`${issuer}/token`, { method: 'POST', body: new URLSearchParams(form) })
    const { access_token } = (await answer.json()) as { access_token?: string }
    if (access_token === undefined) throw new Error(`The provider answered ${answer.status}.`)
    return access_token
  }
  return { issuer, fetches: () => fetched, become, stop, start: () => listen(port), token }
}

const usual = ['facilities:read', 'facilities:write', 'officers:read']
/** A client that somebody has registered, with scopes that one person may give. Returns its id. */
async function register({ makeClient, clientOf, database }: TestApp, scopes: readonly string[] = usual): Promise<string> {
  const id = await clientOf(await makeClient({ scopes }))
  await database.prisma.apiClient.update({ where: { id }, data: { createdBy: id } })
  return id
}
/** Whom a token is of claims a client, as whoever manages clients lets it. */
const claim = ({ api }: Pick<TestApp, 'api'>, id: string, token: string) =>
  api.post(`/v1/api-clients/${id}/credentials`, { body: { kind: 'EXTERNAL_SUBJECT', token } })
const seconds = () => Math.floor(Date.now() / 1_000)
const goodClaims = (iss: string) => ({ iss, aud: audience, sub: 'registry', client_id: 'registry', exp: seconds() + 600, iat: seconds(), jti: 'a' })

t.test('a token of the provider identifies the client that its subject has claimed', async (t) => {
  const [key, other] = [await makeKey('first'), await makeKey('second')]
  const provider = await runProvider(t, [key])
  const { issuer } = provider
  const server = await buildTestApp(t, { oidc: { issuer, audience } })
  const { api, database } = server
  const token = await provider.token()
  const id = await register(server, ['facilities:read', 'officers:read'])

  t.match(await api.get(facilities, { key: token }), { status: 401, body: { code: 'token-invalid' } }, 'nobody here has that name')
  t.match(await claim(server, id, token), {
    status: 201,
    body: { kind: 'EXTERNAL_SUBJECT', externalIssuer: issuer, externalClient: 'registry', externalSubject: 'registry', secret: null },
  })
  t.equal((await api.get(facilities, { key: token })).status, 200)
  t.equal((await api.get('/v1/me', { key: token })).body.clientId, id)
  t.equal(provider.fetches(), 1, 'its keys were fetched once')

  const make = (claims: Record<string, unknown> = {}, header: object = {}, by = key) =>
    signed({ ...goodClaims(issuer), ...claims }, { alg: 'RS256', typ: 'at+jwt', kid: 'first', ...header }, by)
  const scopesOf = async (claims: Record<string, unknown>) => (await api.get('/v1/me', { key: await make(claims) })).body.scopes
  t.strictSame(await scopesOf({}), ['facilities:read', 'officers:read'], 'what it may is decided here')
  t.strictSame(await scopesOf({ scope: 'openid profile' }), ['facilities:read', 'officers:read'], 'scopes of other services say nothing')
  t.strictSame(await scopesOf({ scope: 'openid officers:read payments:read' }), ['officers:read'], 'scopes of ours narrow, and do not widen')
  t.strictSame(await scopesOf({ scope: 'openid payments:read' }), [], 'also where the client has none of those that the token names')

  const hour = 3_600
  for (const [what, credential, status] of [
    ['without client_id, azp names the client', await make({ client_id: undefined, azp: 'registry' }), 200],
    ['without either, nothing does', await make({ client_id: undefined }), 401],
    ['client_id goes before azp', await make({ client_id: 'another', azp: 'registry' }), 401],
    ['the client acts itself', await make({ act: { sub: 'registry' } }), 200],
    ['somebody else acts in its name', await make({ act: { sub: 'a-person' } }), 401],
    ['an actor without a name', await make({ act: null }), 401],
    ['without a subject', await make({ sub: undefined }), 401],
    ['a subject that is none', await make({ sub: '' }), 401],
    ['ends in a second', await make({ exp: seconds() + 2 }), 200],
    ['ended a second ago', await make({ exp: seconds() - 1 }), 401],
    ['has no end', await make({ exp: undefined }), 401],
    ['begins now', await make({ nbf: seconds() }), 200],
    ['begins in a while', await make({ nbf: seconds() + 300 }), 401],
    ['does not say since when', await make({ iat: undefined }), 401],
    ['is an hour old but for a second, whatever its end', await make({ iat: seconds() - hour + 2, exp: seconds() + 24 * hour }), 200],
    ['is an hour old, whatever its end', await make({ iat: seconds() - hour, exp: seconds() + 24 * hour }), 401],
    ['of a clock that is a minute ahead', await make({ iat: seconds() + 60 }), 200],
    ['of a clock that is further ahead', await make({ iat: seconds() + 62 }), 401],
    ['for another service', await make({ aud: 'https://other.example' }), 401],
    ['for several', await make({ aud: ['https://other.example', audience] }), 200],
    ['of another issuer', await make({ iss: 'https://other.example' }), 401],
    ['an ID token', await make({}, { typ: 'JWT' }), 401],
    ['without a type', await make({}, { typ: undefined }), 401],
    ['alg none', unsigned(await make()), 401],
    ['HS256 with the public key', hmacWithPublicKey(await make(), JSON.stringify({ n: key.n, e: key.e }), 'first'), 401],
    ['the signature of another key', await make({}, {}, other), 401],
    ['an embedded jwk', await make({}, { kid: undefined, jwk: { kty: other.kty, n: other.n, e: other.e } }, other), 401],
    ['a jku of its own', await make({}, { jku: 'http://127.0.0.1:1/jwks' }, other), 401],
  ] as const)
    t.equal((await api.get(facilities, { key: credential })).status, status, what)

  const iat = seconds() - 100
  const { expiresAt } = (await api.get('/v1/me', { key: await make({ iat, exp: iat + 24 * hour }) })).body
  t.equal(expiresAt, new Date((iat + hour) * 1_000).toISOString(), 'it ends an hour after it was issued')

  await database.prisma.apiClient.update({ where: { id }, data: { suspended: true } })
  await pause(50)
  t.equal((await api.get(facilities, { key: token })).status, 401, 'suspended here')
})

t.test('an external subject is claimed with a token of it, once', async (t) => {
  const key = await makeKey('first')
  const provider = await runProvider(t, [key])
  const { issuer } = provider
  const server = await buildTestApp(t, { oidc: { issuer, audience } })
  const { api } = server
  const [one, two] = [await register(server), await register(server)]
  const make = (claims: Record<string, unknown> = {}, by = key) =>
    signed({ ...goodClaims(issuer), ...claims }, { alg: 'RS256', typ: 'at+jwt', kid: 'first' }, by)
  const contradiction = { status: 422, body: { code: 'contradiction', errors: [{ pointer: '/token' }] } }
  for (const [what, token] of [
    ['a token of nobody', 'x'.repeat(40)],
    ['a forged one', await make({}, await makeKey('first'))],
    ['one that has ended', await make({ exp: seconds() - 1 })],
    ['one that is too old', await make({ iat: seconds() - 3_601 })],
    ['one for another service', await make({ aud: 'https://other.example' })],
    ['one of this service', String(api.key)],
  ] as const)
    t.match(await claim(server, one, token), contradiction, what)
  const plain = await buildTestApp(t, { shared: server.database })
  t.match(await claim(plain, one, await make()), contradiction, 'where no provider is trusted')
  t.match(await api.post(`/v1/api-clients/${one}/credentials`, { body: { kind: 'EXTERNAL_SUBJECT' } }), contradiction, 'typing is no proof')
  t.match(await api.post(`/v1/api-clients/${one}/credentials`, { body: { kind: 'API_KEY', token: await make() } }), contradiction, 'a key needs none')

  const idempotencyKey = randomUUID()
  const body = { kind: 'EXTERNAL_SUBJECT', token: await make() }
  const both = await Promise.all([one, two].map((id) => api.post(`/v1/api-clients/${id}/credentials`, { body, idempotencyKey: `${idempotencyKey}${id}` })))
  t.strictSame(both.map(({ status }) => status).sort(), [201, 409], 'of two that ask at once, one gets it')
  t.match(
    both.find(({ status }) => status === 409),
    { body: { code: 'duplicate', errors: [{ pointer: '/token' }] } },
  )
  const [mine, others] = both[0]?.status === 201 ? [one, two] : [two, one]
  t.match(await claim(server, mine, await make({ sub: 'a-person' })), { status: 409, body: { code: 'too-many-credentials' } }, 'two would be two callers')
  const { items } = await api.get(`/v1/api-clients/${mine}/credentials`, { query: { kind: 'EXTERNAL_SUBJECT' } })
  const token = await make({ jti: 'b' })
  t.equal((await api.get('/v1/me', { key: token })).body.clientId, mine)
  await api.delete(`/v1/api-clients/${mine}/credentials/${items[0]?.id}`, { ifMatch: '*' })
  t.equal((await api.get('/v1/me', { key: token })).status, 401, 'revoked')
  t.equal((await claim(server, others, token)).status, 201, 'and free for who proves it again')
})

t.test('issuer, client and subject together say who calls: no two of them are one caller', async (t) => {
  const key = await makeKey('first')
  const [provider, foreign] = [await runProvider(t, [key]), await runProvider(t, [key])]
  const server = await buildTestApp(t, { oidc: { issuer: provider.issuer, audience } })
  const elsewhere = await buildTestApp(t, { oidc: { issuer: foreign.issuer, audience }, shared: server.database })
  const make = (claims: Record<string, unknown> = {}) =>
    signed({ ...goodClaims(provider.issuer), ...claims }, { alg: 'RS256', typ: 'at+jwt', kid: 'first' }, key)
  const callers = [
    { app: server, claims: {} },
    { app: server, claims: { client_id: 'portal' } },
    { app: server, claims: { sub: 'petugas-17' } },
    { app: server, claims: { client_id: 'portal', sub: 'petugas-17' } },
    { app: elsewhere, claims: { iss: foreign.issuer } },
    { app: elsewhere, claims: { iss: foreign.issuer, client_id: 'portal', sub: 'petugas-17' } },
  ]
  const ids: string[] = []
  for (const { app, claims } of callers) {
    const token = await make(claims)
    t.equal((await app.api.get('/v1/me', { key: token })).status, 401, `${JSON.stringify(claims)} is nobody before it has claimed a client`)
    const id = await register(server)
    t.equal((await claim(app, id, token)).status, 201)
    t.equal((await app.api.get('/v1/me', { key: token })).body.clientId, id)
    ids.push(id)
  }
  t.equal(new Set(ids).size, callers.length)

  const [program, , person] = await Promise.all(callers.map(async ({ claims }) => server.api.as(await make(claims))))
  if (program === undefined || person === undefined) throw new Error('There are six.')
  const idempotencyKey = randomUUID()
  const created = [program, person].map(async (by) => by.post(facilities, { body: await server.make.body('createFacility', ''), idempotencyKey }))
  const [first, second] = await Promise.all(created)
  t.strictSame([first?.status, second?.status], [201, 201])
  t.not(first?.body.id, second?.body.id, 'an Idempotency-Key is of one of them')
  const { next } = (await program.get(facilities, { query: { limit: 1 } })).body
  t.match(await person.get(facilities, { query: { limit: 1, cursor: String(next) } }), { status: 400, body: { code: 'cursor-mismatch' } }, 'and so is a cursor')
})

t.test('a person who uses a client is who calls, with what that person was granted here', async (t) => {
  const key = await makeKey('first')
  const provider = await runProvider(t, [key])
  const server = await buildTestApp(t, { oidc: { issuer: provider.issuer, audience } })
  const { api, database } = server
  const make = (claims: Record<string, unknown> = {}) =>
    signed({ ...goodClaims(provider.issuer), ...claims }, { alg: 'RS256', typ: 'at+jwt', kid: 'first' }, key)
  const [program, person] = [await register(server), await register(server, ['facilities:read', 'facilities:write'])]
  await claim(server, program, await make())
  await claim(server, person, await make({ sub: 'petugas-17' }))
  const { scopes } = (await api.get('/v1/me', { key: await make({ sub: 'petugas-17' }) })).body
  t.strictSame(scopes, ['facilities:read', 'facilities:write'], 'not what the client may')
  t.equal((await api.get('/v1/me', { key: await make({ sub: 'petugas-18' }) })).status, 401, 'a person who was granted nothing is nobody')

  const recorded = async (token: string, headers: Record<string, string>) => {
    const answer = await api.post(facilities, { key: token, headers, body: await server.make.body('createFacility', '') })
    const [entry] = await database.query<object>('SELECT client_id, credential_id, token_id, on_behalf_of FROM audit_entry WHERE request_id = $1', [
      answer.headers['x-request-id'],
    ])
    return entry
  }
  const credentialOf = async (clientId: string) =>
    (await database.prisma.clientCredential.findFirstOrThrow({ where: { clientId, kind: 'EXTERNAL_SUBJECT' } })).id
  t.match(await recorded(await make({ sub: 'petugas-17' }), { 'on-behalf-of': 'somebody-else' }), {
    client_id: person,
    credential_id: await credentialOf(person),
    token_id: 'a',
    on_behalf_of: 'petugas-17',
  })
  t.match(
    await recorded(await make(), { 'on-behalf-of': 'petugas-19' }),
    { client_id: program, on_behalf_of: 'petugas-19' },
    'a program says itself for whom it acts',
  )
  const used = await database.prisma.clientCredential.findMany({ where: { kind: 'EXTERNAL_SUBJECT' } })
  t.equal(used.length, 2)
})

t.test('a token that was accepted is refused soon after its key is gone', async (t) => {
  const [first, second] = [await makeKey('first'), await makeKey('second')]
  const provider = await runProvider(t, [first])
  const server = await buildTestApp(t, { oidc: { issuer: provider.issuer, audience, times: { coolDownMs: 0, freshMs: 100, checkedMs: 100 } } })
  const token = await provider.token()
  await claim(server, await register(server), token)
  t.equal((await server.api.get(facilities, { key: token })).status, 200)
  provider.become([second])
  await pause(250)
  t.equal((await server.api.get(facilities, { key: token })).status, 401)
})

t.test('keys that the provider rotates are picked up without a restart', async (t) => {
  const [first, second] = [await makeKey('first'), await makeKey('second')]
  const provider = await runProvider(t, [first])
  const server = await buildTestApp(t, { oidc: { issuer: provider.issuer, audience, times: { coolDownMs: 0 } } })
  const old = await provider.token()
  await claim(server, await register(server), old)
  t.equal((await server.api.get(facilities, { key: old })).status, 200)
  provider.become([second, first])
  const token = await provider.token()
  const answers = await Promise.all(Array.from({ length: 20 }, () => server.api.get(facilities, { key: token })))
  t.ok(
    answers.every(({ status }) => status === 200),
    'a key that is new is fetched',
  )
  t.equal((await server.api.get(facilities, { key: old })).status, 200)
})

t.test('a thousand tokens with unknown keys cost one fetch', async (t) => {
  const key = await makeKey('first')
  const provider = await runProvider(t, [key])
  const { issuer } = provider
  const server = await buildTestApp(t, { oidc: { issuer, audience, jwksUrl: `${issuer}/jwks` } })
  const token = await provider.token()
  await claim(server, await register(server), token)
  const stranger = await makeKey('x')
  const forged = await Promise.all(
    Array.from({ length: 1_000 }, () => signed(goodClaims(issuer), { alg: 'RS256', typ: 'at+jwt', kid: randomUUID() }, stranger)),
  )
  const answers = await Promise.all(forged.map((key) => server.api.get(facilities, { key })))
  t.ok(answers.every(({ status }) => status === 401))
  t.equal(provider.fetches(), 1)
  t.equal((await server.api.get(facilities, { key: token })).status, 200, 'and who has a good one is served')
  t.equal(provider.fetches(), 1)
})

t.test('tokens are accepted for a while when the provider is away, and then refused', async (t) => {
  const key = await makeKey('first')
  const provider = await runProvider(t, [key])
  const { issuer } = provider
  const believedMs = 2_000
  const enduring = await buildTestApp(t, { logLevel: 'silent', oidc: { issuer, audience, times: { coolDownMs: 100, freshMs: 0 } } })
  const strict = await buildTestApp(t, { logLevel: 'silent', oidc: { issuer, audience, times: { coolDownMs: 100, freshMs: 0, believedMs } } })
  for (const server of [enduring, strict]) await claim(server, await register(server), await provider.token())
  const claims = goodClaims(issuer)
  let serial = 0
  // Each token is another, so that none is remembered.
  const ask = async ({ api }: TestApp, by = key) => {
    const token = await signed({ ...claims, jti: String(++serial) }, { alg: 'RS256', typ: 'at+jwt', kid: 'first' }, by)
    return api.get(facilities, { key: token, mayFault: true })
  }
  for (const server of [enduring, strict]) t.equal((await ask(server)).status, 200)
  await provider.stop()
  const forger = await makeKey('first')
  await pause(believedMs + 500)
  t.equal((await ask(enduring)).status, 200, 'with the last keys')
  t.equal((await ask(enduring, forger)).status, 401, 'by which a forgery is still refused')
  t.match(await ask(strict), { status: 503, body: { code: 'unavailable' } }, 'keys that are too old')
  t.equal((await ask(strict, forger)).status, 503, 'never 200')
  const late = await buildTestApp(t, { logLevel: 'silent', oidc: { issuer, audience, times: { coolDownMs: 100 } } })
  t.equal((await ask(late)).status, 503, 'an instance that never had any')
  await provider.start()
  await pause(150)
  t.equal((await ask(strict)).status, 200, 'it recovers by itself')
})
