-- One statement: only so can an index be made without holding up those who write.
CREATE INDEX CONCURRENTLY IF NOT EXISTS inmate_registration_number_idx ON inmate_registration (register_number(number));
