import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { deleteMistake } from '../../custody/deleted-persons/index.ts'
import { resource } from '../../platform/contract/resource.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { access } from './access.ts'
import { Buyer, BuyerPatch, BuyerQuery, BuyerSearch, NewBuyer } from './schemas.ts'
import { createBuyer, listBuyers, readBuyer, searchBuyers, updateBuyer } from './store.ts'

const buyer = resource({
  schema: Buyer,
  many: 'Buyers',
  tag: access.tag.name,
  scopes: { read: 'buyers:read', write: 'buyers:write' },
})

export const buyerRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/v1/buyers', {
    ...buyer.list({
      summary: 'List buyers',
      description: 'Who buys (pembeli).',
      query: BuyerQuery,
    }),
    handler: (request, reply) => reply.page(listBuyers(request.db, request.query)),
  })

  app.post('/v1/buyers', {
    ...buyer.create({
      summary: 'Add a buyer',
      description: 'A person or organisation that a facility sells to.',
      body: NewBuyer,
      problems: ['review-needed', 'duplicate', 'unknown-reference', 'contradiction'],
    }),
    handler: (request, reply) => reply.created(mutate(request, (tx) => createBuyer(tx, request.body))),
  })

  app.post('/v1/buyers/_search', {
    ...buyer.search({
      summary: 'Search buyers by name',
      description: 'The name travels in the body, because it is personal data (cari pembeli).',
      body: BuyerSearch,
    }),
    handler: (request, reply) => reply.page(searchBuyers(request.db, request.body)),
  })

  app.get('/v1/buyers/:id', {
    ...buyer.read({ summary: 'Read a buyer', description: 'One buyer (pembeli).' }),
    handler: (request, reply) => reply.one(readBuyer(request.db, request.params.id)),
  })

  app.patch('/v1/buyers/:id', {
    ...buyer.update({
      summary: 'Change a buyer',
      description: 'Merge patch; `archived` hides it from lists, `active: false` stops new sales.',
      body: BuyerPatch,
      problems: ['review-needed', 'duplicate', 'contradiction'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => updateBuyer(tx, request.params.id, request.body))),
  })

  app.delete('/v1/buyers/:id', {
    ...buyer.delete({
      summary: 'Delete a buyer',
      description:
        'Takes back an entry made by mistake: on the same day, before another client has seen it, and while no sale refers to it. Archive it otherwise.',
      problems: ['still-referenced', 'not-a-mistake'],
    }),
    handler: (request, reply) => reply.deleted(mutate(request, (tx) => deleteMistake(tx, 'buyer', request.params.id, app.deletableHours))),
  })
}
