/** Documents that leave the service and can be checked without it: signed with the keys that are published for access tokens. */
import { type JWTPayload, SignJWT } from 'jose'
import { type SigningKeys, signingAlgorithm } from './signing-keys.ts'

/** Signs claims as a JWT (RFC 7519); its type keeps it from being taken for an access token. */
export type SignDocument = (claims: JWTPayload) => Promise<string>

export const documentSigner =
  (keys: SigningKeys, issuer: () => string): SignDocument =>
  async (claims) => {
    const { id, key } = await keys.current()
    return new SignJWT(claims).setProtectedHeader({ alg: signingAlgorithm, typ: 'document+jwt', kid: id }).setIssuer(issuer()).setIssuedAt().sign(key)
  }
