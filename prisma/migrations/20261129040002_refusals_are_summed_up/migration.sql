-- An entry may stand for several refusals of one kind.

ALTER TABLE audit_entry ADD COLUMN times integer NOT NULL DEFAULT 1;

DO $$
DECLARE
  kept constant text := 'sequence, at, xid, client_id, on_behalf_of, purpose, address, request_id, operation, resource, resource_ids, facility_id, classes,
    outcome, version, origin, credential_id, token_id, changed, values_encrypted, times';
  one regclass;
BEGIN
  DROP TRIGGER audit_entry_append_only ON audit_entry;
  EXECUTE format('CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OF %s OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()', kept);
  FOR one IN SELECT tgrelid::regclass FROM pg_trigger WHERE tgname = 'audit_entry_no_rewriting' LOOP
    EXECUTE format('DROP TRIGGER audit_entry_no_rewriting ON %s', one);
    EXECUTE format(
      'CREATE TRIGGER audit_entry_no_rewriting BEFORE UPDATE OF %s OR DELETE OR TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()', kept, one);
  END LOOP;
END $$;
