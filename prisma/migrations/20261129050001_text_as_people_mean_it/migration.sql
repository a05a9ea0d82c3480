-- Words in the order of a register, and the same on every database: the collation is ICU's, whatever the locale of the cluster.
CREATE COLLATION indonesian (provider = icu, locale = 'id');

-- What a text is looked up by: without accents, apostrophes and case. Nearly all text is ASCII, which costs a tenth.
CREATE FUNCTION folded(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN lower(CASE
  WHEN octet_length(value) = char_length(value) THEN translate(value, '''`', '')
  ELSE regexp_replace(normalize(translate(value, '''`´‘’‛ʹʻʼʽʾʿˈ′＇ꞌ', ''), NFKD), '[\u0300-\u036F]', '', 'g')
END COLLATE "und-x-icu");

-- What a number of a register book is compared by: "B.I. 012/2025" is "BI 12/2025". Other signs stay, so that 1/12 is not 11/2.
CREATE FUNCTION register_number(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(regexp_replace(translate(folded(value), '‐‑‒–—− ', '------'), '([a-z])\.', '\1', 'g'), '(^|[^0-9])0+([0-9])', '\1\2', 'g');

-- A row from before its number was compared so, whose number an earlier row has as well. Both are kept.
ALTER TABLE inmate_registration ADD COLUMN number_shared boolean NOT NULL DEFAULT false;
ALTER TABLE product ADD COLUMN barcode_shared boolean NOT NULL DEFAULT false;

-- Words of the field.
ALTER TABLE facility DROP CONSTRAINT facility_level_check,
  ADD CONSTRAINT facility_level_check CHECK (level IN ('I', 'II', 'IIA', 'IIB', 'III')) NOT VALID;
ALTER TABLE inmate DROP CONSTRAINT inmate_legal_status_check,
  ADD CONSTRAINT inmate_legal_status_check CHECK (legal_status IN ('DETAINEE', 'CONVICT', 'JUVENILE')) NOT VALID;
ALTER TABLE program ALTER COLUMN eligible_legal_status SET DEFAULT '{DETAINEE,CONVICT,JUVENILE}', DROP CONSTRAINT program_eligibility_check,
  ADD CONSTRAINT program_eligibility_check CHECK (
    eligible_legal_status <@ '{DETAINEE,CONVICT,JUVENILE}' AND cardinality(eligible_legal_status) > 0 AND min_days_to_release >= 0) NOT VALID;
-- Which units there are is said in the contract and may grow; a table of them would be a second list.
ALTER TABLE product DROP CONSTRAINT product_unit_check, ADD CONSTRAINT product_unit_check CHECK (unit ~ '^[A-Z][A-Z0-9]{0,19}$') NOT VALID;

-- Few rows: nobody waits.
CREATE INDEX facility_folded_idx ON facility USING gin (folded(code || ' ' || name) gin_trgm_ops);
CREATE INDEX facility_name_sort_idx ON facility (name COLLATE indonesian, id);
CREATE INDEX api_client_folded_idx ON api_client USING gin (folded(name || ' ' || coalesce(organisation, '')) gin_trgm_ops);
CREATE INDEX api_client_name_sort_idx ON api_client (name COLLATE indonesian, id);
