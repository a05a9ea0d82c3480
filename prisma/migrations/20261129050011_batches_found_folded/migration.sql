-- One statement: only so can an index be made without holding up those who write.
CREATE INDEX CONCURRENTLY IF NOT EXISTS batch_folded_idx ON batch USING gin (folded(code) gin_trgm_ops);
