import { phrase } from '../../platform/contract/language.ts'
import { duplicate, explainConstraints, missingReference } from '../../platform/database/constraints.ts'
import { contains, listing } from '../../platform/database/listing.ts'
import { readRow } from '../../platform/database/records.ts'
import { unfiltered, visible } from '../../platform/database/row-filter.ts'
import { type Sql, sql } from '../../platform/database/sql.ts'
import { assignments, changes, changesIfAny, columns, expression, insert, listOf, type RowPatch, resource, select } from '../../platform/database/tables.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import { scopesOf } from '../../platform/security/roles.ts'
import { type Prepared, preparedBy, unprepared } from '../../platform/security/second-person.ts'
import { isElsewhere } from './rules.ts'
import {
  ApiClient,
  ApiClientCredential,
  ApiClientCredentialQuery,
  type ApiClientGrant,
  type ApiClientPatch,
  ApiClientQuery,
  type NewApiClient,
  type PublicJwk,
} from './schemas.ts'

explainConstraints({
  api_client_name_key: duplicate('/name', phrase`Another client has this name.`),
  client_credential_external_key: duplicate('/token', phrase`Whom this token is of has claimed a client already: revoke that credential first.`),
  api_client_facility_facility_fkey: missingReference('/facilityIds'),
})

const its = 'it belongs to a client that is looked at'
const granted = sql`SELECT granted.facility_id FROM ${unfiltered('api_client_facility', its, 'granted')} WHERE granted.client_id = api_client.id`
const client = resource('api_client', ApiClient, {
  facilityIds: sql`ARRAY(SELECT facility_id::text FROM (${granted}) granted ORDER BY 1)`,
  preparedChange: sql`api_client.prepared_change`,
})
const { facilityIds: _, ...own } = client.members

/** The facilities of a client as SQL; `id` is the column that has its id. */
export const facilitiesOf = (id: string): string => `ARRAY(SELECT granted.facility_id::text FROM api_client_facility granted WHERE granted.client_id = ${id})`

/**
 * The row filter of clients. Whoever is bound to facilities knows of clients that have facilities, and none but those. A
 * client of all, or none, is for national callers.
 */
function visibleClients({ caller }: Reader): Sql {
  if (caller.facilities === 'ALL') return unfiltered('api_client', 'the caller sees every facility')
  const foreign = sql`${granted} AND NOT (${visible(caller, 'granted.facility_id')})`
  return sql`(SELECT * FROM ${unfiltered('api_client', 'this is its filter')}
    WHERE NOT api_client.all_facilities AND EXISTS (${granted}) AND NOT EXISTS (${foreign})) api_client`
}

/** The table holds the scopes that a client has beside its roles; what is shown are those that it has. */
export const withScopes = (row: ApiClient): ApiClient => ({ ...row, scopes: scopesOf(row.roles, row.scopes) })

const pageOfClients = listing({
  operation: 'listApiClients',
  of: client,
  from: visibleClients,
  query: ApiClientQuery,
  filters: {
    role: (roles) => sql`api_client.roles && ${roles}::text[]`,
    facilityId: (ids) => sql`api_client.id IN (SELECT client_id FROM ${unfiltered('api_client_facility', its)} WHERE facility_id = ANY(${ids}::uuid[]))`,
    q: (q) => contains(sql`api_client.name || ' ' || coalesce(api_client.organisation, '')`, q),
  },
})

export async function listApiClients(db: Reader, query: ApiClientQuery) {
  const page = await pageOfClients(db, query)
  return { ...page, items: page.items.map(withScopes) }
}

export async function readApiClient(db: Reader, id: string): Promise<ApiClient> {
  const found = await readRow(db, select(client.members, sql`FROM ${visibleClients(db)} WHERE api_client.id = ${id}::uuid`))
  return withScopes(found)
}

export type LockedClient = ApiClient & { isOfSettings: boolean }

/** Locks a client that the caller may know of, until the end of the transaction. @throws not-found */
export async function lockClient(tx: Transaction, id: string): Promise<LockedClient> {
  await tx.query(sql`SELECT 1 FROM ${unfiltered('api_client', 'the next statement looks whose it is')} WHERE id = ${id}::uuid FOR UPDATE`)
  // Its facilities are other rows: only a statement that begins once the lock is held sees them as they are.
  const isOfSettings = expression<boolean>`api_client.created_by IS NULL`
  return readRow(tx, select({ ...client.members, isOfSettings }, sql`FROM ${visibleClients(tx)} WHERE api_client.id = ${id}::uuid`))
}

