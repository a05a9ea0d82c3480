/**
 * BinaKarya beside what a good engineer would write by hand for the same answers, and beside what people pick instead, on a
 * million batches: who answers how many requests in a second, and what a request costs the processor, in turns of a few
 * seconds so that a busy machine slows all. BENCH_ROWS, BENCH_ROUNDS, BENCH_SECONDS and BENCH_ONLY (a part of a scenario's name)
 * make it smaller. With --mixed lists are measured again after BENCH_MINUTES of mixed writing, with --plans it looks at the
 * plans of the large lists instead, with --defences at slow clients and foreign rows, with --trail at an audit trail of
 * BENCH_ENTRIES entries.
 */
import { openDataSet } from './data-set.ts'
import { defend } from './defences.ts'
import { checkPlans } from './plans.ts'
import { race } from './race.ts'
import { checkTrail } from './trail.ts'

const setting = (name: string, otherwise: number): number => Number(process.env[name] || otherwise)
const asked = (flag: string) => process.argv.includes(flag)
// The trail is a data set of its own.
const rows = asked('--trail') ? 1_000 : setting('BENCH_ROWS', 1_000_000)
const dataSet = await openDataSet(rows)
try {
  if (asked('--plans')) await checkPlans(dataSet.url)
  else if (asked('--defences')) await defend(dataSet.url)
  else if (asked('--trail')) await checkTrail(dataSet.url, setting('BENCH_ENTRIES', 10_000_000))
  else
    await race(dataSet, {
      rows,
      rounds: setting('BENCH_ROUNDS', 4),
      seconds: setting('BENCH_SECONDS', 4),
      minutes: asked('--mixed') ? setting('BENCH_MINUTES', 10) : 0,
      only: process.env.BENCH_ONLY ?? '',
    })
} finally {
  await dataSet.stop()
}
