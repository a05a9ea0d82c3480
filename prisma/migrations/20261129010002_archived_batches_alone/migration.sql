CREATE INDEX CONCURRENTLY IF NOT EXISTS batch_archived_idx ON batch (id) WHERE archived;
