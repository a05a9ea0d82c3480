-- One statement: only so can an index be made without holding up those who write.
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS inmate_registration_number_new_key
  ON inmate_registration (facility_id, book, (CASE WHEN number_shared THEN id::text ELSE register_number(number) END));
