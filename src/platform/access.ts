/** The one place where a request becomes a caller. */

import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import pg from 'pg'
import { type Pool, run, sql } from './database.ts'
import { phrase } from './language.ts'
import { problem } from './problems.ts'

/** What an operation can require. */
export const scopes = [
  'facilities:read', 'facilities:write', 'officers:read', 'officers:read:identity', 'officers:write', 'inmates:read', 'inmates:read:identity', 'inmates:write',
  'programs:read', 'programs:write', 'enrollments:read', 'enrollments:write', 'products:read', 'products:write',
  'batches:read', 'batches:write', 'stock:read', 'stock:write',
  'buyers:read', 'buyers:read:identity', 'buyers:read:contact', 'buyers:write', 'sales:read', 'sales:write', 'payments:read', 'payments:write',
  'clients:manage', 'audit:read', 'privacy:manage',
] as const // biome-ignore format: one line per wing
export type Scope = (typeof scopes)[number]

export interface Caller {
  clientId: string
  scopes: ReadonlySet<string>
  /** The facilities whose rows exist for this caller. None means none. */
  facilities: 'ALL' | readonly string[]
  /** What the client is called. */
  name: string
  /** Classes of personal data that it never sees, whatever its scopes. */
  redactions: ReadonlySet<string>
  /** What the client reads personal data for, as it was registered. */
  purpose: string | null
  /** Whom the client acts for: an id that means something to the client alone. */
  onBehalfOf: string | null
  /** When the credentials end, as an instant; null for never. */
  expiresAt: string | null
}

const hashOf = (key: string): Buffer => createHash('sha256').update(key).digest()
const findKey = (hash: Buffer) => sql`
  SELECT client.id AS "clientId", client.name, client.scopes, client.redactions, client.purpose, client.all_facilities AS "allFacilities", key.expires_at AS "expiresAt",
         ARRAY(SELECT facility_id::text FROM api_client_facility granted WHERE granted.client_id = client.id ORDER BY facility_id) AS facilities
  FROM client_credential key JOIN api_client client ON client.id = key.client_id
  WHERE key.secret_hash = ${hash} AND key.revoked_at IS NULL`

interface FoundClient {
  clientId: string
  name: string
  scopes: string[]
  redactions: string[]
  purpose: string | null
  allFacilities: boolean
  expiresAt: string | null
  facilities: string[]
}

interface Known {
  caller: Caller
  expiresAt: number
}

/**
 * Callers by key. A key is looked up once and remembered until access changes: the database announces every change of
 * clients, keys and grants, and while that announcement cannot be heard nothing is remembered.
 */
export class Access {
  readonly #known = new Map<string, Known>()
  #listener: pg.Client | undefined
  #listening = false
  #closed = false
  #generation = 0
  #hashes: Promise<ReadonlySet<string>> | undefined

  constructor(
    private readonly pool: Pool,
    private readonly databaseUrl: string,
  ) {}

