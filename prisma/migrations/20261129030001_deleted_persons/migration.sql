-- Who was deleted as entered by mistake: the name is encrypted, for the privacy officer.
CREATE TABLE deleted_person (
  -- That of the row which was deleted.
  id             uuid           NOT NULL,
  facility_id    uuid           NOT NULL,
  type           text           NOT NULL,
  names_encrypted text          NOT NULL,
  entered_at     timestamptz(3) NOT NULL,
  entered_by     uuid           NOT NULL,
  deleted_at     timestamptz(3) NOT NULL DEFAULT now(),
  deleted_by     uuid           NOT NULL,
  CONSTRAINT deleted_person_pkey PRIMARY KEY (id)
);
CREATE INDEX deleted_person_facility_idx ON deleted_person (facility_id, deleted_at, id);
CREATE INDEX deleted_person_deleted_idx ON deleted_person (deleted_at, id);
CREATE INDEX deleted_person_type_idx ON deleted_person (type, deleted_at, id);

-- Append-only, but that the name is encrypted again under a new key, and that the retention job forgets it.
CREATE TRIGGER deleted_person_append_only BEFORE UPDATE OF id, facility_id, type, entered_at, entered_by, deleted_at, deleted_by OR TRUNCATE
  ON deleted_person FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
