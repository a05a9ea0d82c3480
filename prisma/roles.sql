-- A role with which the API can do its work and not rewrite what is only ever added to. Run it as the owner of the tables,
-- after every migration:
--   DATABASE_URL=<owner> npm run migrate && psql <owner> -f prisma/roles.sql
-- Once: CREATE ROLE api LOGIN PASSWORD '…' IN ROLE binakarya_api; then DATABASE_URL of the API names that role.
-- The months of the audit trail are then made ahead, and dropped, by `npm run migrate`: run it at least every three months.

DO $$
DECLARE
  guarded regclass;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'binakarya_api') THEN
    CREATE ROLE binakarya_api NOLOGIN;
  END IF;
  GRANT USAGE ON SCHEMA public TO binakarya_api;
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO binakarya_api;
  GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO binakarya_api;
  REVOKE INSERT, UPDATE, DELETE ON _prisma_migrations FROM binakarya_api;
  -- What is append-only says so by its trigger.
  FOR guarded IN SELECT DISTINCT tgrelid::regclass FROM pg_trigger WHERE tgfoid = 'refuse_rewriting'::regproc LOOP
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %s FROM binakarya_api', guarded);
  END LOOP;
  -- Former values are erased with the person, and encrypted again under a new key; references of payments are erased with the buyer.
  GRANT UPDATE (value) ON personal_history TO binakarya_api;
  -- What a change made of what is encrypted in the trail, and cannot be read any more once its key is erased with the person.
  GRANT UPDATE (values_key) ON audit_entry TO binakarya_api;
  GRANT UPDATE (reference) ON payment TO binakarya_api;
  -- The evidence of a consent is erased with the buyer.
  GRANT UPDATE (evidence) ON buyer_consent TO binakarya_api;
  -- Who was deleted is encrypted again as well, and forgotten after its period.
  GRANT UPDATE (names_encrypted), DELETE ON deleted_person TO binakarya_api;
  -- Lists by `updatedSince` wait for transactions that are still running, whoever began them (src/platform/database/settled.ts).
  IF pg_has_role('pg_read_all_stats', 'MEMBER WITH ADMIN OPTION') THEN
    GRANT pg_read_all_stats TO binakarya_api;
  ELSE
    RAISE WARNING 'Let a superuser GRANT pg_read_all_stats TO binakarya_api, or lists by updatedSince can pass over what other roles write.';
  END IF;
  -- A partition is reached through its table only.
  FOR guarded IN SELECT oid::regclass FROM pg_class WHERE relispartition AND relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
    EXECUTE format('REVOKE ALL ON %s FROM binakarya_api', guarded);
  END LOOP;
END $$;
