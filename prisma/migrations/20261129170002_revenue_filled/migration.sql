-- A part at a time, each committed, so that no row is locked for long. One statement: only so may it commit in between.
-- The discount of a sale is divided over its lines, and what is left of a line over its batches, by largest remainder.
DO $$
DECLARE
  after uuid := '00000000-0000-0000-0000-000000000000';
  part uuid[];
BEGIN
  LOOP
    part := ARRAY(SELECT id FROM batch WHERE id > after ORDER BY id LIMIT 5000);
    EXIT WHEN part = '{}';
    PERFORM FROM batch WHERE id = ANY (part) ORDER BY id FOR NO KEY UPDATE;
    WITH sold AS (
      SELECT DISTINCT sale.id, sale.discount::numeric, sale.total + sale.discount AS gross
      FROM sale_allocation allocation JOIN sale_line line ON line.id = allocation.sale_line_id JOIN sale ON sale.id = line.sale_id
      WHERE allocation.batch_id = ANY (part) AND sale.status IN ('CONFIRMED', 'COMPLETED') AND sale.total > 0
    ), discounted AS (
      SELECT line.id, line.quantity, line.line_total, whole.share,
             sold.discount - sum(whole.share) OVER (PARTITION BY sold.id) AS left_over,
             row_number() OVER (PARTITION BY sold.id ORDER BY sold.discount * line.line_total % sold.gross DESC, line.position) AS place
      FROM sold JOIN sale_line line ON line.sale_id = sold.id CROSS JOIN LATERAL (SELECT div(sold.discount * line.line_total, sold.gross) AS share) whole
    ), net AS (
      SELECT id, quantity, line_total - share - (place <= left_over)::int AS amount FROM discounted
    ), divided AS (
      SELECT allocation.batch_id, whole.share,
             net.amount - sum(whole.share) OVER (PARTITION BY net.id) AS left_over,
             row_number() OVER (PARTITION BY net.id ORDER BY net.amount * allocation.quantity % net.quantity DESC, allocation.batch_id) AS place
      FROM net JOIN sale_allocation allocation ON allocation.sale_line_id = net.id
      CROSS JOIN LATERAL (SELECT div(net.amount * allocation.quantity, net.quantity) AS share) whole
    )
    UPDATE batch SET revenue = earned.amount
    FROM (SELECT batch_id, sum(share + (place <= left_over)::int) AS amount FROM divided GROUP BY batch_id) earned
    WHERE batch.id = earned.batch_id AND batch.id = ANY (part);
    after := part[cardinality(part)];
    COMMIT;
  END LOOP;
END $$;
