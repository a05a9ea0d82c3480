/** How a client proves to the token endpoint who it is: a secret (RFC 6749, 2.3.1) or a signed statement (RFC 7523). */

import type { FastifyRequest } from 'fastify'
import { createLocalJWKSet, type JWK, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { isId } from '../../contract/shapes.ts'
import { type Pool, run } from '../../database/pool.ts'
import { sql } from '../../database/sql.ts'
import { claimsOf } from './access-tokens.ts'
import { basicOf } from './callers.ts'
import { type CredentialUse, findClientById, findCredential, findPublicKeys, type KnownClient, renewHash } from './clients.ts'
import { credentialIdOf, matches } from './credentials.ts'
import type { Service } from './signing-keys.ts'

/** The codes of RFC 6749, 5.2, that can occur here. */
export const refusalCodes = ['invalid_request', 'invalid_client', 'unsupported_grant_type', 'invalid_scope'] as const

/** A refusal as RFC 6749 has it. The description is ASCII and English, as it must be. */
export class TokenRefusal extends Error {
  override readonly name = 'TokenRefusal'
  constructor(
    readonly code: (typeof refusalCodes)[number],
    readonly description: string,
    /** The client it is about, as far as it was named. */
    readonly clientId?: string,
    /** The credential that it came with, likewise. */
    readonly credentialId?: string,
  ) {
    super(`${code}: ${description}`)
  }
}

export interface TokenForm {
  grant_type?: string
  scope?: string
  client_id?: string
  client_secret?: string
  client_assertion_type?: string
  client_assertion?: string
}

export const assertionAlgorithms = ['ES256', 'ES384', 'EdDSA', 'PS256', 'RS256']
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
/** A statement that is good for longer could be stolen and used. */
const longestSeconds = 300

const unknown = (clientId?: string, credentialId?: string): TokenRefusal =>
  new TokenRefusal('invalid_client', 'The client is unknown, or did not prove who it is.', clientId, credentialId)

interface Asked extends Service {
  use: CredentialUse
  /** What a statement may be addressed to: the issuer and the token endpoint. */
  audience: string[]
}

/** The client that the request says it is of, which is not proved; undefined where it names none. */
export function claimedClient(request: FastifyRequest, form: TokenForm): string | undefined {
  const named = basicOf(request)?.id ?? form.client_id ?? claimsOf(form.client_assertion ?? '')?.sub
  return isId(named) ? named : undefined
}

/** @throws TokenRefusal */
export async function authenticateClient(asked: Asked, request: FastifyRequest, form: TokenForm): Promise<KnownClient> {
  const basic = basicOf(request)
  const ways = [basic !== null, form.client_secret !== undefined, form.client_assertion !== undefined].filter(Boolean).length
  if (ways > 1) throw new TokenRefusal('invalid_request', 'Authenticate the client in one way.')
  if (form.client_assertion !== undefined) return bySignature(asked, form)
  const { id, secret } = basic ?? { id: form.client_id, secret: form.client_secret }
  if (id === undefined || secret === undefined) throw unknown()
  if (form.client_id !== undefined && form.client_id !== id) throw new TokenRefusal('invalid_request', 'The client is named twice, and differently.')
  return bySecret(asked, id, secret)
}

async function bySecret({ pool, keyring, use }: Asked, clientId: string, secret: string): Promise<KnownClient> {
  const id = credentialIdOf(secret)
  const found = id === undefined ? undefined : await findCredential(pool, id, 'CLIENT_SECRET')
  if (found === undefined || !matches(keyring, secret, found.secretHash) || found.caller.clientId !== clientId || found.endsAt <= Date.now())
    throw unknown(isId(clientId) ? clientId : undefined, id)
  use.note(id as string)
  await renewHash(pool, keyring, id as string, secret, found.secretHash)
  return provedBy(found, id as string)
}

/** The client, with the credential by which it has proved itself. */
const provedBy = (client: KnownClient, credentialId: string): KnownClient => ({ ...client, caller: { ...client.caller, credentialId } })

async function bySignature({ pool, use, audience }: Asked, form: TokenForm): Promise<KnownClient> {
  const { client_assertion_type: type, client_assertion: assertion = '', client_id: named } = form
  if (type !== assertionType) throw new TokenRefusal('invalid_request', `client_assertion_type must be ${assertionType}.`)
  const { sub } = claimsOf(assertion) ?? {}
  const clientId = isId(sub) ? sub : undefined
  if (clientId === undefined || (named !== undefined && named !== clientId)) throw unknown(clientId)
  const signed = await verified(pool, clientId, assertion, audience)
  const { exp = 0, jti } = signed?.payload ?? {}
  if (signed === undefined || typeof jti !== 'string' || !/^[!-~]{1,200}$/.test(jti) || exp > Date.now() / 1_000 + longestSeconds) throw unknown(clientId)
  const client = await findClientById(pool, clientId)
  if (client === undefined || client.endsAt <= Date.now()) throw unknown(clientId)
  const first = await run(
    pool,
    sql`INSERT INTO used_assertion (client_id, jti, expires_at) VALUES (${clientId}::uuid, ${jti}, to_timestamp(${exp}::double precision)) ON CONFLICT DO NOTHING RETURNING jti`,
  )
  if (first.length === 0) throw unknown(clientId)
  use.note(signed.credentialId)
  return provedBy(client, signed.credentialId)
}

/** The statement and the key of the client that signed it; undefined when none did. */
async function verified(
  pool: Pool,
  clientId: string,
  assertion: string,
  audience: string[],
): Promise<{ payload: JWTPayload; credentialId: string } | undefined> {
  const options = { algorithms: assertionAlgorithms, issuer: clientId, subject: clientId, audience, requiredClaims: ['exp', 'jti'] }
  for (const { id, jwk } of await findPublicKeys(pool, clientId)) {
    // A key that was registered without a name goes by any.
    const keyFor: JWTVerifyGetKey = (header, token) => createLocalJWKSet({ keys: [{ ...jwk, kid: jwk.kid ?? header.kid } as JWK] })(header, token)
    const checked = await jwtVerify(assertion, keyFor, options).catch(() => undefined)
    if (checked !== undefined) return { payload: checked.payload, credentialId: id }
  }
  return undefined
}

/** Statements that have ended need not be remembered. */
export async function forgetUsedAssertions(pool: Pool): Promise<void> {
  await run(pool, sql`DELETE FROM used_assertion WHERE expires_at < now()`)
}
