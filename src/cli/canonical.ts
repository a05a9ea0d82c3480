/**
 * `npm run canonical`: brings what was kept before its members had a form to that form (platform/contract/text-forms.ts), while
 * the service runs. A row that changes has a new version. Where the form belongs to another row already, both stay as they are,
 * and their ids are printed; so are those whose numbers an earlier row shares. What was posted is never rewritten.
 */
import '../app.ts'
import type { TSchema } from 'typebox'
import { type Pool, run } from '../platform/database/pool.ts'
import { join, raw, sql } from '../platform/database/sql.ts'
import { columnOf, resources, type Table } from '../platform/database/tables.ts'
import { bringerOf } from '../platform/http/requested-forms.ts'
import type { Keyring } from '../platform/security/keyring.ts'
import { componentsByName } from '../platform/security/masking.ts'
import { isStarted, serviceCommand } from './command.ts'

const rowsAtOnce = 500

interface Part {
  column: string
  type: string
  bring: (value: unknown) => unknown
  /** `table.column` of a number that is encrypted. */
  encrypted: string | undefined
}
type Row = Record<string, unknown> & { id: string }

/** The columns of a resource whose members have a form. */
function partsOf({ table, schema, sources }: (typeof resources)[number]): Part[] {
  const components = componentsByName()
  return Object.entries(schema.properties).flatMap(([member, about]): Part[] => {
    const source = sources[member]
    const bring = bringerOf(about as TSchema, components)
    if (source === undefined || bring === undefined) return []
    const [column, type] = columnOf(table, source)
    // The database keeps identifiers in one form itself.
    if (type === 'uuid') return []
    return [{ column, type, bring, encrypted: (about as { 'x-encrypted'?: string })['x-encrypted'] }]
  })
}

/** What a row has to be written with: `column = value`; nothing where it has its form. */
function differences(row: Row, parts: readonly Part[], keyring: Keyring) {
  return parts.flatMap(({ column, type, bring, encrypted }) => {
    const kept = row[column]
    if (kept === null) return []
    const was = encrypted === undefined ? kept : keyring.decrypt(String(kept), `${encrypted}:${row.id}`)
    const now = bring(was)
    if (JSON.stringify(now) === JSON.stringify(was)) return []
    if (encrypted === undefined) return [sql`${raw(column)} = ${now}::${raw(type)}`]
    const number = keyring.number(encrypted, row.id, String(now))
    return [sql`${raw(column)} = ${number.encrypted}, ${raw(column.replace('_encrypted', '_hash'))} = ${number.hash}`]
  })
}

/** @returns how many rows were brought to their form, and the ids of those that could not be */
export async function bringTable(pool: Pool, keyring: Keyring, table: Table, parts: readonly Part[]): Promise<{ changed: number; kept: string[] }> {
  let changed = 0
  const kept: string[] = []
  const columns = join(parts.map(({ column }) => raw(column)))
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const page = await run<Row>(pool, sql`SELECT id, version, ${columns} FROM ${raw(table)} WHERE id > ${after}::uuid ORDER BY id LIMIT ${rowsAtOnce}`)
    const last = page.at(-1)
    if (last === undefined) return { changed, kept }
    after = last.id
    for (const row of page) {
      const set = differences(row, parts, keyring)
      if (set.length === 0) continue
      const written = sql`UPDATE ${raw(table)} SET ${join(set)}, version = version + 1, updated_at = now() WHERE id = ${row.id}::uuid AND version = ${row.version} RETURNING id`
      try {
        // One that was changed meanwhile has its form by that.
        changed += (await run(pool, written)).length
      } catch (error) {
        // A constraint, or a trigger that guards what was posted.
        if (!/^(23|P0)/.test((error as { code?: string }).code ?? '')) throw error
        kept.push(row.id)
      }
    }
  }
}

/** The tables whose rows may change, with the columns that have a form. */
export const tablesWithForms = () =>
  resources.flatMap((one) => {
    const parts = one.sources.updatedBy === undefined ? [] : partsOf(one)
    return parts.length === 0 ? [] : [{ table: one.table, parts }]
  })

/** Rows whose number an earlier row has, from before numbers were compared as people mean them. */
export const sharedNumbers = (pool: Pool): Promise<{ id: string; table: string }[]> =>
  run(
    pool,
    sql`SELECT id, 'inmate_registration' AS table FROM inmate_registration WHERE number_shared
      UNION ALL SELECT id, 'product' FROM product WHERE barcode_shared ORDER BY 2, 1`,
  )

if (isStarted(import.meta.url)) {
  await serviceCommand(async ({ pool, keyring }) => {
    for (const { table, parts } of tablesWithForms()) {
      const { changed, kept } = await bringTable(pool, keyring, table, parts)
      console.log(
        `${table}: ${changed} rows brought to their form${kept.length === 0 ? '' : `; as they were, because another row has it already: ${kept.join(', ')}`}`,
      )
    }
    for (const { table, id } of await sharedNumbers(pool)) console.log(`${table} ${id}: an earlier row has the same number; correct one of the two`)
  })
}
