/**
 * The one place where a request becomes a caller. It alone reads what a request says of who sends it, the headers
 * Authorization and On-Behalf-Of; a test looks for others.
 */
import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { phrase } from '../../contract/language.ts'
import { onBehalfOfPattern } from '../../contract/openapi.ts'
import { problem } from '../../contract/problems.ts'
import type { Caller } from '../access.ts'
import { expiredCredentials, invalidCredentials } from './access-tokens.ts'
import type { Memory } from './changes.ts'
import type { CredentialUse } from './clients.ts'
import { CredentialLookUp, type FoundClient, type Parts } from './credential-look-up.ts'

/** Callers are looked up once and remembered, by a hash of their credential, until access changes (src/decisions/0007). */
export class Callers {
  readonly #remembered: Memory<FoundClient>
  readonly #lookUp: CredentialLookUp
  readonly #use: CredentialUse

  constructor({ use, ...parts }: Parts & { use: CredentialUse }) {
    this.#remembered = parts.changes.memory()
    this.#lookUp = new CredentialLookUp(parts)
    this.#use = use
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
    const known = this.#remembered.known.get(digest) ?? (await this.#remembered.get(digest, () => this.#lookUp.find(credential, isSuspect())))
    if (known === undefined) throw invalidCredentials()
    if (known.endsAt <= Date.now()) throw expiredCredentials()
    if (known.credentialId !== undefined) this.#use.note(known.credentialId)
    return known.caller
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

/** The caller with whom it acts for, as it names them itself. @throws invalid-request */
export function actingFor({ headers }: FastifyRequest, caller: Caller): Caller {
  const value = headers['on-behalf-of']
  if (value === undefined) return caller
  if (typeof value === 'string' && onBehalfOf.test(value)) return { ...caller, onBehalfOf: value }
  const message = phrase`must be 1 to 100 visible ASCII characters`
  throw problem('invalid-request', phrase`The header On-Behalf-Of is not usable.`, {
    errors: [{ location: 'header', pointer: 'On-Behalf-Of', code: 'pattern', message }],
  })
}
