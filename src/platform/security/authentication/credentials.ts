/**
 * API keys and client secrets: `bk_<environment>_<id>_<secret>` and `bs_…`. The id is that of the credential's row, without
 * dashes; the secret is 256 random bits. Of the whole only an HMAC under the keyring is kept, so a dump opens nothing.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import type { Keyring } from '../keyring.ts'

/** What the key is for, for people who find one: `bootstrap` opens everything, `demo` and `test` are worth nothing. */
type Environment = 'live' | 'bootstrap' | 'demo' | 'test'

const format = /^(?:bk|bs)_[a-z]{2,10}_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_[A-Za-z0-9_-]{43}$/

const make = (prefix: 'bk' | 'bs', environment: Environment, id: string): string =>
  `${prefix}_${environment}_${id.replaceAll('-', '')}_${randomBytes(32).toString('base64url')}`

/** The id of the row that a key or secret belongs to; undefined when it is not of the format. */
export function credentialIdOf(secret: string): string | undefined {
  const found = format.exec(secret)
  return found === null ? undefined : found.slice(1).join('-')
}

/** What is stored of a key or secret. */
export const hashOf = (keyring: Keyring, secret: string): Buffer => keyring.hash('credentials', secret)

/** Whether a secret is the one that was stored, under any version of the keyring, in constant time. */
export const matches = (keyring: Keyring, secret: string, stored: Buffer): boolean =>
  keyring.hashes('credentials', secret).some((hash) => hash.length === stored.length && timingSafeEqual(hash, stored))

/** A new API key, to be shown once: `id` and `hash` go into its row. */
export function newApiKey(keyring: Keyring, environment: Environment = 'live', id: string = uuidv7()): { id: string; key: string; hash: Buffer } {
  const key = make('bk', environment, id)
  return { id, key, hash: hashOf(keyring, key) }
}

/** A new client secret for the token endpoint, to be shown once. */
export function newClientSecret(keyring: Keyring, environment: Environment = 'live', id: string = uuidv7()): { id: string; secret: string; hash: Buffer } {
  const secret = make('bs', environment, id)
  return { id, secret, hash: hashOf(keyring, secret) }
}
