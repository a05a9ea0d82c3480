-- What has become personal, of buyers and of register entries, is kept when it is corrected, like the rest.
CREATE OR REPLACE TRIGGER buyer_keep_former AFTER UPDATE ON buyer FOR EACH ROW WHEN (OLD.version <> NEW.version) EXECUTE FUNCTION keep_former_values(
  'name', 'nib', 'npwp_encrypted', 'business_field', 'region_code', 'phone', 'address');
CREATE OR REPLACE TRIGGER inmate_registration_keep_former AFTER UPDATE ON inmate_registration FOR EACH ROW WHEN (OLD.version <> NEW.version)
  EXECUTE FUNCTION keep_former_values('book', 'number', 'valid_from', 'valid_to');
