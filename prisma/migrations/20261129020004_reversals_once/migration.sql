-- The new index takes the place and the name of the constraint; both are a change of the catalogue only.
ALTER TABLE stock_movement DROP CONSTRAINT stock_movement_reverses_key;
ALTER INDEX stock_movement_reversal_key RENAME TO stock_movement_reverses_key;
