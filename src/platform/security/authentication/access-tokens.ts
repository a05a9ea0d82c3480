/** Access tokens of our own: JWTs as RFC 9068 has them, checked as RFC 8725 asks. */
import { randomUUID } from 'node:crypto'
import { decodeJwt, errors, type JWTPayload, type JWTVerifyGetKey, type JWTVerifyOptions, jwtVerify, SignJWT } from 'jose'
import { phrase } from '../../contract/language.ts'
import { type Problem, problem } from '../../contract/problems.ts'
import { type SigningKeys, signingAlgorithm, tokenSeconds } from './signing-keys.ts'

/** One answer for everything that is wrong, which a prober learns nothing from. */
export const invalidCredentials = (): Problem => problem('token-invalid', phrase`The credentials are malformed, unknown, revoked or not meant for this API.`)
export const expiredCredentials = (): Problem => problem('token-expired', phrase`The credentials have expired.`)

/** What a token says, once it is known to be true. @throws token-invalid, token-expired; faults of other kinds stay what they are */
export async function payloadOf(token: string, find: JWTVerifyGetKey, options: JWTVerifyOptions): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, find, options)).payload
  } catch (error) {
    if (error instanceof errors.JWTExpired && error.claim === 'exp') throw expiredCredentials()
    throw error instanceof errors.JOSEError ? invalidCredentials() : error
  }
}

/** What a token says before anybody has checked it; undefined when it is none. */
export function claimsOf(token: string): JWTPayload | undefined {
  try {
    return decodeJwt(token)
  } catch {
    return undefined
  }
}

export const scopesIn = (claim: unknown): string[] => (typeof claim === 'string' ? claim.split(' ').filter((scope) => scope !== '') : [])

export class AccessTokens {
  constructor(
    private readonly keys: SigningKeys,
    /** The URL of this service, which is issuer and audience. */
    readonly issuer: () => string,
  ) {}

  async issue(clientId: string, scopes: readonly string[]): Promise<{ token: string; tokenId: string }> {
    const { id, key } = await this.keys.current()
    const issuer = this.issuer()
    const now = Math.floor(Date.now() / 1_000)
    const tokenId = randomUUID()
    const token = await new SignJWT({ client_id: clientId, scope: scopes.join(' ') })
      .setProtectedHeader({ alg: signingAlgorithm, typ: 'at+jwt', kid: id })
      .setIssuer(issuer)
      .setAudience(issuer)
      .setSubject(clientId)
      .setIssuedAt(now)
      .setExpirationTime(now + tokenSeconds)
      .setJti(tokenId)
      .sign(key)
    return { token, tokenId }
  }

  /** The client and scopes that a token was issued for, its name, and when it ends, in milliseconds since 1970. @throws token-invalid, token-expired */
  async verify(token: string): Promise<{ clientId: string; scopes: readonly string[]; tokenId: string; endsAt: number }> {
    const issuer = this.issuer()
    const payload = await payloadOf(token, this.keys.find, {
      algorithms: [signingAlgorithm],
      typ: 'at+jwt',
      issuer,
      audience: issuer,
      requiredClaims: ['exp', 'iat', 'jti', 'sub', 'client_id'],
    })
    return { clientId: String(payload.client_id), scopes: scopesIn(payload.scope), tokenId: String(payload.jti), endsAt: (payload.exp as number) * 1_000 }
  }
}
