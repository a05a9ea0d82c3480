import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { operation } from '../../platform/contract/operation.ts'
import { ById } from '../../platform/contract/shapes.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { access } from './access.ts'
import { changeProgram, moveProgram } from './change-program.ts'
import { createProgram } from './create-program.ts'
import { NewProgram, Program, ProgramPage, ProgramPatch, ProgramQuery } from './schemas.ts'
import { deleteProgram, listPrograms, readProgram } from './store.ts'

const room = { tag: access.tag.name, resource: 'program' }

export const programRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '',
    operation({
      ...room,
      id: 'listPrograms',
      scope: 'programs:read',
      summary: 'List programs',
      description: 'Work and training programs (program pembinaan), by facility, status, category, kind, supervisor, start or text.',
      query: ProgramQuery,
      answer: { schema: ProgramPage, description: 'A page of programs.' },
      sparse: true,
    }),
    async (request, reply) => reply.page(await listPrograms(request.db, request.query)),
  )

  app.post(
    '',
    operation({
      ...room,
      id: 'createProgram',
      scope: 'programs:write',
      event: 'program.created',
      summary: 'Add a program',
      description: 'Adds a program (program pembinaan) as a DRAFT. Without `eligibility` detainees and convicts may take part.',
      body: NewProgram,
      answer: { status: 201, schema: Program, description: 'The new program.' },
      problems: ['duplicate', 'unknown-reference', 'contradiction'],
    }),
    async (request, reply) => reply.created(await mutate<Program>(request, (tx) => createProgram(tx, request.body)), '/v1/programs'),
  )

  app.get(
    '/:id',
    operation({
      ...room,
      id: 'readProgram',
      scope: 'programs:read',
      summary: 'Read a program',
      description: 'One program (program pembinaan).',
      params: ById,
      answer: { schema: Program, description: 'The program.' },
    }),
    async (request, reply) => reply.one(await readProgram(request.db, request.params.id)),
  )

  app.patch(
    '/:id',
    operation({
      ...room,
      id: 'updateProgram',
      scope: 'programs:write',
      event: 'program.updated',
      ifMatch: true,
      summary: 'Change a program',
      description: 'Merge patch; `archived` hides it from lists and is all that can change once the program is CLOSED.',
      params: ById,
      body: ProgramPatch,
      answer: { schema: Program, description: 'The program as it is now.' },
      problems: ['duplicate', 'unknown-reference', 'contradiction', 'invalid-transition'],
    }),
    async (request, reply) => reply.changed(await mutate<Program>(request, (tx) => changeProgram(tx, request.params.id, request.body))),
  )

  app.delete(
    '/:id',
    operation({
      ...room,
      id: 'deleteProgram',
      scope: 'programs:write',
      event: 'program.deleted',
      ifMatch: true,
      summary: 'Delete a program',
      description: 'Only while nothing refers to it; archive it otherwise.',
      params: ById,
      answer: { status: 204, description: 'It is gone.' },
      problems: ['still-referenced'],
    }),
    async (request, reply) => {
      await mutate(request, (tx) => deleteProgram(tx, request.params.id))
      return reply.code(204).send()
    },
  )

  app.post(
    '/:id/activation',
    operation({
      ...room,
      id: 'activateProgram',
      scope: 'programs:write',
      event: 'program.activated',
      ifMatch: true,
      summary: 'Activate a program',
      description: 'Starts a DRAFT, or resumes a SUSPENDED program (mengaktifkan).',
      params: ById,
      answer: { schema: Program, description: 'The program, now ACTIVE.' },
      problems: ['invalid-transition'],
    }),
    async (request, reply) => reply.changed(await mutate<Program>(request, (tx) => moveProgram(tx, request.params.id, 'activation'))),
  )

  app.post(
    '/:id/suspension',
    operation({
      ...room,
      id: 'suspendProgram',
      scope: 'programs:write',
      event: 'program.suspended',
      ifMatch: true,
      summary: 'Suspend a program',
      description: 'Pauses an ACTIVE program (menangguhkan). Its enrollments stay as they are.',
      params: ById,
      answer: { schema: Program, description: 'The program, now SUSPENDED.' },
      problems: ['invalid-transition'],
    }),
    async (request, reply) => reply.changed(await mutate<Program>(request, (tx) => moveProgram(tx, request.params.id, 'suspension'))),
  )
}
