import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { operation } from '../../platform/contract/operation.ts'
import { ById } from '../../platform/contract/shapes.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { access } from './access.ts'
import { assignWorker, changeWorker, removeWorker } from './assign-worker.ts'
import { recordOutput } from './record-output.ts'
import {
  BatchOutput,
  BatchOutputPage,
  BatchOutputQuery,
  BatchWorker,
  BatchWorkerPage,
  BatchWorkerPatch,
  BatchWorkerQuery,
  ByOutput,
  ByWorker,
  NewBatchOutput,
  NewBatchWorker,
} from './schemas.ts'
import { listBatchOutputs, listBatchWorkers, readBatchOutput, readBatchWorker } from './store.ts'

const worker = { tag: access.tag.name, resource: 'batch-worker' }
const output = { tag: access.tag.name, resource: 'batch-output' }

/** Who works on a batch, and what comes out of it: under /v1/batches/{id}. */
export const workerAndOutputRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/workers',
    operation({
      ...worker,
      id: 'listBatchWorkers',
      scope: 'batches:read',
      summary: 'List the workers of a batch',
      description: 'Who worked on it and when (pekerja bets).',
      params: ById,
      query: BatchWorkerQuery,
      answer: { schema: BatchWorkerPage, description: 'A page of periods of work.' },
      sparse: true,
    }),
    async (request, reply) => reply.page(await listBatchWorkers(request.db, request.params.id, request.query)),
  )

  app.post(
    '/workers',
    operation({
      ...worker,
      id: 'createBatchWorker',
      scope: 'batches:write',
      event: 'batch-worker.created',
      summary: 'Assign a worker to a batch',
      description: 'An inmate with an active enrollment in the program over the whole period.',
      params: ById,
      body: NewBatchWorker,
      answer: { status: 201, schema: BatchWorker, description: 'The period of work.' },
      problems: ['invalid-transition', 'contradiction', 'period-overlap'],
    }),
    async (request, reply) =>
      reply.created(await mutate<BatchWorker>(request, (tx) => assignWorker(tx, request.params.id, request.body)), `/v1/batches/${request.params.id}/workers`),
  )

  app.get(
    '/workers/:workerId',
    operation({
      ...worker,
      id: 'readBatchWorker',
      scope: 'batches:read',
      summary: 'Read a period of work',
      description: 'One worker of a batch.',
      params: ByWorker,
      answer: { schema: BatchWorker, description: 'The period of work.' },
    }),
    async (request, reply) => reply.one(await readBatchWorker(request.db, request.params.id, request.params.workerId)),
  )

  app.patch(
    '/workers/:workerId',
    operation({
      ...worker,
      id: 'updateBatchWorker',
      scope: 'batches:write',
      event: 'batch-worker.updated',
      ifMatch: true,
      summary: 'Change a period of work',
      description: 'Merge patch of the period or the weight.',
      params: ByWorker,
      body: BatchWorkerPatch,
      answer: { schema: BatchWorker, description: 'The period as it is now.' },
      problems: ['invalid-transition', 'contradiction', 'period-overlap'],
    }),
    async (request, reply) => {
      const { id, workerId } = request.params
      return reply.changed(await mutate<BatchWorker>(request, (tx) => changeWorker(tx, id, workerId, request.body)))
    },
  )

  app.delete(
    '/workers/:workerId',
    operation({
      ...worker,
      id: 'deleteBatchWorker',
      scope: 'batches:write',
      event: 'batch-worker.deleted',
      ifMatch: true,
      summary: 'Remove a worker from a batch',
      description: 'For an entry made by mistake; set `to` when work has ended.',
      params: ByWorker,
      answer: { status: 204, description: 'It is gone.' },
    }),
    async (request, reply) => {
      await mutate(request, (tx) => removeWorker(tx, request.params.id, request.params.workerId))
      return reply.code(204).send()
    },
  )

  app.get(
    '/outputs',
    operation({
      ...output,
      id: 'listBatchOutputs',
      scope: 'batches:read',
      summary: 'List the outputs of a batch',
      description: 'What came out, count by count (hasil produksi). Append-only.',
      params: ById,
      query: BatchOutputQuery,
      answer: { schema: BatchOutputPage, description: 'A page of outputs.' },
      sparse: true,
    }),
    async (request, reply) => reply.page(await listBatchOutputs(request.db, request.params.id, request.query)),
  )

  app.post(
    '/outputs',
    operation({
      ...output,
      id: 'createBatchOutput',
      scope: 'batches:write',
      event: 'batch-output.created',
      summary: 'Record an output',
      description:
        'Adds what came out in one grade to the stock. A batch may come out in several counts; a mistake is corrected by reversing the stock movement.',
      params: ById,
      body: NewBatchOutput,
      answer: { status: 201, schema: BatchOutput, description: 'The output.' },
      problems: ['invalid-transition', 'contradiction', 'unknown-reference'],
    }),
    async (request, reply) =>
      reply.created(await mutate<BatchOutput>(request, (tx) => recordOutput(tx, request.params.id, request.body)), `/v1/batches/${request.params.id}/outputs`),
  )

  app.get(
    '/outputs/:outputId',
    operation({
      ...output,
      id: 'readBatchOutput',
      scope: 'batches:read',
      summary: 'Read an output',
      description: 'One output of a batch.',
      params: ByOutput,
      answer: { schema: BatchOutput, description: 'The output.' },
    }),
    async (request, reply) => reply.one(await readBatchOutput(request.db, request.params.id, request.params.outputId)),
  )
}
