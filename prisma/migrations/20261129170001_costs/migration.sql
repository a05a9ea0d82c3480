-- What goes into a batch, and what it brings (src/decisions/0098).
CREATE TABLE cost (
  id          uuid           NOT NULL,
  facility_id uuid           NOT NULL,
  batch_id    uuid           NOT NULL,
  kind        text           NOT NULL,
  amount      bigint         NOT NULL,
  borne_by    text           NOT NULL,
  incurred_on date           NOT NULL,
  description text           NOT NULL,
  receipt_ref text,
  reverses_id uuid,
  version     integer        NOT NULL DEFAULT 1,
  created_at  timestamptz(3) NOT NULL DEFAULT now(),
  created_by  uuid           NOT NULL,
  CONSTRAINT cost_pkey PRIMARY KEY (id),
  CONSTRAINT cost_batch_fkey FOREIGN KEY (batch_id) REFERENCES batch (id),
  CONSTRAINT cost_reverses_fkey FOREIGN KEY (reverses_id) REFERENCES cost (id),
  CONSTRAINT cost_kind_check CHECK (kind IN ('MATERIAL', 'TOOL', 'ENERGY', 'TRANSPORT', 'OTHER')),
  CONSTRAINT cost_borne_by_check CHECK (borne_by IN ('CAPITAL', 'BUDGET', 'PARTNER')),
  CONSTRAINT cost_amount_check CHECK (CASE WHEN reverses_id IS NULL THEN amount > 0 ELSE amount < 0 END)
);
CREATE UNIQUE INDEX cost_reverses_key ON cost (reverses_id) WHERE reverses_id IS NOT NULL;
CREATE INDEX cost_batch_idx ON cost (batch_id, id);
CREATE INDEX cost_borne_by_idx ON cost (borne_by, id);
CREATE INDEX cost_created_idx ON cost (created_at, id);
CREATE INDEX cost_facility_idx ON cost (facility_id, id);
CREATE INDEX cost_incurred_idx ON cost (incurred_on, id);
CREATE INDEX cost_kind_idx ON cost (kind, id);
CREATE TRIGGER cost_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON cost FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

ALTER TABLE batch
  ADD COLUMN revenue bigint NOT NULL DEFAULT 0,
  ADD COLUMN cost_total bigint NOT NULL DEFAULT 0,
  ADD CONSTRAINT batch_revenue_check CHECK (revenue BETWEEN 0 AND 9007199254740991) NOT VALID,
  ADD CONSTRAINT batch_cost_total_check CHECK (cost_total BETWEEN 0 AND 9007199254740991) NOT VALID;
