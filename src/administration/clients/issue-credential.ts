import { createPublicKey } from 'node:crypto'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { newApiKey, newClientSecret } from '../../platform/security/authentication/credentials.ts'
import type { Keyring } from '../../platform/security/keyring.ts'
import { endOf, requireBelowLimit, requireChangeable, requireFittingKey, unusableKey } from './rules.ts'
import type { ApiClientCredential, NewApiClientCredential, PublicJwk } from './schemas.ts'
import { countValid, insertCredential, lockClient, lockCredential, revokeCredential } from './store.ts'

/** What is shown once, and what is kept of it. */
export interface Secret {
  id: string
  text: string | null
  hash: Buffer | undefined
}

/** A secret of the kind that was asked for, before anything is written. A public key has none. */
export function newSecret(keyring: Keyring, { kind }: NewApiClientCredential, id: string): Secret {
  if (kind === 'PUBLIC_KEY') return { id, text: null, hash: undefined }
  if (kind === 'API_KEY') {
    const { key, hash } = newApiKey(keyring, 'live', id)
    return { id, text: key, hash }
  }
  const { secret, hash } = newClientSecret(keyring, 'live', id)
  return { id, text: secret, hash }
}

/** Whether it can be used to check a signature: a point off the curve, or a short modulus, cannot. @throws contradiction */
function requireRealKey(jwk: PublicJwk): void {
  let bits: number | undefined
  try {
    bits = createPublicKey({ key: { ...jwk }, format: 'jwk' }).asymmetricKeyDetails?.modulusLength
  } catch {
    throw unusableKey()
  }
  if (bits !== undefined && (bits < 2048 || bits > 4096)) throw unusableKey()
}

/**
 * The text of the secret is no part of the change: neither the trail nor the replay record has ever seen it.
 * @throws not-found, client-protected, contradiction, too-many-credentials
 */
export async function issueCredential(
  tx: Transaction,
  clientId: string,
  asked: NewApiClientCredential,
  { id, hash }: Secret,
): Promise<Change<ApiClientCredential>> {
  // The lock makes those who issue at the same time count one after the other.
  const client = await lockClient(tx, clientId)
  requireChangeable(tx.caller, client)
  requireFittingKey(asked)
  if (asked.publicJwk !== undefined) requireRealKey(asked.publicJwk)
  const { kind, publicJwk } = asked
  const expiresAt = endOf(tx.now, asked.expiresAt)
  requireBelowLimit(kind, await countValid(tx, clientId, kind))
  return insertCredential(tx, client, { id, kind, expiresAt, secretHash: hash, publicJwk })
}

/** @throws not-found, also when it was revoked before; stale-version, client-protected */
export async function revoke(tx: Transaction, clientId: string, id: string): Promise<Change> {
  const client = await lockClient(tx, clientId)
  const { version } = await lockCredential(tx, clientId, id)
  tx.requireVersion(version)
  requireChangeable(tx.caller, client)
  return revokeCredential(client, id)
}
