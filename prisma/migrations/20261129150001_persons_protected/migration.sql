-- Records of persons that are shown to few (restriction, UU PDP 27/2022 art. 11), whatever a caller may read otherwise.
ALTER TABLE inmate ADD COLUMN protections text[] NOT NULL DEFAULT '{}',
  ADD CONSTRAINT inmate_protections_check CHECK (protections <@ '{RESTRICTED,OBJECTED}') NOT VALID;
ALTER TABLE buyer ADD COLUMN protections text[] NOT NULL DEFAULT '{}',
  ADD CONSTRAINT buyer_protections_check CHECK (protections <@ '{RESTRICTED,OBJECTED}') NOT VALID;

-- Restriction is asked for with a reason, and lifted with one.
ALTER TABLE subject_request ADD COLUMN reason text,
  ADD COLUMN lifted_at timestamptz(3),
  ADD COLUMN lifting_reason text,
  DROP CONSTRAINT subject_request_kind_check,
  ADD CONSTRAINT subject_request_kind_check CHECK (kind IN ('ACCESS', 'CORRECTION', 'ERASURE', 'RESTRICTION', 'PORTABILITY', 'OBJECTION')) NOT VALID,
  ADD CONSTRAINT subject_request_reason_check CHECK (kind NOT IN ('RESTRICTION', 'OBJECTION') OR reason IS NOT NULL) NOT VALID,
  ADD CONSTRAINT subject_request_lifted_check CHECK ((lifted_at IS NULL) = (lifting_reason IS NULL)
    AND (lifted_at IS NULL OR (kind IN ('RESTRICTION', 'OBJECTION') AND status = 'FULFILLED'))) NOT VALID;
