/**
 * The one place where a request becomes a caller. It alone reads what a request says of who sends it, the headers
 * Authorization and On-Behalf-Of; a test looks for others.
 */
import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { phrase } from '../../contract/language.ts'
import { onBehalfOfPattern } from '../../contract/openapi.ts'
import { Problem, problem } from '../../contract/problems.ts'
import { isId } from '../../contract/shapes.ts'
import { allScopes } from '../../contract/tags.ts'
import type { Caller } from '../access.ts'
import { type AccessTokens, claimsOf, expiredCredentials, invalidCredentials } from './access-tokens.ts'
import type { AccessChanges, Memory } from './changes.ts'
import {
  type CredentialUse,
  findClientById,
  findClientByIdentity,
  findCredential,
  findKeyIds,
  type KnownClient,
  type KnownCredential,
  renewHash,
  useRestMs,
} from './clients.ts'
import { credentialIdOf, matches } from './credentials.ts'
import type { ExternalIdentity, ExternalIssuer } from './external-issuer.ts'
import { bootstrapCredentialId } from './first-keys.ts'
import type { Service } from './signing-keys.ts'

interface Parts extends Service {
  changes: AccessChanges
  tokens: AccessTokens
  external: ExternalIssuer | undefined
  use: CredentialUse
}

interface FoundClient extends KnownClient {
  /** Until when a token of an external provider needs no second look. */
  checkedUntil?: number
  /** When the use of the key may be noted again: milliseconds since 1970. */
  noteAt?: number
}

/** Callers are looked up once and remembered, by a hash of their credential, until access changes (src/decisions/0007). */
export class Callers {
  readonly #remembered: Memory<FoundClient>
  readonly #keys: Memory<KnownCredential | null>
  readonly #keyIds: Memory<ReadonlySet<string>>

  constructor(private readonly parts: Parts) {
    this.#remembered = parts.changes.memory()
    this.#keys = parts.changes.memory()
    this.#keyIds = parts.changes.memory()
  }

  /**
   * `isSuspect` says, for a credential that is not remembered, whether so many from there were refused that a guess is to cost no look-up.
   * @throws token-missing, token-invalid, token-expired, unavailable
   */
  async identify(request: FastifyRequest, isSuspect: () => boolean = () => false): Promise<Caller> {
    const credential = bearerOf(request)
    if (credential === null) throw problem('token-missing', phrase`Send an API key or an access token: Authorization: Bearer <credential>.`)
    if (credential === undefined) throw invalidCredentials()
    const digest = createHash('sha256').update(credential).digest('base64')
    const now = Date.now()
    if ((this.#remembered.known.get(digest)?.checkedUntil ?? Number.POSITIVE_INFINITY) <= now) this.#remembered.forget(digest)
    const known = this.#remembered.known.get(digest) ?? (await this.#remembered.get(digest, () => this.#find(credential, isSuspect)))
    if (known === undefined) throw invalidCredentials()
    const { caller, endsAt } = known
    if (endsAt <= now) throw expiredCredentials()
    if (caller.credentialId !== null && (known.noteAt ?? 0) <= now) {
      known.noteAt = now + useRestMs
      this.parts.use.note(caller.credentialId)
    }
    return caller
  }

  /** Whom a token of the external provider is of; undefined when it is none, or not valid now. @throws unavailable */
  async proved(token: string): Promise<ExternalIdentity | undefined> {
    const checked = await this.parts.external?.verify(token).catch((error) => {
      if (error instanceof Problem && error.kind.status === 401) return undefined
      throw error
    })
    return checked === undefined || checked.endsAt <= Date.now() ? undefined : checked.identity
  }

  /** What the credentials of a request say of who sends it, proved or not. */
  claimOf(request: FastifyRequest): { clientId?: string; credentialId?: string; tokenId?: string } {
    const credential = bearerOf(request) ?? ''
    const { iss, client_id: client, jti } = (isToken(credential) ? claimsOf(credential) : undefined) ?? {}
    const credentialId = credentialIdOf(credential)
    // Clients of the provider have names of its own.
    const isOurs = iss !== this.parts.external?.issuer || iss === undefined
    return {
      ...(isOurs && isId(client) ? { clientId: client } : {}),
      ...(typeof jti === 'string' && printable.test(jti) ? { tokenId: jti } : {}),
      ...(credentialId === undefined ? {} : { credentialId }),
    }
  }

  /** Which client a credential is of, and until when: an API key, a token of ours, a token of an external provider. */
  #find(credential: string, isSuspect: () => boolean): Promise<FoundClient> {
    return isToken(credential) ? this.#byToken(credential) : this.#byKey(credential, isSuspect())
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
    return { ...found, caller: { ...found.caller, credentialId: id } }
  }

  /** Whether there is such a key, by a list of all that is read once until access changes. */
  async #exists(id: string): Promise<boolean> {
    const ids = await this.#keyIds.get('all', () => findKeyIds(this.parts.pool))
    return ids?.has(id) === true
  }

