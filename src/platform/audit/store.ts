import { notFound } from '../contract/problems.ts'
import { listing } from '../database/listing.ts'
import { unfiltered, visible } from '../database/row-filter.ts'
import { isAnyOf, raw, sql } from '../database/sql.ts'
import type { Reader } from '../database/transaction.ts'
import type { AuditEntry, AuditEntryQuery, AuditHead } from './schemas.ts'
import { noHash } from './seals.ts'

/** A UUIDv7 made of instant and sequence, so that ids need no column and stand in the order of the trail. */
const id = `(lpad(to_hex((extract(epoch FROM audit_entry.at) * 1000)::bigint), 12, '0') || '7000' || to_hex(x'8000000000000000'::bigint | audit_entry.sequence))::uuid`
const columns =
  raw(`${id} AS id, audit_entry.sequence, audit_entry.at, audit_entry.client_id AS "clientId", audit_entry.on_behalf_of AS "onBehalfOf", audit_entry.purpose,
  audit_entry.address, audit_entry.request_id AS "requestId", audit_entry.operation, audit_entry.resource, audit_entry.resource_ids::text[] AS "resourceIds",
  audit_entry.facility_id AS "facilityId", audit_entry.classes, audit_entry.outcome, audit_entry.version AS "resourceVersion", 1 AS version`)

export const listAuditEntries = listing<AuditEntry, AuditEntryQuery>({
  table: 'audit_entry',
  from: sql`audit_entry`,
  columns,
  operation: 'listAuditEntries',
  sorts: { at: { column: 'audit_entry.at', type: 'timestamptz' } },
  // What `id` is made of.
  order: [
    { name: 'at', column: 'audit_entry.at', type: 'timestamptz' },
    { name: 'sequence', column: 'audit_entry.sequence', type: 'bigint' },
  ],
  filters: {
    clientId: (ids) => isAnyOf('audit_entry.client_id', ids, 'uuid'),
    resource: (resources) => isAnyOf('audit_entry.resource', resources),
    resourceId: (one) => sql`audit_entry.resource_ids @> ARRAY[${one}::uuid]`,
    operation: (operations) => isAnyOf('audit_entry.operation', operations),
    facilityId: (ids) => isAnyOf('audit_entry.facility_id', ids, 'uuid'),
    outcome: (outcome) => sql`audit_entry.outcome = ${outcome}`,
    dataClass: (one) => sql`audit_entry.classes @> ARRAY[${one}]`,
    requestId: (one) => sql`audit_entry.request_id = ${one}::uuid`,
    atFrom: (from) => sql`audit_entry.at >= ${from}::timestamptz`,
    atTo: (to) => sql`audit_entry.at < ${to}::timestamptz`,
  },
  updatedColumn: 'audit_entry.at',
})

/** What an id of the trail was made of; undefined when it is another id. */
function placeOf(id: string): { at: string; sequence: number } | undefined {
  const [, instant, sequence] = /^([0-9a-f]{12})70008([0-9a-f]{15})$/.exec(id.toLowerCase().replaceAll('-', '')) ?? []
  const milliseconds = Number.parseInt(instant ?? '', 16)
  const number = Number.parseInt(sequence ?? '', 16)
  return milliseconds < 8.64e12 && Number.isSafeInteger(number) ? { at: new Date(milliseconds).toISOString(), sequence: number } : undefined
}

export async function readAuditEntry(db: Reader, id: string): Promise<AuditEntry> {
  const place = placeOf(id)
  if (place === undefined) throw notFound()
  const [entry] = await db.query<AuditEntry>(
    sql`SELECT ${columns} FROM audit_entry WHERE audit_entry.sequence = ${place.sequence}::bigint AND audit_entry.at = ${place.at}::timestamptz
      AND ${visible(db.caller, 'audit_entry.facility_id')}`,
  )
  if (entry === undefined) throw notFound()
  return entry
}

export async function readAuditHead(db: Reader): Promise<AuditHead> {
  const [head] = await db.query<AuditHead>(
    sql`SELECT number, encode(hash, 'hex') AS hash, at FROM audit_seal ${unfiltered('seals are over the trail as a whole, and tell nothing of it')} ORDER BY number DESC LIMIT 1`,
  )
  return head ?? { number: 0, hash: noHash.toString('hex'), at: null }
}
