-- Why goods of a batch were held or released, and by whom (src/decisions/0099).
CREATE TABLE batch_hold (
  id          uuid           NOT NULL,
  facility_id uuid           NOT NULL,
  batch_id    uuid           NOT NULL,
  hold        text           NOT NULL,
  reason      text           NOT NULL,
  officer_id  uuid           NOT NULL,
  version     integer        NOT NULL DEFAULT 1,
  created_at  timestamptz(3) NOT NULL DEFAULT now(),
  created_by  uuid           NOT NULL,
  CONSTRAINT batch_hold_pkey PRIMARY KEY (id),
  CONSTRAINT batch_hold_batch_fkey FOREIGN KEY (batch_id) REFERENCES batch (id),
  CONSTRAINT batch_hold_officer_fkey FOREIGN KEY (facility_id, officer_id) REFERENCES officer (facility_id, id),
  CONSTRAINT batch_hold_hold_check CHECK (hold IN ('NONE', 'QUARANTINE', 'RECALLED'))
);
CREATE INDEX batch_hold_batch_idx ON batch_hold (batch_id, id);
CREATE INDEX batch_hold_officer_idx ON batch_hold (officer_id);
CREATE TRIGGER batch_hold_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON batch_hold FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
