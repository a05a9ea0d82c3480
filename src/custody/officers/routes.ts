import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { operation } from '../../platform/contract/operation.ts'
import { ById } from '../../platform/contract/shapes.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { access } from './access.ts'
import { NewOfficer, Officer, OfficerPage, OfficerPatch, OfficerQuery } from './schemas.ts'
import { createOfficer, deleteOfficer, listOfficers, readOfficer, updateOfficer } from './store.ts'

const room = { tag: access.tag.name, resource: 'officer' }

export const officerRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '',
    operation({
      ...room,
      id: 'listOfficers',
      scope: 'officers:read',
      summary: 'List officers',
      description:
        'Staff (petugas) of the facilities that the caller may see. Names and NIPs are personal data, which a URL must not hold: they cannot be filtered by.',
      query: OfficerQuery,
      answer: { schema: OfficerPage, description: 'A page of officers.' },
      sparse: true,
    }),
    async (request, reply) => reply.page(await listOfficers(request.db, request.query)),
  )

  app.post(
    '',
    operation({
      ...room,
      id: 'createOfficer',
      scope: 'officers:write',
      event: 'officer.created',
      summary: 'Add an officer',
      description: 'Adds a member of staff (petugas) to a facility.',
      body: NewOfficer,
      answer: { status: 201, schema: Officer, description: 'The new officer.' },
      problems: ['duplicate', 'unknown-reference'],
    }),
    async (request, reply) => reply.created(await mutate<Officer>(request, (tx) => createOfficer(tx, request.body)), '/v1/officers'),
  )

  app.get(
    '/:id',
    operation({
      ...room,
      id: 'readOfficer',
      scope: 'officers:read',
      summary: 'Read an officer',
      description: 'One member of staff (petugas).',
      params: ById,
      answer: { schema: Officer, description: 'The officer.' },
    }),
    async (request, reply) => reply.one(await readOfficer(request.db, request.params.id)),
  )

  app.patch(
    '/:id',
    operation({
      ...room,
      id: 'updateOfficer',
      scope: 'officers:write',
      event: 'officer.updated',
      ifMatch: true,
      summary: 'Change an officer',
      description: 'Merge patch; `active: false` for who (petugas) left the service, `archived` hides the row from lists.',
      params: ById,
      body: OfficerPatch,
      answer: { schema: Officer, description: 'The officer as it is now.' },
      problems: ['duplicate'],
    }),
    async (request, reply) => reply.changed(await mutate<Officer>(request, (tx) => updateOfficer(tx, request.params.id, request.body))),
  )

  app.delete(
    '/:id',
    operation({
      ...room,
      id: 'deleteOfficer',
      scope: 'officers:write',
      event: 'officer.deleted',
      ifMatch: true,
      summary: 'Delete an officer',
      description: 'Only while nothing refers to the officer (petugas); archive otherwise.',
      params: ById,
      answer: { status: 204, description: 'It is gone.' },
      problems: ['still-referenced'],
    }),
    async (request, reply) => {
      await mutate(request, (tx) => deleteOfficer(tx, request.params.id))
      return reply.code(204).send()
    },
  )
}
