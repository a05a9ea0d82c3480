/**
 * The chain of seals. A seal holds the digests of some entries and an HMAC over them and the seal before it, so neither an
 * edit nor a chain made anew gets past whoever has the keys; its number and hash, kept elsewhere, also show a tail that was cut.
 */
import { raw, type Sql, sql } from '../database/sql.ts'
import type { Keyring } from '../security/keyring.ts'

export interface Seal {
  number: number
  kind: 'ROWS' | 'CHECKPOINT'
  at: string
  /** First day. Of ROWS: the month they are of. Of CHECKPOINT: entries of earlier months were dropped lawfully. */
  month: string
  previous: Buffer
  sequences: number[]
  digests: Buffer[]
  /** How far the trail has been read: a transaction, as PostgreSQL writes it, and a sequence in it. */
  xid: string
  sequence: number
  /** Entries up to this sequence come from the server that the data was restored from, and are sealed. */
  floor: number
  keyVersion: number
  hash: Buffer
}

export const noHash = Buffer.alloc(32)

/** The columns of a seal as `Seal` has them. */
export const sealColumns = raw('number, kind, at, month, previous, sequences, digests, xid::text AS xid, sequence, floor, key_version AS "keyVersion", hash')

/** What an entry says: its columns in this order. Names of functions are whole, so that no other of that name is taken. */
const said = raw(`entry.sequence, (extract(epoch FROM entry.at) * 1000)::bigint, entry.xid::text, entry.client_id, entry.on_behalf_of, entry.purpose,
  entry.address, entry.request_id, entry.operation, entry.resource, entry.resource_ids, entry.facility_id, entry.classes, entry.outcome, entry.version`)
/** What entries of the first edition did not have. */
const saidLater = raw(`entry.credential_id, entry.token_id, entry.changed, pg_catalog.encode(entry.values_encrypted, 'hex'), entry.times`)
const origin = raw(`pg_catalog.encode(entry.origin, 'hex')`)
const sha256 = (json: Sql): Sql => sql`pg_catalog.sha256(pg_catalog.convert_to((${json})::text, 'UTF8'))`

/** The digest that the mark of an entry is made over: all that it says. */
export const content = sha256(sql`pg_catalog.jsonb_build_array('mark', 2, ${said}, ${saidLater})`)

/** The mark of an entry that is about to be written, with what it is made with (`markingOf` in entry.ts). */
export const mark = sql`pg_catalog.byteacat(entry.mark_head, pg_catalog.sha256(pg_catalog.byteacat(entry.mark_key, ${content})))`

/**
 * The digest of an entry, for its seal. What has been added since the first edition follows where there is any, so that an entry of
 * that edition has the digest that it always had.
 */
export const digest = sha256(sql`
  CASE WHEN entry.credential_id IS NULL AND entry.token_id IS NULL AND entry.changed = '{}' AND entry.values_encrypted IS NULL AND entry.times = 1
  THEN pg_catalog.jsonb_build_array(1, ${said}, ${origin}) ELSE pg_catalog.jsonb_build_array(2, ${said}, ${saidLater}, ${origin}) END`)

/** What the HMAC of a seal says, under the key that the seal names. @throws Error when the keyring has no such key any more */
export function hashOfSeal(keyring: Keyring, seal: Omit<Seal, 'hash'>): Buffer {
  const { number, kind, at, month, previous, sequences, digests, xid, sequence, floor, keyVersion } = seal
  const header = JSON.stringify(['seal', 1, number, kind, at, month, previous.toString('hex'), xid, sequence, floor, keyVersion, sequences])
  return keyring.hash('audit', Buffer.concat([Buffer.from(`${header}\n`), ...digests]), keyVersion)
}
