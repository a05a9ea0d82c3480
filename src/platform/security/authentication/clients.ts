/** Clients and their credentials as they are looked up when somebody calls. */

import { type Pool, run } from '../../database/pool.ts'
import { sql } from '../../database/sql.ts'
import { column, columns, expression, type Selected, select } from '../../database/tables.ts'
import type { Caller } from '../access.ts'
import type { Keyring } from '../keyring.ts'
import { personalRecordsOf, scopesOf } from '../roles.ts'
import { hashOf } from './credentials.ts'
import type { ExternalIdentity } from './external-issuer.ts'

/** A client that may call now, unless its time is over. */
export interface KnownClient {
  /** The caller it is when nothing narrows it. */
  caller: Caller
  /** When the client, or the credential it was found by, ends: milliseconds since 1970. */
  endsAt: number
}
export interface KnownCredential extends KnownClient {
  secretHash: Buffer
}

// The facilities granted, and those whose regional office is granted: nothing else stands for others, whatever names it as its parent.
const facilities = expression<string[]>`
  ARRAY(SELECT facility_id::text FROM api_client_facility granted WHERE granted.client_id = client.id
        UNION SELECT facility.id::text FROM api_client_facility granted JOIN facility ON facility.parent_id = granted.facility_id
          JOIN facility kanwil ON kanwil.id = granted.facility_id AND kanwil.type = 'KANWIL' WHERE granted.client_id = client.id
        ORDER BY 1)`
const members = { ...columns('api_client', ['id', 'name', 'roles', 'scopes', 'redactions', 'purpose', 'allFacilities'], 'client'), facilities }
type Row = Selected<typeof members> & { endsAt: string | null }
const isInUse = sql`NOT client.suspended AND NOT client.archived`

function known({ id, name, redactions, purpose, allFacilities, facilities, endsAt, ...rights }: Row): KnownClient {
  const caller: Caller = {
    clientId: id,
    name,
    scopes: new Set(scopesOf(rights.roles, rights.scopes)),
    facilities: allFacilities ? 'ALL' : facilities,
    redactions: new Set(redactions),
    purpose,
    credentialId: null,
    tokenId: null,
    personalRecords: personalRecordsOf(rights.roles),
    onBehalfOf: null,
    expiresAt: endsAt,
  }
  return { caller, endsAt: endsAt === null ? Number.POSITIVE_INFINITY : Date.parse(endsAt) }
}

export async function findClientById(pool: Pool, id: string): Promise<KnownClient | undefined> {
  const selected = { ...members, endsAt: column('api_client', 'expiresAt', 'client') }
  const [row] = await run(pool, select(selected, sql`FROM api_client client WHERE client.id = ${id}::uuid AND ${isInUse}`))
  return row && known(row)
}

/** Neither revoked nor waiting for a second person; when it ends, is looked at in time. */
const isValid = sql`credential.revoked_at IS NULL AND credential.prepared_at IS NULL`
const endsAt = expression<string | null>`LEAST(client.expires_at, credential.expires_at)`
const validCredential = sql`FROM client_credential credential JOIN api_client client ON client.id = credential.client_id WHERE ${isValid} AND ${isInUse}`

/** The credential that a key or secret claims to be; whether it is, its hash decides. */
export async function findCredential(pool: Pool, id: string, kind: 'API_KEY' | 'CLIENT_SECRET'): Promise<KnownCredential | undefined> {
  const found = sql`${validCredential} AND credential.id = ${id}::uuid AND credential.kind = ${kind}`
  const [row] = await run(pool, select({ ...members, endsAt, secretHash: expression<Buffer>`credential.secret_hash` }, found))
  return row && { ...known(row), secretHash: row.secretHash }
}

/** The client that has claimed whom a token of the external provider is of. */
export async function findClientByIdentity(pool: Pool, { issuer, client, subject }: ExternalIdentity): Promise<KnownClient | undefined> {
  const found = sql`${validCredential} AND credential.external_issuer = ${issuer} AND credential.external_client = ${client}
    AND credential.external_subject = ${subject}`
  const [row] = await run(pool, select({ ...members, endsAt, credentialId: column('client_credential', 'id', 'credential') }, found))
  if (row === undefined) return undefined
  const { caller, ...rest } = known(row)
  return { ...rest, caller: { ...caller, credentialId: row.credentialId } }
}

/** The ids of all API keys that were not revoked. */
export async function findKeyIds(pool: Pool): Promise<ReadonlySet<string>> {
  const rows = await run<{ id: string }>(pool, sql`SELECT credential.id FROM client_credential credential WHERE credential.kind = 'API_KEY' AND ${isValid}`)
  return new Set(rows.map(({ id }) => id))
}

/** The public keys with which a client may sign now. */
export const findPublicKeys = (pool: Pool, clientId: string): Promise<{ id: string; jwk: Record<string, unknown> }[]> =>
  run(
    pool,
    sql`SELECT credential.id, credential.public_jwk AS jwk FROM client_credential credential
        WHERE credential.client_id = ${clientId}::uuid AND credential.kind = 'PUBLIC_KEY' AND ${isValid} AND (credential.expires_at IS NULL OR credential.expires_at > now())`,
  )

/**
 * While the keys of the service are changed: hashes again, under the newest, a secret that was just found right. What is
 * not used before the old key goes has to be issued anew, since nobody else knows the secret.
 */
export async function renewHash(pool: Pool, keyring: Keyring, id: string, secret: string, stored: Buffer): Promise<void> {
  if (keyring.versions.length === 1) return
  const newest = hashOf(keyring, secret)
  if (!newest.equals(stored)) await run(pool, sql`UPDATE client_credential SET secret_hash = ${newest} WHERE id = ${id}::uuid AND secret_hash = ${stored}`)
}

/** How often the use of one credential is written down, at most. */
export const useRestMs = 60_000

/** When credentials were last used, written beside the requests. */
export class CredentialUse {
  #waiting = new Set<string>()
  #timer: NodeJS.Timeout | undefined

  constructor(private readonly pool: Pool) {}

  note(credentialId: string): void {
    this.#waiting.add(credentialId)
    this.#timer ??= setTimeout(() => void this.write(), 500).unref()
  }

  async write(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const ids = [...this.#waiting]
    this.#waiting = new Set()
    if (ids.length === 0) return
    // Another instance may have written it.
    const statement = sql`UPDATE client_credential SET last_used_at = now()
      WHERE id = ANY(${ids}::uuid[]) AND (last_used_at IS NULL OR last_used_at < now() - ${useRestMs} * interval '1 millisecond')`
    // What cannot be written now is written with the next.
    await run(this.pool, statement).catch(() => {
      for (const id of ids) this.#waiting.add(id)
    })
  }
}
