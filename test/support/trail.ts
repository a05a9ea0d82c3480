/** The audit trail as an operator looks at it, and as somebody with every right on the database rewrites it. */
import { setTimeout as pause } from 'node:timers/promises'
import { type Anchor, type Verdict, verifyTrail } from '../../src/platform/audit/verify.ts'
import { defaultLimits, openPool } from '../../src/platform/database/pool.ts'
import type { TestDatabase } from './database.ts'
import { testKeyring } from './keyring.ts'

/** Waits until a condition holds, for at most half a minute. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 30_000; waited += 50) {
    if (await holds()) return
    await pause(50)
  }
  throw new Error(`Half a minute was not enough until ${what}.`)
}

const unsealed = `SELECT count(*)::int AS rows FROM audit_entry entry
  WHERE NOT EXISTS (SELECT FROM (SELECT unnest(sequences) AS sequence FROM audit_seal) sealed WHERE sealed.sequence = entry.sequence)`
export const allSealed = ({ query }: TestDatabase) => until('all is sealed', async () => (await query<{ rows: number }>(unsealed))[0]?.rows === 0)

export async function verify({ url }: TestDatabase, keyring = testKeyring, { anchor, ...more }: { anchor?: Anchor; from?: string } = {}): Promise<Verdict> {
  const pool = openPool(url, { ...defaultLimits, connections: 1 })
  try {
    return await verifyTrail(pool, keyring, { ...more, anchors: anchor === undefined ? [] : [anchor] })
  } finally {
    await pool.end()
  }
}

/** What somebody with every right on the database does, past the triggers. */
export const attack = ({ query }: TestDatabase, statements: string): Promise<unknown> =>
  query(`SET session_replication_role = replica; ${statements}; RESET session_replication_role`)
