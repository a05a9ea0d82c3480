/** The partitions of the trail: a month each, made ahead and dropped whole. Only the owner of the table may do either. */
import { type Pool, run, write } from '../database/pool.ts'
import { raw, sql } from '../database/sql.ts'

const ahead = 3
/** All that never changes; the key of values is erased with the person that they are about. */
const keptColumns = `sequence, at, xid, client_id, on_behalf_of, purpose, address, request_id, operation, resource, resource_ids, facility_id, classes,
            outcome, version, origin, credential_id, token_id, changed, values_encrypted, times`

/** The first day of the month that lies `distance` months from that of `day`. */
export const monthOf = (day: Date, distance = 0): string => new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + distance, 1)).toISOString().slice(0, 10)
const partitionOf = (month: string): string => `audit_entry_y${month.slice(0, 4)}m${month.slice(5, 7)}`

/** The months that have a partition. */
async function monthsThere(pool: Pool): Promise<string[]> {
  const rows = await run<{ name: string }>(
    pool,
    sql`SELECT child.relname AS name FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid WHERE inhparent = 'audit_entry'::regclass`,
  )
  return rows.flatMap(({ name }) => {
    const [, year, month] = /^audit_entry_y(\d{4})m(\d{2})$/.exec(name) ?? []
    return year === undefined ? [] : [`${year}-${month}-01`]
  })
}

async function isOwner(pool: Pool): Promise<boolean> {
  const [row] = await run<{ owns: boolean }>(
    pool,
    sql`SELECT pg_has_role(current_user, relowner, 'USAGE') AS owns FROM pg_class WHERE oid = 'audit_entry'::regclass`,
  )
  return row?.owns === true
}

const checkViolation = '23514'

/**
 * Makes the partitions of this month and the next ones, and returns the months that still have none: another role owns the
 * table, or entries of that month lie in the default partition, where they stay.
 */
export async function prepareMonths(pool: Pool, now = new Date()): Promise<string[]> {
  const wanted = Array.from({ length: ahead + 1 }, (_, distance) => monthOf(now, distance))
  const there = await monthsThere(pool)
  const missing = wanted.filter((month) => !there.includes(month))
  if (missing.length === 0 || !(await isOwner(pool))) return missing
  const refused: string[] = []
  for (const month of missing) {
    const name = partitionOf(month)
    const end = monthOf(new Date(month), 1)
    // Attached rather than made in place, which would stop every reader and writer.
    const statement = `
      SELECT pg_advisory_xact_lock(hashtext('audit_entry'));
      CREATE TABLE IF NOT EXISTS ${name} (LIKE audit_entry INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
      DO $$ BEGIN
        IF NOT (SELECT relispartition FROM pg_class WHERE oid = '${name}'::regclass) THEN
          ALTER TABLE audit_entry ATTACH PARTITION ${name} FOR VALUES FROM ('${month}') TO ('${end}');
          CREATE TRIGGER audit_entry_no_rewriting BEFORE UPDATE OF ${keptColumns} OR DELETE OR TRUNCATE ON ${name} FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
        END IF;
      END $$`
    await pool.query(statement).catch((error: { code?: string }) => {
      if (error.code !== checkViolation) throw error
      refused.push(month)
    })
  }
  return refused
}

/** The first month that is kept, as the newest checkpoint says; null while nothing was to be dropped. */
export async function firstKeptMonth(pool: Pool): Promise<string | null> {
  const [row] = await run<{ month: string | null }>(pool, sql`SELECT max(month) AS month FROM audit_seal WHERE kind = 'CHECKPOINT'`)
  return row?.month ?? null
}

/** The months before `month` that are still there. */
export const monthsBefore = async (pool: Pool, month: string): Promise<string[]> => (await monthsThere(pool)).filter((there) => there < month)

const eventsAtOnce = 10_000

/** Events go with the entries about the same changes. They are numbered as time goes on, so that the oldest are the first. */
async function dropEventsBefore(pool: Pool, month: string): Promise<void> {
  const oldest = sql`DELETE FROM event WHERE sequence < (SELECT min(sequence) + ${eventsAtOnce} FROM event) AND at < ${month}::date AT TIME ZONE 'UTC'`
  while ((await write(pool, oldest)) > 0);
}

/** Drops the months that a checkpoint lets go, where this role owns them. */
export async function dropOldMonths(pool: Pool): Promise<void> {
  const kept = await firstKeptMonth(pool)
  if (kept === null || !(await isOwner(pool))) return
  for (const month of await monthsBefore(pool, kept)) await run(pool, sql`DROP TABLE IF EXISTS ${raw(partitionOf(month))}`)
  await dropEventsBefore(pool, kept)
}
