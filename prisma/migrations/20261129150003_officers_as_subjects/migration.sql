-- An officer has the rights of a person too (UU PDP 27/2022).
ALTER TABLE officer ADD COLUMN protections text[] NOT NULL DEFAULT '{}',
  ADD CONSTRAINT officer_protections_check CHECK (protections <@ '{RESTRICTED,OBJECTED}') NOT VALID;
ALTER TABLE subject_request ADD COLUMN officer_id uuid,
  DROP CONSTRAINT subject_request_subject_check,
  ADD CONSTRAINT subject_request_subject_check CHECK (num_nonnulls(inmate_id, buyer_id, officer_id) = 1) NOT VALID,
  ADD CONSTRAINT subject_request_officer_fkey FOREIGN KEY (officer_id) REFERENCES officer (id) NOT VALID;
