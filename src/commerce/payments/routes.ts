import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { operation } from '../../platform/contract/operation.ts'
import { ById } from '../../platform/contract/shapes.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { NewPayment, Payment, PaymentPage, PaymentQuery } from './schemas.ts'
import { createPayment, listPayments, readPayment } from './store.ts'

const room = { tag: 'Sales', resource: 'payment' }

/** Payments are posted: they are added and read, never changed. */
export const paymentRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '',
    operation({
      ...room,
      id: 'listPayments',
      scope: 'payments:read',
      summary: 'List payments',
      description: 'Money received for sales (pembayaran). Append-only.',
      query: PaymentQuery,
      answer: { schema: PaymentPage, description: 'A page of payments.' },
      sparse: true,
    }),
    async (request, reply) => reply.page(await listPayments(request.db, request.query)),
  )

  app.post(
    '',
    operation({
      ...room,
      id: 'createPayment',
      scope: 'payments:write',
      event: 'payment.received',
      summary: 'Record a payment',
      description: 'Money received for a confirmed sale, at most what is outstanding (catat pembayaran).',
      body: NewPayment,
      answer: { status: 201, schema: Payment, description: 'The payment.' },
      problems: ['unknown-reference', 'invalid-transition', 'contradiction', 'overpayment'],
    }),
    async (request, reply) => reply.created(await mutate<Payment>(request, (tx) => createPayment(tx, request.body)), '/v1/payments'),
  )

  app.get(
    '/:id',
    operation({
      ...room,
      id: 'readPayment',
      scope: 'payments:read',
      summary: 'Read a payment',
      description: 'One payment (pembayaran).',
      params: ById,
      answer: { schema: Payment, description: 'The payment.' },
    }),
    async (request, reply) => reply.one(await readPayment(request.db, request.params.id)),
  )
}
