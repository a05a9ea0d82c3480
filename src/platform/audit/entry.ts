/** What the trail says of one request, and the mark by which the service knows its own entries. */
import { timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import type { Keyring } from '../security/keyring.ts'

/** Who did what for whom, from where. */
interface AuditContext {
  requestId: string
  clientId: string
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
}

export function auditContextOf(request: FastifyRequest, classes: readonly string[]): AuditContext {
  const { clientId, onBehalfOf, purpose } = request.caller
  // A proxy may forward anything as an address.
  const address = isIP(request.ip) === 0 ? null : (request.ip.split('%')[0] ?? null)
  return { requestId: request.id, clientId, onBehalfOf, purpose, address, operation: request.routeOptions.config.operation.id, classes }
}

export function entryOf(
  request: FastifyRequest,
  outcome: Entry['outcome'],
  { resourceIds = [], facilityId = null, classes = [] }: Partial<Pick<Entry, 'resourceIds' | 'facilityId' | 'classes'>> = {},
): Entry {
  return { ...auditContextOf(request, classes), resource: request.routeOptions.config.operation.resource, resourceIds, facilityId, outcome }
}

/** The bytes that a mark is made over. An entry that has another member, or one in another place, has other bytes. */
function contentOf(context: AuditContext | Entry): string {
  const { requestId, clientId, onBehalfOf, purpose, address, operation, classes } = context
  const known = [requestId, clientId, onBehalfOf, purpose, address, operation, classes]
  const rest = 'outcome' in context ? ['read', context.resource, context.resourceIds, context.facilityId, context.outcome] : ['write']
  return JSON.stringify(['origin', 1, ...known, ...rest])
}

const versionBytes = 4

/** Key version and HMAC, made before anything is written: whoever only has SQL cannot make one. */
export function originOf(keyring: Keyring, context: AuditContext | Entry): Buffer {
  const version = Buffer.alloc(versionBytes)
  version.writeUInt32BE(keyring.versions[0] as number)
  return Buffer.concat([version, keyring.hash('audit', contentOf(context))])
}

/** @throws Error when the keyring has no such key any more */
export function isGenuine(keyring: Keyring, context: AuditContext | Entry, origin: Buffer): boolean {
  if (origin.length <= versionBytes) return false
  const expected = keyring.hash('audit', contentOf(context), origin.readUInt32BE())
  const given = origin.subarray(versionBytes)
  return given.length === expected.length && timingSafeEqual(given, expected)
}
