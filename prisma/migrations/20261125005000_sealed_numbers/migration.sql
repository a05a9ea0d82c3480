-- Numbers that name a person everywhere are sealed by the keyring of the service; a keyed hash finds them again.

ALTER TABLE inmate
  ADD COLUMN nik_sealed text,
  ADD COLUMN nik_hash   bytea,
  ADD CONSTRAINT inmate_nik_check CHECK ((nik_sealed IS NULL) = (nik_hash IS NULL)),
  -- In one facility only: who is in custody elsewhere must not show.
  ADD CONSTRAINT inmate_nik_key UNIQUE (facility_id, nik_hash);
CREATE INDEX inmate_nik_idx ON inmate (nik_hash);

ALTER TABLE buyer
  ADD COLUMN npwp_sealed text,
  ADD COLUMN npwp_hash   bytea,
  ADD CONSTRAINT buyer_npwp_check CHECK ((npwp_sealed IS NULL) = (npwp_hash IS NULL)),
  ADD CONSTRAINT buyer_npwp_key UNIQUE (facility_id, npwp_hash);
