import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { resource } from '../../platform/contract/resource.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { NewPayment, Payment, PaymentQuery } from './schemas.ts'
import { createPayment, listPayments, readPayment } from './store.ts'

const payment = resource({
  schema: Payment,
  many: 'Payments',
  tag: 'Sales',
  scopes: { read: 'payments:read', write: 'payments:write' },
})

/** Payments are posted: they are added and read, never changed. */
export const paymentRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/v1/payments', {
    ...payment.list({
      summary: 'List payments',
      description: 'Money received for sales (pembayaran). Append-only.',
      query: PaymentQuery,
    }),
    handler: (request, reply) => reply.page(listPayments(request.db, request.query)),
  })

  app.post('/v1/payments', {
    ...payment.create({
      event: 'payment.received',
      summary: 'Record a payment',
      description: 'Money received for a confirmed sale, at most what is outstanding (catat pembayaran).',
      body: NewPayment,
      problems: ['unknown-reference', 'invalid-transition', 'contradiction', 'overpayment', 'month-locked'],
    }),
    handler: (request, reply) => reply.created(mutate(request, (tx) => createPayment(tx, request.body))),
  })

  app.get('/v1/payments/:id', {
    ...payment.read({ summary: 'Read a payment', description: 'One payment (pembayaran).' }),
    handler: (request, reply) => reply.one(readPayment(request.db, request.params.id)),
  })
}
