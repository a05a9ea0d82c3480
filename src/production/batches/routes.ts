import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { resource } from '../../platform/contract/resource.ts'
import { ById } from '../../platform/contract/shapes.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { access } from './access.ts'
import { rewriteBatch } from './change-batch.ts'
import { cancel, close, complete } from './end-batch.ts'
import { holdBatch, listBatchHolds } from './hold-store.ts'
import { Batch, BatchCompletion, BatchHold, BatchHoldOrder, BatchHoldQuery, BatchPatch, BatchQuery, NewBatch } from './schemas.ts'
import { createBatch, deleteBatch, inspectBatch, listBatches, readBatch, startBatch } from './store.ts'
import { workerAndOutputRoutes } from './work-routes.ts'

const batch = resource({
  schema: Batch,
  many: 'Batches',
  tag: access.tag.name,
  scopes: { read: 'batches:read', write: 'batches:write' },
})
const hold = resource({
  schema: BatchHold,
  many: 'BatchHolds',
  tag: access.tag.name,
  scopes: { read: 'batches:read' },
  within: ById,
})

export const batchRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/v1/batches', {
    ...batch.list({
      summary: 'List batches',
      description: 'Production runs (bets produksi) with what came out, what was sold and what is left.',
      query: BatchQuery,
    }),
    handler: (request, reply) => reply.page(listBatches(request.db, request.query)),
  })

  app.post('/v1/batches', {
    ...batch.create({
      summary: 'Plan a batch',
      description: 'Plans a production run of one product by one program. Program, product and supervisor belong to one facility.',
      body: NewBatch,
      problems: ['duplicate', 'unknown-reference', 'contradiction'],
    }),
    handler: (request, reply) => reply.created(mutate(request, (tx) => createBatch(tx, request.body))),
  })

  app.get('/v1/batches/:id', {
    ...batch.read({ summary: 'Read a batch', description: 'One production run (bets produksi).' }),
    handler: (request, reply) => reply.one(readBatch(request.db, request.params.id)),
  })

  app.patch('/v1/batches/:id', {
    ...batch.update({
      summary: 'Change a batch',
      description:
        'Merge patch. `archived` hides it from lists and stops everything on it, once nothing is on hand and no work is open; nothing else changes once it is closed or cancelled.',
      body: BatchPatch,
      problems: ['duplicate', 'unknown-reference', 'contradiction', 'invalid-transition', 'batch-not-empty'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => rewriteBatch(tx, request.params.id, request.body))),
  })

  app.delete('/v1/batches/:id', {
    ...batch.delete({
      summary: 'Delete a batch',
      description: 'Only while it has no workers, outputs, costs or stock; cancel or archive it otherwise.',
      problems: ['still-referenced'],
    }),
    handler: (request, reply) => reply.deleted(mutate(request, (tx) => deleteBatch(tx, request.params.id))),
  })

  app.post('/v1/batches/:id/start', {
    ...batch.step({
      id: 'startBatch',
      event: 'batch.started',
      summary: 'Start a batch',
      description:
        'PLANNED to IN_PROGRESS (mulai produksi). The program is ACTIVE and the first day has come; program, product and supervisor are still in use.',
      problems: ['contradiction'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => startBatch(tx, request.params.id))),
  })

  app.post('/v1/batches/:id/inspection', {
    ...batch.step({
      id: 'inspectBatch',
      event: 'batch.inspected',
      summary: 'Hand a batch to inspection',
      description: 'IN_PROGRESS to PENDING_QC (pemeriksaan mutu).',
      problems: ['contradiction'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => inspectBatch(tx, request.params.id))),
  })

  app.post('/v1/batches/:id/completion', {
    ...batch.step({
      id: 'completeBatch',
      event: 'batch.completed',
      summary: 'Complete a batch',
      description:
        'IN_PROGRESS or PENDING_QC to COMPLETED (selesai produksi). From that day on it can be sold; open work ends on it. Where the premi is divided by PIECES, its day-sheets have as many good pieces as came out.',
      body: BatchCompletion,
      problems: ['contradiction', 'pieces-differ'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => complete(tx, request.params.id, request.body.completedOn))),
  })

  app.post('/v1/batches/:id/closure', {
    ...batch.step({
      id: 'closeBatch',
      event: 'batch.closed',
      summary: 'Close a batch',
      description: 'COMPLETED to CLOSED: what came out is final (bets ditutup). What is left can still be sold, and a late bill be entered as a cost.',
      problems: ['contradiction'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => close(tx, request.params.id))),
  })

  app.post('/v1/batches/:id/cancellation', {
    ...batch.step({
      id: 'cancelBatch',
      event: 'batch.cancelled',
      summary: 'Cancel a batch',
      description:
        'PLANNED or IN_PROGRESS to CANCELLED (bets dibatalkan), while nothing came out but what was taken back. Open work ends today, or was never done on a batch that was only planned.',
      problems: ['contradiction'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => cancel(tx, request.params.id))),
  })

  app.post('/v1/batches/:id/quarantine', {
    ...batch.step({
      id: 'quarantineBatch',
      event: 'batch.quarantined',
      summary: 'Put a batch in quarantine',
      description: 'Its goods are neither sold, used nor given away until the hold is released (karantina). In any state of the batch.',
      body: BatchHoldOrder,
      problems: ['unknown-reference', 'contradiction'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => holdBatch(tx, request.params.id, 'quarantine', request.body))),
  })

  app.post('/v1/batches/:id/recall', {
    ...batch.step({
      id: 'recallBatch',
      event: 'batch.recalled',
      summary: 'Recall a batch',
      description: 'Its goods are asked back, also after a quarantine (penarikan produk). `GET /v1/batches/{id}/recipients` says who bought them.',
      body: BatchHoldOrder,
      problems: ['unknown-reference', 'contradiction'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => holdBatch(tx, request.params.id, 'recall', request.body))),
  })

  app.post('/v1/batches/:id/hold-release', {
    ...batch.step({
      id: 'releaseBatch',
      event: 'batch.released',
      summary: 'Release the hold of a batch',
      description: 'Ends a quarantine or a recall: what is left can be sold again (pelepasan).',
      body: BatchHoldOrder,
      problems: ['unknown-reference', 'contradiction'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => holdBatch(tx, request.params.id, 'hold-release', request.body))),
  })

  app.get('/v1/batches/:id/holds', {
    ...hold.list({
      summary: 'List the holds of a batch',
      description: 'Every quarantine, recall and release, with its reason and who ordered it, in order (riwayat karantina dan penarikan). Append-only.',
      query: BatchHoldQuery,
    }),
    handler: (request, reply) => reply.page(listBatchHolds(request.db, request.params.id, request.query)),
  })

  await app.register(workerAndOutputRoutes)
}
