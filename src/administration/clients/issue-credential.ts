import { checkPrimeSync, createPublicKey } from 'node:crypto'
import { phrase } from '../../platform/contract/language.ts'
import { invalidTransition } from '../../platform/contract/problems.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { newApiKey, newClientSecret } from '../../platform/security/authentication/credentials.ts'
import type { ExternalIdentity } from '../../platform/security/authentication/external-issuer.ts'
import { isAlone } from '../../platform/security/authentication/first-keys.ts'
import type { Keyring } from '../../platform/security/keyring.ts'
import { scopesOfTwo } from '../../platform/security/roles.ts'
import { preparedBy, requireSecondPerson } from '../../platform/security/second-person.ts'
import { endOf, requireBelowLimit, requireChangeable, requireFittingProof, unprovedSubject, unusableKey } from './rules.ts'
import type { ApiClientCredential, NewApiClientCredential, PublicJwk } from './schemas.ts'
import { countValid, insertCredential, lockClient, lockCredential, releaseCredential, revokeCredential } from './store.ts'

/** What is shown once, and what is kept of it. */
export interface Secret {
  id: string
  text: string | null
  hash: Buffer | undefined
}

/** A secret of the kind that was asked for, before anything is written. A public key and an external subject have none. */
export function newSecret(keyring: Keyring, { kind }: NewApiClientCredential, id: string): Secret {
  if (kind === 'PUBLIC_KEY' || kind === 'EXTERNAL_SUBJECT') return { id, text: null, hash: undefined }
  if (kind === 'API_KEY') {
    const { key, hash } = newApiKey(keyring, 'live', id)
    return { id, text: key, hash }
  }
  const { secret, hash } = newClientSecret(keyring, 'live', id)
  return { id, text: secret, hash }
}

const smallPrimes = Array.from({ length: 1_000 }, (_, at) => BigInt(at + 2)).filter((number) => checkPrimeSync(number))

/** A modulus whose factors anybody can find: it is a prime, or has a small one. */
function isFactored(n: string): boolean {
  const modulus = BigInt(`0x${Buffer.from(n, 'base64url').toString('hex')}`)
  return smallPrimes.some((prime) => modulus % prime === 0n) || checkPrimeSync(modulus)
}

/**
 * Points of Ed25519 of order 1, 2, 4 and 8, the sign left out, as they are written and as they could be: a signature that fits such a
 * key can be made without a private one. Source: RFC 8032 and RFC 7748, 7.
 */
const smallPoints = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]

function isSmallPoint(x: string): boolean {
  const point = Buffer.from(x, 'base64url')
  // The highest bit is the sign.
  point.writeUInt8((point.at(-1) ?? 0) & 0x7f, point.length - 1)
  return smallPoints.includes(point.toString('hex'))
}

/** Whether a signature that it fits proves anything: not with a point off the curve, and not where anybody could sign. @throws contradiction */
function requireRealKey(jwk: PublicJwk): void {
  let bits: number | undefined
  try {
    bits = createPublicKey({ key: { ...jwk }, format: 'jwk' }).asymmetricKeyDetails?.modulusLength
  } catch {
    throw unusableKey()
  }
  if (bits !== undefined && (bits < 2048 || bits > 4096)) throw unusableKey()
  if (jwk.n !== undefined && isFactored(jwk.n)) throw unusableKey()
  if (jwk.kty === 'OKP' && jwk.x !== undefined && isSmallPoint(jwk.x)) throw unusableKey()
}

/**
 * The text of the secret is no part of the change: neither the trail nor the replay record has ever seen it.
 * @param proved whom a token of the external provider is of, if it is one
 * @throws not-found, client-protected, contradiction, too-many-credentials, unavailable
 */
export async function issueCredential(
  tx: Transaction,
  clientId: string,
  asked: NewApiClientCredential,
  { id, hash }: Secret,
  proved: (token: string) => Promise<ExternalIdentity | undefined>,
): Promise<Change<ApiClientCredential>> {
  requireFittingProof(asked)
  // The provider may have to be asked for its keys: before anything is locked.
  const identity = asked.token === undefined ? undefined : await proved(asked.token)
  if (asked.token !== undefined && identity === undefined) throw unprovedSubject()
  // The lock makes those who issue at the same time count one after the other.
  const client = await lockClient(tx, clientId)
  requireChangeable(tx.caller, client)
  if (asked.publicJwk !== undefined) requireRealKey(asked.publicJwk)
  const { kind, publicJwk } = asked
  const expiresAt = endOf(tx.now, asked.expiresAt)
  requireBelowLimit(kind, await countValid(tx, clientId, kind))
  const { issuer, client: externalClient, subject } = identity ?? {}
  const external = { externalIssuer: issuer, externalClient, externalSubject: subject }
  // Otherwise whoever makes one could call as the client that two persons have given so much.
  const isOfTwo = scopesOfTwo(client.roles, client.scopes).length > 0 && !(await isAlone(tx))
  const preparation = isOfTwo ? preparedBy(tx.caller, tx.now) : {}
  return insertCredential(tx, client, { id, kind, expiresAt, secretHash: hash, publicJwk, ...external, preparation })
}

/** Locks a credential, and its client, in the version that was asked for. @throws not-found, also when it was revoked before; stale-version, client-protected */
async function lockForChange(tx: Transaction, clientId: string, id: string) {
  const client = await lockClient(tx, clientId)
  const credential = await lockCredential(tx, clientId, id)
  tx.requireVersion(credential.version)
  requireChangeable(tx.caller, client)
  return { client, credential }
}

/** Another person than the one who made it lets it work. @throws invalid-transition, second-person-needed, and what `lockForChange` does */
export async function approveCredential(tx: Transaction, clientId: string, id: string): Promise<Change<ApiClientCredential>> {
  const { client, credential } = await lockForChange(tx, clientId, id)
  if (credential.preparedBy === null) throw invalidTransition(phrase`credential`, 'UNPREPARED', [])
  requireSecondPerson(tx.caller, credential, tx.now)
  return releaseCredential(client, id)
}

/** @throws what `lockForChange` does */
export async function revoke(tx: Transaction, clientId: string, id: string): Promise<Change> {
  const { client } = await lockForChange(tx, clientId, id)
  return revokeCredential(client, id)
}
