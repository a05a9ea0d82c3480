-- The rights of the person (UU PDP 27/2022): requests with their clock, former values, erasure, a hold on retention.

ALTER TABLE inmate
  -- The day of the last custody change: when somebody left, for the period of retention.
  ADD COLUMN custody_changed_on date,
  -- Keeps the row from erasure, whoever asks for it.
  ADD COLUMN retention_hold     boolean        NOT NULL DEFAULT false,
  ADD COLUMN erased_at          timestamptz(3),
  -- Who was erased stays so: nothing that names a person comes back, and nobody is taken into custody again.
  ADD CONSTRAINT inmate_erased_check CHECK (erased_at IS NULL OR (
    name = 'N.N. ' || right(id::text, 12) AND public_alias = 'N.N.' AND alias IS NULL AND birth_date IS NULL AND nik_sealed IS NULL
    AND education IS NULL AND skills = '{}' AND expected_release_on IS NULL AND custody_status IN ('TRANSFERRED', 'RELEASED', 'DECEASED')));

ALTER TABLE buyer
  ADD COLUMN retention_hold boolean        NOT NULL DEFAULT false,
  ADD COLUMN erased_at      timestamptz(3),
  ADD CONSTRAINT buyer_erased_check CHECK (erased_at IS NULL OR (
    name = 'N.N. ' || right(id::text, 12) AND npwp_sealed IS NULL AND phone IS NULL AND address IS NULL AND nib IS NULL AND NOT active));

CREATE TABLE subject_request (
  id             uuid           NOT NULL,
  facility_id    uuid           NOT NULL,
  kind           text           NOT NULL,
  inmate_id      uuid,
  buyer_id       uuid,
  requested_by   text           NOT NULL,
  received_at    timestamptz(3) NOT NULL,
  due_at         timestamptz(3) NOT NULL,
  status         text           NOT NULL DEFAULT 'OPEN',
  decided_at     timestamptz(3),
  refusal_ground text,
  refusal_reason text,
  version        integer        NOT NULL DEFAULT 1,
  created_at     timestamptz(3) NOT NULL DEFAULT now(),
  updated_at     timestamptz(3) NOT NULL DEFAULT now(),
  created_by     uuid           NOT NULL,
  updated_by     uuid           NOT NULL,
  CONSTRAINT subject_request_pkey PRIMARY KEY (id),
  CONSTRAINT subject_request_facility_fkey FOREIGN KEY (facility_id) REFERENCES facility (id),
  CONSTRAINT subject_request_inmate_fkey FOREIGN KEY (inmate_id) REFERENCES inmate (id),
  CONSTRAINT subject_request_buyer_fkey FOREIGN KEY (buyer_id) REFERENCES buyer (id),
  CONSTRAINT subject_request_subject_check CHECK (num_nonnulls(inmate_id, buyer_id) = 1),
  CONSTRAINT subject_request_kind_check CHECK (kind IN ('ACCESS', 'CORRECTION', 'ERASURE')),
  CONSTRAINT subject_request_requested_by_check CHECK (requested_by IN ('SELF', 'LAWYER', 'GUARDIAN', 'FAMILY')),
  CONSTRAINT subject_request_due_check CHECK (due_at = received_at + interval '72 hours'),
  CONSTRAINT subject_request_status_check CHECK (status IN ('OPEN', 'FULFILLED', 'REFUSED')),
  CONSTRAINT subject_request_decided_check CHECK ((status = 'OPEN') = (decided_at IS NULL)),
  CONSTRAINT subject_request_refusal_check CHECK ((status = 'REFUSED') = (refusal_ground IS NOT NULL) AND (refusal_ground IS NULL) = (refusal_reason IS NULL)),
  CONSTRAINT subject_request_ground_check CHECK (refusal_ground IN ('ENDANGERS_SOMEONE', 'REVEALS_ANOTHER_PERSON', 'NATIONAL_SECURITY', 'LAW_ENFORCEMENT',
    'RETENTION_DUTY', 'OPEN_BALANCE', 'NOT_ENTITLED', 'UNFOUNDED')),
  CONSTRAINT subject_request_version_check CHECK (version > 0)
);
CREATE INDEX subject_request_facility_idx ON subject_request (facility_id, id);
CREATE INDEX subject_request_inmate_idx ON subject_request (inmate_id, id);
CREATE INDEX subject_request_buyer_idx ON subject_request (buyer_id, id);
CREATE INDEX subject_request_status_idx ON subject_request (status, due_at, id);
CREATE INDEX subject_request_kind_idx ON subject_request (kind, id);
CREATE INDEX subject_request_due_idx ON subject_request (due_at, id);
CREATE INDEX subject_request_updated_idx ON subject_request (updated_at, id);

