import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { resource } from '../../platform/contract/resource.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { requireNational } from '../../platform/security/access.ts'
import { access } from './access.ts'
import { changeFacility } from './change-facility.ts'
import { Facility, FacilityPatch, FacilityQuery, NewFacility } from './schemas.ts'
import { createFacility, deleteFacility, listFacilities, readFacility } from './store.ts'

const facility = resource({
  schema: Facility,
  many: 'Facilities',
  tag: access.tag.name,
  scopes: { read: 'facilities:read', write: 'facilities:write' },
  facility: { member: 'id', column: 'id' },
})

export const facilityRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/v1/facilities', {
    ...facility.list({
      summary: 'List facilities',
      description: 'The units (UPT) that the caller may see.',
      query: FacilityQuery,
    }),
    handler: (request, reply) => reply.page(listFacilities(request.db, request.query)),
  })

  app.post('/v1/facilities', {
    ...facility.create({
      summary: 'Add a facility',
      description: 'Adds a unit (UPT). Only for callers that see all facilities.',
      body: NewFacility,
      problems: ['duplicate', 'unknown-reference', 'contradiction', 'facility-not-allowed'],
    }),
    handler: (request, reply) => {
      requireNational(request.caller)
      return reply.created(mutate(request, (tx) => createFacility(tx, request.body)))
    },
  })

  app.get('/v1/facilities/:id', {
    ...facility.read({ summary: 'Read a facility', description: 'One unit (UPT).' }),
    handler: (request, reply) => reply.one(readFacility(request.db, request.params.id)),
  })

  app.patch('/v1/facilities/:id', {
    ...facility.update({
      summary: 'Change a facility',
      description:
        'Merge patch; `archived` hides it from lists. `type` and `parentId`, which decide who sees it, are changed by callers that see all facilities. Once `archived` or not `active`, no new row names it. A KANWIL stays one while units report to it, and nothing with inmates or programs becomes one. The time zone stays once rows hold days.',
      body: FacilityPatch,
      problems: ['duplicate', 'unknown-reference', 'contradiction', 'facility-not-allowed', 'still-referenced'],
    }),
    handler: (request, reply) => {
      // Who is above a facility sees it: it cannot step aside by itself.
      if (request.body.parentId !== undefined || request.body.type !== undefined) requireNational(request.caller)
      return reply.changed(mutate(request, (tx) => changeFacility(tx, request.params.id, request.body)))
    },
  })

  app.delete('/v1/facilities/:id', {
    ...facility.delete({
      summary: 'Delete a facility',
      description: 'Only while nothing refers to it; archive it otherwise.',
      problems: ['still-referenced'],
    }),
    handler: (request, reply) => reply.deleted(mutate(request, (tx) => deleteFacility(tx, request.params.id))),
  })
}
