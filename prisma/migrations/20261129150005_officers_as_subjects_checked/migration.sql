-- No row breaks what was not there, or allows more than before; reading the tables holds up nobody.
ALTER TABLE officer VALIDATE CONSTRAINT officer_protections_check;
ALTER TABLE subject_request VALIDATE CONSTRAINT subject_request_subject_check;
ALTER TABLE subject_request VALIDATE CONSTRAINT subject_request_officer_fkey;
