-- The schema that a good engineer would write for the six operations alone: the same rows in a schema `plain`, with the foreign
-- keys and checks that the operations rely on, and the indexes that they use. The server by hand and the one with Prisma Client
-- work on it, so that what BinaKarya writes beside its rows costs them nothing.
DROP SCHEMA IF EXISTS plain CASCADE;
CREATE SCHEMA plain;

CREATE TABLE plain.program (LIKE public.program INCLUDING DEFAULTS);
INSERT INTO plain.program SELECT * FROM public.program;
ALTER TABLE plain.program ADD PRIMARY KEY (id);

CREATE TABLE plain.batch (LIKE public.batch INCLUDING DEFAULTS);
INSERT INTO plain.batch SELECT * FROM public.batch;
ALTER TABLE plain.batch
  ADD PRIMARY KEY (id),
  ADD UNIQUE (facility_id, code),
  ADD FOREIGN KEY (program_id) REFERENCES plain.program (id),
  ADD FOREIGN KEY (product_id) REFERENCES public.product (id),
  ADD FOREIGN KEY (supervisor_id) REFERENCES public.officer (id),
  ADD CHECK (planned_quantity > 0),
  ADD CHECK (target_on >= starts_on),
  ADD CHECK (sellable_on_hand >= 0);
CREATE INDEX ON plain.batch (facility_id, status, id);
CREATE INDEX ON plain.batch (status, id);

CREATE TABLE plain.stock_balance (LIKE public.stock_balance INCLUDING DEFAULTS);
INSERT INTO plain.stock_balance SELECT * FROM public.stock_balance;
ALTER TABLE plain.stock_balance
  ADD PRIMARY KEY (batch_id, grade),
  ADD FOREIGN KEY (batch_id) REFERENCES plain.batch (id),
  ADD CHECK (on_hand >= 0);

CREATE TABLE plain.sale (LIKE public.sale INCLUDING DEFAULTS);
INSERT INTO plain.sale SELECT * FROM public.sale;
ALTER TABLE plain.sale
  ADD PRIMARY KEY (id),
  ADD UNIQUE (facility_id, number),
  ADD FOREIGN KEY (buyer_id) REFERENCES public.buyer (id);

CREATE TABLE plain.sale_line (LIKE public.sale_line INCLUDING DEFAULTS);
INSERT INTO plain.sale_line SELECT * FROM public.sale_line;
ALTER TABLE plain.sale_line
  ADD PRIMARY KEY (id),
  ADD UNIQUE (sale_id, position),
  ADD FOREIGN KEY (sale_id) REFERENCES plain.sale (id) ON DELETE CASCADE,
  ADD FOREIGN KEY (product_id) REFERENCES public.product (id);

CREATE TABLE plain.sale_allocation (LIKE public.sale_allocation INCLUDING DEFAULTS);
INSERT INTO plain.sale_allocation SELECT * FROM public.sale_allocation;
ALTER TABLE plain.sale_allocation
  ADD PRIMARY KEY (sale_line_id, batch_id),
  ADD FOREIGN KEY (sale_line_id) REFERENCES plain.sale_line (id) ON DELETE CASCADE,
  ADD FOREIGN KEY (batch_id) REFERENCES plain.batch (id);

CREATE TABLE plain.stock_movement (LIKE public.stock_movement INCLUDING DEFAULTS);
INSERT INTO plain.stock_movement SELECT * FROM public.stock_movement;
ALTER TABLE plain.stock_movement
  ADD PRIMARY KEY (id),
  ADD FOREIGN KEY (batch_id, grade) REFERENCES plain.stock_balance (batch_id, grade),
  ADD FOREIGN KEY (sale_line_id) REFERENCES plain.sale_line (id);
CREATE INDEX ON plain.stock_movement (batch_id, grade, id);
