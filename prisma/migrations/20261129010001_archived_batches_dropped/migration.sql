-- Every change of a batch writes into each of its indexes; this one is made anew for the few rows that it is asked for.
DROP INDEX CONCURRENTLY IF EXISTS batch_archived_idx;
