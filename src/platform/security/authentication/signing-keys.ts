/**
 * The keys that sign access tokens, in the database, so that every instance signs and verifies alike. A key is published an
 * hour before it signs, so that whoever keeps the key set has it by then, and stays until the last token it signed has ended.
 */
import { calculateJwkThumbprint, createLocalJWKSet, errors, exportJWK, generateKeyPair, importJWK, type JWK, type LocalJWKSet } from 'jose'
import { type Pool, run } from '../../database/pool.ts'
import { sql } from '../../database/sql.ts'
import { columns, expression, insert, type Selected, select } from '../../database/tables.ts'
import type { Keyring } from '../keyring.ts'
import type { AccessChanges, Memory } from './changes.ts'

export const signingAlgorithm = 'ES256'
export const tokenSeconds = 600

const leadSeconds = 3_600
/** Clocks of instances may differ by this much. */
const slackSeconds = 60
const lifeDays = 30

export interface Service {
  pool: Pool
  keyring: Keyring
}
const members = { ...columns('signing_key', ['id', 'privateJwkEncrypted', 'activeFrom']), publicJwk: expression<JWK>`public_jwk` }
type Stored = Selected<typeof members>

interface Loaded {
  keys: Stored[]
  find: LocalJWKSet
  at: number
  opened: Map<string, Promise<CryptoKey>>
}
type CryptoKey = Exclude<Awaited<ReturnType<typeof importJWK>>, Uint8Array>

/** What a private key is encrypted for: authenticated, so that it stays as the first keys have it. */
const place = (id: string): string => `signing_key/sealed_private/${id}`

type Connection = Parameters<typeof run>[0]

/** One change of the keys at a time, whichever instance makes it. */
async function changing<T>({ pool }: Service, change: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await pool.connect()
  try {
    await connection.query('BEGIN')
    await connection.query("SELECT pg_advisory_xact_lock(hashtext('signing_key'))")
    const result = await change(connection)
    await connection.query('COMMIT')
    connection.release()
    return result
  } catch (error) {
    // What is half done goes with its connection.
    connection.release(true)
    throw error
  }
}

/** Publishes a key that signs after `lead` seconds, and sets an end to those before it. */
async function addKey(connection: Connection, keyring: Keyring, lead: number): Promise<void> {
  const { publicKey, privateKey } = await generateKeyPair(signingAlgorithm, { extractable: true })
  const publicJwk = await exportJWK(publicKey)
  const id = await calculateJwkThumbprint(publicJwk)
  const row = {
    id,
    algorithm: signingAlgorithm,
    publicJwk: JSON.stringify({ ...publicJwk, kid: id, alg: signingAlgorithm, use: 'sig' }),
    privateJwkEncrypted: keyring.encrypt(JSON.stringify(await exportJWK(privateKey)), place(id)),
    activeFrom: sql`now() + ${lead} * interval '1 second'`,
  }
  await run(connection, insert('signing_key', row))
  await run(connection, retireOlder)
}

const retireOlder = sql`
  UPDATE signing_key older SET retired_at = newest.active_from + ${tokenSeconds + slackSeconds} * interval '1 second'
  FROM (SELECT id, active_from FROM signing_key ORDER BY active_from DESC, id DESC LIMIT 1) newest
  WHERE older.id <> newest.id AND older.retired_at IS NULL`

/** Publishes a next key, which signs after the lead; nothing that was signed before is refused. */
export const rotateSigningKey = (service: Service, { lead = leadSeconds } = {}): Promise<void> =>
  changing(service, (connection) => addKey(connection, service.keyring, lead))

/** After a key has become known: a new one signs at once, and every token that was issued ends now. */
export const replaceSigningKeys = (service: Service): Promise<void> =>
  changing(service, async (connection) => {
    await run(connection, sql`DELETE FROM signing_key`)
    await addKey(connection, service.keyring, 0)
  })

/** Makes the first key, rotates one that has become old, and removes those whose tokens have ended. */
export const keepSigningKeys = (service: Service): Promise<void> =>
  changing(service, async (connection) => {
    const [found] = await run<{ any: boolean; old: boolean }>(
      connection,
      sql`SELECT count(*) > 0 AS any, coalesce(max(active_from) < now() - ${lifeDays} * interval '1 day', false) AS old FROM signing_key`,
    )
    if (found?.any === false) await addKey(connection, service.keyring, 0)
    else if (found?.old) await addKey(connection, service.keyring, leadSeconds)
    await run(connection, sql`DELETE FROM signing_key WHERE retired_at <= now()`)
  })

export class SigningKeys {
  readonly #loaded: Memory<Loaded>

  constructor(
    private readonly service: Service,
    changes: AccessChanges,
  ) {
    this.#loaded = changes.memory()
  }

  async #load(): Promise<Loaded> {
    return (await this.#loaded.get('', () => this.#read())) as Loaded
  }

  async #read(): Promise<Loaded> {
    const read = () => run(this.service.pool, select(members, sql`FROM signing_key ORDER BY active_from DESC, id DESC`))
    let keys = await read()
    if (keys.length === 0) {
      await keepSigningKeys(this.service)
      keys = await read()
    }
    return { keys, find: createLocalJWKSet({ keys: keys.map(({ publicJwk }) => publicJwk) }), at: Date.now(), opened: new Map() }
  }

  /** The key set as it is published (RFC 7517). */
  async published(): Promise<JWK[]> {
    return (await this.#load()).keys.map(({ publicJwk }) => publicJwk)
  }

  /** The key that signs now. */
  async current(): Promise<{ id: string; key: CryptoKey }> {
    const { keys, opened } = await this.#load()
    // The newest whose time has come; where this clock is late and that is none, the oldest.
    const { id, privateJwkEncrypted } = keys.find(({ activeFrom }) => Date.parse(activeFrom) <= Date.now()) ?? (keys.at(-1) as Stored)
    let key = opened.get(id)
    if (key === undefined) {
      key = importJWK(JSON.parse(this.service.keyring.decrypt(privateJwkEncrypted, place(id))), signingAlgorithm) as Promise<CryptoKey>
      opened.set(id, key)
    }
    return { id, key: await key }
  }

  /** The public key that a token names. A name that is not known may be news: it is looked up, once a second. */
  readonly find = async (...asked: Parameters<LocalJWKSet>): Promise<CryptoKey> => {
    const loaded = await this.#load()
    try {
      return await loaded.find(...asked)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || Date.now() - loaded.at < 1_000) throw error
      this.#loaded.forget('')
      return (await this.#load()).find(...asked)
    }
  }
}
