-- What happened to the custody of a person, entry by entry, with what was before: a mistake is taken back by an entry that names it.
CREATE TABLE custody_change (
  id                uuid           NOT NULL,
  -- Who kept the person until then.
  facility_id       uuid           NOT NULL,
  inmate_id         uuid           NOT NULL,
  custody_status    text           NOT NULL,
  occurred_on       date           NOT NULL,
  to_facility_id    uuid,
  corrects_id       uuid,
  status_before     text           NOT NULL,
  changed_on_before date,
  since_before      date,
  -- The version of the inmate that the entry made: their order.
  inmate_version    integer        NOT NULL,
  version           integer        NOT NULL DEFAULT 1,
  created_at        timestamptz(3) NOT NULL DEFAULT now(),
  created_by        uuid           NOT NULL,
  CONSTRAINT custody_change_pkey PRIMARY KEY (id),
  CONSTRAINT custody_change_facility_fkey FOREIGN KEY (facility_id) REFERENCES facility (id),
  CONSTRAINT custody_change_inmate_fkey FOREIGN KEY (inmate_id) REFERENCES inmate (id),
  CONSTRAINT custody_change_to_facility_fkey FOREIGN KEY (to_facility_id) REFERENCES facility (id),
  CONSTRAINT custody_change_corrects_fkey FOREIGN KEY (corrects_id) REFERENCES custody_change (id),
  CONSTRAINT custody_change_corrects_key UNIQUE (corrects_id),
  CONSTRAINT custody_change_inmate_key UNIQUE (inmate_id, inmate_version),
  CONSTRAINT custody_change_status_check CHECK (custody_status IN ('ACTIVE', 'TRANSFERRED', 'RELEASED', 'DECEASED', 'ESCAPED', 'TEMPORARILY_ABSENT')),
  CONSTRAINT custody_change_version_check CHECK (version > 0)
);
CREATE INDEX custody_change_facility_idx ON custody_change (facility_id);
CREATE INDEX custody_change_to_facility_idx ON custody_change (to_facility_id);
CREATE TRIGGER custody_change_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON custody_change FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

-- Since when the person is in the present custody, where that is not the admission.
ALTER TABLE inmate ADD COLUMN custody_since date;
