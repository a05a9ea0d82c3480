import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { resource } from '../../platform/contract/resource.ts'
import { ById } from '../../platform/contract/shapes.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { deleteMistake } from '../deleted-persons/index.ts'
import { access } from './access.ts'
import { changeInmateCustody } from './change-custody.ts'
import { correctCustody } from './correct-custody.ts'
import { createInmate, updateInmate } from './record-inmate.ts'
import { createRegistration, deleteRegistration, updateRegistration } from './record-registration.ts'
import {
  ByRegistration,
  CustodyChange,
  CustodyChangeQuery,
  CustodyCorrection,
  Inmate,
  InmatePatch,
  InmateQuery,
  InmateRegistration,
  InmateRegistrationPatch,
  InmateRegistrationQuery,
  InmateSearch,
  NewCustodyChange,
  NewInmate,
  NewInmateRegistration,
} from './schemas.ts'
import { listCustodyChanges, listInmates, listRegistrations, readInmate, readRegistration, searchInmates } from './store.ts'

const inmate = resource({
  schema: Inmate,
  many: 'Inmates',
  tag: access.tag.name,
  scopes: { read: 'inmates:read', write: 'inmates:write' },
})
const custodyChange = resource({
  schema: CustodyChange,
  many: 'CustodyChanges',
  tag: access.tag.name,
  scopes: { read: 'inmates:read' },
  within: ById,
})
const registration = resource({
  schema: InmateRegistration,
  many: 'InmateRegistrations',
  tag: access.tag.name,
  scopes: { read: 'inmates:read', write: 'inmates:write' },
  params: ByRegistration,
  within: ById,
})

export const inmateRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/v1/inmates', {
    ...inmate.list({
      summary: 'List inmates',
      description: 'Persons in custody (warga binaan). To find one by name or registration number, use `POST /v1/inmates/_search`.',
      query: InmateQuery,
    }),
    handler: (request, reply) => reply.page(listInmates(request.db, request.query)),
  })

  app.post('/v1/inmates/_search', {
    ...inmate.search({
      summary: 'Search inmates',
      description:
        'Persons (warga binaan) by name, alias or registration number, which must not stand in a URL. Archived ones are found too. For the next page send `next` as `cursor` with the same search.',
      body: InmateSearch,
    }),
    handler: (request, reply) => reply.page(searchInmates(request.db, request.body)),
  })

  app.post('/v1/inmates', {
    ...inmate.create({
      summary: 'Add an inmate',
      description: 'Adds a person (warga binaan) to a facility, in custody there. Register entries follow one by one.',
      body: NewInmate,
      problems: ['review-needed', 'duplicate', 'unknown-reference', 'contradiction'],
    }),
    handler: (request, reply) => reply.created(mutate(request, (tx) => createInmate(tx, request.body))),
  })

  app.get('/v1/inmates/:id', {
    ...inmate.read({ summary: 'Read an inmate', description: 'One person (warga binaan) with the entries in the register books.' }),
    handler: (request, reply) => reply.one(readInmate(request.db, request.params.id)),
  })

  app.patch('/v1/inmates/:id', {
    ...inmate.update({
      summary: 'Change an inmate',
      description:
        'Merge patch; `archived` hides the person (warga binaan) from lists. The facility and the custody status change through a custody change only.',
      body: InmatePatch,
      problems: ['review-needed', 'duplicate', 'contradiction'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => updateInmate(tx, request.params.id, request.body))),
  })

  app.delete('/v1/inmates/:id', {
    ...inmate.delete({
      summary: 'Delete an inmate',
      description:
        'Takes back an entry made by mistake: on the same day, before another client has seen it, and while nothing refers to the person (warga binaan), register entries included. Archive otherwise.',
      problems: ['still-referenced', 'not-a-mistake'],
    }),
    handler: (request, reply) => reply.deleted(mutate(request, (tx) => deleteMistake(tx, 'inmate', request.params.id, app.deletableHours))),
  })

  app.post('/v1/inmates/:id/custody-changes', {
    ...inmate.step({
      id: 'changeInmateCustody',
      event: 'inmate.custody-changed',
      summary: 'Change the custody of an inmate',
      description:
        'Records that an inmate was transferred (pindah), released (bebas), died, escaped, is absent for a time or is back. Changes come in order. Except for an absence or a return, every open enrollment, all work on batches and the open register entry end on that day, in the same transaction.',
      body: NewCustodyChange,
      problems: ['review-needed', 'duplicate', 'unknown-reference', 'contradiction'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => changeInmateCustody(tx, request.params.id, request.body))),
  })

  app.get('/v1/inmates/:id/custody-changes', {
    ...custodyChange.list({
      summary: 'List the custody changes of an inmate',
      description: 'What happened to the custody of one person (mutasi), entry by entry, also at earlier facilities, with what was taken back. Append-only.',
      query: CustodyChangeQuery,
    }),
    handler: (request, reply) => reply.page(listCustodyChanges(request.db, request.params.id, request.query)),
  })

  app.post('/v1/inmates/:id/custody-corrections', {
    ...inmate.step({
      id: 'correctInmateCustody',
      event: 'inmate.custody-corrected',
      summary: 'Take a custody change back',
      description:
        'For a change that was a mistake, or has a wrong day (pembetulan): adds an entry that names it, and the custody is again what it was before; both stay on record. Only the last change that stands can be taken back. Enrollments, work and register entries that it ended do not come back by themselves. A return or a transfer stays while enrollments or register entries have begun since.',
      body: CustodyCorrection,
      problems: ['review-needed', 'duplicate', 'unknown-reference', 'contradiction', 'still-referenced'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => correctCustody(tx, request.params.id, request.body))),
  })

  app.get('/v1/inmates/:id/registrations', {
    ...registration.list({
      summary: 'List the registrations of an inmate',
      description: 'The entries in register books (buku register) of one person, also those of earlier facilities.',
      query: InmateRegistrationQuery,
    }),
    handler: (request, reply) => reply.page(listRegistrations(request.db, request.params.id, request.query)),
  })

  app.post('/v1/inmates/:id/registrations', {
    ...registration.create({
      summary: 'Register an inmate',
      description:
        'Adds an entry in a register book (buku register) of the facility that keeps the person. Entries of one person do not overlap, but a day may be the last of one and the first of the next.',
      body: NewInmateRegistration,
      problems: ['review-needed', 'duplicate', 'period-overlap', 'contradiction'],
    }),
    handler: (request, reply) => reply.created(mutate(request, (tx) => createRegistration(tx, request.params.id, request.body))),
  })

  app.get('/v1/inmates/:id/registrations/:registrationId', {
    ...registration.read({ summary: 'Read a registration', description: 'One entry in a register book (buku register).' }),
    handler: (request, reply) => reply.one(readRegistration(request.db, request.params.id, request.params.registrationId)),
  })

  app.patch('/v1/inmates/:id/registrations/:registrationId', {
    ...registration.update({
      summary: 'Change a registration',
      description: 'Merge patch of an entry in a register book (buku register); `to` closes it, null opens it again.',
      body: InmateRegistrationPatch,
      problems: ['review-needed', 'duplicate', 'period-overlap', 'contradiction'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => updateRegistration(tx, request.params.id, request.params.registrationId, request.body))),
  })

  app.delete('/v1/inmates/:id/registrations/:registrationId', {
    ...registration.delete({ summary: 'Delete a registration', description: 'Removes an entry (buku register) that was made by mistake.' }),
    handler: (request, reply) => reply.deleted(mutate(request, (tx) => deleteRegistration(tx, request.params.id, request.params.registrationId))),
  })
}
