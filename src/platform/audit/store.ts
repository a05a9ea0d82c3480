import { notFound } from '../contract/problems.ts'
import { listing } from '../database/listing.ts'
import { readRow } from '../database/records.ts'
import { rows, unfiltered } from '../database/row-filter.ts'
import { type Sql, sql } from '../database/sql.ts'
import { columns, resource, select } from '../database/tables.ts'
import type { Reader } from '../database/transaction.ts'
import { AuditEntry, AuditEntryQuery, type AuditHead } from './schemas.ts'
import { noHash } from './seals.ts'

/** A UUIDv7 made of instant and sequence, so that ids need no column and stand in the order of the trail. */
const id = sql`(lpad(to_hex((extract(epoch FROM audit_entry.at) * 1000)::bigint), 12, '0') || '7000' || to_hex(x'8000000000000000'::bigint | audit_entry.sequence))::uuid`
const entry = resource('audit_entry', AuditEntry, {
  id,
  resourceIds: sql`audit_entry.resource_ids::text[]`,
  resourceVersion: 'version',
  version: sql`1`,
})

export const listAuditEntries = listing({
  operation: 'listAuditEntries',
  of: entry,
  query: AuditEntryQuery,
  // What `id` is made of.
  order: ['at', 'sequence'],
  filters: {
    resourceId: (one) => sql`audit_entry.resource_ids @> ARRAY[${one}::uuid]`,
    dataClass: (one) => sql`audit_entry.classes @> ARRAY[${one}]`,
    atTo: (to) => sql`audit_entry.at < ${to}::timestamptz`,
  },
  updated: sql`audit_entry.at`,
})

interface Place {
  at: string
  sequence: number
}

/** What an id of the trail was made of; undefined when it is another id. */
function placeOf(id: string): Place | undefined {
  const [, instant, sequence] = /^([0-9a-f]{12})70008([0-9a-f]{15})$/.exec(id.toLowerCase().replaceAll('-', '')) ?? []
  const milliseconds = Number.parseInt(instant ?? '', 16)
  const number = Number.parseInt(sequence ?? '', 16)
  return milliseconds < 8.64e12 && Number.isSafeInteger(number) ? { at: new Date(milliseconds).toISOString(), sequence: number } : undefined
}

const isAt = ({ sequence, at }: Place): Sql => sql`audit_entry.sequence = ${sequence}::bigint AND audit_entry.at = ${at}::timestamptz`

export async function readAuditEntry(db: Reader, id: string): Promise<AuditEntry> {
  const place = placeOf(id)
  if (place === undefined) throw notFound()
  return readRow(db, select(entry.members, sql`FROM ${rows(db, 'audit_entry')} WHERE ${isAt(place)}`))
}

/** An entry, with what a change made of its row as it is kept: encrypted. */
export async function readStoredChanges(db: Reader, id: string) {
  const place = placeOf(id)
  if (place === undefined) throw notFound()
  return readRow(
    db,
    select({ ...entry.members, ...columns('audit_entry', ['valuesEncrypted', 'valuesKey']) }, sql`FROM ${rows(db, 'audit_entry')} WHERE ${isAt(place)}`),
  )
}

export async function readAuditHead(db: Reader): Promise<AuditHead> {
  const seal = unfiltered('audit_seal', 'seals are over the trail as a whole, and show nothing of it')
  const [head] = await db.query<AuditHead>(sql`SELECT number, encode(hash, 'hex') AS hash, at FROM ${seal} ORDER BY number DESC LIMIT 1`)
  return head ?? { number: 0, hash: noHash.toString('hex'), at: null }
}
