/**
 * Tokens of an external OpenID provider, checked with the keys that it publishes (src/decisions/0031 and 0086). The keys are kept for
 * minutes, and asked for again when a token names one that is not there, at most once in a cool-down.
 */
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, type LocalJWKSet } from 'jose'
import { phrase } from '../../contract/language.ts'
import { problem } from '../../contract/problems.ts'
import { fetchOutside } from '../outbound.ts'
import { invalidCredentials, payloadOf, scopesIn } from './access-tokens.ts'

export interface ExternalIssuerOptions {
  issuer: string
  audience: string
  /** Where its keys are; asked of the provider (OpenID Connect Discovery) unless given. */
  jwksUrl?: string | undefined
  /** The `typ` of its access tokens: `at+jwt` as RFC 9068 has it, or `JWT` of older providers. */
  typ?: string
  times?: Partial<Times>
}
interface Times {
  /** Between two fetches, at least. */
  coolDownMs: number
  /** After this the keys are renewed before they are used. */
  freshMs: number
  /** After this a token that was checked is checked again. */
  checkedMs: number
  /** After this, keys that could not be renewed are believed no longer. */
  believedMs: number
}
const defaultTimes: Times = { coolDownMs: 30_000, freshMs: 240_000, checkedMs: 60_000, believedMs: 3_600_000 }
/** However long the provider would have a token last, in seconds since it was issued. */
const longestSeconds = 3_600
/** How far the clock of the provider may be ahead. */
const skewSeconds = 60
const algorithms = ['ES256', 'ES384', 'EdDSA', 'PS256', 'RS256']

const unavailable = () => problem('unavailable', phrase`The keys of the identity provider cannot be read for the moment.`)

/** Whom a token is of. The same subject at another provider, or through another client of it, is somebody else. */
export interface ExternalIdentity {
  issuer: string
  client: string
  /** The client itself, or the person who uses it. */
  subject: string
}
export interface CheckedToken {
  identity: ExternalIdentity
  scopes: readonly string[]
  /** The provider's name of the token. */
  tokenId: string | null
  /** When it ends: milliseconds since 1970. */
  endsAt: number
  /** Until when it needs no second look. */
  checkedUntil: number
}

const visible = /^[!-~]{1,255}$/

/** @throws token-invalid where the token does not name its client, or somebody else acts in the name of its subject */
function identityOf(issuer: string, { client_id, azp, sub: subject, act }: JWTPayload): ExternalIdentity {
  const client = client_id ?? azp
  const actor = act === undefined ? client : (act as { sub?: unknown } | null)?.sub
  if (typeof client !== 'string' || !visible.test(client) || subject === undefined || !visible.test(subject) || actor !== client) throw invalidCredentials()
  return { issuer, client, subject }
}

export class ExternalIssuer {
  readonly issuer: string
  readonly #times: Times
  #keys: { find: LocalJWKSet; at: number } | undefined
  #askedAt = Number.NEGATIVE_INFINITY
  #asking: Promise<void> | undefined
  #jwksUrl: string | undefined

  constructor(
    private readonly options: ExternalIssuerOptions,
    private readonly log: { warn(what: object, message: string): void },
  ) {
    this.issuer = options.issuer
    this.#jwksUrl = options.jwksUrl
    this.#times = { ...defaultTimes, ...options.times }
  }

  /** @throws token-invalid, token-expired, unavailable */
  async verify(token: string): Promise<CheckedToken> {
    const { issuer, audience, typ = 'at+jwt' } = this.options
    const payload = await payloadOf(token, this.#find, { algorithms, typ, issuer, audience, requiredClaims: ['exp', 'iat', 'sub'] })
    const { exp, iat } = payload as { exp: number; iat: number }
    const now = Date.now()
    if (iat * 1_000 > now + skewSeconds * 1_000) throw invalidCredentials()
    return {
      identity: identityOf(issuer, payload),
      scopes: scopesIn(payload.scope),
      tokenId: typeof payload.jti === 'string' ? payload.jti.slice(0, 255) : null,
      endsAt: Math.min(exp, iat + longestSeconds) * 1_000,
      checkedUntil: now + this.#times.checkedMs,
    }
  }

  readonly #find = async (...asked: Parameters<LocalJWKSet>): ReturnType<LocalJWKSet> => {
    const age = Date.now() - (this.#keys?.at ?? Number.NEGATIVE_INFINITY)
    if (age > this.#times.freshMs) await this.#renew()
    try {
      return await this.#believed().find(...asked)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      await this.#renew()
      return this.#believed().find(...asked)
    }
  }

  #believed(): { find: LocalJWKSet } {
    if (this.#keys === undefined || Date.now() - this.#keys.at > this.#times.believedMs) throw unavailable()
    return this.#keys
  }

  /** Fetches the keys unless that was tried a moment ago; who comes meanwhile waits for the same fetch. */
  async #renew(): Promise<void> {
    if (this.#asking === undefined && Date.now() - this.#askedAt >= this.#times.coolDownMs) {
      this.#askedAt = Date.now()
      this.#asking = this.#fetch().finally(() => {
        this.#asking = undefined
      })
    }
    await this.#asking
  }

  async #fetch(): Promise<void> {
    try {
      this.#jwksUrl ??= await this.#discover()
      this.#keys = { find: createLocalJWKSet((await this.#fetchJson(this.#jwksUrl)) as JSONWebKeySet), at: Date.now() }
    } catch (error) {
      this.log.warn({ type: (error as Error).name }, 'the keys of the identity provider could not be read')
    }
  }

  async #discover(): Promise<string> {
    const { issuer } = this.options
    const found = (await this.#fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)) as { issuer?: unknown; jwks_uri?: unknown }
    if (found.issuer !== issuer || typeof found.jwks_uri !== 'string') throw new Error('The provider describes another issuer.')
    return found.jwks_uri
  }

  /** The provider may stand in the operator's own network. Where else it sends us has to be public. */
  async #fetchJson(url: string): Promise<unknown> {
    const { issuer, jwksUrl } = this.options
    const isConfigured = url === jwksUrl || new URL(url).origin === new URL(issuer).origin
    return JSON.parse((await fetchOutside(url, { isConfigured, headers: { accept: 'application/json' } })).toString('utf8'))
  }
}
