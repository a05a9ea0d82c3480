/** What the owner of the tables may have put beside the trail, so that it is not written, not read, or not guarded. */
import type { ClientBase } from 'pg'
import { run } from '../database/pool.ts'
import { sql } from '../database/sql.ts'

/** Names what is foreign on the tables of the trail and of the events, and what of ours is missing there or switched off. */
export async function lookForTampering(connection: Pick<ClientBase, 'query'>): Promise<string[]> {
  const found = await run<{ what: string }>(
    connection,
    sql`
    WITH guarded AS (
      SELECT root::oid AS oid FROM pg_catalog.unnest(ARRAY['audit_entry', 'audit_seal', 'audit_retention', 'event']::regclass[]) root
      UNION ALL SELECT inhrelid FROM pg_catalog.pg_inherits WHERE inhparent = 'audit_entry'::regclass
    ), own(of, name) AS (
      VALUES ('audit_entry'::regclass, 'audit_entry_append_only'), ('audit_entry', 'audit_entry_no_rewriting'), ('audit_entry', 'audit_entry_no_other_key'),
             ('audit_seal', 'audit_seal_append_only'), ('audit_retention', 'audit_retention_append_only'),
             ('event', 'event_append_only'), ('event', 'event_kept')
    ), there AS (
      SELECT tgrelid::regclass AS of, tgname::text AS name, tgenabled IN ('O', 'A') AS works, tgfoid = 'refuse_rewriting'::regproc AS refuses
      FROM pg_catalog.pg_trigger JOIN guarded ON guarded.oid = tgrelid WHERE NOT tgisinternal
    )
    SELECT 'trigger ' || name || ' on ' || of AS what FROM there WHERE NOT refuses OR name NOT IN (SELECT own.name FROM own)
    UNION ALL SELECT 'trigger ' || own.name || ' on ' || own.of || ' is missing or switched off' FROM own
      WHERE NOT EXISTS (SELECT FROM there WHERE there.of = own.of AND there.name = own.name AND there.works AND there.refuses)
    UNION ALL SELECT 'trigger ' || name || ' on ' || of || ' is switched off' FROM there WHERE NOT works AND of NOT IN (SELECT own.of FROM own)
    UNION ALL SELECT 'rule ' || rulename || ' on ' || ev_class::regclass FROM pg_catalog.pg_rewrite JOIN guarded ON guarded.oid = ev_class
    UNION ALL SELECT 'row level security on ' || pg_class.oid::regclass FROM pg_catalog.pg_class JOIN guarded ON guarded.oid = pg_class.oid WHERE relrowsecurity
    UNION ALL SELECT 'event trigger ' || evtname FROM pg_catalog.pg_event_trigger
    UNION ALL SELECT 'setting ' || pg_catalog.split_part(setting, '=', 1) || ' of ' || CASE
        WHEN setrole <> 0 THEN 'the role ' || setrole::regrole ELSE 'the database' END
      FROM pg_catalog.pg_db_role_setting CROSS JOIN LATERAL pg_catalog.unnest(setconfig) setting
      WHERE setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()))
        AND pg_catalog.split_part(setting, '=', 1) IN ('search_path', 'session_replication_role', 'row_security')
    ORDER BY what`,
    'FRESH',
  )
  return found.map(({ what }) => what)
}
