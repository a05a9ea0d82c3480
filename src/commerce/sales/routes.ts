import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { resource } from '../../platform/contract/resource.ts'
import { ById } from '../../platform/contract/shapes.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { access } from './access.ts'
import { cancel, complete, confirm, sell } from './conclude-sale.ts'
import { changeDraft, discardDraft, draftSale } from './draft-sale.ts'
import { listRecipients } from './recipient-store.ts'
import { NewSale, Recipient, RecipientQuery, Sale, SaleCancellation, SalePatch, SaleQuery } from './schemas.ts'
import { listSales, readSale } from './store.ts'

const sale = resource({
  schema: Sale,
  many: 'Sales',
  tag: access.tag.name,
  scopes: { read: 'sales:read', write: 'sales:write' },
})
const recipient = resource({
  schema: Recipient,
  many: 'Recipients',
  tag: access.tag.name,
  scopes: { read: 'sales:read' },
  table: 'stock_movement',
  within: ById,
})

export const saleRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/v1/sales', {
    ...sale.list({
      summary: 'List sales',
      description: 'Sales (penjualan) with their lines and what is paid.',
      query: SaleQuery,
    }),
    handler: (request, reply) => reply.page(listSales(request.db, request.query)),
  })

  app.post('/v1/sales', {
    ...sale.create({
      summary: 'Draft a sale, or sell at once',
      description:
        'Writes down who buys what at which price; the totals are computed here. Stock moves at the confirmation, which with `confirm` is part of this request: then the event is `sale.confirmed` alone.',
      body: NewSale,
      problems: ['duplicate', 'unknown-reference', 'contradiction', 'insufficient-stock', 'month-locked'],
    }),
    handler: (request, reply) => reply.created(mutate(request, (tx) => (request.body.confirm ? sell(tx, request.body) : draftSale(tx, request.body)))),
  })

  app.get('/v1/sales/:id', {
    ...sale.read({ summary: 'Read a sale', description: 'One sale (penjualan).' }),
    handler: (request, reply) => reply.one(readSale(request.db, request.params.id)),
  })

  app.patch('/v1/sales/:id', {
    ...sale.update({
      summary: 'Change a draft',
      description: 'Merge patch of a DRAFT; `lines` replaces all lines.',
      body: SalePatch,
      problems: ['duplicate', 'unknown-reference', 'contradiction', 'invalid-transition', 'month-locked'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => changeDraft(tx, request.params.id, request.body))),
  })

  app.delete('/v1/sales/:id', {
    ...sale.delete({
      summary: 'Discard a draft',
      description: 'Only a DRAFT; what was confirmed is cancelled.',
      problems: ['invalid-transition'],
    }),
    handler: (request, reply) => reply.deleted(mutate(request, (tx) => discardDraft(tx, request.params.id))),
  })

  app.post('/v1/sales/:id/confirmation', {
    ...sale.step({
      id: 'confirmSale',
      event: 'sale.confirmed',
      summary: 'Confirm a sale',
      description: 'DRAFT to CONFIRMED: the goods leave the stock, from the batches chosen or first completed first out (penjualan dikonfirmasi).',
      problems: ['contradiction', 'insufficient-stock', 'month-locked'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => confirm(tx, request.params.id))),
  })

  app.post('/v1/sales/:id/completion', {
    ...sale.step({
      id: 'completeSale',
      event: 'sale.completed',
      summary: 'Complete a sale',
      description: 'CONFIRMED to COMPLETED: handed over and paid in full (lunas dan diserahkan).',
      problems: ['not-paid'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => complete(tx, request.params.id))),
  })

  app.post('/v1/sales/:id/cancellation', {
    ...sale.step({
      id: 'cancelSale',
      event: 'sale.cancelled',
      summary: 'Cancel a sale',
      description: 'DRAFT or CONFIRMED to CANCELLED: the goods go back into stock by counter-entries (penjualan dibatalkan). Not once money was received.',
      body: SaleCancellation,
      problems: ['sale-has-payments', 'contradiction', 'month-locked'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => cancel(tx, request.params.id, request.body.occurredOn))),
  })

  app.get('/v1/batches/:id/recipients', {
    ...recipient.list({
      summary: 'List who bought from a batch',
      description:
        'Every sale that took goods of the batch, with its buyer: whom to call when it is recalled (penerima barang). Sales that were cancelled since are among them, as they may have been handed over; a draft has taken nothing.',
      query: RecipientQuery,
    }),
    handler: (request, reply) => reply.page(listRecipients(request.db, request.params.id, request.query)),
  })
}
