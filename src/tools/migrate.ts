/** `npm run migrate`: brings the database of DATABASE_URL to the newest migration. */
import { readConfig } from '../config.ts'
import { applyMigrations } from '../platform/migrations.ts'

try {
  const { DATABASE_URL } = readConfig()
  if (DATABASE_URL === undefined) throw new Error('Set DATABASE_URL. The embedded database is migrated at every start.')
  const applied = await applyMigrations(DATABASE_URL)
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
// The engine leaves a timer of ten seconds behind, and whatever waits for the migration would wait for it.
process.exit()
