/** OAuth 2.0 for clients: the token endpoint as RFC 6749, 7523 and 9068 have it, and what it publishes. */
import { randomUUID } from 'node:crypto'
import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify } from 'jose'
import t from 'tap'
import { forgetUsedAssertions } from '../../src/platform/security/authentication/client-authentication.ts'
import { newClientSecret } from '../../src/platform/security/authentication/credentials.ts'
import { scopesOf } from '../../src/platform/security/roles.ts'
import { buildTestApp } from '../support/app.ts'
import { testKeyring } from '../support/keyring.ts'
import { askToken, signed, tokenFor } from '../support/oauth.ts'

const server = await buildTestApp(t)
const { api, database, makeClient, clientOf, addSecret, port } = server
const issuer = `http://127.0.0.1:${port}`
const second = await buildTestApp(t, { shared: database, publicUrl: issuer })

const grant = { grant_type: 'client_credentials' }
const id = await clientOf(await makeClient({ scopes: ['batches:read'], roles: ['sales-officer'] }))
const secret = await addSecret(id)
const mayDo = [...new Set([...scopesOf(['sales-officer']), 'batches:read'])].sort()
const assertion = { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' }

const secondAgo = () => new Date(Date.now() - 1_000)

t.test('a secret, in the header or in the form, gets a token', async (t) => {
  for (const [how, answer] of [
    ['client_secret_basic', await askToken(server, grant, { id, secret })],
    ['client_secret_post', await askToken(server, { ...grant, client_id: id, client_secret: secret })],
  ] as const) {
    t.match(answer, { status: 200, body: { token_type: 'Bearer', expires_in: 600 }, headers: { 'cache-control': 'no-store', pragma: 'no-cache' } }, how)
    t.strictSame(String(answer.body.scope).split(' ').sort(), mayDo, 'with the scopes of its roles and its own')
    const token = String(answer.body.access_token)
    t.equal((await api.get('/v1/batches', { key: token })).status, 200, 'which is good')
    t.equal((await api.get('/v1/batches', { key: token.toUpperCase() })).status, 401)
    const { body: me } = await api.get('/v1/me', { key: token })
    t.equal(me.clientId, id)
    t.equal(me.expiresAt, new Date(1_000 * JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).exp).toISOString())
  }
})

t.test('anybody can check a token with the published keys', async (t) => {
  const answer = await api.get('/v1/oauth/jwks', { key: null })
  t.match(answer.headers['cache-control'], 'public')
  t.notMatch(answer.text, '"d"', 'without the private half')
  const token = await tokenFor(server, id, secret, 'sales:read')
  const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(answer.body as never), { issuer, audience: issuer, typ: 'at+jwt' })
  t.match(protectedHeader, { alg: 'ES256', typ: 'at+jwt', kid: String })
  t.match(payload, { sub: id, client_id: id, scope: 'sales:read', jti: String })
  t.equal((payload.exp ?? 0) - (payload.iat ?? 0), 600)
  const row = await database.prisma.signingKey.findFirst()
  t.notMatch(JSON.stringify(row), '"d"', 'the private half is encrypted in the database')
})

t.test('the metadata names the endpoints', async (t) => {
  const server = await (await fetch(`${issuer}/.well-known/oauth-authorization-server`)).json()
  t.match(server, { issuer, token_endpoint: `${issuer}/v1/oauth/token`, jwks_uri: `${issuer}/v1/oauth/jwks`, grant_types_supported: ['client_credentials'] })
  const resource = await (await fetch(`${issuer}/.well-known/oauth-protected-resource`)).json()
  t.match(resource, { resource: issuer, authorization_servers: [issuer] })
})

t.test('the scope parameter narrows the token and never widens it', async (t) => {
  const token = await tokenFor(server, id, secret, 'sales:read sales:read')
  t.equal((await api.get('/v1/sales', { key: token })).status, 200)
  t.match(await api.get('/v1/batches', { key: token }), { status: 403, body: { code: 'scope-missing' } })
  t.strictSame((await api.get('/v1/me', { key: token })).body.scopes, ['sales:read'])
  for (const scope of ['inmates:read', 'sales:read inmates:read', 'no-such-scope'])
    t.match(await askToken(server, { ...grant, scope }, { id, secret }), { status: 400, body: { error: 'invalid_scope' } }, scope)
})

