-- One statement: only so can an index be made without holding up those who write.
CREATE INDEX CONCURRENTLY IF NOT EXISTS subject_request_officer_idx ON subject_request (officer_id, id);
