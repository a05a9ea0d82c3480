/**
 * What a change made of its row: the members that got other values, and those values before and after, in the words of the
 * contract. The statement that changes the row finds both itself, since what it reads are rows as they were when it began.
 */
import { createDecipheriv, randomBytes } from 'node:crypto'
import { stamps } from '../contract/shapes.ts'
import { empty, join, raw, type Sql, sql } from '../database/sql.ts'
import { listOf, resources } from '../database/tables.ts'
import type { Change } from '../database/transaction.ts'
import type { Keyring } from '../security/keyring.ts'

export type KindOfChange = 'CREATED' | 'CHANGED' | 'DELETED'

/** Members that every change changes. */
export const stampNames: readonly string[] = Object.keys(stamps)
const isNoStamp = sql`key <> ALL(${stampNames}::text[])`

const versionBytes = 4
const saltBytes = 16

/** A key for the values of one entry, made of a key of the service and of what is stored beside them: without the one or the other nobody reads them. */
export function valuesKeyOf(keyring: Keyring, stored: Buffer): Buffer {
  return keyring.hash('audit', JSON.stringify(['values', stored.toString('hex')]), stored.readUInt32BE())
}

function newValuesKey(keyring: Keyring): Buffer {
  const version = Buffer.alloc(versionBytes)
  version.writeUInt32BE(keyring.versions[0] as number)
  return Buffer.concat([version, randomBytes(saltBytes)])
}

const created = sql`difference AS (SELECT '{}'::text[] AS changed, jsonb_build_object('after', to_jsonb(change)) AS values FROM change)`
const deleted = sql`difference AS (SELECT '{}'::text[] AS changed, jsonb_build_object('before', former.row) AS values FROM former)`
const changed = (after: Sql) => sql`difference AS (
    SELECT array_agg(key ORDER BY key) AS changed,
           jsonb_build_object('before', jsonb_object_agg(key, before.value), 'after', jsonb_object_agg(key, after.value)) AS values
    FROM jsonb_each((SELECT row FROM former)) before JOIN jsonb_each((${after})) after USING (key)
    WHERE before.value <> after.value AND ${isNoStamp})`

/** What of a row is compared: of the many members of a resource those that the change can give another value, and the version. */
function compared(table: string, members: readonly string[] | undefined): { before: Sql; after: Sql } {
  const resource = resources.find((one) => one.table === table)
  if (members === undefined || resource === undefined) return { before: resource?.columns ?? empty, after: sql`SELECT to_jsonb(change) FROM change` }
  const names = ['version', ...members]
  const later = join(names.map((name) => raw(`"${name}"`)))
  return {
    before: listOf(Object.fromEntries(names.map((name) => [name, resource.members[name] as Sql]))),
    after: sql`SELECT to_jsonb(later) FROM (SELECT ${later} FROM change) later`,
  }
}

export interface ChangeRecord {
  /** CTEs after `change`, among them `difference`. */
  ctes: Sql
  /** The columns of the entry, where `difference` is joined. */
  columns: Sql
  /** Whether the row was changed from what is said to be before: one that was waited for may have been changed by others meanwhile. */
  isInTime: Sql
}

export function recordChange(keyring: Keyring, table: string, kind: KindOfChange, { before, members }: Pick<Change, 'before' | 'members'>): ChangeRecord {
  const stored = newValuesKey(keyring)
  const columns = sql`coalesce(difference.changed, '{}') AS changed,
    encrypt(convert_to(difference.values::text, 'UTF8'), ${valuesKeyOf(keyring, stored)}::bytea, 'aes') AS values_encrypted, ${stored}::bytea AS values_key`
  if (kind === 'CREATED') return { ctes: created, columns, isInTime: sql`TRUE` }
  const list = compared(table, members)
  const name = raw(table)
  const seen = sql`SELECT to_jsonb(seen) AS row FROM (SELECT ${list.before} FROM ${name} WHERE ${name}.id = (SELECT id FROM change)) seen`
  const former = before === undefined ? seen : sql`SELECT ${JSON.stringify(before)}::jsonb AS row`
  return {
    ctes: sql`former AS (${former}), ${kind === 'DELETED' ? deleted : changed(list.after)}`,
    columns,
    isInTime: sql`coalesce((SELECT (row ->> 'version')::int FROM former) >= ${kind === 'DELETED' ? sql`change.version` : sql`change.version - 1`}, TRUE)`,
  }
}

type Row = Record<string, unknown>
export interface Values {
  before?: Row | null
  after?: Row | null
}

/** Reads what `recordChange` has written. @throws Error when the keyring has no such key any more */
export function valuesOf(keyring: Keyring, encrypted: Buffer, stored: Buffer): Values {
  // A key is used once, so that pgcrypto's beginning of zeros gives nothing away.
  const decipher = createDecipheriv('aes-256-cbc', valuesKeyOf(keyring, stored), Buffer.alloc(16))
  return JSON.parse(Buffer.concat([decipher.update(encrypted), decipher.final()]).toString('utf8')) as Values
}