t.test('a wrong request is refused with the codes of RFC 6749', async (t) => {
  const stranger = newClientSecret(testKeyring)
  const key = await makeClient()
  const basic = { id, secret }
  for (const [what, answer, status, error] of [
    ['another grant', await askToken(server, { grant_type: 'password' }, basic), 400, 'unsupported_grant_type'],
    ['no grant', await askToken(server, {}, basic), 400, 'invalid_request'],
    ['an empty grant, which is none', await askToken(server, { grant_type: '' }, basic), 400, 'invalid_request'],
    ['a parameter twice', await askToken(server, 'grant_type=client_credentials&grant_type=client_credentials', basic), 400, 'invalid_request'],
    ['not UTF-8', await askToken(server, 'grant_type=client_credentials&scope=%ff', basic), 400, 'invalid_request'],
    ['no form', await askToken(server, '', basic), 400, 'invalid_request'],
    ['an endless scope', await askToken(server, { ...grant, scope: 'x'.repeat(2_001) }, basic), 400, 'invalid_request'],
    ['two ways at once', await askToken(server, { ...grant, client_id: id, client_secret: secret }, basic), 400, 'invalid_request'],
    ['two names', await askToken(server, { ...grant, client_id: randomUUID() }, basic), 400, 'invalid_request'],
    ['a signature of another type', await askToken(server, { ...grant, client_assertion_type: 'other', client_assertion: 'a.b.c' }), 400, 'invalid_request'],
    ['nobody', await askToken(server, grant), 401, 'invalid_client'],
    ['an unknown client', await askToken(server, grant, { id: randomUUID(), secret: stranger.secret }), 401, 'invalid_client'],
    ['a wrong secret', await askToken(server, grant, { id, secret: stranger.secret }), 401, 'invalid_client'],
    ['half a secret', await askToken(server, grant, { id, secret: secret.slice(0, -1) }), 401, 'invalid_client'],
    ['the secret of another client', await askToken(server, grant, { id: await clientOf(key), secret }), 401, 'invalid_client'],
    ['an API key for a secret', await askToken(server, grant, { id: await clientOf(key), secret: key }), 401, 'invalid_client'],
    ['no UUID', await askToken(server, grant, { id: "' OR 1=1", secret }), 401, 'invalid_client'],
    ['a secret for a key', await api.get('/v1/me', { key: secret }), 401, undefined],
  ] as const) {
    t.equal(answer.status, status, what)
    t.equal(answer.body.error, error, what)
    t.equal(answer.headers['cache-control'], 'no-store')
    if (status === 401) t.ok(answer.headers['www-authenticate'], 'is challenged')
  }
  const header = (authorization: string) =>
    api.send('POST', '/v1/oauth/token', {
      bytes: 'grant_type=client_credentials',
      key: null,
      headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
    })
  for (const value of [
    'Basic',
    'Basic !',
    `Basic ${Buffer.from('nocolon').toString('base64')}`,
    `Basic ${Buffer.from('%zz:%zz').toString('base64')}`,
    `Bearer ${secret}`,
  ])
    t.match(await header(value), { status: 401, body: { error: 'invalid_client' } }, value.slice(0, 20))
  t.equal((await askToken(server, { ...grant, unknown: 'x' }, basic)).status, 200, 'what is not known is passed over')
})

t.test('a problem is in the requested language, a refusal of OAuth in English', async (t) => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'id' }
  const ask = (form: Record<string, string>, more = {}) =>
    api.send('POST', '/v1/oauth/token', { key: null, bytes: new URLSearchParams(form).toString(), headers: { ...headers, ...more } })
  t.equal((await ask({ ...grant, client_id: id, client_secret: secret })).status, 200)
  t.match(await ask({ ...grant, client_id: id, client_secret: 'wrong' }), { status: 401, headers: { 'content-language': 'en' } })
  t.match(await ask(grant, { accept: 'text/csv' }), { status: 406, headers: { 'content-language': 'id' } })
})

