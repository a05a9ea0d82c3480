import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { operation } from '../../platform/contract/operation.ts'
import { ById } from '../../platform/contract/shapes.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { access } from './access.ts'
import { createInmate, updateInmate } from './record-inmate.ts'
import { createRegistration, deleteRegistration, updateRegistration } from './record-registration.ts'
import {
  ByRegistration,
  Inmate,
  InmatePage,
  InmatePatch,
  InmateQuery,
  InmateRegistration,
  InmateRegistrationPage,
  InmateRegistrationPatch,
  InmateRegistrationQuery,
  InmateSearch,
  NewInmate,
  NewInmateRegistration,
} from './schemas.ts'
import { deleteInmate, listInmates, listRegistrations, readInmate, readRegistration, searchInmates } from './store.ts'

const room = { tag: access.tag.name, resource: 'inmate' }
const registrations = { tag: access.tag.name, resource: 'inmate-registration' }

export const inmateRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '',
    operation({
      ...room,
      id: 'listInmates',
      scope: 'inmates:read',
      summary: 'List inmates',
      description: 'Persons in custody (warga binaan). To find one by name or registration number, use `POST /v1/inmates/_search`.',
      query: InmateQuery,
      answer: { schema: InmatePage, description: 'A page of inmates.' },
      sparse: true,
    }),
    async (request, reply) => reply.page(await listInmates(request.db, request.query)),
  )

  app.post(
    '/_search',
    operation({
      ...room,
      id: 'searchInmates',
      scope: 'inmates:read',
      summary: 'Search inmates',
      description:
        'Persons (warga binaan) by name, alias or registration number, which must not stand in a URL. Archived ones are found too. For the next page send `next` as `cursor` with the same search.',
      body: InmateSearch,
      answer: { schema: InmatePage, description: 'A page of the inmates found, in the order of their ids.' },
      problems: ['invalid-cursor', 'cursor-mismatch'],
    }),
    async (request) => {
      // The pages around this one are asked for in the body, so that there are no links to them.
      const { prev: _, ...page } = await searchInmates(request.db, request.body)
      return page
    },
  )

  app.post(
    '',
    operation({
      ...room,
      id: 'createInmate',
      scope: 'inmates:write',
      event: 'inmate.created',
      summary: 'Add an inmate',
      description: 'Adds a person (warga binaan) to a facility, in custody there. Register entries follow one by one.',
      body: NewInmate,
      answer: { status: 201, schema: Inmate, description: 'The new inmate.' },
      problems: ['duplicate', 'unknown-reference', 'contradiction'],
    }),
    async (request, reply) => reply.created(await mutate<Inmate>(request, (tx) => createInmate(tx, request.body)), '/v1/inmates'),
  )

  app.get(
    '/:id',
    operation({
      ...room,
      id: 'readInmate',
      scope: 'inmates:read',
      summary: 'Read an inmate',
      description: 'One person (warga binaan) with the entries in the register books.',
      params: ById,
      answer: { schema: Inmate, description: 'The inmate.' },
    }),
    async (request, reply) => reply.one(await readInmate(request.db, request.params.id)),
  )

  app.patch(
    '/:id',
    operation({
      ...room,
      id: 'updateInmate',
      scope: 'inmates:write',
      event: 'inmate.updated',
      ifMatch: true,
      summary: 'Change an inmate',
      description:
        'Merge patch; `archived` hides the person (warga binaan) from lists. The facility and the custody status change through a custody change only.',
      params: ById,
      body: InmatePatch,
      answer: { schema: Inmate, description: 'The inmate as it is now.' },
      problems: ['duplicate', 'contradiction'],
    }),
    async (request, reply) => reply.changed(await mutate<Inmate>(request, (tx) => updateInmate(tx, request.params.id, request.body))),
  )

  app.delete(
    '/:id',
    operation({
      ...room,
      id: 'deleteInmate',
      scope: 'inmates:write',
      event: 'inmate.deleted',
      ifMatch: true,
      summary: 'Delete an inmate',
      description: 'Only while nothing refers to the person (warga binaan), register entries included; archive otherwise.',
      params: ById,
      answer: { status: 204, description: 'It is gone.' },
      problems: ['still-referenced'],
    }),
    async (request, reply) => {
      await mutate(request, (tx) => deleteInmate(tx, request.params.id))
      return reply.code(204).send()
    },
  )

  app.get(
    '/:id/registrations',
    operation({
      ...registrations,
      id: 'listInmateRegistrations',
      scope: 'inmates:read',
      summary: 'List the registrations of an inmate',
      description: 'The entries in register books (buku register) of one person, also those of earlier facilities.',
      params: ById,
      query: InmateRegistrationQuery,
      answer: { schema: InmateRegistrationPage, description: 'A page of registrations.' },
      sparse: true,
    }),
    async (request, reply) => reply.page(await listRegistrations(request.db, request.params.id, request.query)),
  )

  app.post(
    '/:id/registrations',
    operation({
      ...registrations,
      id: 'createInmateRegistration',
      scope: 'inmates:write',
      event: 'inmate-registration.created',
      summary: 'Register an inmate',
      description: 'Adds an entry in a register book (buku register) of the facility that keeps the person. Entries of one person do not overlap.',
      params: ById,
      body: NewInmateRegistration,
      answer: { status: 201, schema: InmateRegistration, description: 'The new registration.' },
      problems: ['duplicate', 'period-overlap', 'contradiction'],
    }),
    async (request, reply) => {
      const { id } = request.params
      return reply.created(await mutate<InmateRegistration>(request, (tx) => createRegistration(tx, id, request.body)), `/v1/inmates/${id}/registrations`)
    },
  )

  app.get(
    '/:id/registrations/:registrationId',
    operation({
      ...registrations,
      id: 'readInmateRegistration',
      scope: 'inmates:read',
      summary: 'Read a registration',
      description: 'One entry in a register book (buku register).',
      params: ByRegistration,
      answer: { schema: InmateRegistration, description: 'The registration.' },
    }),
    async (request, reply) => reply.one(await readRegistration(request.db, request.params.id, request.params.registrationId)),
  )

  app.patch(
    '/:id/registrations/:registrationId',
    operation({
      ...registrations,
      id: 'updateInmateRegistration',
      scope: 'inmates:write',
      event: 'inmate-registration.updated',
      ifMatch: true,
      summary: 'Change a registration',
      description: 'Merge patch of an entry in a register book (buku register); `to` closes it, null opens it again.',
      params: ByRegistration,
      body: InmateRegistrationPatch,
      answer: { schema: InmateRegistration, description: 'The registration as it is now.' },
      problems: ['duplicate', 'period-overlap', 'contradiction'],
    }),
    async (request, reply) => {
      const { id, registrationId } = request.params
      return reply.changed(await mutate<InmateRegistration>(request, (tx) => updateRegistration(tx, id, registrationId, request.body)))
    },
  )

  app.delete(
    '/:id/registrations/:registrationId',
    operation({
      ...registrations,
      id: 'deleteInmateRegistration',
      scope: 'inmates:write',
      event: 'inmate-registration.deleted',
      ifMatch: true,
      summary: 'Delete a registration',
      description: 'Removes an entry (buku register) that was made by mistake.',
      params: ByRegistration,
      answer: { status: 204, description: 'It is gone.' },
    }),
    async (request, reply) => {
      await mutate(request, (tx) => deleteRegistration(tx, request.params.id, request.params.registrationId))
      return reply.code(204).send()
    },
  )
}