const isLocked = 'the client is locked'
const nothingPrepared = { ...unprepared, preparedChange: sql`NULL::jsonb` }
const clientOfId = (id: string): Sql => sql`api_client.id = ${id}::uuid`

/** Where the trail and the events say it happened: the facility, when it is one. */
const placesOf = (facilityIds: readonly string[]) => ({
  facilityIds: expression<string[]>`${[...facilityIds].sort()}::text[]`,
  facilityId: expression<string | null>`${facilityIds.length === 1 ? facilityIds[0] : null}::uuid`,
})
const grant = (clientId: string, facilityIds: readonly string[]): Sql =>
  insert('api_client_facility', { clientId, facilityId: sql`unnest(${facilityIds}::uuid[])` }, sql`ON CONFLICT DO NOTHING`)

export function insertClient(tx: Transaction, { facilityIds = [], ...values }: NewApiClient): Change<ApiClient> {
  const by = tx.caller.clientId
  const row = { id: tx.newId(), ...values, scopes: [], createdBy: by, updatedBy: by }
  return {
    ctes: sql`written AS (${insert('api_client', row, sql`RETURNING *`)}), granted AS (${grant(row.id, facilityIds)}),
      change AS (${select({ ...own, ...placesOf(facilityIds) }, sql`FROM written api_client`)})`,
  }
}

/** Changes a client that is locked. What is prepared was prepared for the client as it was. */
export function updateClient(
  tx: Transaction,
  { id, ...before }: LockedClient,
  { facilityIds = before.facilityIds, ...patch }: ApiClientPatch,
): Change<ApiClient> {
  const taken = sql`DELETE FROM ${unfiltered('api_client_facility', isLocked)} WHERE client_id = ${id}::uuid AND NOT facility_id = ANY(${facilityIds}::uuid[])`
  const set = changesIfAny('api_client', { ...patch, ...nothingPrepared }, tx.caller.clientId, tx.isBlind || isElsewhere(before.facilityIds, facilityIds))
  const written = sql`UPDATE ${unfiltered('api_client', isLocked)} SET ${set} WHERE ${clientOfId(id)} RETURNING *`
  return {
    ctes: sql`written AS (${written}), taken AS (${taken}), granted AS (${grant(id, facilityIds)}),
      change AS (${select({ ...own, ...placesOf(facilityIds) }, sql`FROM written api_client`)})`,
  }
}

/** Changes what is prepared for a client that is locked, and nothing of what it has. */
function changePrepared(tx: Transaction, { id, facilityIds }: LockedClient, values: RowPatch<'api_client'>): Change<ApiClient> {
  const written = sql`UPDATE ${unfiltered('api_client', isLocked)} SET ${changes('api_client', values, tx.caller.clientId)} WHERE ${clientOfId(id)} RETURNING *`
  return { ctes: sql`written AS (${written}), change AS (${select({ ...own, ...placesOf(facilityIds) }, sql`FROM written api_client`)})` }
}

export const notePrepared = (tx: Transaction, client: LockedClient, change: ApiClientGrant): Change<ApiClient> =>
  changePrepared(tx, client, { ...preparedBy(tx.caller, tx.now), preparedChange: JSON.stringify(change) })
export const noteRejected = (tx: Transaction, client: LockedClient): Change<ApiClient> => changePrepared(tx, client, nothingPrepared)

/** Whether the trail speaks of a client. */
export async function hasCalled(tx: Transaction, id: string): Promise<boolean> {
  return (await tx.query(sql`SELECT 1 FROM ${unfiltered('audit_entry', isLocked)} WHERE client_id = ${id}::uuid LIMIT 1`)).length > 0
}

/** Deletes a client that is locked. */
export const deleteClient = ({ id, facilityIds }: LockedClient): Change => ({
  ctes: sql`taken AS (DELETE FROM ${unfiltered('api_client_facility', isLocked)} WHERE client_id = ${id}::uuid), change AS (
    DELETE FROM ${unfiltered('api_client', isLocked)} WHERE ${clientOfId(id)} RETURNING ${listOf({ ...columns('api_client', ['id', 'version']), ...placesOf(facilityIds) })})`,
})

