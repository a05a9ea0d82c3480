-- One statement: only so can an index be made without holding up those who write.
CREATE INDEX CONCURRENTLY IF NOT EXISTS inmate_folded_idx ON inmate USING gin (folded(name || ' ' || coalesce(alias, '')) gin_trgm_ops);
