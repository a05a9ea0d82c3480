/**
 * `npm run audit:verify [-- --anchor <number>:<hash>] [--from <YYYY-MM>]`: reads the whole audit trail of DATABASE_URL with
 * the keys of the service. Ends with 0 when it is as the service wrote it, with 1 and what is not otherwise.
 */
import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import { type Fault, verifyTrail } from '../platform/audit/verify.ts'
import { defaultLimits, openPool } from '../platform/database/pool.ts'
import { configuredKeyring } from '../platform/security/keyring.ts'

const said = ({ what, sequence, seal, more }: Fault): string =>
  [
    sequence === undefined ? `Seal ${seal}` : `Entry ${sequence}`,
    `: ${what}`,
    sequence === undefined || seal === undefined ? '' : ` (seal ${seal})`,
    more ? `; ${more}` : '',
  ].join('')

try {
  const { values } = parseArgs({ options: { anchor: { type: 'string' }, from: { type: 'string' } } })
  const anchor = values.anchor === undefined ? undefined : /^([1-9][0-9]{0,15}):([0-9a-f]{64})$/.exec(values.anchor)
  if (anchor === null) throw new Error('--anchor is <number>:<hash>, as GET /v1/audit-head and the log tell them.')
  if (values.from !== undefined && !/^20\d\d-(0[1-9]|1[0-2])$/.test(values.from)) throw new Error('--from is a month: YYYY-MM.')
  const config = readConfig()
  if (config.DATABASE_URL === undefined) throw new Error('Set DATABASE_URL, and the MASTER_KEYS of the service.')
  const pool = openPool(config.DATABASE_URL, { ...defaultLimits, connections: 1, statementMs: 86_400_000 })
  const started = Date.now()
  const verdict = await verifyTrail(pool, await configuredKeyring(config), {
    ...(anchor === undefined ? {} : { anchor: { number: Number(anchor[1]), hash: String(anchor[2]) } }),
    ...(values.from === undefined ? {} : { from: `${values.from}-01` }),
  })
  await pool.end()
  const { faults, entries, seals, waiting, head, keptFrom } = verdict
  console.log(`${entries} entries in ${seals} seals, ${waiting} wait for theirs; ${((Date.now() - started) / 1_000).toFixed(1)} s.`)
  if (keptFrom !== null) console.log(`Months before ${keptFrom.slice(0, 7)} were dropped, as a checkpoint says.`)
  console.log(`The chain ends with seal ${head.number}:${head.hash}`)
  for (const fault of faults) console.error(said(fault))
  if (faults.length > 0) process.exitCode = 1
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
