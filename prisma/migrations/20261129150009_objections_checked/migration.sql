-- No row breaks it, and reading the table holds up nobody.
ALTER TABLE subject_request VALIDATE CONSTRAINT subject_request_stops_check;
