-- Payments never change and are followed by the time of their entry. One statement: only so can an index be made without holding up those who write.
CREATE INDEX CONCURRENTLY IF NOT EXISTS payment_created_idx ON payment (created_at, id);
