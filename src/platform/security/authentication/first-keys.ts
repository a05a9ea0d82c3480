/** Keys that are there before anybody has made a client: the operator's own, and that of the demo. */

import { allScopes } from '../../contract/tags.ts'
import { run } from '../../database/pool.ts'
import { sql } from '../../database/sql.ts'
import { demoScopes } from '../roles.ts'
import { credentialIdOf, hashOf } from './credentials.ts'
import type { Service } from './signing-keys.ts'

export const bootstrapClientId = '00000000-0000-7000-8000-000000000001'
export const demoClientId = '00000000-0000-7000-8000-000000000002'
/** The row of a bootstrap key that does not name its own: an operator may choose any words. */
export const bootstrapCredentialId = '00000000-0000-7000-8000-000000000003'

/** Makes `key` the one key of a client; without a key it has none. A key that is installed again ends when it was to end before. */
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
    ON CONFLICT (id) DO UPDATE SET secret_hash = excluded.secret_hash, revoked_at = NULL, expires_at = CASE
      WHEN client_credential.secret_hash = excluded.secret_hash AND excluded.expires_at IS NOT NULL THEN coalesce(client_credential.expires_at, excluded.expires_at)
      ELSE excluded.expires_at END
    WHERE client_credential.client_id = excluded.client_id`,
  )
}

/** For how long a bootstrap key of the settings works: until the first operator has a key. */
export const bootstrapHours = 24

/** Makes `key` the one bootstrap key, with every scope and facility, for some hours or for good; without a key there is none. */
export const installBootstrapKey = (service: Service, key: string | undefined, hours: number | null = null): Promise<void> =>
  installKey(service, { id: bootstrapClientId, name: 'bootstrap', allFacilities: true, scopes: allScopes() }, key, hours)

/**
 * Makes `key` the one key of the demo client, which may do what is left in the facilities that it was granted: it is shown to
 * whoever opens the explorer.
 */
export const installDemoKey = (service: Service, key: string | undefined): Promise<void> =>
  installKey(service, { id: demoClientId, name: 'demo', allFacilities: false, scopes: demoScopes() }, key)

/** Grants the demo client the facilities that there are now. */
export async function grantDemoFacilities({ pool }: Pick<Service, 'pool'>): Promise<void> {
  await run(pool, sql`INSERT INTO api_client_facility (client_id, facility_id) SELECT ${demoClientId}::uuid, id FROM facility ON CONFLICT DO NOTHING`)
}
