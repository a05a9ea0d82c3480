-- What callers have used up of their limits, counted by all instances together. Nothing is lost with it but a minute's or a
-- day's count, so it is not written to the log of the database. The columns are those that rate-limiter-flexible knows.
CREATE UNLOGGED TABLE rate_count (
  key    text   NOT NULL,
  points bigint NOT NULL,
  -- When the window ends, in milliseconds since 1970.
  expire bigint NOT NULL,
  CONSTRAINT rate_count_pkey PRIMARY KEY (key)
);
