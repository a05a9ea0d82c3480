-- One statement: only so can an index be made without holding up those who write.
CREATE INDEX CONCURRENTLY IF NOT EXISTS buyer_folded_idx ON buyer USING gin (folded(name) gin_trgm_ops);
