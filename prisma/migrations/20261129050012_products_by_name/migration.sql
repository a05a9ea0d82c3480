-- One statement: only so can an index be made without holding up those who write.
CREATE INDEX CONCURRENTLY IF NOT EXISTS product_name_sort_idx ON product (name COLLATE indonesian, id);
