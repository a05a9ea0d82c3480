/** `npm run retention -- [--dry-run] [--before <day>]`: erases persons whose period of retention is over. */
import { parseArgs } from 'node:util'
import { retain } from '../administration/retention/index.ts'
// Declares the modules: each says what of its tables is erased, and how.
import '../app.ts'
import { readConfig } from '../config.ts'
import { openPool } from '../platform/database/pool.ts'
import { configuredKeyring } from '../platform/security/keyring.ts'

const today = new Date().toISOString().slice(0, 10)

try {
  const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean', default: false }, before: { type: 'string', default: today } } })
  const { 'dry-run': dryRun, before } = values
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(before) && !Number.isNaN(Date.parse(before))
  if (!isDay || before > today) throw new Error('--before takes a day (YYYY-MM-DD) that is not later than today.')
  const config = readConfig()
  if (config.DATABASE_URL === undefined) throw new Error('Set DATABASE_URL: the job works on the database of a running service.')
  const pool = openPool(config.DATABASE_URL)
  const counts = await retain({ pool, keyring: await configuredKeyring(config), before, dryRun })
  await pool.end()
  for (const { facility, type, persons } of counts) console.log(`${facility}\t${type}\t${persons}`)
  const total = counts.reduce((sum, { persons }) => sum + persons, 0)
  console.log(dryRun ? `${total} persons would be erased; nothing was written.` : `${total} persons were erased.`)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
