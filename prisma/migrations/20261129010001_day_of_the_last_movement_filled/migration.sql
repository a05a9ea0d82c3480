-- A part at a time, each committed, so that no row is locked for long. One statement: only so may it commit in between.
DO $$
DECLARE
  after uuid := '00000000-0000-0000-0000-000000000000';
  part uuid[];
BEGIN
  LOOP
    part := ARRAY(SELECT id FROM stock_balance WHERE id > after ORDER BY id LIMIT 5000);
    EXIT WHEN part = '{}';
    PERFORM FROM stock_balance WHERE id = ANY (part) ORDER BY batch_id, grade FOR NO KEY UPDATE;
    UPDATE stock_balance SET last_moved_on = moved.last_on
    FROM (
      SELECT movement.batch_id, movement.grade, max(movement.occurred_on) AS last_on
      FROM stock_movement movement JOIN stock_balance balance USING (batch_id, grade) WHERE balance.id = ANY (part) GROUP BY movement.batch_id, movement.grade
    ) moved
    WHERE stock_balance.batch_id = moved.batch_id AND stock_balance.grade = moved.grade;
    after := part[cardinality(part)];
    COMMIT;
  END LOOP;
END $$;
