/** `npm run migrate`: brings the database of DATABASE_URL to the newest migration, and its audit trail to this month. */
import { readConfig } from '../config.ts'
import { dropOldMonths, prepareMonths } from '../platform/audit/months.ts'
import { apiRole, grantApiRole } from '../platform/database/api-role.ts'
import { applyMigrations } from '../platform/database/migrations.ts'
import { openPool } from '../platform/database/pool.ts'
import { command } from './command.ts'

await command(async () => {
  const { DATABASE_URL, API_PASSWORD } = readConfig()
  if (DATABASE_URL === undefined) throw new Error('Set DATABASE_URL. The embedded database is migrated at every start.')
  const applied = await applyMigrations(DATABASE_URL, { say: console.error })
  // The API does the same where its role owns the tables.
  const pool = openPool(DATABASE_URL)
  const missing = await prepareMonths(pool)
  await dropOldMonths(pool)
  if (API_PASSWORD !== undefined) await grantApiRole(pool, API_PASSWORD)
  await pool.end()
  if (missing.length > 0) console.error(`The audit trail has no partition for ${missing.join(', ')}: its entries lie in audit_entry_default.`)
  if (API_PASSWORD !== undefined) console.log(`The role ${apiRole} may do what the API does, and no more.`)
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`)
})
// The engine leaves a timer of ten seconds behind, and whatever waits for the migration would wait for it.
process.exit()
