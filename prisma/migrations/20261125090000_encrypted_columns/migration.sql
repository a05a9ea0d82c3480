-- Columns are encrypted; "sealed" is said of the audit trail alone.
ALTER TABLE inmate RENAME COLUMN nik_sealed TO nik_encrypted;
ALTER TABLE buyer RENAME COLUMN npwp_sealed TO npwp_encrypted;
ALTER TABLE signing_key RENAME COLUMN sealed_private TO private_jwk_encrypted;

-- An encrypted number is compared by its hash, because encrypting the same number twice gives two texts.
CREATE OR REPLACE FUNCTION keep_former_values() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  former jsonb := to_jsonb(OLD);
  present jsonb := to_jsonb(NEW);
BEGIN
  INSERT INTO personal_history (inmate_id, buyer_id, resource, row_id, field, value, version, changed_at, changed_by)
  SELECT CASE TG_TABLE_NAME WHEN 'inmate' THEN OLD.id ELSE (former ->> 'inmate_id')::uuid END, CASE TG_TABLE_NAME WHEN 'buyer' THEN OLD.id END,
         TG_TABLE_NAME, OLD.id, field, nullif(former -> field, 'null'), OLD.version, NEW.updated_at, NEW.updated_by
  FROM unnest(TG_ARGV) AS field
  WHERE former -> replace(field, '_encrypted', '_hash') IS DISTINCT FROM present -> replace(field, '_encrypted', '_hash');
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER inmate_keep_former AFTER UPDATE ON inmate FOR EACH ROW WHEN (OLD.version <> NEW.version) EXECUTE FUNCTION keep_former_values(
  'name', 'alias', 'public_alias', 'sex', 'nik_encrypted', 'birth_date', 'nationality', 'education', 'skills', 'legal_status', 'custody_status',
  'admitted_on', 'expected_release_on', 'custody_changed_on', 'facility_id');
CREATE OR REPLACE TRIGGER buyer_keep_former AFTER UPDATE ON buyer FOR EACH ROW WHEN (OLD.version <> NEW.version) EXECUTE FUNCTION keep_former_values(
  'name', 'npwp_encrypted', 'phone', 'address');

-- Former values name their column, which nobody else may rewrite.
ALTER TABLE personal_history DISABLE TRIGGER personal_history_append_only;
UPDATE personal_history SET field = replace(field, '_sealed', '_encrypted') WHERE field IN ('nik_sealed', 'npwp_sealed');
ALTER TABLE personal_history ENABLE TRIGGER personal_history_append_only;
