import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { operation } from '../../platform/contract/operation.ts'
import { ById } from '../../platform/contract/shapes.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { access } from './access.ts'
import { changeBatch, completeBatch, takeStep } from './change-batch.ts'
import { Batch, BatchCompletion, BatchPage, BatchPatch, BatchQuery, NewBatch } from './schemas.ts'
import { createBatch, deleteBatch, listBatches, readBatch } from './store.ts'
import { workerAndOutputRoutes } from './work-routes.ts'

const room = { tag: access.tag.name, resource: 'batch' }
const changed = { schema: Batch, description: 'The batch as it is now.' }

export const batchRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '',
    operation({
      ...room,
      id: 'listBatches',
      scope: 'batches:read',
      summary: 'List batches',
      description: 'Production runs (bets produksi) with what came out, what was sold and what is left.',
      query: BatchQuery,
      answer: { schema: BatchPage, description: 'A page of batches.' },
      sparse: true,
    }),
    async (request, reply) => reply.page(await listBatches(request.db, request.query)),
  )

  app.post(
    '',
    operation({
      ...room,
      id: 'createBatch',
      scope: 'batches:write',
      event: 'batch.created',
      summary: 'Plan a batch',
      description: 'Plans a production run of one product by one program. Program, product and supervisor belong to one facility.',
      body: NewBatch,
      answer: { status: 201, schema: Batch, description: 'The new batch.' },
      problems: ['duplicate', 'unknown-reference', 'contradiction'],
    }),
    async (request, reply) => reply.created(await mutate<Batch>(request, (tx) => createBatch(tx, request.body)), '/v1/batches'),
  )

  app.get(
    '/:id',
    operation({
      ...room,
      id: 'readBatch',
      scope: 'batches:read',
      summary: 'Read a batch',
      description: 'One production run (bets produksi).',
      params: ById,
      answer: { schema: Batch, description: 'The batch.' },
    }),
    async (request, reply) => reply.one(await readBatch(request.db, request.params.id)),
  )

  app.patch(
    '/:id',
    operation({
      ...room,
      id: 'updateBatch',
      scope: 'batches:write',
      event: 'batch.updated',
      ifMatch: true,
      summary: 'Change a batch',
      description: 'Merge patch. `hold` stops its sale, `archived` hides it from lists; nothing else changes once it is closed or cancelled.',
      params: ById,
      body: BatchPatch,
      answer: changed,
      problems: ['duplicate', 'unknown-reference', 'contradiction', 'invalid-transition'],
    }),
    async (request, reply) => reply.changed(await mutate<Batch>(request, (tx) => changeBatch(tx, request.params.id, request.body))),
  )

  app.delete(
    '/:id',
    operation({
      ...room,
      id: 'deleteBatch',
      scope: 'batches:write',
      event: 'batch.deleted',
      ifMatch: true,
      summary: 'Delete a batch',
      description: 'Only while it has no workers, outputs or stock; cancel or archive it otherwise.',
      params: ById,
      answer: { status: 204, description: 'It is gone.' },
      problems: ['still-referenced'],
    }),
    async (request, reply) => {
      await mutate(request, (tx) => deleteBatch(tx, request.params.id))
      return reply.code(204).send()
    },
  )

  app.post(
    '/:id/start',
    operation({
      ...room,
      id: 'startBatch',
      scope: 'batches:write',
      event: 'batch.started',
      ifMatch: true,
      summary: 'Start a batch',
      description: 'PLANNED to IN_PROGRESS (mulai produksi). The program is ACTIVE and the first day has come.',
      params: ById,
      answer: changed,
      problems: ['invalid-transition', 'contradiction'],
    }),
    async (request, reply) => reply.changed(await mutate<Batch>(request, (tx) => takeStep(tx, request.params.id, 'start'))),
  )

  app.post(
    '/:id/inspection',
    operation({
      ...room,
      id: 'inspectBatch',
      scope: 'batches:write',
      event: 'batch.inspected',
      ifMatch: true,
      summary: 'Hand a batch to inspection',
      description: 'IN_PROGRESS to PENDING_QC (pemeriksaan mutu).',
      params: ById,
      answer: changed,
      problems: ['invalid-transition'],
    }),
    async (request, reply) => reply.changed(await mutate<Batch>(request, (tx) => takeStep(tx, request.params.id, 'inspection'))),
  )

  app.post(
    '/:id/completion',
    operation({
      ...room,
      id: 'completeBatch',
      scope: 'batches:write',
      event: 'batch.completed',
      ifMatch: true,
      summary: 'Complete a batch',
      description: 'IN_PROGRESS or PENDING_QC to COMPLETED (selesai produksi). From that day on it can be sold.',
      params: ById,
      body: BatchCompletion,
      answer: changed,
      problems: ['invalid-transition', 'contradiction'],
    }),
    async (request, reply) => reply.changed(await mutate<Batch>(request, (tx) => completeBatch(tx, request.params.id, request.body.completedOn))),
  )

  app.post(
    '/:id/closure',
    operation({
      ...room,
      id: 'closeBatch',
      scope: 'batches:write',
      event: 'batch.closed',
      ifMatch: true,
      summary: 'Close a batch',
      description: 'COMPLETED to CLOSED: its figures are final (bets ditutup). What is left can still be sold.',
      params: ById,
      answer: changed,
      problems: ['invalid-transition'],
    }),
    async (request, reply) => reply.changed(await mutate<Batch>(request, (tx) => takeStep(tx, request.params.id, 'closure'))),
  )

  app.post(
    '/:id/cancellation',
    operation({
      ...room,
      id: 'cancelBatch',
      scope: 'batches:write',
      event: 'batch.cancelled',
      ifMatch: true,
      summary: 'Cancel a batch',
      description: 'PLANNED or IN_PROGRESS to CANCELLED (bets dibatalkan), while nothing came out.',
      params: ById,
      answer: changed,
      problems: ['invalid-transition'],
    }),
    async (request, reply) => reply.changed(await mutate<Batch>(request, (tx) => takeStep(tx, request.params.id, 'cancellation'))),
  )

  await app.register(workerAndOutputRoutes, { prefix: '/:id' })
}
