/**
 * What people pick: Fastify with Prisma Client, as its documentation has it, on the plain schema. With RAW=true a batch is read
 * through `$queryRaw` instead (decision 2).
 */
import { PrismaPg } from '@prisma/adapter-pg'
import Fastify from 'fastify'
import { v7 as newId } from 'uuid'
import { PrismaClient } from '../prisma/client/client.ts'
import type { BatchPatch, NewBatch, NewSale } from './scenarios.ts'

const adapter = new PrismaPg({ connectionString: process.env.DATABASE_URL, max: 10 }, { schema: 'plain' })
const prisma = new PrismaClient({ adapter })
const isRaw = process.env.RAW === 'true'
const client = '00000000-0000-7000-8000-00000000000c'
const by = { createdBy: client, updatedBy: client }

const app = Fastify({ logger: { level: 'error', stream: process.stderr } })

app.get<{ Params: { id: string } }>('/v1/batches/:id', async ({ params }, reply) => {
  const batch = isRaw
    ? (await prisma.$queryRaw<unknown[]>`SELECT * FROM plain.batch WHERE id = ${params.id}::uuid`)[0]
    : await prisma.batch.findUnique({ where: { id: params.id } })
  return batch ?? reply.code(404).send()
})

app.get<{ Querystring: { status: string; facilityId?: string; cursor?: string } }>('/v1/batches', async ({ query }) => {
  const { status, facilityId, cursor } = query
  const items = await prisma.batch.findMany({
    where: { status, archived: false, ...(facilityId === undefined ? {} : { facilityId: { in: facilityId.split(',') } }) },
    orderBy: { id: 'asc' },
    take: 25,
    ...(cursor === undefined ? {} : { cursor: { id: cursor }, skip: 1 }),
  })
  return { items, next: items.at(-1)?.id }
})

app.post<{ Body: NewBatch }>('/v1/batches', async ({ body }, reply) => {
  const { facilityId, contributionMode } = await prisma.program.findUniqueOrThrow({ where: { id: body.programId } })
  const { startsOn, targetOn, ...rest } = body
  const days = { startsOn: new Date(startsOn), targetOn: targetOn === undefined ? null : new Date(targetOn) }
  return reply.code(201).send(await prisma.batch.create({ data: { id: newId(), facilityId, contributionMode, ...by, ...rest, ...days } }))
})

app.patch<{ Params: { id: string }; Body: BatchPatch }>('/v1/batches/:id', async ({ params, body, headers }, reply) => {
  const version = Number(headers['if-match']?.replaceAll('"', ''))
  const { targetOn, ...rest } = body
  const data = { ...rest, ...(targetOn === undefined ? {} : { targetOn: new Date(targetOn) }), version: { increment: 1 }, updatedAt: new Date() }
  const [batch] = await prisma.batch.updateManyAndReturn({ where: { id: params.id, version }, data })
  return batch ?? reply.code(412).send()
})

app.post<{ Body: NewSale }>('/v1/sales', async ({ body }, reply) => {
  const { lines, soldOn, confirm: _, ...head } = body
  const [{ allocations, ...line }] = lines
  const [{ batchId, quantity }] = allocations
  const total = Math.round(quantity * line.unitPrice)
  const day = new Date(soldOn)
  const sale = await prisma.$transaction(async (tx) => {
    const { facilityId, onHand } = await tx.stockBalance.update({
      where: { batchId_grade: { batchId, grade: line.grade }, onHand: { gte: quantity } },
      data: { onHand: { decrement: quantity }, sold: { increment: quantity }, updatedAt: new Date() },
    })
    await tx.batch.update({
      where: { id: batchId },
      data: {
        sold: { increment: quantity },
        onHand: { decrement: quantity },
        sellableOnHand: { decrement: quantity },
        revenue: { increment: total },
        version: { increment: 1 },
        updatedAt: new Date(),
      },
    })
    const lineId = newId()
    const sale = await tx.sale.create({
      data: {
        id: newId(),
        facilityId,
        ...head,
        ...by,
        soldOn: day,
        total,
        status: 'CONFIRMED',
        saleLine: { create: { id: lineId, position: 1, facilityId, ...line, lineTotal: total, saleAllocation: { create: { batchId, quantity } } } },
      } as never,
      include: { saleLine: { include: { saleAllocation: true } } },
    })
    const movement = { id: newId(), facilityId, productId: line.productId, batchId, grade: line.grade, quantity: -quantity, balanceAfter: onHand }
    await tx.stockMovement.create({ data: { ...movement, type: 'SALE', occurredOn: day, saleLineId: lineId, createdBy: client } })
    return sale
  })
  return reply.code(201).send(sale)
})

// Prisma gives bigints, which JSON has no form for.
Object.defineProperty(BigInt.prototype, 'toJSON', { value: Number })
console.log(await app.listen({ host: '127.0.0.1', port: 0 }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void app.close().then(() => prisma.$disconnect()))
