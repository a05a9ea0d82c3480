-- For how long the trail is kept, as it was promised: a shorter time is a row that somebody has asked for.
CREATE TABLE audit_retention (
  sequence bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz(3) NOT NULL DEFAULT now(),
  months int NOT NULL,
  said_by text NOT NULL,
  CONSTRAINT audit_retention_pkey PRIMARY KEY (sequence),
  CONSTRAINT audit_retention_months_check CHECK (months BETWEEN 12 AND 1200)
);
CREATE TRIGGER audit_retention_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_retention FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
