/** `npm run retention -- [--dry-run] [--before <day>]`: erases persons whose period of retention is over. */
import { parseArgs } from 'node:util'
import { forget, retain } from '../administration/retention/index.ts'
// Declares the modules: each says what of its tables is erased, and how.
import '../app.ts'
import { serviceCommand } from './command.ts'

const today = new Date().toISOString().slice(0, 10)

await serviceCommand(async (service) => {
  const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean', default: false }, before: { type: 'string', default: today } } })
  const { 'dry-run': dryRun, before } = values
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(before) && !Number.isNaN(Date.parse(before))
  if (!isDay || before > today) throw new Error('--before takes a day (YYYY-MM-DD) that is not later than today.')
  const counts = await retain({ ...service, before, dryRun })
  for (const { facility, type, persons } of counts) console.log(`${facility}\t${type}\t${persons}`)
  const forgotten = dryRun ? new Map<string, number>() : await forget({ ...service, before })
  for (const [table, rows] of forgotten) console.log(`${table}\t${rows}`)
  const total = counts.reduce((sum, { persons }) => sum + persons, 0)
  console.log(dryRun ? `${total} persons would be erased; nothing was written.` : `${total} persons were erased.`)
})
