/** OAuth as a client speaks it: forms to the token endpoint, tokens and statements that are signed, or forged. */
import { createHmac } from 'node:crypto'
import { CompactSign, importJWK, type JWK, type JWTPayload } from 'jose'
import type { TestApp } from './app.ts'
import type { Answer } from './client.ts'
import { testKeyring } from './keyring.ts'

const formType = { 'content-type': 'application/x-www-form-urlencoded' }

/** Sends a form to the token endpoint; `id` and `secret` go into the header. */
export function askToken(server: Pick<TestApp, 'api'>, form: Record<string, string> | string, basic?: { id: string; secret: string }): Promise<Answer> {
  const bytes = typeof form === 'string' ? form : new URLSearchParams(form).toString()
  const pair = basic && Buffer.from(`${encodeURIComponent(basic.id)}:${encodeURIComponent(basic.secret)}`).toString('base64')
  const headers = { ...formType, ...(pair === undefined ? {} : { authorization: `Basic ${pair}` }) }
  return server.api.send('POST', '/v1/oauth/token', { bytes, headers, key: null })
}

/** An access token, which must be granted. */
export async function tokenFor(server: TestApp, id: string, secret: string, scope?: string): Promise<string> {
  const { status, body, text } = await askToken(server, { grant_type: 'client_credentials', ...(scope === undefined ? {} : { scope }) }, { id, secret })
  if (status !== 200) throw new Error(`No token: ${text}`)
  return String(body.access_token)
}

export interface Signer {
  /** Signs claims as the service does; `header` and `claims` change what it would say. */
  sign(claims?: JWTPayload, header?: Record<string, unknown>): Promise<string>
  publicJwk: JWK
  privateJwk: JWK
}

/** The service's own key, decrypted as only who holds the keyring can: to make tokens that are wrong in one thing only. */
export async function signerOf(server: TestApp, clientId: string): Promise<Signer> {
  await server.api.get('/v1/oauth/jwks', { key: null })
  const { id: kid, publicJwk, privateJwkEncrypted } = await server.database.prisma.signingKey.findFirstOrThrow()
  const privateJwk: JWK = JSON.parse(testKeyring.decrypt(privateJwkEncrypted, `signing_key/sealed_private/${kid}`))
  const issuer = `http://127.0.0.1:${server.port}`
  const now = Math.floor(Date.now() / 1_000)
  const good = { iss: issuer, aud: issuer, sub: clientId, client_id: clientId, iat: now, exp: now + 600, jti: 'a', scope: 'facilities:read' }
  return {
    publicJwk: publicJwk as JWK,
    privateJwk,
    sign: (claims = {}, header = {}) => signed({ ...good, ...claims }, { alg: 'ES256', typ: 'at+jwt', kid, ...header }, privateJwk),
  }
}

export async function signed(claims: JWTPayload, header: Record<string, unknown> & { alg: string }, key: JWK): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(claims))).setProtectedHeader(header).sign(await importJWK(key, header.alg))
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
/** A token whose header says `none`. */
export const unsigned = (token: string): string => {
  const { kid: _, ...claims } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  return `${encoded({ alg: 'none', typ: 'at+jwt' })}.${encoded(claims)}.`
}
/** The oldest trick: the public key, which anybody has, taken for the secret of an HMAC. */
export function hmacWithPublicKey(token: string, publicKey: string, kid: string | undefined): string {
  const body = `${encoded({ alg: 'HS256', typ: 'at+jwt', kid })}.${token.split('.')[1]}`
  return `${body}.${createHmac('sha256', publicKey).update(body).digest('base64url')}`
}
