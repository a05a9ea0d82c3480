import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { operation } from '../../platform/contract/operation.ts'
import { ById } from '../../platform/contract/shapes.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { requireNational } from '../../platform/security/access.ts'
import { access } from './access.ts'
import { Facility, FacilityPage, FacilityPatch, FacilityQuery, NewFacility } from './schemas.ts'
import { createFacility, deleteFacility, listFacilities, readFacility, updateFacility } from './store.ts'

const room = { tag: access.tag.name, resource: 'facility' }

export const facilityRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '',
    operation({
      ...room,
      id: 'listFacilities',
      scope: 'facilities:read',
      summary: 'List facilities',
      description: 'The units (UPT) that the caller may see.',
      query: FacilityQuery,
      answer: { schema: FacilityPage, description: 'A page of facilities.' },
      sparse: true,
    }),
    async (request, reply) => reply.page(await listFacilities(request.db, request.query)),
  )

  app.post(
    '',
    operation({
      ...room,
      id: 'createFacility',
      scope: 'facilities:write',
      event: 'facility.created',
      summary: 'Add a facility',
      description: 'Adds a unit (UPT). Only for callers that see all facilities.',
      body: NewFacility,
      answer: { status: 201, schema: Facility, description: 'The new facility.' },
      problems: ['duplicate', 'unknown-reference', 'contradiction', 'facility-not-allowed'],
    }),
    async (request, reply) => {
      requireNational(request.caller)
      return reply.created(await mutate<Facility>(request, (tx) => createFacility(tx, request.body)), '/v1/facilities')
    },
  )

  app.get(
    '/:id',
    operation({
      ...room,
      id: 'readFacility',
      scope: 'facilities:read',
      summary: 'Read a facility',
      description: 'One unit (UPT).',
      params: ById,
      answer: { schema: Facility, description: 'The facility.' },
    }),
    async (request, reply) => reply.one(await readFacility(request.db, request.params.id)),
  )

  app.patch(
    '/:id',
    operation({
      ...room,
      id: 'updateFacility',
      scope: 'facilities:write',
      event: 'facility.updated',
      ifMatch: true,
      summary: 'Change a facility',
      description:
        'Merge patch; `archived` hides it from lists. `type` and `parentId`, which decide who sees it, are changed by callers that see all facilities.',
      params: ById,
      body: FacilityPatch,
      answer: { schema: Facility, description: 'The facility as it is now.' },
      problems: ['duplicate', 'unknown-reference', 'contradiction', 'facility-not-allowed'],
    }),
    async (request, reply) => {
      // Who is above a facility sees it: it cannot step aside by itself.
      if (request.body.parentId !== undefined || request.body.type !== undefined) requireNational(request.caller)
      return reply.changed(await mutate<Facility>(request, (tx) => updateFacility(tx, request.params.id, request.body)))
    },
  )

  app.delete(
    '/:id',
    operation({
      ...room,
      id: 'deleteFacility',
      scope: 'facilities:write',
      event: 'facility.deleted',
      ifMatch: true,
      summary: 'Delete a facility',
      description: 'Only while nothing refers to it; archive it otherwise.',
      params: ById,
      answer: { status: 204, description: 'It is gone.' },
      problems: ['still-referenced'],
    }),
    async (request, reply) => {
      await mutate(request, (tx) => deleteFacility(tx, request.params.id))
      return reply.code(204).send()
    },
  )
}
