-- The last day on which a balance moved: what leaves it on an earlier day has to look at every day since.
ALTER TABLE stock_balance ADD COLUMN last_moved_on date;