-- A request follows its person to the facility that keeps the person now.
CREATE FUNCTION move_subject_requests() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE subject_request SET facility_id = NEW.facility_id, version = version + 1, updated_at = NEW.updated_at, updated_by = NEW.updated_by
  WHERE inmate_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER inmate_move_requests AFTER UPDATE OF facility_id ON inmate FOR EACH ROW
  WHEN (OLD.facility_id IS DISTINCT FROM NEW.facility_id) EXECUTE FUNCTION move_subject_requests();

-- What was corrected stays readable. NIK and NPWP are kept as they were stored: sealed.
CREATE TABLE personal_history (
  sequence   bigint         GENERATED ALWAYS AS IDENTITY,
  inmate_id  uuid,
  buyer_id   uuid,
  resource   text           NOT NULL,
  row_id     uuid           NOT NULL,
  field      text           NOT NULL,
  -- What it was until this change; null where it was empty, or has been erased.
  value      jsonb,
  -- The version of the row that had this value.
  version    integer        NOT NULL,
  changed_at timestamptz(3) NOT NULL,
  changed_by uuid           NOT NULL,
  CONSTRAINT personal_history_pkey PRIMARY KEY (sequence),
  CONSTRAINT personal_history_inmate_fkey FOREIGN KEY (inmate_id) REFERENCES inmate (id) ON DELETE CASCADE,
  CONSTRAINT personal_history_buyer_fkey FOREIGN KEY (buyer_id) REFERENCES buyer (id) ON DELETE CASCADE,
  CONSTRAINT personal_history_subject_check CHECK (num_nonnulls(inmate_id, buyer_id) = 1)
);
CREATE INDEX personal_history_inmate_idx ON personal_history (inmate_id, sequence);
CREATE INDEX personal_history_buyer_idx ON personal_history (buyer_id, sequence);

-- A trigger, so that no way to change a row can forget it. A sealed number is compared by its hash, because sealing the
-- same number twice gives two texts; sealing it anew with another key changes no version.
CREATE FUNCTION keep_former_values() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  former jsonb := to_jsonb(OLD);
  present jsonb := to_jsonb(NEW);
BEGIN
  INSERT INTO personal_history (inmate_id, buyer_id, resource, row_id, field, value, version, changed_at, changed_by)
  SELECT CASE TG_TABLE_NAME WHEN 'inmate' THEN OLD.id ELSE (former ->> 'inmate_id')::uuid END, CASE TG_TABLE_NAME WHEN 'buyer' THEN OLD.id END,
         TG_TABLE_NAME, OLD.id, field, nullif(former -> field, 'null'), OLD.version, NEW.updated_at, NEW.updated_by
  FROM unnest(TG_ARGV) AS field
  WHERE former -> replace(field, '_sealed', '_hash') IS DISTINCT FROM present -> replace(field, '_sealed', '_hash');
  RETURN NULL;
END $$;
CREATE TRIGGER inmate_keep_former AFTER UPDATE ON inmate FOR EACH ROW WHEN (OLD.version <> NEW.version) EXECUTE FUNCTION keep_former_values(
  'name', 'alias', 'public_alias', 'sex', 'nik_sealed', 'birth_date', 'nationality', 'education', 'skills', 'legal_status', 'custody_status',
  'admitted_on', 'expected_release_on', 'custody_changed_on', 'facility_id');
CREATE TRIGGER inmate_registration_keep_former AFTER UPDATE ON inmate_registration FOR EACH ROW WHEN (OLD.version <> NEW.version)
  EXECUTE FUNCTION keep_former_values('book', 'number');
CREATE TRIGGER buyer_keep_former AFTER UPDATE ON buyer FOR EACH ROW WHEN (OLD.version <> NEW.version) EXECUTE FUNCTION keep_former_values(
  'name', 'npwp_sealed', 'phone', 'address');

-- Append-only, but that a value can be erased or sealed anew. It goes when the person that nothing refers to is deleted.
CREATE TRIGGER personal_history_append_only BEFORE UPDATE OF sequence, inmate_id, buyer_id, resource, row_id, field, version, changed_at, changed_by OR TRUNCATE
  ON personal_history FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER personal_history_keep BEFORE DELETE ON personal_history FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_rewriting();
