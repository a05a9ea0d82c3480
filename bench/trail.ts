/** Who saw a person, and what a client has read, asked of a trail of years. The statements are the server's own. */

import { prepareMonths } from '../src/platform/audit/months.ts'
import type { AuditEntryQuery } from '../src/platform/audit/schemas.ts'
import { listAuditEntries } from '../src/platform/audit/store.ts'
import { defaultLimits, openPool, type Pool, run } from '../src/platform/database/pool.ts'
import type { Caller } from '../src/platform/security/access.ts'
import { newKey, readKeyring } from '../src/platform/security/keyring.ts'

const months = 24
const persons = 100_000
const clients = 40
const portion = 500_000

const auditor: Caller = {
  clientId: '00000000-0000-7000-8000-00000000000b',
  name: 'bench',
  scopes: new Set(),
  redactions: new Set(),
  personalRecords: 1_000_000_000,
  purpose: null,
  credentialId: null,
  tokenId: null,
  onBehalfOf: null,
  facilities: 'ALL',
  expiresAt: null,
}

const uuid = (what: string, number: string) => `md5('${what}' || ${number})::uuid`

async function fill(pool: Pool, entries: number): Promise<void> {
  const { rows } = await pool.query<{ there: string }>('SELECT count(*) AS there FROM audit_entry')
  const there = Number(rows[0]?.there)
  if (there >= entries) return
  const start = Date.now()
  const now = new Date()
  for (let back = months; back > 0; back--) await prepareMonths(pool, new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)))
  await prepareMonths(pool)
  for (let done = there; done < entries; done += portion) {
    await pool.query(`INSERT INTO audit_entry (at, client_id, request_id, operation, resource, resource_ids, facility_id, classes, outcome)
      SELECT now() - make_interval(secs => ${months * 2_600_000}::float8 * (1 - number::float8 / ${entries})), ${uuid('client', `number % ${clients}`)}, gen_random_uuid(),
             'readInmate', 'inmate', ARRAY[${uuid('person', `floor(random() * ${persons})::int`)}], ${uuid('facility', 'number % 500')}, '{identity}', 'ALLOWED'
      FROM generate_series(${done + 1}, ${Math.min(done + portion, entries)}) number`)
    console.log(`  ${Math.min(done + portion, entries)} entries, ${((Date.now() - start) / 1000).toFixed(0)} s`)
  }
  await pool.query('VACUUM ANALYZE audit_entry')
}

/** Fills a trail of so many entries (once), and prints how long the two questions take. */
export async function checkTrail(databaseUrl: string, entries: number): Promise<void> {
  const pool = openPool(databaseUrl, { ...defaultLimits, connections: 1, statementMs: 600_000 })
  try {
    await fill(pool, entries)
    const { rows } = await pool.query<{ person: string; client: string }>(`SELECT ${uuid('person', '7')} AS person, ${uuid('client', '7')} AS client`)
    const { person, client } = rows[0] as { person: string; client: string }
    const db = { keyring: readKeyring(newKey(1)), caller: auditor, query: run.bind(undefined, pool) as never }
    const month = new Date(Date.now() - 100 * 86_400_000).toISOString()
    const end = new Date(Date.now() - 70 * 86_400_000).toISOString()
    const questions: Record<string, AuditEntryQuery> = {
      'who saw an inmate, all of it, counted': { resourceId: person, limit: 200, withTotal: true },
      'what a client read, the last 200': { clientId: [client], sort: '-at', limit: 200 },
      'what a client read in 30 days, 200 and counted': { clientId: [client], atFrom: month, atTo: end, limit: 200, withTotal: true },
    }
    for (const [question, query] of Object.entries(questions)) {
      const times: number[] = []
      let found = 0
      for (let turn = 0; turn < 5; turn++) {
        const start = performance.now()
        const page = await listAuditEntries(db, query)
        times.push(performance.now() - start)
        found = page.total ?? page.items.length
      }
      console.log(`${question}: ${found} entries; first ${times[0]?.toFixed(0)} ms, then ${Math.min(...times.slice(1)).toFixed(0)} ms`)
    }
  } finally {
    await pool.end()
  }
}