t.test('what fails before OAuth is a problem document', async (t) => {
  const send = (call: object) => api.send('POST', '/v1/oauth/token', { key: null, ...call })
  t.match(await send({ body: grant }), { status: 415, body: { code: 'unsupported-media-type' } })
  const latin = { 'content-type': 'application/x-www-form-urlencoded; charset=latin1' }
  t.match(await send({ bytes: 'grant_type=client_credentials', headers: latin }), { status: 415, body: { code: 'unsupported-media-type' } })
  t.match(await send({ query: { x: 1 }, bytes: 'grant_type=client_credentials', headers: { 'content-type': 'application/x-www-form-urlencoded' } }), {
    status: 400,
    body: { code: 'invalid-request' },
  })
  t.match(await send({ headers: { accept: 'text/csv' } }), { status: 406, body: { code: 'not-acceptable' } })
  t.match(await api.get('/v1/oauth/jwks', { query: { x: 1 } }), { status: 400, body: { code: 'invalid-request' } })
  t.equal(
    (await api.post('/v1/batches', { bytes: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } })).status,
    415,
    'elsewhere a form is none',
  )
})

t.test('a client proves itself by a signed statement, each of which works once', async (t) => {
  const now = () => Math.floor(Date.now() / 1_000)
  const makeKey = async (alg: string) => {
    const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
    const [publicJwk, privateJwk] = [await exportJWK(publicKey), await exportJWK(privateKey)]
    return { publicJwk, privateJwk }
  }
  const register = (clientId: string, jwk: object) =>
    database.prisma.clientCredential.create({ data: { id: randomUUID(), clientId, kind: 'PUBLIC_KEY', publicJwk: { ...jwk } } })
  const claimsOf = (more: object = {}) => ({ iss: id, sub: id, aud: `${issuer}/v1/oauth/token`, exp: now() + 60, iat: now(), jti: randomUUID(), ...more })
  const ask = (client_assertion: string, on = server) => askToken(on, { ...grant, ...assertion, client_assertion })
  const own = await makeKey('ES256')
  const stranger = await makeKey('ES256')

  t.match(await ask(await signed(claimsOf(), { alg: 'ES256' }, own.privateJwk)), { status: 401, body: { error: 'invalid_client' } }, 'no key is registered')
  await register(id, { ...own.publicJwk, kid: 'own' })
  for (const alg of ['EdDSA', 'RS256', 'PS256', 'ES384']) {
    const other = await makeKey(alg)
    await register(id, other.publicJwk)
    t.equal((await ask(await signed(claimsOf(), { alg }, other.privateJwk))).status, 200, alg)
  }
  const base64 = (text: string) => Buffer.from(text).toString('base64url')
  for (const header of ['!!', '', base64('null'), base64('[]'), base64('{"alg":1}')])
    t.match(
      await ask(`${header}.${base64(JSON.stringify({ sub: id }))}.x`),
      { status: 401, body: { error: 'invalid_client' } },
      `a header that is none: ${header}`,
    )
  const statement = await signed(claimsOf(), { alg: 'ES256', kid: 'own' }, own.privateJwk)
  t.equal((await ask(statement)).status, 200, 'addressed to the endpoint')
  t.equal((await ask(statement)).status, 401, 'a second time')
  t.equal((await ask(statement, second)).status, 401, 'a second time at another instance')
  t.equal((await ask(await signed(claimsOf({ aud: issuer }), { alg: 'ES256' }, own.privateJwk))).status, 200, 'addressed to the issuer')
  t.equal((await ask(await signed(claimsOf({ exp: now() + 299 }), { alg: 'ES256' }, own.privateJwk))).status, 200, 'for five minutes')
  const race = await signed(claimsOf(), { alg: 'ES256' }, own.privateJwk)
  const answers = await Promise.all([server, second, server, second].map((on) => ask(race, on)))
  t.strictSame(answers.map(({ status }) => status).sort(), [200, 401, 401, 401], 'of four at once, one is first')

  const good = claimsOf()
  for (const [what, statement] of [
    ['for longer than five minutes', await signed(claimsOf({ exp: now() + 305 }), { alg: 'ES256' }, own.privateJwk)],
    ['that has ended', await signed(claimsOf({ exp: now() - 1 }), { alg: 'ES256' }, own.privateJwk)],
    ['not yet good', await signed(claimsOf({ nbf: now() + 60 }), { alg: 'ES256' }, own.privateJwk)],
    ['addressed elsewhere', await signed(claimsOf({ aud: 'https://other.example' }), { alg: 'ES256' }, own.privateJwk)],
    ['of another issuer', await signed(claimsOf({ iss: randomUUID() }), { alg: 'ES256' }, own.privateJwk)],
    ['without a jti', await signed(claimsOf({ jti: undefined }), { alg: 'ES256' }, own.privateJwk)],
    ['with an endless jti', await signed(claimsOf({ jti: 'x'.repeat(201) }), { alg: 'ES256' }, own.privateJwk)],
    ['without an end', await signed(claimsOf({ exp: undefined }), { alg: 'ES256' }, own.privateJwk)],
    ['signed by another', await signed(good, { alg: 'ES256' }, stranger.privateJwk)],
    ['that brings its own key', await signed(good, { alg: 'ES256', jwk: stranger.publicJwk }, stranger.privateJwk)],
    ['about another client', await signed(claimsOf({ iss: randomUUID(), sub: randomUUID() }), { alg: 'ES256' }, own.privateJwk)],
    ['about no client', await signed(claimsOf({ iss: 'x', sub: 'x' }), { alg: 'ES256' }, own.privateJwk)],
    ['of a key with another name', await signed(claimsOf(), { alg: 'ES256', kid: 'unknown' }, own.privateJwk)],
    ['that is no JWT', 'nonsense'],
  ] as const)
    t.match(await ask(statement), { status: 401, body: { error: 'invalid_client' } }, `a statement ${what}`)
  const named = await signed(claimsOf(), { alg: 'ES256' }, own.privateJwk)
  t.equal((await askToken(server, { ...grant, ...assertion, client_id: randomUUID(), client_assertion: named })).status, 401, 'the form names another client')
  t.equal((await askToken(server, { ...grant, ...assertion, client_id: id, client_assertion: named })).status, 200, 'the form names the client as well')

  await database.prisma.clientCredential.updateMany({ where: { publicJwk: { path: ['kid'], equals: 'own' } }, data: { revokedAt: new Date() } })
  t.equal((await ask(await signed(claimsOf(), { alg: 'ES256', kid: 'own' }, own.privateJwk))).status, 401, 'the key is revoked')
  await database.prisma.usedAssertion.updateMany({ data: { expiresAt: secondAgo() } })
  await forgetUsedAssertions(server.app.pool)
  t.equal(await database.prisma.usedAssertion.count(), 0, 'what has ended is forgotten')
})

