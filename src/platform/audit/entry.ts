/** What the trail says of one request, and the mark by which the service knows its own entries. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import type { Keyring } from '../security/keyring.ts'

/** Who did what for whom, from where, by which credential. */
export interface AuditContext {
  requestId: string
  clientId: string
  credentialId: string | null
  tokenId: string | null
  onBehalfOf: string | null
  purpose: string | null
  address: string | null
  operation: string
  /** The classes of personal data that left. */
  classes: readonly string[]
}

/** A read or a refusal; of a write the rest is known only to the statement that makes it. */
export interface Entry extends AuditContext {
  resource: string
  resourceIds: readonly string[]
  facilityId: string | null
  outcome: 'ALLOWED' | 'DENIED'
  /** How many refusals it stands for; one unless given. */
  times?: number
}

/** Who is said to ask, by what: proved or not. */
export interface Claim {
  clientId?: string | undefined
  credentialId?: string | null | undefined
  tokenId?: string | null | undefined
}

/** A proxy may forward anything as an address. */
export const addressOf = (request: FastifyRequest): string | null => (isIP(request.ip) === 0 ? null : (request.ip.split('%')[0] ?? null))

export function auditContextOf(request: FastifyRequest, classes: readonly string[]): AuditContext {
  const { clientId, credentialId, tokenId, onBehalfOf, purpose } = request.caller
  const operation = request.routeOptions.config.operation.id
  return { requestId: request.id, clientId, credentialId, tokenId, onBehalfOf, purpose, address: addressOf(request), operation, classes }
}

export function entryOf(
  request: FastifyRequest,
  outcome: Entry['outcome'],
  { resourceIds = [], facilityId = null, classes = [] }: Partial<Pick<Entry, 'resourceIds' | 'facilityId' | 'classes'>> = {},
): Entry {
  return { ...auditContextOf(request, classes), resource: request.routeOptions.config.operation.resource, resourceIds, facilityId, outcome }
}

const edition = 2
const versionBytes = 4
const macBytes = 32

/**
 * What the statement that writes entries of a request makes their marks with: `head` begins each, `key` is good for this
 * request only. It stands in no row, so whoever only has SQL cannot make a mark.
 */
export function markingOf(keyring: Keyring, requestId: string, version = keyring.versions[0] as number): { head: Buffer; key: Buffer } {
  const head = Buffer.alloc(1 + versionBytes, edition)
  head.writeUInt32BE(version, 1)
  return { head, key: keyring.hash('audit', JSON.stringify(['mark', edition, requestId]), version) }
}

/** What the mark of an entry is made over, as it is found in the table. */
export interface Marked {
  requestId: string
  origin: Buffer
  /** The digest of what the entry says (`content` in seals.ts), which the mark is made over. */
  content: Buffer
}

/** Marks of the first edition, made by the API itself, did not know what only the statement knows. */
function firstContentOf(entry: Omit<Entry, 'credentialId' | 'tokenId'>, isOfWrite: boolean): string {
  const { requestId, clientId, onBehalfOf, purpose, address, operation, classes } = entry
  const rest = isOfWrite ? ['write'] : ['read', entry.resource, entry.resourceIds, entry.facilityId, entry.outcome]
  return JSON.stringify(['origin', 1, requestId, clientId, onBehalfOf, purpose, address, operation, classes, ...rest])
}

const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest()
const areEqual = (one: Buffer, other: Buffer): boolean => one.length === other.length && timingSafeEqual(one, other)

/** Whether the service made an entry. @throws Error when the keyring has no such key any more */
export function isGenuine(keyring: Keyring, entry: Omit<Entry, 'credentialId' | 'tokenId'> & Marked & { version: number | null }): boolean {
  const { origin, requestId } = entry
  if (origin.length === 1 + versionBytes + macBytes) {
    const { key } = markingOf(keyring, requestId, origin.readUInt32BE(1))
    return areEqual(origin.subarray(1 + versionBytes), sha256(Buffer.concat([key, entry.content])))
  }
  if (origin.length !== versionBytes + macBytes) return false
  const given = origin.subarray(versionBytes)
  const isMadeOver = (content: string) => areEqual(given, keyring.hash('audit', content, origin.readUInt32BE()))
  return isMadeOver(firstContentOf(entry, false)) || (entry.version !== null && isMadeOver(firstContentOf(entry, true)))
}
