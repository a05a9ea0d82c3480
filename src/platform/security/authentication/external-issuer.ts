/**
 * Tokens of an external OpenID provider, checked with the keys that it publishes. The keys are kept, renewed beside the
 * requests, and asked for again when a token names one that is not there, at most once in a cool-down.
 */
import { createLocalJWKSet, errors, type JSONWebKeySet, type LocalJWKSet } from 'jose'
import { phrase } from '../../contract/language.ts'
import { problem } from '../../contract/problems.ts'
import { fetchOutside } from '../outbound.ts'
import { payloadOf, scopesIn } from './access-tokens.ts'

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
  /** After this the keys are renewed. */
  freshMs: number
  /** After this, keys that could not be renewed are believed no longer. */
  believedMs: number
}
const defaultTimes: Times = { coolDownMs: 30_000, freshMs: 600_000, believedMs: 3_600_000 }
const algorithms = ['ES256', 'ES384', 'EdDSA', 'PS256', 'RS256']

const unavailable = () => problem('unavailable', phrase`The keys of the identity provider cannot be read for the moment.`)

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

  /** The provider's names of the client and of the token, the scopes, and when the token ends, in milliseconds since 1970. @throws token-invalid, token-expired, unavailable */
  async verify(token: string): Promise<{ subject: string; scopes: readonly string[]; tokenId: string | null; endsAt: number }> {
    const { issuer, audience, typ = 'at+jwt' } = this.options
    const payload = await payloadOf(token, this.#find, { algorithms, typ, issuer, audience, requiredClaims: ['exp', 'sub'] })
    const subject = [payload.client_id, payload.azp, payload.sub].find((claim) => typeof claim === 'string') as string
    const tokenId = typeof payload.jti === 'string' ? payload.jti.slice(0, 255) : null
    return { subject, scopes: scopesIn(payload.scope), tokenId, endsAt: (payload.exp as number) * 1_000 }
  }

  readonly #find = async (...asked: Parameters<LocalJWKSet>): ReturnType<LocalJWKSet> => {
    const age = Date.now() - (this.#keys?.at ?? Number.NEGATIVE_INFINITY)
    if (age > this.#times.believedMs) await this.#renew()
    else if (age > this.#times.freshMs) void this.#renew()
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
