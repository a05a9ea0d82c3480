-- Every movement writes into each of its indexes; this one is made anew for those that bring an output.
DROP INDEX CONCURRENTLY IF EXISTS stock_movement_output_idx;
