import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { operation } from '../../platform/contract/operation.ts'
import { ById } from '../../platform/contract/shapes.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { access } from './access.ts'
import { Buyer, BuyerPage, BuyerPatch, BuyerQuery, BuyerSearch, NewBuyer } from './schemas.ts'
import { createBuyer, deleteBuyer, listBuyers, readBuyer, searchBuyers, updateBuyer } from './store.ts'

const room = { tag: access.tag.name, resource: 'buyer' }

export const buyerRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '',
    operation({
      ...room,
      id: 'listBuyers',
      scope: 'buyers:read',
      summary: 'List buyers',
      description: 'Who buys (pembeli).',
      query: BuyerQuery,
      answer: { schema: BuyerPage, description: 'A page of buyers.' },
      sparse: true,
    }),
    async (request, reply) => reply.page(await listBuyers(request.db, request.query)),
  )

  app.post(
    '',
    operation({
      ...room,
      id: 'createBuyer',
      scope: 'buyers:write',
      event: 'buyer.created',
      summary: 'Add a buyer',
      description: 'A person or organisation that a facility sells to.',
      body: NewBuyer,
      answer: { status: 201, schema: Buyer, description: 'The new buyer.' },
      problems: ['duplicate', 'unknown-reference'],
    }),
    async (request, reply) => reply.created(await mutate<Buyer>(request, (tx) => createBuyer(tx, request.body)), '/v1/buyers'),
  )

  app.post(
    '/_search',
    operation({
      ...room,
      id: 'searchBuyers',
      scope: 'buyers:read',
      summary: 'Search buyers by name',
      description: 'The name travels in the body, because it is personal data (cari pembeli).',
      body: BuyerSearch,
      answer: { schema: BuyerPage, description: 'A page of buyers.' },
      problems: ['invalid-cursor', 'cursor-mismatch'],
    }),
    async (request, reply) => reply.page(await searchBuyers(request.db, request.body)),
  )

  app.get(
    '/:id',
    operation({
      ...room,
      id: 'readBuyer',
      scope: 'buyers:read',
      summary: 'Read a buyer',
      description: 'One buyer (pembeli).',
      params: ById,
      answer: { schema: Buyer, description: 'The buyer.' },
    }),
    async (request, reply) => reply.one(await readBuyer(request.db, request.params.id)),
  )

  app.patch(
    '/:id',
    operation({
      ...room,
      id: 'updateBuyer',
      scope: 'buyers:write',
      event: 'buyer.updated',
      ifMatch: true,
      summary: 'Change a buyer',
      description: 'Merge patch; `archived` hides it from lists, `active: false` stops new sales.',
      params: ById,
      body: BuyerPatch,
      answer: { schema: Buyer, description: 'The buyer as it is now.' },
      problems: ['duplicate', 'contradiction'],
    }),
    async (request, reply) => reply.changed(await mutate<Buyer>(request, (tx) => updateBuyer(tx, request.params.id, request.body))),
  )

  app.delete(
    '/:id',
    operation({
      ...room,
      id: 'deleteBuyer',
      scope: 'buyers:write',
      event: 'buyer.deleted',
      ifMatch: true,
      summary: 'Delete a buyer',
      description: 'Only while no sale refers to it; archive it otherwise.',
      params: ById,
      answer: { status: 204, description: 'It is gone.' },
      problems: ['still-referenced'],
    }),
    async (request, reply) => {
      await mutate(request, (tx) => deleteBuyer(tx, request.params.id))
      return reply.code(204).send()
    },
  )
}
