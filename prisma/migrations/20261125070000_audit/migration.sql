-- The audit trail: who saw and changed what, by month, and the seals that show when somebody rewrites it.

ALTER TABLE audit_entry RENAME TO audit_entry_before;
ALTER INDEX audit_entry_pkey RENAME TO audit_entry_before_pkey;
ALTER INDEX audit_entry_resource_idx RENAME TO audit_entry_before_resource_idx;
ALTER SEQUENCE audit_entry_sequence_seq RENAME TO audit_entry_before_sequence_seq;
ALTER TRIGGER audit_entry_append_only ON audit_entry_before RENAME TO audit_entry_before_append_only;

-- No identity column: partitions of PostgreSQL 15 and 16 do not have them.
CREATE SEQUENCE audit_entry_sequence_seq;
CREATE TABLE audit_entry (
  sequence     bigint         NOT NULL DEFAULT nextval('audit_entry_sequence_seq'),
  at           timestamptz(3) NOT NULL DEFAULT now(),
  -- Numbers transactions; with it the sealer knows which rows can still be joined by others before them.
  xid          xid8           NOT NULL DEFAULT pg_current_xact_id(),
  client_id    uuid           NOT NULL,
  on_behalf_of text,
  purpose      text,
  -- As text: what the origin was made over must come back as it was.
  address      text,
  request_id   uuid           NOT NULL,
  operation    text           NOT NULL,
  resource     text           NOT NULL,
  resource_ids uuid[]         NOT NULL,
  facility_id  uuid,
  -- The classes of personal data that left.
  classes      text[]         NOT NULL,
  outcome      text           NOT NULL,
  -- The version that a write made; null for reads and refusals.
  version      integer,
  -- Made by the API before it writes: key version (4 bytes) and HMAC. Null only in rows from before there were seals.
  origin       bytea,
  CONSTRAINT audit_entry_pkey PRIMARY KEY (sequence, at),
  CONSTRAINT audit_entry_outcome_check CHECK (outcome IN ('ALLOWED', 'DENIED'))
) PARTITION BY RANGE (at);
ALTER SEQUENCE audit_entry_sequence_seq OWNED BY audit_entry.sequence;
CREATE INDEX audit_entry_at_idx ON audit_entry (at, sequence);
CREATE INDEX audit_entry_client_idx ON audit_entry (client_id, at, sequence);
CREATE INDEX audit_entry_facility_idx ON audit_entry (facility_id, at, sequence);
CREATE INDEX audit_entry_operation_idx ON audit_entry (operation, at, sequence);
CREATE INDEX audit_entry_resource_idx ON audit_entry (resource, at, sequence);
CREATE INDEX audit_entry_denied_idx ON audit_entry (at, sequence) WHERE outcome = 'DENIED';
CREATE INDEX audit_entry_request_idx ON audit_entry (request_id);
CREATE INDEX audit_entry_ids_idx ON audit_entry USING gin (resource_ids, classes);
CREATE INDEX audit_entry_xid_idx ON audit_entry (xid, sequence);

-- Months are made ahead by the API or by `npm run migrate`; what falls into none is written all the same.
CREATE TABLE audit_entry_default PARTITION OF audit_entry DEFAULT;

INSERT INTO audit_entry (sequence, at, client_id, request_id, operation, resource, resource_ids, facility_id, classes, outcome, version)
SELECT sequence, at, client_id, request_id, operation, resource, ARRAY[resource_id], facility_id, '{}', 'ALLOWED', version FROM audit_entry_before;
SELECT setval('audit_entry_sequence_seq', greatest((SELECT max(sequence) FROM audit_entry), 1), EXISTS (SELECT 1 FROM audit_entry));
DROP TABLE audit_entry_before;

-- For each row as well: triggers for statements do not hold in a partition that is named directly.
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER audit_entry_no_rewriting BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER audit_entry_no_rewriting BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry_default FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

-- The chain. Each seal holds the digests of some rows of one month, and an HMAC over them and the seal before it.
CREATE TABLE audit_seal (
  number      bigint         NOT NULL,
  kind        text           NOT NULL,
  at          timestamptz(3) NOT NULL,
  -- Of ROWS: the month they are of. Of CHECKPOINT: rows of earlier months were dropped lawfully.
  month       date           NOT NULL,
  previous    bytea          NOT NULL,
  sequences   bigint[]       NOT NULL,
  digests     bytea[]        NOT NULL,
  -- How far the trail has been read: transaction and sequence, and the sequence up to which all of another server is sealed.
  xid         xid8           NOT NULL,
  sequence    bigint         NOT NULL,
  floor       bigint         NOT NULL,
  key_version integer        NOT NULL,
  hash        bytea          NOT NULL,
  CONSTRAINT audit_seal_pkey PRIMARY KEY (number),
  CONSTRAINT audit_seal_kind_check CHECK (kind IN ('ROWS', 'CHECKPOINT')),
  CONSTRAINT audit_seal_digests_check CHECK (cardinality(sequences) = cardinality(digests))
);
CREATE INDEX audit_seal_month_idx ON audit_seal (month, number);
CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
