-- One statement: only so can an index be made without holding up those who write.
CREATE INDEX CONCURRENTLY IF NOT EXISTS program_folded_idx ON program USING gin (folded(code || ' ' || name) gin_trgm_ops);
