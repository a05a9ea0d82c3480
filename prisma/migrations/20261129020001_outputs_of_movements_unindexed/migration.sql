-- Nobody asks for the movement of an output by this index, and outputs are never deleted. One statement: only so can it be dropped without holding up those who write.
DROP INDEX CONCURRENTLY IF EXISTS stock_movement_output_idx;
