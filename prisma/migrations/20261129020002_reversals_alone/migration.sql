-- Every movement wrote into the index by which a reversal is found, though few are reversals. It is made anew for those. One statement: only so can it be made without
-- holding up those who write.
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS stock_movement_reversal_key ON stock_movement (reverses_id) WHERE reverses_id IS NOT NULL;
