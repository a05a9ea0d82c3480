import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { operation } from '../../platform/contract/operation.ts'
import { ById } from '../../platform/contract/shapes.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { access } from './access.ts'
import { cancel, complete, confirm } from './conclude-sale.ts'
import { changeDraft, discardDraft, draftSale } from './draft-sale.ts'
import { NewSale, Sale, SaleCancellation, SalePage, SalePatch, SaleQuery } from './schemas.ts'
import { listSales, readSale } from './store.ts'

const room = { tag: access.tag.name, resource: 'sale' }
const changed = { schema: Sale, description: 'The sale as it is now.' }

export const saleRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '',
    operation({
      ...room,
      id: 'listSales',
      scope: 'sales:read',
      summary: 'List sales',
      description: 'Sales (penjualan) with their lines and what is paid.',
      query: SaleQuery,
      answer: { schema: SalePage, description: 'A page of sales.' },
      sparse: true,
    }),
    async (request, reply) => reply.page(await listSales(request.db, request.query)),
  )

  app.post(
    '',
    operation({
      ...room,
      id: 'createSale',
      scope: 'sales:write',
      event: 'sale.created',
      summary: 'Draft a sale',
      description: 'Writes down who buys what at which price; the totals are computed here. Stock moves at the confirmation.',
      body: NewSale,
      answer: { status: 201, schema: Sale, description: 'The draft.' },
      problems: ['duplicate', 'unknown-reference', 'contradiction'],
    }),
    async (request, reply) => reply.created(await mutate<Sale>(request, (tx) => draftSale(tx, request.body)), '/v1/sales'),
  )

  app.get(
    '/:id',
    operation({
      ...room,
      id: 'readSale',
      scope: 'sales:read',
      summary: 'Read a sale',
      description: 'One sale (penjualan).',
      params: ById,
      answer: { schema: Sale, description: 'The sale.' },
    }),
    async (request, reply) => reply.one(await readSale(request.db, request.params.id)),
  )

  app.patch(
    '/:id',
    operation({
      ...room,
      id: 'updateSale',
      scope: 'sales:write',
      event: 'sale.updated',
      ifMatch: true,
      summary: 'Change a draft',
      description: 'Merge patch of a DRAFT; `lines` replaces all lines.',
      params: ById,
      body: SalePatch,
      answer: changed,
      problems: ['duplicate', 'unknown-reference', 'contradiction', 'invalid-transition'],
    }),
    async (request, reply) => reply.changed(await mutate<Sale>(request, (tx) => changeDraft(tx, request.params.id, request.body))),
  )

  app.delete(
    '/:id',
    operation({
      ...room,
      id: 'deleteSale',
      scope: 'sales:write',
      event: 'sale.deleted',
      ifMatch: true,
      summary: 'Discard a draft',
      description: 'Only a DRAFT; what was confirmed is cancelled.',
      params: ById,
      answer: { status: 204, description: 'It is gone.' },
      problems: ['invalid-transition'],
    }),
    async (request, reply) => {
      await mutate(request, (tx) => discardDraft(tx, request.params.id))
      return reply.code(204).send()
    },
  )

  app.post(
    '/:id/confirmation',
    operation({
      ...room,
      id: 'confirmSale',
      scope: 'sales:write',
      event: 'sale.confirmed',
      ifMatch: true,
      summary: 'Confirm a sale',
      description: 'DRAFT to CONFIRMED: the goods leave the stock, from the batches chosen or first completed first out (penjualan dikonfirmasi).',
      params: ById,
      answer: changed,
      problems: ['invalid-transition', 'contradiction', 'insufficient-stock'],
    }),
    async (request, reply) => reply.changed(await mutate<Sale>(request, (tx) => confirm(tx, request.params.id))),
  )

  app.post(
    '/:id/completion',
    operation({
      ...room,
      id: 'completeSale',
      scope: 'sales:write',
      event: 'sale.completed',
      ifMatch: true,
      summary: 'Complete a sale',
      description: 'CONFIRMED to COMPLETED: handed over and paid in full (lunas dan diserahkan).',
      params: ById,
      answer: changed,
      problems: ['invalid-transition', 'not-paid'],
    }),
    async (request, reply) => reply.changed(await mutate<Sale>(request, (tx) => complete(tx, request.params.id))),
  )

  app.post(
    '/:id/cancellation',
    operation({
      ...room,
      id: 'cancelSale',
      scope: 'sales:write',
      event: 'sale.cancelled',
      ifMatch: true,
      summary: 'Cancel a sale',
      description: 'DRAFT or CONFIRMED to CANCELLED: the goods go back into stock by counter-entries (penjualan dibatalkan). Not once money was received.',
      params: ById,
      body: SaleCancellation,
      answer: changed,
      problems: ['invalid-transition', 'sale-has-payments', 'contradiction'],
    }),
    async (request, reply) => reply.changed(await mutate<Sale>(request, (tx) => cancel(tx, request.params.id, request.body.occurredOn))),
  )
}
