/**
 * What BinaKarya is measured against: Fastify and pg with the same routes, rows and wire shapes, written as fast as a
 * careful person would, and nothing else. No callers, no validation, no audit, no events, no idempotency, no ETag.
 */
import Fastify from 'fastify'
import pg from 'pg'
import { v7 as newId } from 'uuid'
import type { NewBatch, NewSale } from './scenarios.ts'

const { builtins } = pg.types
pg.types.setTypeParser(builtins.INT8, Number)
pg.types.setTypeParser(builtins.NUMERIC, Number)
pg.types.setTypeParser(builtins.DATE, (text) => text)
pg.types.setTypeParser(builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString())

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10, options: '-c timezone=UTC' })
const client = '00000000-0000-7000-8000-00000000000c'

const prepared =
  (name: string, text: string) =>
  (values: unknown[], connection: Pick<pg.ClientBase, 'query'> = pool) =>
    connection.query({ name, text, values })

const stamps = (table: string) =>
  `${table}.version, ${table}.created_at AS "createdAt", ${table}.updated_at AS "updatedAt", ${table}.created_by AS "createdBy", ${table}.updated_by AS "updatedBy"`

const batchColumns = `batch.id, batch.facility_id AS "facilityId", batch.program_id AS "programId", batch.product_id AS "productId", batch.code,
  batch.supervisor_id AS "supervisorId", batch.planned_quantity AS "plannedQuantity", batch.starts_on AS "startsOn", batch.target_on AS "targetOn",
  batch.completed_on AS "completedOn", batch.contribution_mode AS "contributionMode", batch.status, batch.hold, batch.archived, ${stamps('batch')}`
const batches = `
  SELECT ${batchColumns}, stock.produced, stock.rejected, stock.sold, stock."onHand", work."workerCount" FROM batch
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(balance.produced) FILTER (WHERE grade.sellable), 0) AS produced, coalesce(sum(balance.produced) FILTER (WHERE NOT grade.sellable), 0) AS rejected,
           coalesce(sum(balance.sold), 0) AS sold, coalesce(sum(balance.on_hand), 0) AS "onHand"
    FROM stock_balance balance JOIN product_grade grade ON grade.product_id = balance.product_id AND grade.code = balance.grade WHERE balance.batch_id = batch.id
  ) stock
  CROSS JOIN LATERAL (SELECT count(DISTINCT inmate_id) AS "workerCount" FROM batch_worker WHERE batch_id = batch.id) work`

const readBatch = prepared('read-batch', `${batches} WHERE batch.id = $1`)
// The limit is part of the text, so that PostgreSQL can keep a plan for it.
const firstBatches = (limit: number) => prepared(`first-${limit}`, `${batches} WHERE NOT batch.archived ORDER BY batch.id LIMIT ${limit}`)([])
const nextBatches = (limit: number, after: string) =>
  prepared(`next-${limit}`, `${batches} WHERE NOT batch.archived AND batch.id > $1 ORDER BY batch.id LIMIT ${limit}`)([after])
const createBatch = prepared(
  'create-batch',
  `INSERT INTO batch (id, facility_id, program_id, product_id, code, supervisor_id, planned_quantity, starts_on, target_on, contribution_mode, created_by, updated_by)
   SELECT $1, facility_id, id, $3, $4, $5, $6, $7, $8, coalesce($9, contribution_mode), '${client}', '${client}' FROM program WHERE id = $2
   RETURNING ${batchColumns}, 0 AS produced, 0 AS rejected, 0 AS sold, 0 AS "onHand", 0 AS "workerCount"`,
)

const saleColumns = `sale.id, sale.facility_id AS "facilityId", sale.number, sale.buyer_id AS "buyerId", sale.sold_on AS "soldOn", sale.channel, sale.discount, sale.total, sale.paid,
  CASE WHEN sale.paid = sale.total THEN 'PAID' WHEN sale.paid > 0 THEN 'PARTLY_PAID' ELSE 'UNPAID' END AS "paymentStatus", sale.status, ${stamps('sale')}`

// The lines come as JSON from the caller and go as JSON to the table, so that a draft is one statement.
const createSale = prepared(
  'create-sale',
  `WITH item AS (
     SELECT * FROM jsonb_to_recordset($6::jsonb) AS item(id uuid, position int, "productId" uuid, grade text, quantity numeric, "unitPrice" bigint, "lineTotal" bigint, allocations jsonb)
   ), sale AS (
     INSERT INTO sale (id, facility_id, number, buyer_id, sold_on, channel, discount, total, created_by, updated_by)
     SELECT $1, facility_id, $2, id, $4, $5, $7, $8, '${client}', '${client}' FROM buyer WHERE id = $3 RETURNING *
   ), line AS (
     INSERT INTO sale_line (id, sale_id, facility_id, position, product_id, grade, quantity, unit_price, line_total)
     SELECT item.id, sale.id, sale.facility_id, position, "productId", grade, quantity, "unitPrice", "lineTotal" FROM item, sale
   ), allocation AS (
     INSERT INTO sale_allocation (sale_line_id, batch_id, quantity)
     SELECT item.id, part."batchId", part.quantity FROM item, jsonb_to_recordset(item.allocations) AS part("batchId" uuid, quantity numeric)
   )
   SELECT ${saleColumns} FROM sale`,
)

