import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { operation } from '../../platform/contract/operation.ts'
import { ById } from '../../platform/contract/shapes.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { access } from './access.ts'
import { enterMovement, reverseMovement } from './move-stock.ts'
import { NewStockMovement, NewStockReversal, StockBalancePage, StockBalanceQuery, StockMovement, StockMovementPage, StockMovementQuery } from './schemas.ts'
import { listStockBalances, listStockMovements, readStockMovement } from './store.ts'

const room = { tag: access.tag.name, resource: 'stock-movement' }

export const stockRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/stock-balances',
    operation({
      ...room,
      id: 'listStockBalances',
      scope: 'stock:read',
      summary: 'List stock balances',
      description: 'What every batch holds in every grade (saldo persediaan).',
      query: StockBalanceQuery,
      answer: { schema: StockBalancePage, description: 'A page of balances.' },
      sparse: true,
    }),
    async (request, reply) => reply.page(await listStockBalances(request.db, request.query)),
  )

  app.get(
    '/stock-movements',
    operation({
      ...room,
      id: 'listStockMovements',
      scope: 'stock:read',
      summary: 'List stock movements',
      description: 'Everything that went into or out of stock (mutasi persediaan). Append-only.',
      query: StockMovementQuery,
      answer: { schema: StockMovementPage, description: 'A page of movements.' },
      sparse: true,
    }),
    async (request, reply) => reply.page(await listStockMovements(request.db, request.query)),
  )

  app.post(
    '/stock-movements',
    operation({
      ...room,
      id: 'createStockMovement',
      scope: 'stock:write',
      event: 'stock.moved',
      summary: 'Enter a stock movement',
      description: 'Own use, gift, damage, loss, or a count that found more or less (penyesuaian stok). Production and sales move stock by themselves.',
      body: NewStockMovement,
      answer: { status: 201, schema: StockMovement, description: 'The movement.' },
      problems: ['unknown-reference', 'contradiction', 'insufficient-stock'],
    }),
    async (request, reply) => reply.created(await mutate<StockMovement>(request, (tx) => enterMovement(tx, request.body)), '/v1/stock-movements'),
  )

  app.get(
    '/stock-movements/:id',
    operation({
      ...room,
      id: 'readStockMovement',
      scope: 'stock:read',
      summary: 'Read a stock movement',
      description: 'One movement.',
      params: ById,
      answer: { schema: StockMovement, description: 'The movement.' },
    }),
    async (request, reply) => reply.one(await readStockMovement(request.db, request.params.id)),
  )

  app.post(
    '/stock-movements/:id/reversal',
    operation({
      ...room,
      id: 'reverseStockMovement',
      scope: 'stock:write',
      event: 'stock.reversed',
      summary: 'Take a stock movement back',
      description: 'Adds a counter-entry that names the movement. What a sale took is taken back by cancelling the sale.',
      params: ById,
      body: NewStockReversal,
      answer: { status: 201, schema: StockMovement, description: 'The counter-entry.' },
      problems: ['not-reversible', 'contradiction', 'insufficient-stock'],
    }),
    async (request, reply) =>
      reply.created(await mutate<StockMovement>(request, (tx) => reverseMovement(tx, request.params.id, request.body)), '/v1/stock-movements'),
  )
}