  async #byToken(token: string): Promise<FoundClient> {
    const { pool, tokens, external } = this.parts
    // Not believed, only asked who is said to have signed it.
    const claims = claimsOf(token)
    if (claims === undefined) throw invalidCredentials()
    if (external !== undefined && claims.iss === external.issuer) {
      const { identity, scopes, tokenId, endsAt, checkedUntil } = await external.verify(token)
      // The provider says who asks, and what it may is decided here; but a token that names scopes of ours asks for no others.
      const named = scopes.some((scope) => allScopes().includes(scope))
      const { caller, ...found } = narrowed(await findClientByIdentity(pool, identity), tokenId, endsAt, named ? scopes : undefined)
      const onBehalfOf = identity.subject === identity.client ? null : identity.subject
      return { ...found, caller: { ...caller, onBehalfOf }, checkedUntil }
    }
    const { clientId, scopes, tokenId, endsAt } = await tokens.verify(token)
    return narrowed(await findClientById(pool, clientId), tokenId, endsAt, scopes)
  }
}

const printable = /^[!-~]{1,255}$/

/** What looks like a JWT (RFC 7519): three parts, of which the first is a JSON object in base64url. */
const isToken = (credential: string): boolean => /^eyJ[^.]*\.[^.]*\.[^.]*$/.test(credential)

/** The client within the time and the scopes of its token. */
function narrowed(client: KnownClient | undefined, tokenId: string | null, tokenEndsAt: number, scopes: readonly string[] | undefined): KnownClient {
  if (client === undefined) throw invalidCredentials()
  const { caller } = client
  const endsAt = Math.min(client.endsAt, tokenEndsAt)
  return {
    endsAt,
    caller: {
      ...caller,
      scopes: scopes === undefined ? caller.scopes : new Set(scopes.filter((scope) => caller.scopes.has(scope))),
      tokenId,
      expiresAt: new Date(endsAt).toISOString(),
    },
  }
}

/** A bearer credential (RFC 6750); undefined when the header holds none, `null` when there is no header. */
function bearerOf({ headers }: FastifyRequest): string | undefined | null {
  const { authorization } = headers
  if (authorization === undefined || authorization === '') return null
  return /^Bearer ([!-~]{16,8192})$/i.exec(authorization)?.[1]
}

const decoded = (part: string): string => decodeURIComponent(part.replaceAll('+', ' '))

/** Id and secret of a client (RFC 6749, 2.3.1); undefined when the header holds none, `null` when there is no header. */
export function basicOf({ headers }: FastifyRequest): { id: string; secret: string } | undefined | null {
  const { authorization } = headers
  if (authorization === undefined) return null
  const pair = /^Basic ([A-Za-z0-9+/]{1,2000}={0,2})$/i.exec(authorization)?.[1]
  const [, id, secret] = /^([^:]+):(.*)$/s.exec(Buffer.from(pair ?? '', 'base64').toString('utf8')) ?? []
  try {
    return id === undefined || secret === undefined ? undefined : { id: decoded(id), secret: decoded(secret) }
  } catch {
    return undefined
  }
}

const onBehalfOf = new RegExp(onBehalfOfPattern)

/** The caller with whom it acts for: whom its token is of, or else as it names them itself. @throws invalid-request */
export function actingFor({ headers }: FastifyRequest, caller: Caller): Caller {
  const value = headers['on-behalf-of']
  if (value === undefined || caller.onBehalfOf !== null) return caller
  if (typeof value === 'string' && onBehalfOf.test(value)) return { ...caller, onBehalfOf: value }
  const message = phrase`must be 1 to 100 visible ASCII characters`
  throw problem('invalid-request', phrase`The header On-Behalf-Of is not usable.`, {
    errors: [{ location: 'header', pointer: 'On-Behalf-Of', code: 'pattern', message }],
  })
}
