import { type Static, Type } from 'typebox'
import { anyOf, pageQuery } from '../contract/list-shapes.ts'
import { Id, idOf, instant, listOf, nullable, object, oneOf, openWords, ref, stamps, text } from '../contract/shapes.ts'
import { dataClasses } from '../security/data-classes.ts'

const clientId = idOf('The client that asked; where credentials were refused, the one that they named, or 00000000-0000-0000-0000-000000000000.')
const credentialId = idOf('The API key that was used, or the credential of an external subject; null for a token of this service.')
const memberName = Type.String({ minLength: 1, maxLength: 60, pattern: '^[A-Za-z]+$', description: 'A member, as this contract names it.' })
const requestId = idOf('The request: `X-Request-Id` of its answer.')
const operation = Type.String({ minLength: 1, maxLength: 60, pattern: '^[A-Za-z]+$', description: 'The operation, as this contract names it.' })
const resource = Type.String({ minLength: 1, maxLength: 60, pattern: '^[a-z-]+$', description: 'What kind of records it was about, e.g. `facility`.' })
const facilityId = idOf('The facility whose records they are; null when it is not one of them, or was refused.')
const outcome = oneOf(['ALLOWED', 'DENIED'], 'What was decided (diizinkan, ditolak).')
const dataClass = openWords(dataClasses, 'A class of personal data.')
const sequence = Type.Integer({
  format: 'int64',
  minimum: 1,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'Its number in the trail; numbers may be missing.',
})

export const AuditEntry = object('AuditEntry', {
  id: Id,
  sequence,
  at: instant('When it was recorded.'),
  clientId,
  credentialId: nullable(credentialId),
  tokenId: nullable(
    Type.String({ minLength: 1, maxLength: 255, pattern: '^[^\\u0000-\\u001F]+$', description: 'The token that was used (`jti`); null for an API key.' }),
  ),
  onBehalfOf: nullable(text(255, 'Whom the client acted for: the person whom its token is of, or else as it named them in `On-Behalf-Of`.')),
  purpose: nullable(text(2000, 'What the client reads personal data for, as it was registered then.')),
  address: nullable(text(60, 'The address the request came from.')),
  requestId,
  operation,
  resource,
  resourceIds: listOf(Id, 1000, { description: 'The records that were shown, changed or asked for.' }),
  facilityId: nullable(facilityId),
  classes: listOf(dataClass, 20, { description: 'The classes of personal data that left.' }),
  outcome,
  times: Type.Integer({
    format: 'int32',
    minimum: 1,
    maximum: 2_147_483_647,
    description: 'How many refusals of one kind in one minute it stands for; 1 for everything else.',
  }),
  resourceVersion: nullable(
    Type.Integer({ format: 'int32', minimum: 1, maximum: 2_147_483_647, description: 'The version that a change made; null for what was read or refused.' }),
  ),
  changed: listOf(memberName, 200, {
    description:
      'The members that a change gave other values; empty for what is new, and for what was deleted. `/v1/audit-entries/{id}/changes` has the values. A member that neither this caller nor the one that changed it is shown is left out.',
  }),
  version: stamps.version,
})
export type AuditEntry = Static<typeof AuditEntry>

export const AuditEntryQuery = pageQuery(AuditEntry, ['at', 'id'], {
  clientId: anyOf(clientId),
  credentialId: Type.Optional(credentialId),
  resource: anyOf(resource),
  resourceId: Type.Optional(idOf('A record that was shown, changed or asked for: who saw it.')),
  operation: anyOf(operation),
  facilityId: anyOf(idOf('The facility whose records they are.')),
  outcome: Type.Optional(outcome),
  dataClass: Type.Optional(dataClass),
  requestId: Type.Optional(requestId),
  atFrom: Type.Optional(instant('Recorded at or after this instant.')),
  atTo: Type.Optional(instant('Recorded before this instant.')),
})
export type AuditEntryQuery = Static<typeof AuditEntryQuery>

const value = (description: string) => nullable(Type.String({ maxLength: 1_000_000, pattern: '^[^\\u0000]*$', description }))

const AuditChange = object('AuditChange', {
  member: memberName,
  before: value('Its value before: a text as it is, everything else as JSON; null where there was none, and where it was erased.'),
  after: value('Its value after, in the same way.'),
})

export const AuditChanges = object('AuditChanges', {
  id: idOf('The entry of the audit trail.'),
  resource,
  resourceId: nullable(idOf('The record that was changed.')),
  facilityId: nullable(facilityId),
  erased: Type.Boolean({ description: 'The values are gone, with the person that they were about.' }),
  changes: listOf(ref(AuditChange), 200, { description: 'What got another value. Of a new record, all that it had; of a deleted one, all that it had had.' }),
})
export type AuditChanges = Static<typeof AuditChanges>

export const AuditHead = object('AuditHead', {
  number: Type.Integer({
    format: 'int64',
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description: 'The number of the newest seal; 0 while there is none.',
  }),
  hash: Type.String({ minLength: 64, maxLength: 64, pattern: '^[0-9a-f]{64}$', description: 'Its hash, over the whole chain before it.' }),
  at: nullable(instant('When it was made.')),
})
export type AuditHead = Static<typeof AuditHead>