const credential = resource('client_credential', ApiClientCredential, { publicJwk: sql`client_credential.public_jwk` })

const ofVisibleClients = (db: Reader): Sql =>
  sql`${unfiltered('client_credential', 'its client is joined')} JOIN ${visibleClients(db)} ON api_client.id = client_credential.client_id`
const isCredential = (clientId: string, id: string): Sql => sql`client_credential.client_id = ${clientId}::uuid AND client_credential.id = ${id}::uuid`

const pageOfCredentials = listing({
  operation: 'listApiClientCredentials',
  of: credential,
  from: ofVisibleClients,
  query: ApiClientCredentialQuery,
  filters: { revoked: (revoked) => sql`(client_credential.revoked_at IS NOT NULL) = ${revoked}` },
  updated: sql`greatest(client_credential.created_at, client_credential.revoked_at)`,
})

export async function listCredentials(db: Reader, clientId: string, query: ApiClientCredentialQuery) {
  await readApiClient(db, clientId)
  return pageOfCredentials(db, query, sql`client_credential.client_id = ${clientId}::uuid`)
}

export const readCredential = (db: Reader, clientId: string, id: string): Promise<ApiClientCredential> =>
  readRow(db, select(credential.members, sql`FROM ${ofVisibleClients(db)} WHERE ${isCredential(clientId, id)}`))

const isValid = sql`client_credential.revoked_at IS NULL AND (client_credential.expires_at IS NULL OR client_credential.expires_at > now())`

/** How many credentials of the kind are valid now, or wait for a second person. */
export async function countValid(tx: Transaction, clientId: string, kind: string): Promise<number> {
  const [found] = await tx.query<{ valid: number }>(sql`
    SELECT count(*) AS valid FROM ${unfiltered('client_credential', isLocked)}
    WHERE client_id = ${clientId}::uuid AND kind = ${kind} AND ${isValid}`)
  return found?.valid ?? 0
}

export interface NewRow {
  id: string
  kind: string
  expiresAt: string
  secretHash: Buffer | undefined
  publicJwk: PublicJwk | undefined
  externalIssuer: string | undefined
  externalClient: string | undefined
  externalSubject: string | undefined
  /** Who has made it, where it waits for a second person. */
  preparation: Partial<ReturnType<typeof preparedBy>>
}

export function insertCredential(
  tx: Transaction,
  { id: clientId, facilityIds }: LockedClient,
  { publicJwk, preparation, ...values }: NewRow,
): Change<ApiClientCredential> {
  const row = { clientId, ...values, ...preparation, publicJwk: publicJwk && JSON.stringify(publicJwk), createdBy: tx.caller.clientId }
  return {
    ctes: sql`written AS (${insert('client_credential', row, sql`RETURNING *`)}),
      change AS (${select({ ...credential.members, ...placesOf(facilityIds) }, sql`FROM written client_credential`)})`,
  }
}

/** Locks a credential that was not revoked. @throws not-found */
export async function lockCredential(tx: Transaction, clientId: string, id: string): Promise<Prepared & { version: number }> {
  const unrevoked = sql`FROM ${unfiltered('client_credential', isLocked)} WHERE ${isCredential(clientId, id)} AND revoked_at IS NULL FOR UPDATE`
  return readRow(tx, select(columns('client_credential', ['version', 'preparedBy', 'preparedFor', 'preparedAt']), unrevoked))
}

/** Lets a credential that is locked work from now on. */
export const releaseCredential = ({ facilityIds }: LockedClient, id: string): Change<ApiClientCredential> => {
  const written = sql`UPDATE ${unfiltered('client_credential', isLocked)} SET ${assignments('client_credential', unprepared)}, version = version + 1
    WHERE id = ${id}::uuid RETURNING *`
  return {
    ctes: sql`written AS (${written}),
      change AS (${select({ ...credential.members, ...placesOf(facilityIds) }, sql`FROM written client_credential`)})`,
  }
}

export const revokeCredential = ({ facilityIds }: LockedClient, id: string): Change => ({
  ctes: sql`written AS (UPDATE ${unfiltered('client_credential', isLocked)} SET revoked_at = now(), version = version + 1 WHERE id = ${id}::uuid RETURNING *), change AS (
    ${select({ ...columns('client_credential', ['id', 'version']), ...placesOf(facilityIds) }, sql`FROM written client_credential`)})`,
})
