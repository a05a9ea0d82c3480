-- A part at a time, each committed, so that no row is locked for long. One statement: only so may it commit in between.
DO $$
DECLARE
  after uuid := '00000000-0000-0000-0000-000000000000';
  part uuid[];
BEGIN
  LOOP
    part := ARRAY(SELECT id FROM batch WHERE id > after ORDER BY id LIMIT 5000);
    EXIT WHEN part = '{}';
    PERFORM FROM batch WHERE id = ANY (part) ORDER BY id FOR NO KEY UPDATE;
    UPDATE batch SET produced = stock.produced, rejected = stock.rejected, sold = stock.sold, on_hand = stock.on_hand, sellable_on_hand = stock.sellable_on_hand
    FROM (
      SELECT batch_id, coalesce(sum(balance.produced) FILTER (WHERE grade.sellable), 0) AS produced, coalesce(sum(balance.produced) FILTER (WHERE NOT grade.sellable), 0) AS rejected,
             sum(balance.sold) AS sold, sum(balance.on_hand) AS on_hand, coalesce(sum(balance.on_hand) FILTER (WHERE grade.sellable), 0) AS sellable_on_hand
      FROM stock_balance balance JOIN product_grade grade ON grade.product_id = balance.product_id AND grade.code = balance.grade
      WHERE balance.batch_id = ANY (part) GROUP BY batch_id
    ) stock
    WHERE batch.id = stock.batch_id;
    UPDATE batch SET worker_count = work.workers
    FROM (SELECT batch_id, count(DISTINCT inmate_id) AS workers FROM batch_worker WHERE batch_id = ANY (part) GROUP BY batch_id) work
    WHERE batch.id = work.batch_id;
    after := part[cardinality(part)];
    COMMIT;
  END LOOP;
END $$;
