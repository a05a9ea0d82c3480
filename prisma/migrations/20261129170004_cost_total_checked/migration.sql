ALTER TABLE batch VALIDATE CONSTRAINT batch_cost_total_check;
