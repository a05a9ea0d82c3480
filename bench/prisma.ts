/**
 * The same batches through Prisma Client, as its documentation has it; with RAW=true the statement of the bare server through
 * `$queryRaw`. It answers the batch's own columns, its balances and its workers, and leaves the sums to the caller.
 */
import { PrismaPg } from '@prisma/adapter-pg'
import Fastify from 'fastify'
import { v7 as newId } from 'uuid'
import { type Prisma, PrismaClient } from '../prisma/client/client.ts'
import type { NewBatch } from './scenarios.ts'

const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: process.env.DATABASE_URL, max: 10 }) })
const isRaw = process.env.RAW === 'true'
const client = '00000000-0000-7000-8000-00000000000c'
const include = { stockBalance: { include: { productGrade: true } }, batchWorker: { select: { inmateId: true } } } satisfies Prisma.BatchInclude

const app = Fastify()

app.get<{ Params: { id: string } }>('/v1/batches/:id', async ({ params }, reply) => {
  const batch = isRaw ? await readRaw(params.id) : await prisma.batch.findUnique({ where: { id: params.id }, include })
  return batch ?? reply.code(404).send()
})

app.get<{ Querystring: { limit?: string } }>('/v1/batches', async ({ query }) => {
  const items = await prisma.batch.findMany({ where: { archived: false }, orderBy: { id: 'asc' }, take: Number(query.limit ?? 25), include })
  return { items, next: items.at(-1)?.id }
})

app.post<{ Body: NewBatch }>('/v1/batches', async ({ body }, reply) => {
  const program = await prisma.program.findUniqueOrThrow({ where: { id: body.programId } })
  const { startsOn, ...rest } = body
  const data = { id: newId(), facilityId: program.facilityId, contributionMode: program.contributionMode, createdBy: client, updatedBy: client }
  return reply.code(201).send(await prisma.batch.create({ data: { ...data, ...rest, startsOn: new Date(startsOn), targetOn: null } }))
})

async function readRaw(id: string): Promise<unknown> {
  const [batch] = await prisma.$queryRaw<unknown[]>`
    SELECT batch.*, stock.produced, stock.sold, stock.on_hand, work.workers FROM batch
    CROSS JOIN LATERAL (SELECT sum(produced) AS produced, sum(sold) AS sold, sum(on_hand) AS on_hand FROM stock_balance WHERE batch_id = batch.id) stock
    CROSS JOIN LATERAL (SELECT count(DISTINCT inmate_id) AS workers FROM batch_worker WHERE batch_id = batch.id) work
    WHERE batch.id = ${id}::uuid`
  return batch
}

// Prisma gives counts as BigInt, which JSON has no form for.
Object.defineProperty(BigInt.prototype, 'toJSON', { value: Number })
console.log(await app.listen({ host: '127.0.0.1', port: 0 }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void app.close().then(() => prisma.$disconnect()))