  /** Starts to hear of changes; keeps trying while the database is away. */
  async listen(): Promise<void> {
    if (this.#closed) return
    const client = new pg.Client({ connectionString: this.databaseUrl, application_name: 'binakarya access', keepAlive: true, connectionTimeoutMillis: 3_000 })
    this.#listener = client
    const lost = () => {
      if (this.#listener !== client) return
      this.#listening = false
      this.#forget()
      this.#listener = undefined
      setTimeout(() => void this.listen(), 500).unref()
    }
    client.on('error', lost)
    client.on('end', lost)
    client.on('notification', () => this.#forget())
    try {
      await client.connect()
      await client.query('LISTEN access_changed')
      this.#forget()
      this.#listening = true
    } catch {
      lost()
    }
  }

  #forget(): void {
    this.#generation++
    this.#known.clear()
    this.#hashes = undefined
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#listening = false
    const listener = this.#listener
    this.#listener = undefined
    await listener?.end().catch(() => {})
  }

  /**
   * `isSuspect`: so many credentials from there were refused that one which is not known to exist is not looked up.
   * @throws token-missing, token-invalid, token-expired
   */
  async authenticate(authorization: string | undefined, isSuspect = false): Promise<Caller> {
    if (authorization === undefined || authorization === '') throw problem('token-missing', phrase`Send an API key: Authorization: Bearer <key>.`)
    const key = /^Bearer ([!-~]{16,200})$/i.exec(authorization)?.[1]
    if (key === undefined) throw problem('token-invalid', phrase`The Authorization header does not hold a usable API key.`)
    const known = this.#known.get(key) ?? (await this.#find(key, isSuspect))
    if (known.expiresAt <= Date.now()) throw problem('token-expired', phrase`The API key has expired.`)
    return known.caller
  }

  async #find(key: string, isSuspect: boolean): Promise<Known> {
    const generation = this.#generation
    const hash = hashOf(key)
    const isGuess = isSuspect && this.#listening && !(await this.#allHashes()).has(hash.toString('base64'))
    const [row] = isGuess ? [] : await run<FoundClient>(this.pool, findKey(hash))
    if (row === undefined) throw problem('token-invalid', phrase`The API key is unknown or was revoked.`)
    const known: Known = {
      caller: {
        clientId: row.clientId,
        scopes: new Set(row.scopes),
        facilities: row.allFacilities ? 'ALL' : row.facilities,
        name: row.name,
        redactions: new Set(row.redactions),
        purpose: row.purpose,
        onBehalfOf: null,
        expiresAt: row.expiresAt,
      },
      expiresAt: row.expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(row.expiresAt),
    }
    // A change announced while the row was read may have made it old.
    if (this.#listening && generation === this.#generation && this.#known.size < 10_000) this.#known.set(key, known)
    return known
  }

  /** The hashes of all keys there are, read once until access changes: who guesses causes no look-up each time. */
  #allHashes(): Promise<ReadonlySet<string>> {
    this.#hashes ??= run<{ hash: string }>(
      this.pool,
      sql`SELECT encode(secret_hash, 'base64') AS hash FROM client_credential WHERE secret_hash IS NOT NULL AND revoked_at IS NULL`,
    ).then(
      (rows) => new Set(rows.map(({ hash }) => hash)),
      (error: Error) => {
        this.#hashes = undefined
        throw error
      },
    )
    return this.#hashes
  }
}

/** @throws scope-missing */
export function requireScope(request: FastifyRequest, scope: string): void {
  if (!request.caller.scopes.has(scope)) throw problem('scope-missing', phrase`The scope ${scope} is needed.`, { facts: { requiredScope: scope } })
}

const bootstrapClientId = '00000000-0000-7000-8000-000000000001'
const demoClientId = '00000000-0000-7000-8000-000000000002'

/** Makes `key` the one key of a client with every scope; without a key it has none. */
async function installKey(pool: Pool, client: { id: string; name: string; allFacilities: boolean }, key: string | undefined): Promise<void> {
  const { id, name, allFacilities } = client
  const hash = key === undefined ? null : hashOf(key)
  await run(
    pool,
    sql`
    WITH client AS (
      INSERT INTO api_client (id, name, scopes, all_facilities) VALUES (${id}::uuid, ${name}, ${[...scopes]}, ${allFacilities})
      ON CONFLICT (id) DO UPDATE SET scopes = excluded.scopes, all_facilities = excluded.all_facilities RETURNING id
    ), removed AS (
      UPDATE client_credential SET revoked_at = now() WHERE client_id = ${id}::uuid AND revoked_at IS NULL AND secret_hash IS DISTINCT FROM ${hash}::bytea
    )
    INSERT INTO client_credential (id, client_id, secret_hash) SELECT gen_random_uuid(), id, ${hash}::bytea FROM client WHERE ${hash}::bytea IS NOT NULL
    ON CONFLICT (secret_hash) DO UPDATE SET revoked_at = NULL`,
  )
}

/** Makes `key` the one bootstrap key, with every scope and facility; without a key there is none. */
export const installBootstrapKey = (pool: Pool, key: string | undefined): Promise<void> =>
  installKey(pool, { id: bootstrapClientId, name: 'bootstrap', allFacilities: true }, key)

/** Makes `key` the one key of the demo client, which has every scope in the facilities that it was granted. */
export const installDemoKey = (pool: Pool, key: string | undefined): Promise<void> =>
  installKey(pool, { id: demoClientId, name: 'demo', allFacilities: false }, key)

/** Grants the demo client the facilities that there are now. */
export async function grantDemoFacilities(pool: Pool): Promise<void> {
  await run(pool, sql`INSERT INTO api_client_facility (client_id, facility_id) SELECT ${demoClientId}::uuid, id FROM facility ON CONFLICT DO NOTHING`)
}

/** @throws facility-not-allowed when the caller is bound to some facilities */
export function requireNational(caller: Caller): void {
  if (caller.facilities !== 'ALL') throw problem('facility-not-allowed', phrase`Only a caller that sees all facilities may do this.`)
}
