-- An entry of the trail says by which credential, and what a change made of what.

-- Values are encrypted by the statement that writes them, with a key that it is given and that is kept nowhere.
CREATE EXTENSION IF NOT EXISTS pgcrypto;

ALTER TABLE audit_entry
  -- The API key; of a token, its own name.
  ADD COLUMN credential_id uuid,
  ADD COLUMN token_id text,
  -- The members that a change gave other values.
  ADD COLUMN changed text[] NOT NULL DEFAULT '{}',
  -- Those values, before and after: JSON, encrypted under a key that the service makes of its own and of `values_key`.
  ADD COLUMN values_encrypted bytea,
  -- Erased with the person that the values are about; nobody can read them then.
  ADD COLUMN values_key bytea;

-- All is added only, but that a key can be erased.
DO $$
DECLARE
  kept constant text := 'sequence, at, xid, client_id, on_behalf_of, purpose, address, request_id, operation, resource, resource_ids, facility_id, classes,
    outcome, version, origin, credential_id, token_id, changed, values_encrypted';
  one regclass;
BEGIN
  DROP TRIGGER audit_entry_append_only ON audit_entry;
  EXECUTE format('CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OF %s OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()', kept);
  CREATE TRIGGER audit_entry_no_other_key BEFORE UPDATE OF values_key ON audit_entry FOR EACH ROW
    WHEN (NEW.values_key IS NOT NULL) EXECUTE FUNCTION refuse_rewriting();
  FOR one IN SELECT tgrelid::regclass FROM pg_trigger WHERE tgname = 'audit_entry_no_rewriting' LOOP
    EXECUTE format('DROP TRIGGER audit_entry_no_rewriting ON %s', one);
    EXECUTE format(
      'CREATE TRIGGER audit_entry_no_rewriting BEFORE UPDATE OF %s OR DELETE OR TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()', kept, one);
  END LOOP;
END $$;
