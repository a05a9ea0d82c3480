/**
 * Row level security as a second opinion on the row filter: a role of PostgreSQL that sees the rows of some facilities,
 * whatever a statement asks for. The product knows nothing of it. Where a caller who is bound to the same facilities gets
 * another answer through this role, a statement of ours has looked at rows of other facilities.
 */
import { randomBytes } from 'node:crypto'
import { tables } from '../../prisma/client/tables.ts'
import type { TestDatabase } from './database.ts'

/** Tables of facilities that statements look at as a whole, on purpose: they have no policy. */
export const lookedAtAsAWhole: Readonly<Record<string, string>> = {
  api_client_facility: 'a client with one facility that the caller does not see is hidden as a whole',
}

/** Rows that belong to other facilities and are shown on purpose, as SQL. */
export const shownBeside: Readonly<Record<string, string>> = {
  // An entry stays in the book of the facility that made it; whoever keeps the inmate sees all of them.
  inmate_registration: 'inmate_id IN (SELECT id FROM inmate)',
  custody_change: 'inmate_id IN (SELECT id FROM inmate)',
}

/** Tables to which rows of other facilities are added on purpose. */
const addedAnywhere: Readonly<Record<string, string>> = {
  audit_entry: 'who reads an entry of a register of another facility stands in the trail of that facility',
}

/** The column that says whose the rows of a table are, by table. */
export const guarded: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(tables).flatMap(([table, columns]) =>
    table in lookedAtAsAWhole ? [] : table === 'facility' ? [[table, 'id']] : 'facilityId' in columns ? [[table, 'facility_id']] : [],
  ),
)

/**
 * Forces policies on every table of facilities and returns how to connect as a role that they bind to `facilities`. What
 * belongs to no facility may be added, as the trail and the events need, and not be read.
 */
export async function bindRole(database: TestDatabase, facilities: readonly string[]): Promise<{ url: string; drop(): Promise<void> }> {
  const [role, password] = [`bound_${randomBytes(6).toString('hex')}`, randomBytes(12).toString('hex')]
  await database.query(`CREATE ROLE ${role} LOGIN PASSWORD '${password}'`)
  await database.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role}`)
  await database.query(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${role}`)
  for (const [table, column] of Object.entries(guarded)) {
    const own = `${column} = ANY('{${facilities.join()}}'::uuid[])`
    const seen = [own, shownBeside[table]].filter(Boolean).join(' OR ')
    const added = table in addedAnywhere ? 'TRUE' : `${seen} OR ${column} IS NULL`
    await database.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`)
    await database.query(`CREATE POLICY bound ON ${table} TO ${role} USING (${seen}) WITH CHECK (${added})`)
  }
  const url = new URL(database.url)
  url.username = role
  url.password = password
  return {
    url: url.href,
    drop: async () => {
      await database.query(`DROP OWNED BY ${role}`)
      await database.query(`DROP ROLE ${role}`)
    },
  }
}
