/**
 * The chain of seals. A seal holds the digests of some entries and an HMAC over them and the seal before it, so neither an
 * edit nor a chain made anew gets past whoever has the keys; its number and hash, kept elsewhere, also show a tail that was cut.
 */
import { raw } from '../database/sql.ts'
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

/** The digest of an entry, first edition: every column, in this order. Another edition gets another number and a seal that names it. */
export const digest = raw(`sha256(convert_to(jsonb_build_array(1, entry.sequence, (extract(epoch FROM entry.at) * 1000)::bigint, entry.xid::text,
  entry.client_id, entry.on_behalf_of, entry.purpose, entry.address, entry.request_id, entry.operation, entry.resource, entry.resource_ids,
  entry.facility_id, entry.classes, entry.outcome, entry.version, encode(entry.origin, 'hex'))::text, 'UTF8'))`)

/** What the HMAC of a seal says, under the key that the seal names. @throws Error when the keyring has no such key any more */
export function hashOfSeal(keyring: Keyring, seal: Omit<Seal, 'hash'>): Buffer {
  const { number, kind, at, month, previous, sequences, digests, xid, sequence, floor, keyVersion } = seal
  const header = JSON.stringify(['seal', 1, number, kind, at, month, previous.toString('hex'), xid, sequence, floor, keyVersion, sequences])
  return keyring.hash('audit', Buffer.concat([Buffer.from(`${header}\n`), ...digests]), keyVersion)
}
