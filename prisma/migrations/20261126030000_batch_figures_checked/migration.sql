ALTER TABLE batch VALIDATE CONSTRAINT batch_figures_check;
