-- No row breaks what was not there, or allows more than before; reading the tables holds up nobody.
ALTER TABLE inmate VALIDATE CONSTRAINT inmate_protections_check;
ALTER TABLE buyer VALIDATE CONSTRAINT buyer_protections_check;
ALTER TABLE subject_request VALIDATE CONSTRAINT subject_request_kind_check;
ALTER TABLE subject_request VALIDATE CONSTRAINT subject_request_reason_check;
ALTER TABLE subject_request VALIDATE CONSTRAINT subject_request_lifted_check;
