import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { resource } from '../../platform/contract/resource.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { access } from './access.ts'
import { changeProgram } from './change-program.ts'
import { closeProgram } from './close-program.ts'
import { activateProgram, moveProgram } from './move-program.ts'
import { NewProgram, Program, ProgramPatch, ProgramQuery } from './schemas.ts'
import { createProgram, deleteProgram, listPrograms, readProgram } from './store.ts'

const program = resource({
  schema: Program,
  many: 'Programs',
  tag: access.tag.name,
  scopes: { read: 'programs:read', write: 'programs:write' },
})

export const programRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/v1/programs', {
    ...program.list({
      summary: 'List programs',
      description: 'Work and training programs (program pembinaan), by facility, status, category, kind, supervisor, start or text.',
      query: ProgramQuery,
    }),
    handler: (request, reply) => reply.page(listPrograms(request.db, request.query)),
  })

  app.post('/v1/programs', {
    ...program.create({
      summary: 'Add a program',
      description: 'Adds a program (program pembinaan) as a DRAFT. Without `eligibility` detainees and convicts may take part.',
      body: NewProgram,
      problems: ['duplicate', 'unknown-reference', 'contradiction'],
    }),
    handler: (request, reply) => reply.created(mutate(request, (tx) => createProgram(tx, request.body))),
  })

  app.get('/v1/programs/:id', {
    ...program.read({ summary: 'Read a program', description: 'One program (program pembinaan).' }),
    handler: (request, reply) => reply.one(readProgram(request.db, request.params.id)),
  })

  app.patch('/v1/programs/:id', {
    ...program.update({
      summary: 'Change a program',
      description:
        'Merge patch; `archived` hides it from lists and is all that can change once the program is CLOSED. Period and capacity stay around what the program holds.',
      body: ProgramPatch,
      problems: ['duplicate', 'unknown-reference', 'contradiction', 'invalid-transition', 'program-full'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => changeProgram(tx, request.params.id, request.body))),
  })

  app.delete('/v1/programs/:id', {
    ...program.delete({
      summary: 'Delete a program',
      description: 'Only while nothing refers to it; archive it otherwise.',
      problems: ['still-referenced'],
    }),
    handler: (request, reply) => reply.deleted(mutate(request, (tx) => deleteProgram(tx, request.params.id))),
  })

  app.post('/v1/programs/:id/activation', {
    ...program.step({
      id: 'activateProgram',
      event: 'program.activated',
      summary: 'Activate a program',
      description:
        'DRAFT or SUSPENDED to ACTIVE: starts a program, or resumes it (mengaktifkan). It is not archived, and its facility and its supervisor are in service.',
      problems: ['contradiction'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => activateProgram(tx, request.params.id))),
  })

  app.post('/v1/programs/:id/suspension', {
    ...program.step({
      id: 'suspendProgram',
      event: 'program.suspended',
      summary: 'Suspend a program',
      description: 'ACTIVE to SUSPENDED: pauses a program (menangguhkan). Its enrollments stay as they are.',
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => moveProgram(tx, request.params.id, 'suspension'))),
  })

  app.post('/v1/programs/:id/closure', {
    ...program.step({
      id: 'closeProgram',
      event: 'program.closed',
      summary: 'Close a program',
      description:
        'ACTIVE or SUSPENDED to CLOSED: ends a program for good (menutup) once its batches are finished. Open enrollments end today, in the same transaction.',
      problems: ['program-has-open-batches'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => closeProgram(tx, request.params.id))),
  })
}
