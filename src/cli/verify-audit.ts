/**
 * `npm run audit:verify [-- --anchor <number>:<hash>] [--from <YYYY-MM>]`: reads the whole audit trail of DATABASE_URL with
 * the keys of the service. Ends with 0 when it is as the service wrote it, with 1 and what is not otherwise.
 */
import { parseArgs } from 'node:util'
import { type Fault, verifyTrail } from '../platform/audit/verify.ts'
import { defaultLimits } from '../platform/database/pool.ts'
import { serviceCommand } from './command.ts'

function said({ what, sequence, seal, more = '' }: Fault): string {
  const about = sequence === undefined ? `Seal ${seal}: ${what}` : `Entry ${sequence}: ${what}${seal === undefined ? '' : ` (seal ${seal})`}`
  return more === '' ? about : `${about}; ${more}`
}

const limits = { ...defaultLimits, connections: 1, statementMs: 86_400_000 }
await serviceCommand(async ({ pool, keyring }) => {
  const { values } = parseArgs({ options: { anchor: { type: 'string' }, from: { type: 'string' } } })
  const anchor = values.anchor === undefined ? undefined : /^([1-9][0-9]{0,15}):([0-9a-f]{64})$/.exec(values.anchor)
  if (anchor === null) throw new Error('--anchor is <number>:<hash>, as GET /v1/audit-head and the log give them.')
  if (values.from !== undefined && !/^20\d\d-(0[1-9]|1[0-2])$/.test(values.from)) throw new Error('--from is a month: YYYY-MM.')
  const started = Date.now()
  const { faults, entries, seals, waiting, head, keptFrom } = await verifyTrail(pool, keyring, {
    anchor: anchor && { number: Number(anchor[1]), hash: String(anchor[2]) },
    from: values.from && `${values.from}-01`,
  })
  console.log(`${entries} entries in ${seals} seals, ${waiting} wait for theirs; ${((Date.now() - started) / 1_000).toFixed(1)} s.`)
  if (keptFrom !== null) console.log(`Months before ${keptFrom.slice(0, 7)} were dropped, as a checkpoint says.`)
  console.log(`The chain ends with seal ${head.number}:${head.hash}`)
  for (const fault of faults) console.error(said(fault))
  if (faults.length > 0) process.exitCode = 1
}, limits)
