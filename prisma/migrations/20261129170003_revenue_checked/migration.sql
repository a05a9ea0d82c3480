ALTER TABLE batch VALIDATE CONSTRAINT batch_revenue_check;
