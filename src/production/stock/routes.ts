import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { resource } from '../../platform/contract/resource.ts'
import { ById } from '../../platform/contract/shapes.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { access } from './access.ts'
import { enterMovement, reverseMovement } from './move-stock.ts'
import { NewStockMovement, NewStockReversal, StockBalance, StockBalanceQuery, StockMovement, StockMovementQuery } from './schemas.ts'
import { listStockBalances, listStockMovements, readStockMovement } from './store.ts'

const movement = resource({
  schema: StockMovement,
  many: 'StockMovements',
  tag: access.tag.name,
  scopes: { read: 'stock:read', write: 'stock:write' },
})
const balance = resource({
  schema: StockBalance,
  many: 'StockBalances',
  tag: access.tag.name,
  scopes: { read: 'stock:read', write: 'stock:write' },
})

export const stockRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/v1/stock-balances', {
    ...balance.list({
      summary: 'List stock balances',
      description: 'What every batch holds in every grade (saldo persediaan).',
      query: StockBalanceQuery,
    }),
    handler: (request, reply) => reply.page(listStockBalances(request.db, request.query)),
  })

  app.get('/v1/stock-movements', {
    ...movement.list({
      summary: 'List stock movements',
      description: 'Everything that went into or out of stock (mutasi persediaan). Append-only.',
      query: StockMovementQuery,
    }),
    handler: (request, reply) => reply.page(listStockMovements(request.db, request.query)),
  })

  app.post('/v1/stock-movements', {
    ...movement.create({
      event: 'stock.moved',
      summary: 'Enter a stock movement',
      description:
        'Own use, gift, damage, loss, or a count that found more or less (penyesuaian stok). Production and sales move stock by themselves. Goods on hold are neither used nor given away.',
      body: NewStockMovement,
      problems: ['unknown-reference', 'contradiction', 'insufficient-stock', 'month-locked'],
    }),
    handler: (request, reply) => reply.created(mutate(request, (tx) => enterMovement(tx, request.body))),
  })

  app.get('/v1/stock-movements/:id', {
    ...movement.read({ summary: 'Read a stock movement', description: 'One movement.' }),
    handler: (request, reply) => reply.one(readStockMovement(request.db, request.params.id)),
  })

  app.post('/v1/stock-movements/:id/reversal', {
    ...movement.create({
      id: 'reverseStockMovement',
      event: 'stock.reversed',
      summary: 'Take a stock movement back',
      description: 'Adds a counter-entry that names the movement. What a sale took is taken back by cancelling the sale.',
      params: ById,
      body: NewStockReversal,
      location: '/v1/stock-movements',
      problems: ['not-reversible', 'contradiction', 'insufficient-stock', 'month-locked'],
    }),
    handler: (request, reply) => reply.created(mutate(request, (tx) => reverseMovement(tx, request.params.id, request.body))),
  })
}
