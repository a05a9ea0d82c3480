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

const link = ({ database }: TestApp, id: string, externalSubject: string) => database.prisma.apiClient.update({ where: { id }, data: { externalSubject } })
const seconds = () => Math.floor(Date.now() / 1_000)

t.test('a token of the provider identifies the client that has its subject', async (t) => {
  const [key, other] = [await makeKey('first'), await makeKey('second')]
  const provider = await runProvider(t, [key])
  const { issuer } = provider
  const server = await buildTestApp(t, { oidc: { issuer, audience } })
  const { api, makeClient, clientOf, database } = server
  const token = await provider.token()
  const id = await clientOf(await makeClient({ scopes: ['facilities:read', 'officers:read'] }))

  t.match(await api.get(facilities, { key: token }), { status: 401, body: { code: 'token-invalid' } }, 'nobody here has that name')
  await link(server, id, 'registry')
  await pause(50)
  t.equal((await api.get(facilities, { key: token })).status, 200)
  t.equal((await api.get('/v1/me', { key: token })).body.clientId, id)
  t.equal(provider.fetches(), 1, 'its keys were fetched once')

  const good = { iss: issuer, aud: audience, sub: 'registry', client_id: 'registry', exp: seconds() + 600, iat: seconds(), jti: 'a' }
  const make = (claims: Record<string, unknown> = {}, header: object = {}, by = key) =>
    signed({ ...good, ...claims }, { alg: 'RS256', typ: 'at+jwt', kid: 'first', ...header }, by)
  const scopesOf = async (claims: Record<string, unknown>) => (await api.get('/v1/me', { key: await make(claims) })).body.scopes
  t.strictSame(await scopesOf({}), ['facilities:read', 'officers:read'], 'what it may is decided here')
  t.strictSame(await scopesOf({ scope: 'openid profile' }), ['facilities:read', 'officers:read'], 'scopes of other services say nothing')
  t.strictSame(await scopesOf({ scope: 'openid officers:read payments:read' }), ['officers:read'], 'scopes of ours narrow, and do not widen')
  t.strictSame(await scopesOf({ scope: 'openid payments:read' }), [], 'also where the client has none of those that the token names')

  for (const [what, credential, status] of [
    ['without client_id, azp names it', await make({ client_id: undefined, azp: 'registry', sub: 'a-person' }), 200],
    ['without either, sub does', await make({ client_id: undefined }), 200],
    ['client_id goes before sub', await make({ client_id: 'another' }), 401],
    ['ends in a while', await make({ exp: seconds() + 300 }), 200],
    ['ended a second ago', await make({ exp: seconds() - 1 }), 401],
    ['has no end', await make({ exp: undefined }), 401],
    ['begins now', await make({ nbf: seconds() }), 200],
    ['begins in a while', await make({ nbf: seconds() + 300 }), 401],
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

  await database.prisma.apiClient.update({ where: { id }, data: { suspended: true } })
  await pause(50)
  t.equal((await api.get(facilities, { key: token })).status, 401, 'suspended here')
})

t.test('keys that the provider rotates are picked up without a restart', async (t) => {
  const [first, second] = [await makeKey('first'), await makeKey('second')]
  const provider = await runProvider(t, [first])
  const server = await buildTestApp(t, { oidc: { issuer: provider.issuer, audience, times: { coolDownMs: 0 } } })
  await link(server, await server.clientOf(await server.makeClient()), 'registry')
  const old = await provider.token()
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
  await link(server, await server.clientOf(await server.makeClient()), 'registry')
  const token = await provider.token()
  const stranger = await makeKey('x')
  const claims = { iss: issuer, aud: audience, sub: 'registry', client_id: 'registry', exp: seconds() + 600 }
  const forged = await Promise.all(Array.from({ length: 1_000 }, () => signed(claims, { alg: 'RS256', typ: 'at+jwt', kid: randomUUID() }, stranger)))
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
  for (const server of [enduring, strict]) await link(server, await server.clientOf(await server.makeClient()), 'registry')
  const claims = { iss: issuer, aud: audience, sub: 'registry', client_id: 'registry', exp: seconds() + 600 }
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
