/**
 * The floor: Fastify and pg over a plain schema of its own (plain.sql), written to be fast, and nothing else. It answers the
 * same figures for the same operations, takes stock in one statement, and knows no callers, masks, audit, events or replays.
 */
import Fastify from 'fastify'
import pg from 'pg'
import { v7 as newId } from 'uuid'
import type { BatchPatch, NewBatch, NewSale } from './scenarios.ts'

const { builtins } = pg.types
pg.types.setTypeParser(builtins.INT8, Number)
pg.types.setTypeParser(builtins.NUMERIC, Number)
pg.types.setTypeParser(builtins.DATE, (text) => text)
pg.types.setTypeParser(builtins.TIMESTAMPTZ, (text) => `${text.slice(0, 10)}T${text.slice(11, -3)}Z`)

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10, options: '-c timezone=UTC -c search_path=plain,public' })
const client = '00000000-0000-7000-8000-00000000000c'

const prepared = (name: string, text: string) => async (values: unknown[]) => (await pool.query({ name, text, values })).rows

const stamps = `version, created_at AS "createdAt", updated_at AS "updatedAt", created_by AS "createdBy", updated_by AS "updatedBy"`
const batchColumns = `id, facility_id AS "facilityId", program_id AS "programId", product_id AS "productId", code, supervisor_id AS "supervisorId",
  planned_quantity AS "plannedQuantity", starts_on AS "startsOn", target_on AS "targetOn", completed_on AS "completedOn", contribution_mode AS "contributionMode",
  status, hold, archived, produced, rejected, sold, on_hand AS "onHand", sellable_on_hand AS "sellableOnHand", revenue, cost_total AS "costTotal",
  revenue - cost_total AS margin, worker_count AS "workerCount", ${stamps}`
const readBatch = prepared('read-batch', `SELECT ${batchColumns} FROM batch WHERE id = $1`)
// The limit is part of the text, so that PostgreSQL can keep a plan for it.
const batchesOfFacility = prepared(
  'of-facility',
  `SELECT ${batchColumns} FROM batch WHERE facility_id = $1 AND status = $2 AND NOT archived AND id > $3 ORDER BY id LIMIT 25`,
)
const batchesOfFacilities = prepared(
  'of-facilities',
  `SELECT ${batchColumns} FROM batch WHERE facility_id = ANY($1::uuid[]) AND status = $2 AND NOT archived AND id > $3 ORDER BY id LIMIT 25`,
)
const batches = prepared('batches', `SELECT ${batchColumns} FROM batch WHERE status = $1 AND NOT archived AND id > $2 ORDER BY id LIMIT 25`)
const createBatch = prepared(
  'create-batch',
  `INSERT INTO batch (id, facility_id, program_id, product_id, code, supervisor_id, planned_quantity, starts_on, target_on, contribution_mode, created_by, updated_by)
   SELECT $1, facility_id, id, $3, $4, $5, $6, $7, $8, contribution_mode, '${client}', '${client}' FROM program WHERE id = $2 RETURNING ${batchColumns}`,
)
const patchBatch = prepared(
  'patch-batch',
  `UPDATE batch SET planned_quantity = coalesce($3, planned_quantity), target_on = coalesce($4, target_on), version = version + 1, updated_at = now(), updated_by = '${client}'
   WHERE id = $1 AND version = $2 RETURNING ${batchColumns}`,
)

/** Sale, line, allocation, movement and what is left of the batch: one line of goods of one batch, in one statement. */
const sell = prepared(
  'sell',
  `WITH taken AS (
     UPDATE stock_balance SET on_hand = on_hand - $7, sold = sold + $7, updated_at = now() WHERE batch_id = $8 AND grade = $9 AND on_hand >= $7 RETURNING on_hand, facility_id
   ), counted AS (
     UPDATE batch SET sold = sold + $7, on_hand = batch.on_hand - $7, sellable_on_hand = sellable_on_hand - $7, revenue = revenue + $6, version = version + 1, updated_at = now() FROM taken WHERE id = $8
   ), head AS (
     INSERT INTO sale (id, facility_id, number, buyer_id, sold_on, channel, total, status, created_by, updated_by)
     SELECT $1, facility_id, $2, $3, $4, $5, $6, 'CONFIRMED', '${client}', '${client}' FROM taken RETURNING *
   ), line AS (
     INSERT INTO sale_line (id, sale_id, facility_id, position, product_id, grade, quantity, unit_price, line_total)
     SELECT $10, id, facility_id, 1, $11, $9, $7, $12, $6 FROM head
   ), part AS (
     INSERT INTO sale_allocation (sale_line_id, batch_id, quantity) SELECT $10, $8, $7 FROM taken
   ), moved AS (
     INSERT INTO stock_movement (id, facility_id, product_id, batch_id, grade, quantity, type, occurred_on, sale_line_id, balance_after, created_by)
     SELECT $13, facility_id, $11, $8, $9, -$7, 'SALE', $4, $10, on_hand, '${client}' FROM taken
   )
   SELECT id, facility_id AS "facilityId", number, buyer_id AS "buyerId", sold_on AS "soldOn", channel, discount, total, paid, status, ${stamps} FROM head`,
)

const first = '00000000-0000-0000-0000-000000000000'
const app = Fastify({ logger: { level: 'error', stream: process.stderr } })

app.get<{ Params: { id: string } }>('/v1/batches/:id', async ({ params }, reply) => {
  const [batch] = await readBatch([params.id])
  return batch ?? reply.code(404).send()
})

app.get<{ Querystring: { status: string; facilityId?: string; cursor?: string } }>('/v1/batches', async ({ query }) => {
  const { status, facilityId, cursor = first } = query
  const facilities = facilityId?.split(',') ?? []
  const [facility] = facilities
  const items =
    facility === undefined
      ? await batches([status, cursor])
      : facilities.length > 1
        ? await batchesOfFacilities([facilities, status, cursor])
        : await batchesOfFacility([facility, status, cursor])
  return { items, next: items.at(-1)?.id }
})

app.post<{ Body: NewBatch }>('/v1/batches', async ({ body }, reply) => {
  const { programId, productId, code, supervisorId, plannedQuantity, startsOn, targetOn } = body
  const [batch] = await createBatch([newId(), programId, productId, code, supervisorId, plannedQuantity, startsOn, targetOn])
  return reply.code(201).send(batch)
})

app.patch<{ Params: { id: string }; Body: BatchPatch }>('/v1/batches/:id', async ({ params, body, headers }, reply) => {
  const version = Number(headers['if-match']?.replaceAll('"', ''))
  const [batch] = await patchBatch([params.id, version, body.plannedQuantity, body.targetOn])
  return batch ?? reply.code(412).send()
})

app.post<{ Body: NewSale }>('/v1/sales', async ({ body }, reply) => {
  const { number, buyerId, soldOn, channel } = body
  const [line] = body.lines
  const { batchId, quantity } = line.allocations[0]
  const total = Math.round(quantity * line.unitPrice)
  const id = newId()
  const [sale] = await sell([newId(), number, buyerId, soldOn, channel, total, quantity, batchId, line.grade, id, line.productId, line.unitPrice, newId()])
  if (sale === undefined) return reply.code(409).send()
  return reply.code(201).send({ ...sale, paymentStatus: 'UNPAID', lines: [{ id, position: 1, ...line, lineTotal: total }] })
})

console.log(await app.listen({ host: '127.0.0.1', port: 0 }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void app.close().then(() => pool.end()))
