/** Clients that prove who they are by a key pair: which public keys are taken, and what gets a token. */
import { generateKeyPairSync, generatePrimeSync, randomUUID } from 'node:crypto'
import type { JWK } from 'jose'
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import type { Json, Row } from '../support/contract.ts'
import { idOf } from '../support/make.ts'
import { askToken, signed } from '../support/oauth.ts'

const server = await buildTestApp(t)
const { api, make, makeClient, port } = server
const issuer = `http://127.0.0.1:${port}`
const here = idOf(await make.facility())
const ofAll = api.as(await makeClient({ roles: ['operator'], scopes: [] }))
const newClient = async (): Promise<Row> => {
  const body = await make.body('createApiClient', here, { roles: ['ministry-dashboard'], facilityIds: [here] })
  return (await ofAll.post('/v1/api-clients', { body })).body
}

const assertion = { grant_type: 'client_credentials', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' }
const now = () => Math.floor(Date.now() / 1_000)
const pairs = {
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ES384: () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  EdDSA: () => generateKeyPairSync('ed25519'),
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  PS256: () => generateKeyPairSync('rsa', { modulusLength: 4096 }),
}
/** With the sign that it is not written with in the list of them. */
const orderEight = 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa'
const short = () => generateKeyPairSync('rsa', { modulusLength: 1024 })
const jwkOf = (pair: ReturnType<typeof short>, half: 'publicKey' | 'privateKey' = 'publicKey'): Row => pair[half].export({ format: 'jwk' }) as Row

t.test('a registered public key gets tokens by what it signs', async (t) => {
  const refusedOf = async (publicJwk: Json | undefined, kind = 'PUBLIC_KEY') => {
    const id = idOf(await newClient())
    return ofAll.post(`/v1/api-clients/${id}/credentials`, { body: { kind, ...(publicJwk === undefined ? {} : { publicJwk }) } })
  }
  for (const [alg, newPair] of Object.entries(pairs)) {
    const pair = newPair()
    const id = idOf(await newClient())
    const asked = { kind: 'PUBLIC_KEY', publicJwk: { ...jwkOf(pair), alg, use: 'sig', kid: `${alg}-1` } }
    const { secret, publicJwk } = (await ofAll.post(`/v1/api-clients/${id}/credentials`, { body: asked })).body
    t.equal(secret, null, 'it has no secret')
    t.match(publicJwk, { alg, kid: `${alg}-1` })
    const claims = { iss: id, sub: id, aud: `${issuer}/v1/oauth/token`, exp: now() + 60, iat: now(), jti: randomUUID() }
    const statement = await signed(claims, { alg, kid: `${alg}-1` }, jwkOf(pair, 'privateKey') as JWK)
    const answer = await askToken(server, { ...assertion, client_assertion: statement })
    t.equal(answer.status, 200, `${alg}: ${answer.text}`)
    t.equal((await api.get('/v1/batches', { key: String(answer.body.access_token) })).status, 200, 'the token is good')

    const whole = jwkOf(pair, 'privateKey')
    const refused = await refusedOf(whole)
    const named = (refused.body.errors as Row[]).map(({ pointer }) => String(pointer)).sort()
    const secrets = ['d', 'p', 'q', 'dp', 'dq', 'qi'].filter((member) => member in whole)
    t.strictSame([refused.status, named], [400, secrets.map((member) => `/publicJwk/${member}`).sort()], `${alg}: private members are named`)
    for (const member of secrets) t.notMatch(refused.text, String(whole[member]).slice(0, 20), 'and not repeated')
  }
  const ec = jwkOf(pairs.ES256())
  const rsa = jwkOf(pairs.RS256())
  /** A number of the length of a modulus. */
  const modulus = (made: (number: bigint) => bigint) => {
    const number = made(generatePrimeSync(2_046, { bigint: true }))
    return Buffer.from(number.toString(16).padStart(512, '0'), 'hex').toString('base64url')
  }
  for (const [what, jwk, kind] of [
    ['a point that is not on the curve', { ...ec, y: ec.x ?? '' }],
    ['a short modulus', jwkOf(short())],
    ['a modulus with a small factor', { ...rsa, n: modulus((number) => number * 3n) }],
    ['a modulus of zeros', { ...rsa, n: modulus(() => 0n) }],
    ['a modulus that is a prime', { ...rsa, n: modulus(() => generatePrimeSync(2_048, { bigint: true })) }],
    ['the point of zeros, which anybody can sign for', { kty: 'OKP', crv: 'Ed25519', x: Buffer.alloc(32).toString('base64url') }],
    ['a point of order 8, with its sign', { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(orderEight, 'hex').toString('base64url') }],
    ['a key without its curve', { kty: 'EC', x: ec.x ?? '', y: ec.y ?? '' }],
    ['an algorithm of another kind', { ...ec, alg: 'RS256' }],
    ['members of two kinds', { ...ec, n: 'AQAB' }],
    ['no key at all', undefined],
    ['a key where a secret is asked for', ec, 'API_KEY'],
  ] as [string, Json | undefined, string?][])
    t.match(await refusedOf(jwk, kind), { status: 422, body: { code: 'contradiction', errors: [{ pointer: '/publicJwk' }] } }, what)
})
