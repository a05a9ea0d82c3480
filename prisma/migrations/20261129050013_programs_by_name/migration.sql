-- One statement: only so can an index be made without holding up those who write.
CREATE INDEX CONCURRENTLY IF NOT EXISTS program_name_sort_idx ON program (name COLLATE indonesian, id);
