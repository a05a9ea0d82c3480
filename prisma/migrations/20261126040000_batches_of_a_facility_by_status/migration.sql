-- The list that is asked for most. One statement: only so can an index be made without holding up those who write.
CREATE INDEX CONCURRENTLY IF NOT EXISTS batch_facility_status_idx ON batch (facility_id, status, id);
