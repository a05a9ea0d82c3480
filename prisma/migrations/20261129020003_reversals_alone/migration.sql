-- The same for the index by which a reversal is found, which is unique.
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS stock_movement_reversal_key ON stock_movement (reverses_id) WHERE reverses_id IS NOT NULL;
