CREATE INDEX CONCURRENTLY IF NOT EXISTS batch_completed_idx ON batch (completed_on) WHERE completed_on IS NOT NULL;
