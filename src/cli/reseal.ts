/**
 * `npm run reseal`: after a new key was put first in MASTER_KEYS, seals every number again with it while the service
 * runs. Rows keep their version, since nothing that is read of them changes. Credentials are hashed again when they are used, and keys that sign tokens
 * go by age, so an older key stays known for a month after this.
 */
import { pathToFileURL } from 'node:url'
import { readConfig } from '../config.ts'
import { openPool, type Pool, run } from '../platform/database/pool.ts'
import { raw, sql } from '../platform/database/sql.ts'
import { configuredKeyring, type Keyring } from '../platform/security/keyring.ts'

const rowsAtOnce = 500

/** The columns that hold sealed numbers, as the contract marks them with `x-sealed`. */
export const sealedColumns = ['inmate.nik', 'buyer.npwp'] as const
type SealedColumn = (typeof sealedColumns)[number]

/** Seals what other versions have sealed in one column. @returns how many rows it changed */
export async function reseal(pool: Pool, keyring: Keyring, column: SealedColumn): Promise<number> {
  const [table, name] = column.split('.') as [string, string]
  const [at, sealed, hash] = [raw(table), raw(`${name}_sealed`), raw(`${name}_hash`)]
  const newest = `${keyring.versions[0]}.%`
  let changed = 0
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const rows = await run<{ id: string; sealed: string }>(
      pool,
      sql`SELECT id, ${sealed} AS sealed FROM ${at} WHERE id > ${after}::uuid AND ${sealed} NOT LIKE ${newest} ORDER BY id LIMIT ${rowsAtOnce}`,
    )
    const last = rows.at(-1)
    if (last === undefined) return changed
    after = last.id
    const sealedAgain = rows.map((row) => {
      const { sealed: now, hash: found } = keyring.number(column, row.id, keyring.open(row.sealed, `${column}:${row.id}`))
      return { id: row.id, was: row.sealed, now, found: found?.toString('hex') }
    })
    // A row that was changed meanwhile holds another number, sealed by the newest key.
    const done = await run(
      pool,
      sql`UPDATE ${at} AS one SET ${sealed} = again.now, ${hash} = decode(again.found, 'hex')
          FROM jsonb_to_recordset(${JSON.stringify(sealedAgain)}::jsonb) AS again(id uuid, was text, now text, found text)
          WHERE one.id = again.id AND one.${sealed} = again.was RETURNING one.id`,
    )
    changed += done.length
  }
}

/** The same for what a number was before it was corrected. */
export async function resealFormer(pool: Pool, keyring: Keyring, column: SealedColumn): Promise<number> {
  const [table, name] = column.split('.') as [string, string]
  let changed = 0
  for (let after = 0; ; ) {
    const rows = await run<{ sequence: number; rowId: string; sealed: string }>(
      pool,
      sql`SELECT sequence, row_id AS "rowId", value #>> '{}' AS sealed FROM personal_history
          WHERE sequence > ${after} AND resource = ${table} AND field = ${`${name}_sealed`} AND value #>> '{}' NOT LIKE ${`${keyring.versions[0]}.%`}
          ORDER BY sequence LIMIT ${rowsAtOnce}`,
    )
    const last = rows.at(-1)
    if (last === undefined) return changed
    after = last.sequence
    const sealedAgain = rows.map(({ sequence, rowId, sealed }) => {
      const place = `${column}:${rowId}`
      return { sequence, was: sealed, now: keyring.seal(keyring.open(sealed, place), place) }
    })
    // What was erased meanwhile stays so.
    const done = await run(
      pool,
      sql`UPDATE personal_history AS one SET value = to_jsonb(again.now)
          FROM jsonb_to_recordset(${JSON.stringify(sealedAgain)}::jsonb) AS again(sequence bigint, was text, now text)
          WHERE one.sequence = again.sequence AND one.value #>> '{}' = again.was RETURNING one.sequence`,
    )
    changed += done.length
  }
}

async function main(): Promise<void> {
  const config = readConfig()
  if (config.DATABASE_URL === undefined) throw new Error('Set DATABASE_URL.')
  const keyring = await configuredKeyring(config)
  const pool = openPool(config.DATABASE_URL)
  for (const column of sealedColumns) {
    const [now, former] = [await reseal(pool, keyring, column), await resealFormer(pool, keyring, column)]
    console.log(`${column}: ${now} sealed again by version ${keyring.versions[0]}, and ${former} former ones`)
  }
  await pool.end()
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await main()
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 1
  }
}
