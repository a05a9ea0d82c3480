-- A day may be the last in one book and the first in the next: the receiving unit writes its book on the day of arrival.
-- Register entries cannot be written while the index is built: some seconds for each million of them.
ALTER TABLE inmate_registration DROP CONSTRAINT inmate_registration_overlap;
ALTER TABLE inmate_registration ADD CONSTRAINT inmate_registration_overlap
  EXCLUDE USING gist (inmate_id WITH =, daterange(valid_from, valid_to, '[)') WITH &&);
