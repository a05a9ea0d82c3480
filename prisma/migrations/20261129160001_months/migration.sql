-- Months of a facility that are locked: no fact is added with a day in one (src/decisions/0095).
CREATE TABLE facility_month (
  id          uuid           NOT NULL,
  facility_id uuid           NOT NULL,
  -- Its first day.
  month       date           NOT NULL,
  status      text           NOT NULL,
  reason      text,
  version     integer        NOT NULL DEFAULT 1,
  created_at  timestamptz(3) NOT NULL DEFAULT now(),
  updated_at  timestamptz(3) NOT NULL DEFAULT now(),
  created_by  uuid           NOT NULL,
  updated_by  uuid           NOT NULL,
  CONSTRAINT facility_month_pkey PRIMARY KEY (id),
  CONSTRAINT facility_month_facility_fkey FOREIGN KEY (facility_id) REFERENCES facility (id),
  CONSTRAINT facility_month_month_check CHECK (month = date_trunc('month', month)),
  CONSTRAINT facility_month_status_check CHECK (status IN ('OPEN', 'LOCKED')),
  CONSTRAINT facility_month_version_check CHECK (version > 0)
);
CREATE UNIQUE INDEX facility_month_key ON facility_month (facility_id, month);

-- What facts of a month hold shared, and whoever locks the month alone.
CREATE FUNCTION month_lock_key(facility_id uuid, day date) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN hashtextextended('month ' || facility_id || ' ' || extract(year FROM day) || ' ' || extract(month FROM day), 0);

-- A fact is dated in an open month of its facility; the argument is the column of its day. Fires after the row is written: whoever locks
-- the month waits for it, or it waits for whoever does, and then its second statement sees what has been locked.
CREATE FUNCTION require_open_month() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  fact constant jsonb := to_jsonb(NEW);
  facility constant uuid := fact ->> 'facility_id';
  day constant date := fact ->> TG_ARGV[0];
BEGIN
  PERFORM pg_advisory_xact_lock_shared(month_lock_key(facility, day));
  IF EXISTS (SELECT FROM facility_month WHERE facility_id = facility AND month = date_trunc('month', day)::date AND status = 'LOCKED') THEN
    RAISE EXCEPTION 'the month is locked' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER payment_month AFTER INSERT ON payment FOR EACH ROW EXECUTE FUNCTION require_open_month('paid_on');
CREATE CONSTRAINT TRIGGER batch_output_month AFTER INSERT ON batch_output FOR EACH ROW EXECUTE FUNCTION require_open_month('recorded_on');
-- Outputs and sales bring movements of their own day with them.
CREATE CONSTRAINT TRIGGER stock_movement_month AFTER INSERT ON stock_movement FOR EACH ROW
  WHEN (NEW.type NOT IN ('PRODUCTION', 'SALE')) EXECUTE FUNCTION require_open_month('occurred_on');
CREATE CONSTRAINT TRIGGER sale_month AFTER INSERT ON sale FOR EACH ROW EXECUTE FUNCTION require_open_month('sold_on');
CREATE CONSTRAINT TRIGGER sale_moved_month AFTER UPDATE OF sold_on ON sale FOR EACH ROW
  WHEN (NEW.sold_on <> OLD.sold_on) EXECUTE FUNCTION require_open_month('sold_on');
CREATE CONSTRAINT TRIGGER sale_confirmed_month AFTER UPDATE OF status ON sale FOR EACH ROW
  WHEN (OLD.status = 'DRAFT' AND NEW.status = 'CONFIRMED') EXECUTE FUNCTION require_open_month('sold_on');
