-- The same for batches that are not completed, which are those that change.
DROP INDEX CONCURRENTLY IF EXISTS batch_completed_idx;
