CREATE INDEX CONCURRENTLY IF NOT EXISTS stock_movement_output_idx ON stock_movement (output_id) WHERE output_id IS NOT NULL;
