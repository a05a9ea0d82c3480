-- What a batch has made, sold and kept, and how many work on it, is stored by the changes that move it (src/decisions/0057).
ALTER TABLE batch
  ADD COLUMN produced numeric(15, 3) NOT NULL DEFAULT 0,
  ADD COLUMN rejected numeric(15, 3) NOT NULL DEFAULT 0,
  ADD COLUMN sold numeric(15, 3) NOT NULL DEFAULT 0,
  ADD COLUMN on_hand numeric(15, 3) NOT NULL DEFAULT 0,
  ADD COLUMN sellable_on_hand numeric(15, 3) NOT NULL DEFAULT 0,
  ADD COLUMN worker_count integer NOT NULL DEFAULT 0,
  ADD CONSTRAINT batch_figures_check CHECK (
    produced >= 0 AND rejected >= 0 AND sold >= 0 AND sellable_on_hand >= 0 AND on_hand >= sellable_on_hand AND worker_count >= 0) NOT VALID;