// One row per batch that the sale draws from.
const lockParts = prepared(
  'lock-parts',
  `SELECT sale.status, sale.facility_id AS "facilityId", sale.sold_on AS "soldOn", line.id, line.position, line.product_id AS "productId", line.grade, line.quantity,
     line.unit_price AS "unitPrice", line.line_total AS "lineTotal", part.batch_id AS "batchId", part.quantity AS part
   FROM sale JOIN sale_line line ON line.sale_id = sale.id JOIN sale_allocation part ON part.sale_line_id = line.id
   WHERE sale.id = $1 ORDER BY part.batch_id FOR NO KEY UPDATE OF sale`,
)
const takeStock = prepared(
  'take-stock',
  `UPDATE stock_balance SET on_hand = on_hand - $3, sold = sold + $3, updated_at = now() WHERE batch_id = $1 AND grade = $2 RETURNING on_hand AS "onHand"`,
)
const insertMovement = prepared(
  'insert-movement',
  `INSERT INTO stock_movement (id, facility_id, product_id, batch_id, grade, quantity, type, occurred_on, sale_line_id, balance_after, created_by)
   VALUES ($1, $2, $3, $4, $5, $6, 'SALE', $7, $8, $9, '${client}')`,
)
const confirmSale = prepared(
  'confirm-sale',
  `UPDATE sale SET status = 'CONFIRMED', version = version + 1, updated_at = now(), updated_by = '${client}' WHERE id = $1 RETURNING ${saleColumns}`,
)

const app = Fastify()

app.get<{ Params: { id: string } }>('/v1/batches/:id', async ({ params }, reply) => {
  const { rows } = await readBatch([params.id])
  return rows[0] ?? reply.code(404).send()
})

app.get<{ Querystring: { limit?: string; cursor?: string } }>('/v1/batches', async ({ query }) => {
  const limit = Number(query.limit ?? 25)
  const { rows } = await (query.cursor === undefined ? firstBatches(limit) : nextBatches(limit, query.cursor))
  return { items: rows, next: rows.at(-1)?.id }
})

app.post<{ Body: NewBatch }>('/v1/batches', async ({ body }, reply) => {
  const { programId, productId, code, supervisorId, plannedQuantity, startsOn, targetOn, contributionMode } = body
  const { rows } = await createBatch([newId(), programId, productId, code, supervisorId, plannedQuantity, startsOn, targetOn, contributionMode])
  return reply.code(201).send(rows[0])
})

app.post<{ Body: NewSale }>('/v1/sales', async ({ body }, reply) => {
  const { number, buyerId, soldOn, channel, discount = 0 } = body
  const lines = body.lines.map((line, at) => ({ id: newId(), position: at + 1, ...line, lineTotal: Math.round(line.quantity * line.unitPrice) }))
  const total = lines.reduce((sum, { lineTotal }) => sum + lineTotal, -discount)
  const { rows } = await createSale([newId(), number, buyerId, soldOn, channel, JSON.stringify(lines), discount, total])
  return reply.code(201).send({ ...rows[0], lines })
})

app.post<{ Params: { id: string } }>('/v1/sales/:id/confirmation', async ({ params }) => {
  const connection = await pool.connect()
  try {
    await connection.query('BEGIN')
    const { rows: parts } = await lockParts([params.id], connection)
    if (parts[0]?.status !== 'DRAFT') throw new Error('Not a draft.')
    for (const { id, facilityId, soldOn, productId, batchId, grade, part } of parts) {
      const { rows } = await takeStock([batchId, grade, part], connection)
      await insertMovement([newId(), facilityId, productId, batchId, grade, -part, soldOn, id, rows[0].onHand], connection)
    }
    const { rows } = await confirmSale([params.id], connection)
    await connection.query('COMMIT')
    const lines = parts.map(({ status: _, facilityId: __, soldOn: ___, batchId, part, ...line }) => ({ ...line, allocations: [{ batchId, quantity: part }] }))
    return { ...rows[0], lines }
  } catch (error) {
    await connection.query('ROLLBACK')
    throw error
  } finally {
    connection.release()
  }
})

console.log(await app.listen({ host: '127.0.0.1', port: 0 }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void app.close().then(() => pool.end()))
