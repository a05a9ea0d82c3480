import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { resource } from '../../platform/contract/resource.ts'
import { ById } from '../../platform/contract/shapes.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { access } from './access.ts'
import { assignWorker, changeWorker, removeWorker } from './assign-worker.ts'
import { recordOutput } from './record-output.ts'
import {
  BatchOutput,
  BatchOutputQuery,
  BatchWorker,
  BatchWorkerPatch,
  BatchWorkerQuery,
  ByOutput,
  ByWorker,
  NewBatchOutput,
  NewBatchWorker,
} from './schemas.ts'
import { listBatchOutputs, readBatchOutput } from './store.ts'
import { listBatchWorkers, readBatchWorker } from './work-store.ts'

const worker = resource({
  schema: BatchWorker,
  many: 'BatchWorkers',
  tag: access.tag.name,
  scopes: { read: 'workers:read', write: 'workers:write' },
  params: ByWorker,
  within: ById,
})
const output = resource({
  schema: BatchOutput,
  many: 'BatchOutputs',
  tag: access.tag.name,
  scopes: { read: 'batches:read', write: 'batches:write' },
  params: ByOutput,
  within: ById,
})

/** Who works on a batch, and what comes out of it: under /v1/batches/{id}. */
export const workerAndOutputRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/v1/batches/:id/workers', {
    ...worker.list({
      summary: 'List the workers of a batch',
      description: 'Who worked on it and when (pekerja bets).',
      query: BatchWorkerQuery,
    }),
    handler: (request, reply) => reply.page(listBatchWorkers(request.db, request.params.id, request.query)),
  })

  app.post('/v1/batches/:id/workers', {
    ...worker.create({
      summary: 'Assign a worker to a batch',
      description:
        'An inmate in custody at the facility, with an active enrollment in the program over the whole period. On a completed batch the period has a last day.',
      body: NewBatchWorker,
      problems: ['review-needed', 'invalid-transition', 'unknown-reference', 'contradiction', 'period-overlap'],
    }),
    handler: (request, reply) => reply.created(mutate(request, (tx) => assignWorker(tx, request.params.id, request.body))),
  })

  app.get('/v1/batches/:id/workers/:workerId', {
    ...worker.read({ summary: 'Read a period of work', description: 'One worker of a batch.' }),
    handler: (request, reply) => reply.one(readBatchWorker(request.db, request.params.id, request.params.workerId)),
  })

  app.patch('/v1/batches/:id/workers/:workerId', {
    ...worker.update({
      summary: 'Change a period of work',
      description: 'Merge patch of the period or the weight.',
      body: BatchWorkerPatch,
      problems: ['review-needed', 'invalid-transition', 'contradiction', 'period-overlap'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => changeWorker(tx, request.params.id, request.params.workerId, request.body))),
  })

  app.delete('/v1/batches/:id/workers/:workerId', {
    ...worker.delete({ summary: 'Remove a worker from a batch', description: 'For an entry made by mistake; set `to` when work has ended.' }),
    handler: (request, reply) => reply.deleted(mutate(request, (tx) => removeWorker(tx, request.params.id, request.params.workerId))),
  })

  app.get('/v1/batches/:id/outputs', {
    ...output.list({
      summary: 'List the outputs of a batch',
      description:
        'What came out, count by count (hasil produksi). Append-only; `reversedById` names what took one back, and the others add up to `produced` and `rejected`.',
      query: BatchOutputQuery,
    }),
    handler: (request, reply) => reply.page(listBatchOutputs(request.db, request.params.id, request.query)),
  })

  app.post('/v1/batches/:id/outputs', {
    ...output.create({
      summary: 'Record an output',
      description:
        'Adds what came out in one grade to the stock. A batch may come out in several counts; a mistake is corrected by reversing the stock movement.',
      body: NewBatchOutput,
      problems: ['invalid-transition', 'contradiction', 'unknown-reference', 'month-locked'],
    }),
    handler: (request, reply) => reply.created(mutate(request, (tx) => recordOutput(tx, request.params.id, request.body))),
  })

  app.get('/v1/batches/:id/outputs/:outputId', {
    ...output.read({ summary: 'Read an output', description: 'One output of a batch.' }),
    handler: (request, reply) => reply.one(readBatchOutput(request.db, request.params.id, request.params.outputId)),
  })
}
