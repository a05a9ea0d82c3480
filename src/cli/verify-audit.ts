/**
 * `npm run audit:verify [-- --anchor <number>:<hash>] [--anchors <file>] [--from <YYYY-MM>]`: reads the whole audit trail of DATABASE_URL with
 * the keys of the service. Ends with 0 when it is as the service wrote it, with 1 and what is not otherwise.
 */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Anchor, type Fault, verifyTrail } from '../platform/audit/verify.ts'
import { defaultLimits } from '../platform/database/pool.ts'
import { serviceCommand } from './command.ts'

function said({ what, sequence, seal, more = '' }: Fault): string {
  const about =
    sequence === undefined ? (seal === undefined ? what : `Seal ${seal}: ${what}`) : `Entry ${sequence}: ${what}${seal === undefined ? '' : ` (seal ${seal})`}`
  return more === '' ? about : `${about}; ${more}`
}

function anchorOf(text: string): Anchor {
  const [, number, hash] = /^([1-9][0-9]{0,15}):([0-9a-f]{64})$/.exec(text.trim()) ?? []
  if (number === undefined || hash === undefined) throw new Error('An anchor is <number>:<hash>, as GET /v1/audit-head, AUDIT_HEAD_FILE and the log give them.')
  return { number: Number(number), hash }
}

const limits = { ...defaultLimits, connections: 1, statementMs: 86_400_000 }
await serviceCommand(async ({ pool, keyring }) => {
  const { values } = parseArgs({ options: { anchor: { type: 'string' }, anchors: { type: 'string' }, from: { type: 'string' } } })
  // A line of the file is what AUDIT_HEAD_FILE gets: the instant, a blank, and the head.
  const kept = values.anchors === undefined ? [] : (await readFile(values.anchors, 'utf8')).split('\n').flatMap((line) => line.split(' ').at(-1) || [])
  const anchors = [...(values.anchor === undefined ? [] : [values.anchor]), ...kept].map(anchorOf)
  if (values.from !== undefined && !/^20\d\d-(0[1-9]|1[0-2])$/.test(values.from)) throw new Error('--from is a month: YYYY-MM.')
  const started = Date.now()
  const { faults, entries, seals, waiting, head, keptFrom } = await verifyTrail(pool, keyring, {
    anchors,
    from: values.from && `${values.from}-01`,
  })
  console.log(`${entries} entries in ${seals} seals, ${waiting} wait for theirs; ${((Date.now() - started) / 1_000).toFixed(1)} s.`)
  if (keptFrom !== null) console.log(`Months before ${keptFrom.slice(0, 7)} were dropped, as a checkpoint says.`)
  console.log(`The chain ends with seal ${head.number}:${head.hash}`)
  for (const fault of faults) console.error(said(fault))
  if (faults.length > 0) process.exitCode = 1
}, limits)
