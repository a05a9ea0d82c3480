-- Consent with its proof: who gave or withdrew it, when, on what evidence (UU PDP 27/2022, articles 9, 20 to 24).
CREATE TABLE buyer_consent (
  id            uuid           NOT NULL DEFAULT gen_random_uuid(),
  facility_id   uuid           NOT NULL,
  buyer_id      uuid           NOT NULL,
  purpose       text           NOT NULL,
  given         boolean        NOT NULL,
  decided_on    date           NOT NULL,
  -- Null where the flag was set without saying more.
  decided_by    text,
  evidence      text,
  -- The version of the buyer that the entry made: their order.
  buyer_version integer        NOT NULL,
  version       integer        NOT NULL DEFAULT 1,
  created_at    timestamptz(3) NOT NULL DEFAULT now(),
  created_by    uuid           NOT NULL,
  CONSTRAINT buyer_consent_pkey PRIMARY KEY (id),
  CONSTRAINT buyer_consent_facility_fkey FOREIGN KEY (facility_id) REFERENCES facility (id),
  CONSTRAINT buyer_consent_buyer_fkey FOREIGN KEY (buyer_id) REFERENCES buyer (id) ON DELETE CASCADE,
  CONSTRAINT buyer_consent_purpose_check CHECK (purpose IN ('PUBLIC_NAME')),
  CONSTRAINT buyer_consent_decided_by_check CHECK (decided_by IN ('SELF', 'LAWYER', 'GUARDIAN', 'FAMILY')),
  CONSTRAINT buyer_consent_version_check CHECK (version > 0)
);
CREATE UNIQUE INDEX buyer_consent_buyer_key ON buyer_consent (buyer_id, purpose, buyer_version);
CREATE INDEX buyer_consent_facility_idx ON buyer_consent (facility_id);

-- Nothing of an entry changes but its evidence, which is erased with the buyer. It goes when the buyer that nothing refers to is deleted.
CREATE TRIGGER buyer_consent_append_only BEFORE TRUNCATE ON buyer_consent FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER buyer_consent_keep BEFORE DELETE ON buyer_consent FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER buyer_consent_unchanged BEFORE UPDATE ON buyer_consent FOR EACH ROW
  WHEN (to_jsonb(OLD) - 'evidence' IS DISTINCT FROM to_jsonb(NEW) - 'evidence' OR NEW.evidence IS DISTINCT FROM '***')
  EXECUTE FUNCTION refuse_rewriting();

-- A trigger, so that no way to set the flag can forget it. Who sets it with a proof has written the entry in the same statement.
CREATE FUNCTION keep_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO buyer_consent (facility_id, buyer_id, purpose, given, decided_on, buyer_version, created_at, created_by)
  SELECT NEW.facility_id, NEW.id, 'PUBLIC_NAME', NEW.consent_public_name, (NEW.updated_at AT TIME ZONE facility.time_zone)::date, NEW.version, NEW.updated_at, NEW.updated_by
  FROM facility WHERE facility.id = NEW.facility_id AND NOT EXISTS (
    SELECT FROM buyer_consent WHERE buyer_id = NEW.id AND purpose = 'PUBLIC_NAME' AND buyer_version = NEW.version);
  RETURN NULL;
END $$;
CREATE TRIGGER buyer_consent_given AFTER INSERT ON buyer FOR EACH ROW WHEN (NEW.consent_public_name) EXECUTE FUNCTION keep_consent();
CREATE TRIGGER buyer_consent_changed AFTER UPDATE ON buyer FOR EACH ROW WHEN (OLD.consent_public_name <> NEW.consent_public_name)
  EXECUTE FUNCTION keep_consent();
