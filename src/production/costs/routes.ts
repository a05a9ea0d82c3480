import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { resource } from '../../platform/contract/resource.ts'
import { ById } from '../../platform/contract/shapes.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { access } from './access.ts'
import { enterCost, reverseCost } from './enter-cost.ts'
import { Cost, CostQuery, NewCost, NewCostReversal } from './schemas.ts'
import { listCosts, readCost } from './store.ts'

const cost = resource({
  schema: Cost,
  many: 'Costs',
  tag: access.tag.name,
  scopes: { read: 'costs:read', write: 'costs:write' },
})

/** Costs are posted: they are added and read, never changed. */
export const costRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/v1/costs', {
    ...cost.list({
      summary: 'List costs',
      description: 'What went into batches (biaya produksi). Append-only; counter-entries are below zero, so that all add up to `costTotal` of the batch.',
      query: CostQuery,
    }),
    handler: (request, reply) => reply.page(listCosts(request.db, request.query)),
  })

  app.post('/v1/costs', {
    ...cost.create({
      summary: 'Enter a cost',
      description: 'Material, tools, energy or transport for a batch, also after it is closed (catat biaya). A mistake is taken back by a counter-entry.',
      body: NewCost,
      problems: ['unknown-reference', 'contradiction', 'month-locked'],
    }),
    handler: (request, reply) => reply.created(mutate(request, (tx) => enterCost(tx, request.body))),
  })

  app.get('/v1/costs/:id', {
    ...cost.read({ summary: 'Read a cost', description: 'One cost (biaya produksi).' }),
    handler: (request, reply) => reply.one(readCost(request.db, request.params.id)),
  })

  app.post('/v1/costs/:id/reversal', {
    ...cost.create({
      id: 'reverseCost',
      event: 'cost.reversed',
      summary: 'Take a cost back',
      description: 'Adds a counter-entry that names the cost, once; then enter what is right.',
      params: ById,
      body: NewCostReversal,
      location: '/v1/costs',
      problems: ['not-reversible', 'contradiction', 'month-locked'],
    }),
    handler: (request, reply) => reply.created(mutate(request, (tx) => reverseCost(tx, request.params.id, request.body))),
  })
}
