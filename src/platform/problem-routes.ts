/** `/v1/problems`: the `type` of every problem can be opened. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { closed, component, listOf, ref } from './contract.ts'
import { operation } from './operation.ts'
import { notFound, ProblemKindDocument, problemCatalogue } from './problems.ts'

const Catalogue = component('ProblemCatalogue', closed({ items: listOf(ref(ProblemKindDocument), 200, { description: 'Every kind of problem.' }) }))
const ByCode = closed({ code: Type.String({ minLength: 1, maxLength: 60, pattern: '^[a-z-]+$', description: 'The code of a problem.' }) })

const kinds = (): Static<typeof ProblemKindDocument>[] =>
  [...problemCatalogue()].map(([code, kind]) => ({ code, ...kind })).sort((a, b) => a.code.localeCompare(b.code))

export async function problemRoutes(app: FastifyInstance): Promise<void> {
  const cacheable = { 'cache-control': 'public, max-age=3600' }
  app.get(
    '',
    operation({
      id: 'listProblems',
      tag: 'Problems',
      scope: 'public',
      resource: 'problem',
      summary: 'List the kinds of problems',
      description: 'The closed catalogue of everything that is not a success.',
      answer: { schema: Catalogue, description: 'The catalogue.' },
    }),
    async (_request, reply) => {
      reply.headers(cacheable)
      return { items: kinds() }
    },
  )
  app.get<{ Params: Static<typeof ByCode> }>(
    '/:code',
    operation({
      id: 'readProblem',
      tag: 'Problems',
      scope: 'public',
      resource: 'problem',
      summary: 'Read one kind of problem',
      description: 'What causes it, what to do about it, and whether to retry.',
      params: ByCode,
      answer: { schema: ProblemKindDocument, description: 'The kind of problem.' },
    }),
    async (request, reply) => {
      const kind = kinds().find(({ code }) => code === request.params.code)
      if (kind === undefined) throw notFound()
      reply.headers(cacheable)
      return kind
    },
  )
}
