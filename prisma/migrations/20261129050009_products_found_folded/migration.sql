-- One statement: only so can an index be made without holding up those who write.
CREATE INDEX CONCURRENTLY IF NOT EXISTS product_folded_idx ON product USING gin (folded(sku || ' ' || name) gin_trgm_ops);