t.test('a revoked secret gets no more tokens, and its tokens expire within ten minutes', async (t) => {
  const other = await clientOf(await makeClient())
  const revoked = await addSecret(other)
  const token = await tokenFor(server, other, revoked)
  await database.prisma.clientCredential.updateMany({ where: { clientId: other, kind: 'CLIENT_SECRET' }, data: { revokedAt: new Date() } })
  t.equal((await askToken(server, grant, { id: other, secret: revoked })).status, 401)
  t.equal((await api.get('/v1/me', { key: token })).status, 200)
  const next = await addSecret(other)
  const unrevoked = { clientId: other, revokedAt: null, kind: 'CLIENT_SECRET' }
  await database.prisma.clientCredential.updateMany({ where: unrevoked, data: { expiresAt: secondAgo() } })
  t.equal((await askToken(server, grant, { id: other, secret: next })).status, 401, 'one that has expired')
  for (const data of [{ suspended: true }, { suspended: false, archived: true }, { archived: false, expiresAt: secondAgo() }]) {
    const secret = await addSecret(other)
    await database.prisma.apiClient.update({ where: { id: other }, data })
    t.equal((await askToken(server, grant, { id: other, secret })).status, 401, JSON.stringify(data))
  }
})

t.test('guesses are limited by address and by client, and the client itself is not', async (t) => {
  const slow = await buildTestApp(t, { shared: database, publicUrl: issuer, rateLimits: { refusals: 3 } })
  // The instances count refusals together, also those of the tests above.
  await database.prisma.rateCount.deleteMany()
  const statuses: number[] = []
  for (let guess = 0; guess < 6; guess++) statuses.push((await askToken(slow, grant, { id, secret: newClientSecret(testKeyring).secret })).status)
  t.strictSame(statuses, [401, 401, 401, 429, 429, 429])
  t.equal((await askToken(slow, grant, { id, secret })).status, 200)
})

t.test('the time of the last use is recorded', async (t) => {
  const used = await database.prisma.clientCredential.findMany({ where: { lastUsedAt: { not: null } }, distinct: ['kind'] })
  t.strictSame(used.map(({ kind }) => kind).sort(), ['API_KEY', 'CLIENT_SECRET', 'PUBLIC_KEY'])
})
