/**
 * `npm run re-encrypt`: after a new key was put first in MASTER_KEYS, encrypts every number again with it while the service
 * runs. Rows keep their version, since nothing that is read of them changes. Credentials are hashed again when they are used, and keys that sign tokens
 * go by age, so an older key stays known for a month after this.
 */
import { type Pool, run } from '../platform/database/pool.ts'
import { empty, raw, type Sql, sql } from '../platform/database/sql.ts'
import type { Keyring } from '../platform/security/keyring.ts'
import { isStarted, serviceCommand } from './command.ts'

const rowsAtOnce = 500

/** The columns that hold encrypted numbers, as the contract marks them with `x-encrypted`. */
export const encryptedColumns = ['inmate.nik', 'buyer.npwp', 'deleted_person.names'] as const
type EncryptedColumn = (typeof encryptedColumns)[number]
/** Whether rows are found by its hash, which then is kept beside it. */
const isSearched = (column: EncryptedColumn): boolean => column !== 'deleted_person.names'

interface Stored {
  key: string
  rowId: string
  encrypted: string
}

/**
 * Encrypts again what `find` finds after a key, page by page; `write` takes what it is now: `again(key, was, now, hash)`.
 * @returns how many rows it changed
 */
async function encryptAgain(
  pool: Pool,
  keyring: Keyring,
  column: string,
  first: string,
  find: (after: string) => Sql,
  write: (again: Sql) => Sql,
): Promise<number> {
  let changed = 0
  for (let after = first; ; ) {
    const page = await run<Stored>(pool, sql`${find(after)} LIMIT ${rowsAtOnce}`)
    const last = page.at(-1)
    if (last === undefined) return changed
    after = last.key
    const again = page.map(({ key, rowId, encrypted }) => {
      const number = keyring.number(column, rowId, keyring.decrypt(encrypted, `${column}:${rowId}`))
      return { key, was: encrypted, now: number.encrypted, hash: number.hash?.toString('hex') }
    })
    const written = await run(pool, write(sql`jsonb_to_recordset(${JSON.stringify(again)}::jsonb) AS again(key text, was text, now text, hash text)`))
    changed += written.length
  }
}

const isOlder = (keyring: Keyring, encrypted: Sql): Sql => sql`${encrypted} NOT LIKE ${`${keyring.versions[0]}.%`}`

/** The numbers in one column. One that was changed meanwhile is encrypted by the newest key already. */
export function reEncrypt(pool: Pool, keyring: Keyring, column: EncryptedColumn): Promise<number> {
  const [table, name] = column.split('.') as [string, string]
  const [at, encrypted] = [raw(table), raw(`${name}_encrypted`)]
  const hash = isSearched(column) ? sql`, ${raw(`${name}_hash`)} = decode(again.hash, 'hex')` : empty
  return encryptAgain(
    pool,
    keyring,
    column,
    '00000000-0000-0000-0000-000000000000',
    (after) => sql`
      SELECT id AS key, id AS "rowId", ${encrypted} AS encrypted FROM ${at} WHERE id > ${after}::uuid AND ${isOlder(keyring, encrypted)} ORDER BY id`,
    (again) => sql`
      UPDATE ${at} AS one SET ${encrypted} = again.now${hash} FROM ${again}
      WHERE one.id = again.key::uuid AND one.${encrypted} = again.was RETURNING one.id`,
  )
}

/** What the numbers in one column were before they were corrected. What was erased meanwhile stays so. */
export function reEncryptFormer(pool: Pool, keyring: Keyring, column: EncryptedColumn): Promise<number> {
  const [table, name] = column.split('.') as [string, string]
  const encrypted = sql`value #>> '{}'`
  return encryptAgain(
    pool,
    keyring,
    column,
    '0',
    (after) => sql`
      SELECT sequence AS key, row_id AS "rowId", ${encrypted} AS encrypted FROM personal_history
      WHERE sequence > ${after}::bigint AND resource = ${table} AND field = ${`${name}_encrypted`} AND ${isOlder(keyring, encrypted)} ORDER BY sequence`,
    (again) => sql`
      UPDATE personal_history AS one SET value = to_jsonb(again.now) FROM ${again}
      WHERE one.sequence = again.key::bigint AND one.value #>> '{}' = again.was RETURNING one.sequence`,
  )
}

if (isStarted(import.meta.url)) {
  await serviceCommand(async ({ pool, keyring }) => {
    for (const column of encryptedColumns) {
      const [now, former] = [await reEncrypt(pool, keyring, column), await reEncryptFormer(pool, keyring, column)]
      console.log(`${column}: ${now} numbers and ${former} former ones are encrypted again, with version ${keyring.versions[0]}`)
    }
  })
}
