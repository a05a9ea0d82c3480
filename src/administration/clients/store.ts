import { phrase } from '../../platform/contract/language.ts'
import { notFound } from '../../platform/contract/problems.ts'
import { duplicate, explainConstraints, missingReference } from '../../platform/database/constraints.ts'
import { containing, listing } from '../../platform/database/listing.ts'
import type { Viewer } from '../../platform/database/row-filter.ts'
import { unfiltered, visible } from '../../platform/database/row-filter.ts'
import { assignments, insert, raw, recordStampColumns, type Sql, sql, stampColumns } from '../../platform/database/sql.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import { scopesOf } from '../../platform/security/roles.ts'
import type { ApiClient, ApiClientCredential, ApiClientCredentialQuery, ApiClientPatch, ApiClientQuery, NewApiClient, PublicJwk } from './schemas.ts'

explainConstraints({
  api_client_name_key: duplicate('/name', phrase`Another client has this name.`),
  api_client_external_subject_key: duplicate('/externalSubject', phrase`Another client has this subject.`),
  api_client_facility_facility_fkey: missingReference('/facilityIds'),
})

const ownColumns = sql`${raw(`api_client.id, api_client.name, api_client.organisation, api_client.contact_name AS "contactName", api_client.contact_email AS "contactEmail",
  api_client.purpose, api_client.roles, api_client.scopes, api_client.all_facilities AS "allFacilities", api_client.redactions, api_client.suspended,
  api_client.expires_at AS "expiresAt", api_client.external_subject AS "externalSubject", api_client.archived`)}, ${stampColumns('api_client')}`
const grants = raw('ARRAY(SELECT granted.facility_id::text FROM api_client_facility granted WHERE granted.client_id = api_client.id ORDER BY 1)')
const columns = sql`${ownColumns}, ${grants} AS "facilityIds"`

/** Whoever is bound to facilities knows of clients that have facilities, and none but those. A client of all, or none, is for national callers. */
function isVisible(caller: Viewer): Sql {
  const seen = visible(caller, 'granted.facility_id')
  if (caller.facilities === 'ALL') return seen
  const granted = sql`SELECT 1 FROM api_client_facility granted WHERE granted.client_id = api_client.id`
  return sql`(NOT api_client.all_facilities AND EXISTS (${granted}) AND NOT EXISTS (${granted} AND NOT (${seen})))`
}

/** The table holds the scopes that a client has beside its roles; what is shown are those that it has. */
export const withScopes = (row: ApiClient): ApiClient => ({ ...row, scopes: scopesOf(row.roles, row.scopes) })

const pageOfClients = listing<ApiClient, ApiClientQuery>({
  operation: 'listApiClients',
  table: 'api_client',
  from: sql`api_client`,
  columns,
  visible: isVisible,
  sorts: { name: { column: 'api_client.name', type: 'text' }, updatedAt: { column: 'api_client.updated_at', type: 'timestamptz' } },
  filters: {
    role: (roles) => sql`api_client.roles && ${roles}::text[]`,
    facilityId: (ids) => sql`api_client.id IN (SELECT client_id FROM api_client_facility WHERE facility_id = ANY(${ids}::uuid[]))`,
    suspended: (suspended) => sql`api_client.suspended = ${suspended}`,
    archived: (archived) => sql`api_client.archived = ${archived}`,
    q: (q) => sql`(api_client.name || ' ' || coalesce(api_client.organisation, '')) ILIKE ${containing(q)}`,
  },
})

export async function listApiClients(db: Reader, query: ApiClientQuery) {
  const page = await pageOfClients(db, query)
  return { ...page, items: page.items.map(withScopes) }
}

export async function readApiClient(db: Reader, id: string): Promise<ApiClient> {
  const [client] = await db.query<ApiClient>(sql`SELECT ${columns} FROM api_client WHERE api_client.id = ${id}::uuid AND ${isVisible(db.caller)}`)
  if (client === undefined) throw notFound()
  return withScopes(client)
}

export type LockedClient = ApiClient & { isOfSettings: boolean }

/** Locks a client that the caller may know of, until the end of the transaction. @throws not-found */
export async function lockClient(tx: Transaction, id: string): Promise<LockedClient> {
  await tx.query(sql`SELECT 1 FROM api_client WHERE api_client.id = ${id}::uuid ${unfiltered('the next statement looks whose it is')} FOR UPDATE`)
  // Its facilities are other rows: only a statement that begins once the lock is held sees them as they are.
  const [client] = await tx.query<LockedClient>(sql`
    SELECT ${columns}, api_client.created_by IS NULL AS "isOfSettings" FROM api_client WHERE api_client.id = ${id}::uuid AND ${isVisible(tx.caller)}`)
  if (client === undefined) throw notFound()
  return client
}

const isLocked = unfiltered('the client is locked')
const isGivable = unfiltered('its facilities were looked at by the rules')

/** Where the trail and the events say it happened: the facility, when it is one. */
const places = (facilityIds: readonly string[]): Sql =>
  sql`${[...facilityIds].sort()}::text[] AS "facilityIds", ${facilityIds.length === 1 ? facilityIds[0] : null}::uuid AS "facilityId"`

export function insertClient(tx: Transaction, { facilityIds = [], ...client }: NewApiClient): Change {
  const by = tx.caller.clientId
  const row = { id: tx.newId(), ...client, scopes: [], createdBy: by, updatedBy: by }
  return {
    ctes: sql`api_client AS (${insert('api_client', row)} ${isGivable} RETURNING *), granted AS (
      INSERT INTO api_client_facility (client_id, facility_id) SELECT ${row.id}::uuid, unnest(${facilityIds}::uuid[])
    ), change AS (SELECT ${ownColumns}, ${places(facilityIds)} FROM api_client)`,
  }
}

