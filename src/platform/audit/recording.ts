/** The SQL that adds entries to the trail, each with its mark, as part of whatever statement does what they speak of. */
import { raw, type Sql, sql } from '../database/sql.ts'
import type { Keyring } from '../security/keyring.ts'
import { type AuditContext, markingOf } from './entry.ts'
import { mark } from './seals.ts'

/** What is known of every entry of a request before the statement, as columns. */
export function contextColumns(keyring: Keyring, context: AuditContext): Sql {
  const { requestId, clientId, credentialId, tokenId, onBehalfOf, purpose, address, operation } = context
  const { head, key } = markingOf(keyring, requestId)
  return sql`${clientId}::uuid AS client_id, ${credentialId}::uuid AS credential_id, ${tokenId}::text AS token_id, ${onBehalfOf}::text AS on_behalf_of,
    ${purpose}::text AS purpose, ${address}::text AS address, ${requestId}::uuid AS request_id, ${operation}::text AS operation, 1 AS times,
    ${head}::bytea AS mark_head, ${key}::bytea AS mark_key`
}

const given = raw(`client_id, credential_id, token_id, on_behalf_of, purpose, address, request_id, operation, resource, resource_ids, facility_id, classes,
  outcome, version, changed, values_encrypted, values_key, times`)

/** A CTE of the entries as they are to be written. `rows` has all columns that are not made here. */
export const entriesOf = (rows: Sql): Sql => sql`entry AS (
    SELECT pg_catalog.nextval('audit_entry_sequence_seq') AS sequence, pg_catalog.now()::timestamptz(3) AS at, pg_catalog.pg_current_xact_id() AS xid, given.*
    FROM (${rows}) given
  )`

/** Writes `entry`. */
export const writeEntries = sql`INSERT INTO audit_entry (sequence, at, xid, ${given}, origin) SELECT sequence, at, xid, ${given}, ${mark} FROM entry`

/** The columns of an entry that changes nothing. */
export const noChange = raw(`'{}'::text[] AS changed, NULL::bytea AS values_encrypted, NULL::bytea AS values_key`)
