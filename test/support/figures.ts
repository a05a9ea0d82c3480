/** The figures that changes store beside their rows, against the sums they stand for. */
import type { TestDatabase } from './database.ts'

const batchesThatDiffer = `
  SELECT batch.code, to_jsonb(stored) AS stored, to_jsonb(counted) AS counted
  FROM batch
  CROSS JOIN LATERAL (SELECT batch.produced, batch.rejected, batch.sold, batch.on_hand, batch.sellable_on_hand, batch.worker_count, batch.cost_total) stored
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(balance.produced) FILTER (WHERE grade.sellable), 0) AS produced, coalesce(sum(balance.produced) FILTER (WHERE NOT grade.sellable), 0) AS rejected,
           coalesce(sum(balance.sold), 0) AS sold, coalesce(sum(balance.on_hand), 0) AS on_hand,
           coalesce(sum(balance.on_hand) FILTER (WHERE grade.sellable), 0) AS sellable_on_hand,
           (SELECT count(DISTINCT inmate_id) FROM batch_worker WHERE batch_id = batch.id)::int AS worker_count,
           (SELECT coalesce(sum(amount), 0) FROM cost WHERE batch_id = batch.id)::bigint AS cost_total
    FROM stock_balance balance JOIN product_grade grade ON grade.product_id = balance.product_id AND grade.code = balance.grade WHERE balance.batch_id = batch.id
  ) counted
  WHERE stored IS DISTINCT FROM counted LIMIT 3`

/** What came of every batch, but for the rupiah that dividing rounds: at most one for a discount and one for a line of several batches. */
const wrongRevenues = `
  SELECT batch.code, batch.revenue, round(sold.amount, 3) AS amount FROM batch LEFT JOIN LATERAL (
    SELECT sum(line.line_total * sale.total / nullif(sale.total + sale.discount, 0)::numeric * part.quantity / line.quantity) AS amount, count(*) AS parts
    FROM sale_allocation part JOIN sale_line line ON line.id = part.sale_line_id JOIN sale ON sale.id = line.sale_id
    WHERE part.batch_id = batch.id AND sale.status IN ('CONFIRMED', 'COMPLETED')
  ) sold ON TRUE WHERE abs(batch.revenue - coalesce(sold.amount, 0)) >= 2 * greatest(sold.parts, 1) OR sold.parts = 0 AND batch.revenue > 0 LIMIT 3`

const daysBelowZero = `
  SELECT batch.code, held.grade, held.occurred_on::text AS day, held.balance
  FROM (SELECT batch_id, grade, occurred_on, sum(sum(quantity)) OVER (PARTITION BY batch_id, grade ORDER BY occurred_on) AS balance
        FROM stock_movement GROUP BY batch_id, grade, occurred_on) held
  JOIN batch ON batch.id = held.batch_id WHERE held.balance < 0 LIMIT 3`

/** The first batches whose stored figures are not the sums, or that held less than nothing on a day, in words; empty when all are right. */
export async function wrongFigures(database: TestDatabase): Promise<string[]> {
  const differing = await database.query<{ code: string; stored: object; counted: object }>(batchesThatDiffer)
  const below = await database.query<{ code: string; grade: string; day: string; balance: string }>(daysBelowZero)
  const earning = await database.query<{ code: string; revenue: number; amount: string }>(wrongRevenues)
  return [
    ...differing.map(({ code, stored, counted }) => `Batch ${code} has ${JSON.stringify(stored)}, which is ${JSON.stringify(counted)}`),
    ...earning.map(({ code, revenue, amount }) => `Batch ${code} brought ${revenue}, which is ${amount}`),
    ...below.map(({ code, grade, day, balance }) => `Batch ${code} held ${balance} of grade ${grade} on ${day}`),
  ]
}

/** How many rows there are of what rules guard: a refusal adds none. */
export const writtenIn = (database: TestDatabase): Promise<unknown> =>
  database.query(`SELECT (SELECT count(*) FROM event) AS events, (SELECT count(*) FROM audit_entry WHERE outcome = 'ALLOWED') AS entries,
    (SELECT count(*) FROM batch) AS batches, (SELECT count(*) FROM enrollment) AS enrollments, (SELECT count(*) FROM product) AS products, (SELECT count(*) FROM sale) AS sales, (SELECT count(*) FROM sale_line) AS lines, (SELECT count(*) FROM payment) AS payments`)
