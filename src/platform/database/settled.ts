import { sql } from './sql.ts'
import type { Reader } from './transaction.ts'

/**
 * The instant up to which nothing new can appear, rounded as rows have it. A row says when its transaction began and is seen
 * once that has ended, so a later row may be seen before an earlier one: whoever follows a list by `updatedAt` is shown rows up
 * to the beginning of the oldest transaction that is still running, and so loses none. Asked in a statement of its own,
 * before the list is read.
 *
 * Who has been at work for a minute without having written is taken for a reader, such as a backup; the API gives up before
 * (`Limits`). The role needs to see the sessions of others that write (prisma/roles.sql).
 */
export async function settledUntil(db: Reader): Promise<string> {
  const [row] = await db.query<{ until: string }>(sql`
    SELECT least(now(), min(began))::timestamptz(3) AS until FROM (
      SELECT coalesce(xact_start, query_start) AS began, backend_xid FROM pg_stat_activity
      WHERE datname = current_database() AND backend_type = 'client backend' AND state <> 'idle'
    ) session WHERE backend_xid IS NOT NULL OR began > now() - interval '1 minute'`)
  if (row === undefined) throw new Error('An aggregate has a row.')
  return row.until
}
