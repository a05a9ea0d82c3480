/** What a credential is: which client it belongs to, found in the database or in the token itself. */
import { allScopes } from '../../contract/tags.ts'
import { type AccessTokens, claimsOf, invalidCredentials } from './access-tokens.ts'
import type { AccessChanges, Memory } from './changes.ts'
import { findClientById, findClientBySubject, findCredential, findKeyIds, type KnownClient, type KnownCredential, renewHash } from './clients.ts'
import { credentialIdOf, matches } from './credentials.ts'
import type { ExternalIssuer } from './external-issuer.ts'
import { bootstrapCredentialId } from './first-keys.ts'
import type { Service } from './signing-keys.ts'

export interface Parts extends Service {
  changes: AccessChanges
  tokens: AccessTokens
  external: ExternalIssuer | undefined
}

export interface FoundClient extends KnownClient {
  /** The API key that was used; undefined for a token. */
  credentialId?: string
}

/** Which client a credential is of, and until when: an API key, a token of ours, a token of an external provider. */
export class CredentialLookUp {
  readonly #keys: Memory<KnownCredential | null>
  readonly #ids: Memory<ReadonlySet<string>>

  constructor(private readonly parts: Parts) {
    this.#keys = parts.changes.memory()
    this.#ids = parts.changes.memory()
  }

  /**
   * `isSuspect`: so many credentials from there were refused that the next guess is to cost no look-up.
   * @throws token-invalid, token-expired, unavailable
   */
  find(credential: string, isSuspect: boolean): Promise<FoundClient> {
    return isToken(credential) ? this.#verify(credential) : this.#byKey(credential, isSuspect)
  }

  /** A key that does not name its row can only be the bootstrap key, which an operator chooses. */
  async #byKey(key: string, isSuspect: boolean): Promise<FoundClient> {
    const { pool, keyring } = this.parts
    const id = credentialIdOf(key) ?? bootstrapCredentialId
    if (isSuspect && !(await this.#exists(id))) throw invalidCredentials()
    // That there is no bootstrap key is kept as well, so that nonsense costs no look-up.
    const found = await this.#keys.get(id, async () => (await findCredential(pool, id, 'API_KEY')) ?? (id === bootstrapCredentialId ? null : undefined))
    if (!found || !matches(keyring, key, found.secretHash)) throw invalidCredentials()
    await renewHash(pool, keyring, id, key, found.secretHash)
    return { ...found, credentialId: id }
  }

  /** Whether there is such a key, by a list of all that is read once until access changes. */
  async #exists(id: string): Promise<boolean> {
    const ids = await this.#ids.get('all', () => findKeyIds(this.parts.pool))
    return ids?.has(id) === true
  }

  async #verify(token: string): Promise<KnownClient> {
    const { pool, tokens, external } = this.parts
    // Not believed, only asked who is said to have signed it.
    const claims = claimsOf(token)
    if (claims === undefined) throw invalidCredentials()
    if (external !== undefined && claims.iss === external.issuer) {
      const { subject, scopes, endsAt } = await external.verify(token)
      const client = await findClientBySubject(pool, subject)
      // The provider says who asks, and what it may is decided here; but a token that names scopes of ours asks for no others.
      const named = scopes.some((scope) => allScopes().includes(scope))
      return narrowed(client, endsAt, named ? scopes : undefined)
    }
    const { clientId, scopes, endsAt } = await tokens.verify(token)
    return narrowed(await findClientById(pool, clientId), endsAt, scopes)
  }
}

/** What looks like a JWT (RFC 7519): three parts, of which the first is a JSON object in base64url. */
const isToken = (credential: string): boolean => /^eyJ[^.]*\.[^.]*\.[^.]*$/.test(credential)

/** The client within the time and the scopes of its token. */
function narrowed(client: KnownClient | undefined, tokenEndsAt: number, scopes: readonly string[] | undefined): KnownClient {
  if (client === undefined) throw invalidCredentials()
  const { caller } = client
  const endsAt = Math.min(client.endsAt, tokenEndsAt)
  return {
    endsAt,
    caller: {
      ...caller,
      scopes: scopes === undefined ? caller.scopes : new Set(scopes.filter((scope) => caller.scopes.has(scope))),
      expiresAt: new Date(endsAt).toISOString(),
    },
  }
}
