import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { resource } from '../../platform/contract/resource.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { deleteMistake } from '../deleted-persons/index.ts'
import { access } from './access.ts'
import { NewOfficer, Officer, OfficerPatch, OfficerQuery } from './schemas.ts'
import { createOfficer, listOfficers, readOfficer, updateOfficer } from './store.ts'

const officer = resource({
  schema: Officer,
  many: 'Officers',
  tag: access.tag.name,
  scopes: { read: 'officers:read', write: 'officers:write' },
})

export const officerRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/v1/officers', {
    ...officer.list({
      summary: 'List officers',
      description:
        'Staff (petugas) of the facilities that the caller may see. Names and NIPs are personal data, which a URL must not hold: they cannot be filtered by.',
      query: OfficerQuery,
    }),
    handler: (request, reply) => reply.page(listOfficers(request.db, request.query)),
  })

  app.post('/v1/officers', {
    ...officer.create({
      summary: 'Add an officer',
      description: 'Adds a member of staff (petugas) to a facility.',
      body: NewOfficer,
      problems: ['review-needed', 'duplicate', 'unknown-reference', 'contradiction'],
    }),
    handler: (request, reply) => reply.created(mutate(request, (tx) => createOfficer(tx, request.body))),
  })

  app.get('/v1/officers/:id', {
    ...officer.read({ summary: 'Read an officer', description: 'One member of staff (petugas).' }),
    handler: (request, reply) => reply.one(readOfficer(request.db, request.params.id)),
  })

  app.patch('/v1/officers/:id', {
    ...officer.update({
      summary: 'Change an officer',
      description: 'Merge patch; `active: false` for who (petugas) left the service, `archived` hides the row from lists.',
      body: OfficerPatch,
      problems: ['review-needed', 'duplicate'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => updateOfficer(tx, request.params.id, request.body))),
  })

  app.delete('/v1/officers/:id', {
    ...officer.delete({
      summary: 'Delete an officer',
      description:
        'Takes back an entry made by mistake: on the same day, before another client has seen it, and while nothing refers to the officer (petugas). Archive otherwise.',
      problems: ['still-referenced', 'not-a-mistake'],
    }),
    handler: (request, reply) => reply.deleted(mutate(request, (tx) => deleteMistake(tx, 'officer', request.params.id, app.deletableHours))),
  })
}
