/** Who may give what to whom (src/decisions/0042), and what a credential must be. */

import { isDeepStrictEqual } from 'node:util'
import { phrase } from '../../platform/contract/language.ts'
import { contradiction, problem as platformProblem, unknownReference } from '../../platform/contract/problems.ts'
import type { Viewer } from '../../platform/database/row-filter.ts'
import { problem } from './problems.ts'
import type { ApiClient, ApiClientCredential, NewApiClientCredential, PublicJwk } from './schemas.ts'

/** @throws client-protected for the caller itself, and for a client of the settings */
export function requireChangeable(caller: Viewer, client: { id: string; isOfSettings: boolean }): void {
  if (client.id === caller.clientId) throw problem('client-protected', phrase`This is the client that you call as.`)
  if (client.isOfSettings) throw problem('client-protected', phrase`This client comes from the settings of the service.`)
}

/**
 * Nobody gives away what it does not see.
 * @throws contradiction, facility-not-allowed, unknown-reference
 */
export function requireGivable({ facilities }: Viewer, given: { allFacilities: boolean; facilityIds: readonly string[] }): void {
  if (given.allFacilities && given.facilityIds.length > 0) throw contradiction('/facilityIds', phrase`A client that sees all facilities is given none by name.`)
  if (facilities === 'ALL') return
  // A client without facilities would be out of sight of who made it.
  if (given.allFacilities || given.facilityIds.length === 0)
    throw platformProblem('facility-not-allowed', phrase`Give the client facilities that you see yourself: all or none can be given by a caller that sees all.`)
  const foreign = given.facilityIds.findIndex((id) => !facilities.includes(id))
  if (foreign >= 0) throw unknownReference(`/facilityIds/${foreign}`)
}

/** What a client may do, and where; `guarded` are those of its scopes that no one person gives. */
export type Given = Pick<ApiClient, 'allFacilities' | 'facilityIds' | 'redactions' | 'suspended' | 'archived' | 'expiresAt'> & { guarded: readonly string[] }

const mayCall = ({ suspended, archived, expiresAt }: Given, now: Date): boolean =>
  !suspended && !archived && (expiresAt === null || Date.parse(expiresAt) > now.getTime())

/** Whether a change lets somebody do or see more by scopes that no one person gives. What takes away waits for nobody. */
export function givesMore(before: Given | undefined, after: Given, now: Date): boolean {
  if (!mayCall(after, now) || after.guarded.length === 0) return false
  if (before === undefined || !mayCall(before, now)) return true
  const isWider = !before.allFacilities && (after.allFacilities || after.facilityIds.some((id) => !before.facilityIds.includes(id)))
  const isClearer = before.redactions.some((one) => !after.redactions.includes(one))
  return after.guarded.some((scope) => !before.guarded.includes(scope)) || isWider || isClearer
}

const dayMs = 86_400_000
const usualDays = 365
const longestDays = 731

/** When a credential ends. @throws contradiction */
export function endOf(now: Date, asked?: string): string {
  const end = asked === undefined ? now.getTime() + usualDays * dayMs : Date.parse(asked)
  if (end <= now.getTime()) throw contradiction('/expiresAt', phrase`This is over already.`)
  if (end > now.getTime() + longestDays * dayMs) throw contradiction('/expiresAt', phrase`A credential ends within two years.`)
  return new Date(end).toISOString()
}

/** Two of a kind, so that a client changes over without a gap; but of two external subjects each is somebody. */
const mostValid = { API_KEY: 2, CLIENT_SECRET: 2, PUBLIC_KEY: 2, EXTERNAL_SUBJECT: 1 }

/** @throws too-many-credentials */
export function requireBelowLimit(kind: ApiClientCredential['kind'], valid: number): void {
  if (valid >= mostValid[kind]) throw problem('too-many-credentials', phrase`The client has ${valid} valid credentials of the kind ${kind}.`)
}

type Member = 'crv' | 'x' | 'y' | 'n' | 'e'
const members: readonly Member[] = ['crv', 'x', 'y', 'n', 'e']
const shapes: Record<string, { has: readonly Member[]; algorithms: readonly string[] }> = {
  'EC P-256': { has: ['crv', 'x', 'y'], algorithms: ['ES256'] },
  'EC P-384': { has: ['crv', 'x', 'y'], algorithms: ['ES384'] },
  'OKP Ed25519': { has: ['crv', 'x'], algorithms: ['EdDSA'] },
  RSA: { has: ['n', 'e'], algorithms: ['PS256', 'RS256'] },
}

/** Whether the members of a key are those of its kind; whether it is a key, `requireRealKey` finds out. */
function isWellShaped(jwk: PublicJwk): boolean {
  const shape = shapes[[jwk.kty, jwk.crv].filter(Boolean).join(' ')]
  // With the exponent 1 anything is a signature.
  if (shape === undefined || (jwk.e ?? 'AQAB') !== 'AQAB') return false
  return members.every((member) => (jwk[member] !== undefined) === shape.has.includes(member)) && (jwk.alg === undefined || shape.algorithms.includes(jwk.alg))
}

export const unusableKey = () =>
  contradiction('/publicJwk', phrase`This is no public key that can be used: EC (P-256, P-384), OKP (Ed25519) or RSA (2048 to 4096 bits).`)

export const unprovedSubject = () => contradiction('/token', phrase`This is no valid access token of the OpenID provider that this service trusts.`)

/** @throws contradiction */
export function requireFittingProof({ kind, publicJwk, token }: NewApiClientCredential): void {
  if ((kind === 'EXTERNAL_SUBJECT') !== (token !== undefined))
    throw contradiction('/token', phrase`A token belongs to the kind EXTERNAL_SUBJECT, and to no other.`)
  if ((kind === 'PUBLIC_KEY') !== (publicJwk !== undefined))
    throw contradiction('/publicJwk', phrase`A public key belongs to the kind PUBLIC_KEY, and to no other.`)
  if (publicJwk !== undefined && !isWellShaped(publicJwk)) throw unusableKey()
}

/** Whether facilities are other ones than before, in whichever order. */
export const isElsewhere = (before: readonly string[], after: readonly string[]): boolean => !isDeepStrictEqual([...before].sort(), [...after].sort())