/** Changes a client that is locked. */
export function updateClient(tx: Transaction, client: LockedClient, { facilityIds = client.facilityIds, ...patch }: ApiClientPatch): Change {
  return {
    ctes: sql`api_client AS (UPDATE api_client SET ${assignments(patch, tx.caller.clientId)} WHERE id = ${client.id}::uuid ${isLocked} RETURNING *), taken AS (
      DELETE FROM api_client_facility WHERE client_id = ${client.id}::uuid AND NOT facility_id = ANY(${facilityIds}::uuid[])
    ), granted AS (
      INSERT INTO api_client_facility (client_id, facility_id) SELECT ${client.id}::uuid, unnest(${facilityIds}::uuid[]) ON CONFLICT DO NOTHING
    ), change AS (SELECT ${ownColumns}, ${places(facilityIds)} FROM api_client)`,
  }
}

/** Whether the trail speaks of a client. */
export async function hasCalled(tx: Transaction, id: string): Promise<boolean> {
  return (await tx.query(sql`SELECT 1 FROM audit_entry WHERE client_id = ${id}::uuid ${isLocked} LIMIT 1`)).length > 0
}

/** Deletes a client that is locked. */
export const deleteClient = (client: LockedClient): Change => ({
  ctes: sql`taken AS (DELETE FROM api_client_facility WHERE client_id = ${client.id}::uuid), change AS (
    DELETE FROM api_client WHERE id = ${client.id}::uuid ${isLocked} RETURNING api_client.id, api_client.version, ${places(client.facilityIds)})`,
})

const credentialColumns = sql`${raw(`client_credential.id, client_credential.client_id AS "clientId", client_credential.kind, client_credential.public_jwk AS "publicJwk",
  client_credential.expires_at AS "expiresAt", client_credential.revoked_at AS "revokedAt", client_credential.last_used_at AS "lastUsedAt"`)}, ${recordStampColumns('client_credential')}`
const ofVisibleClient = sql`client_credential JOIN api_client ON api_client.id = client_credential.client_id`

const pageOfCredentials = listing<ApiClientCredential, ApiClientCredentialQuery>({
  operation: 'listApiClientCredentials',
  table: 'client_credential',
  from: ofVisibleClient,
  columns: credentialColumns,
  visible: isVisible,
  updatedColumn: 'greatest(client_credential.created_at, client_credential.revoked_at)',
  sorts: { createdAt: { column: 'client_credential.created_at', type: 'timestamptz' } },
  filters: {
    kind: (kinds) => sql`client_credential.kind = ANY(${kinds}::text[])`,
    revoked: (revoked) => sql`(client_credential.revoked_at IS NOT NULL) = ${revoked}`,
  },
})

export async function listCredentials(db: Reader, clientId: string, query: ApiClientCredentialQuery) {
  await readApiClient(db, clientId)
  return pageOfCredentials(db, query, sql`client_credential.client_id = ${clientId}::uuid`)
}

export async function readCredential(db: Reader, clientId: string, id: string): Promise<ApiClientCredential> {
  const [credential] = await db.query<ApiClientCredential>(sql`
    SELECT ${credentialColumns} FROM ${ofVisibleClient}
    WHERE client_credential.client_id = ${clientId}::uuid AND client_credential.id = ${id}::uuid AND ${isVisible(db.caller)}`)
  if (credential === undefined) throw notFound()
  return credential
}

/** How many credentials of the kind are valid now. */
export async function countValid(tx: Transaction, clientId: string, kind: string): Promise<number> {
  const [found] = await tx.query<{ valid: number }>(sql`
    SELECT count(*) AS valid FROM client_credential
    WHERE client_id = ${clientId}::uuid AND kind = ${kind} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now()) ${isLocked}`)
  return found?.valid ?? 0
}

export interface NewRow {
  id: string
  kind: string
  expiresAt: string
  secretHash: Buffer | undefined
  publicJwk: PublicJwk | undefined
}

export function insertCredential(tx: Transaction, { id: clientId, facilityIds }: LockedClient, { publicJwk, ...credential }: NewRow): Change {
  const row = { clientId, ...credential, publicJwk: publicJwk && JSON.stringify(publicJwk), createdBy: tx.caller.clientId }
  return {
    ctes: sql`client_credential AS (${insert('client_credential', row)} ${isLocked} RETURNING *), change AS (
      SELECT ${credentialColumns}, ${places(facilityIds)} FROM client_credential)`,
  }
}

/** Locks a credential that was not revoked. @throws not-found */
export async function lockCredential(tx: Transaction, clientId: string, id: string): Promise<{ version: number }> {
  const [credential] = await tx.query<{ version: number }>(
    sql`SELECT version FROM client_credential WHERE client_id = ${clientId}::uuid AND id = ${id}::uuid AND revoked_at IS NULL ${isLocked} FOR UPDATE`,
  )
  if (credential === undefined) throw notFound()
  return credential
}

export const revokeCredential = ({ facilityIds }: LockedClient, id: string): Change => ({
  ctes: sql`client_credential AS (UPDATE client_credential SET revoked_at = now(), version = version + 1 WHERE id = ${id}::uuid ${isLocked} RETURNING *), change AS (
    SELECT id, version, ${places(facilityIds)} FROM client_credential)`,
})
