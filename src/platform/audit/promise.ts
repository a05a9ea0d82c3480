/**
 * For how long the trail is kept was promised to whoever relies on it. A longer time holds at once; a shorter one after a step that stands
 * in the trail itself, with who took it and why.
 */
import { randomUUID } from 'node:crypto'
import { type Pool, run } from '../database/pool.ts'
import { sql } from '../database/sql.ts'
import type { Keyring } from '../security/keyring.ts'
import { contextColumns, entriesOf, noChange, writeEntries } from './recording.ts'
import { nobodyKnown } from './refusal-summaries.ts'

const latest = sql`SELECT months FROM audit_retention ORDER BY sequence DESC LIMIT 1`

/** The months that are promised now; null before the first start. */
export async function promised(connection: Pick<Pool, 'query'>): Promise<number | null> {
  const [row] = await run<{ months: number }>(connection, latest)
  return row?.months ?? null
}

/** The months to keep: those of the setting, or those that were promised where they are more. */
export async function keepPromise(connection: Pick<Pool, 'query'>, setting: number): Promise<number> {
  const [row] = await run<{ months: number }>(
    connection,
    sql`
    WITH former AS (${latest}), longer AS (
      INSERT INTO audit_retention (months, said_by) SELECT ${setting}::int, 'AUDIT_RETENTION_MONTHS' WHERE ${setting}::int > ALL (SELECT months FROM former)
    ) SELECT greatest(${setting}::int, (SELECT months FROM former)) AS months`,
  )
  return row?.months ?? setting
}

export interface Step {
  months: number
  /** Who takes it, as `On-Behalf-Of` would name them. */
  by: string
  because: string
}

/** Promises fewer months from now on. @throws Error when as few, or fewer, are promised already */
export async function shortenPromise({ pool, keyring }: { pool: Pool; keyring: Keyring }, { months, by, because }: Step): Promise<number> {
  const from = await promised(pool)
  if (from === null || from <= months) throw new Error(`Nothing is to be shortened: ${from ?? 'no'} months are promised.`)
  const context = {
    requestId: randomUUID(),
    clientId: nobodyKnown,
    credentialId: null,
    tokenId: null,
    onBehalfOf: by,
    purpose: `The audit trail is kept for ${months} months instead of ${from}: ${because}`,
    address: null,
    operation: 'shortenAuditRetention',
    classes: [],
  }
  const entries = sql`SELECT ${contextColumns(keyring, context)}, 'audit-retention' AS resource, '{}'::uuid[] AS resource_ids, NULL::uuid AS facility_id,
    '{}'::text[] AS classes, 'ALLOWED' AS outcome, NULL::int AS version, ${noChange}`
  await run(pool, sql`WITH ${entriesOf(entries)}, audited AS (${writeEntries}) INSERT INTO audit_retention (months, said_by) VALUES (${months}, ${by})`)
  return from
}
