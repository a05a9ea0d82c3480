/** Keys that are there before anybody has made a client: the operator's own, and that of the demo. */

import { allScopes } from '../../contract/tags.ts'
import { run, write } from '../../database/pool.ts'
import { sql } from '../../database/sql.ts'
import type { Transaction } from '../../database/transaction.ts'
import { demoScopes, rolesWith } from '../roles.ts'
import { credentialIdOf, hashOf, newApiKey } from './credentials.ts'
import type { Service } from './signing-keys.ts'

const bootstrapClientId = '00000000-0000-7000-8000-000000000001'
export const demoClientId = '00000000-0000-7000-8000-000000000002'
/** The row of a bootstrap key that does not name its own: an operator may choose any words. */
export const bootstrapCredentialId = '00000000-0000-7000-8000-000000000003'

const demoCredentialId = '00000000-0000-7000-8000-000000000004'

/** Makes `key` the one key of a client; without a key it has none. A key of some hours that is installed again ends when it was to end before, or has ended. */
async function installKey(
  { pool, keyring }: Service,
  client: { id: string; name: string; allFacilities: boolean; scopes: readonly string[] },
  key: string | undefined,
  hours: number | null = null,
): Promise<void> {
  const { id, name, allFacilities, scopes } = client
  const credentialId = key === undefined ? null : (credentialIdOf(key) ?? bootstrapCredentialId)
  const hash = key === undefined ? null : hashOf(keyring, key)
  await run(
    pool,
    sql`
    WITH client AS (
      INSERT INTO api_client (id, name, scopes, all_facilities) VALUES (${id}::uuid, ${name}, ${[...scopes]}, ${allFacilities})
      ON CONFLICT (id) DO UPDATE SET scopes = excluded.scopes, all_facilities = excluded.all_facilities RETURNING id
    ), removed AS (
      UPDATE client_credential SET revoked_at = now() WHERE client_id = ${id}::uuid AND revoked_at IS NULL AND id IS DISTINCT FROM ${credentialId}::uuid
    )
    INSERT INTO client_credential (id, client_id, secret_hash, expires_at)
    SELECT ${credentialId}::uuid, id, ${hash}::bytea, now() + make_interval(hours => ${hours}::int) FROM client WHERE ${hash}::bytea IS NOT NULL
    ON CONFLICT (id) DO UPDATE SET secret_hash = excluded.secret_hash, (revoked_at, expires_at) = (
      SELECT CASE WHEN is_same THEN client_credential.revoked_at END,
             CASE WHEN is_same THEN coalesce(client_credential.expires_at, excluded.expires_at) ELSE excluded.expires_at END
      FROM (SELECT client_credential.secret_hash = excluded.secret_hash AND excluded.expires_at IS NOT NULL) before(is_same))
    WHERE client_credential.client_id = excluded.client_id`,
  )
}

/** For how long a bootstrap key of the settings works at most: until there are operators with keys of their own. */
export const bootstrapHours = 24

const manageClients = 'api-clients:manage'
/** After FROM: clients beside the bootstrap key that manage those of all facilities, with the credentials by which they can call. */
const managers = () => sql`api_client client JOIN client_credential credential ON credential.client_id = client.id
  WHERE client.id <> ${bootstrapClientId}::uuid AND (client.roles && ${rolesWith(manageClients)}::text[] OR ${manageClients} = ANY(client.scopes))
    AND client.all_facilities AND NOT client.suspended AND NOT client.archived AND (client.expires_at IS NULL OR client.expires_at > now())
    AND credential.revoked_at IS NULL AND credential.prepared_at IS NULL AND (credential.expires_at IS NULL OR credential.expires_at > now())`

/**
 * Whether this caller is the bootstrap key of a fresh installation, and nobody else could be the second person: with it the first operators
 * are made. Who names persons has two of them.
 */
export async function isAlone(tx: Pick<Transaction, 'caller' | 'query'>): Promise<boolean> {
  if (tx.caller.clientId !== bootstrapClientId || tx.caller.onBehalfOf !== null) return false
  return (await tx.query(sql`SELECT FROM ${managers()} LIMIT 1`)).length === 0
}

/** Ends a bootstrap key of the settings once two operators have called since it was installed: they need it no more. @returns whether one ended */
export async function endBootstrapKey({ pool }: Pick<Service, 'pool'>): Promise<boolean> {
  const ended = await write(
    pool,
    sql`UPDATE client_credential first SET revoked_at = now() WHERE first.client_id = ${bootstrapClientId}::uuid AND first.revoked_at IS NULL AND (
      SELECT count(DISTINCT client.id) FROM ${managers()} AND credential.last_used_at > first.expires_at - make_interval(hours => ${bootstrapHours}::int)) > 1`,
  )
  return ended > 0
}

/** Makes `key` the one bootstrap key, with every scope and facility, for some hours or for good; without a key there is none. */
export const installBootstrapKey = (service: Service, key: string | undefined, hours: number | null = null): Promise<void> =>
  installKey(service, { id: bootstrapClientId, name: 'bootstrap', allFacilities: true, scopes: allScopes() }, key, hours)

const demoClient = () => ({ id: demoClientId, name: 'demo', allFacilities: false, scopes: demoScopes() })
/** For how long the key of one start works. */
export const demoHours = 168

/**
 * Makes a new key the one key of the demo client, which may do what is left in the facilities that it was granted: it is shown to
 * whoever opens the explorer.
 */
export async function newDemoKey(service: Service): Promise<string> {
  const { key } = newApiKey(service.keyring, 'demo', demoCredentialId)
  await installKey(service, demoClient(), key, demoHours)
  return key
}

/** Leaves the demo client without a key. */
export const endDemoKey = (service: Service): Promise<void> => installKey(service, demoClient(), undefined)

/** Grants the demo client the facilities that there are now. */
export async function grantDemoFacilities({ pool }: Pick<Service, 'pool'>): Promise<void> {
  await run(pool, sql`INSERT INTO api_client_facility (client_id, facility_id) SELECT ${demoClientId}::uuid, id FROM facility ON CONFLICT DO NOTHING`)
}
