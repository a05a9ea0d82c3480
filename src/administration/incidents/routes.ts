import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { asPage, prefersPage } from '../../platform/contract/html-page.ts'
import { resource } from '../../platform/contract/resource.ts'
import { ById } from '../../platform/contract/shapes.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { access } from './access.ts'
import { listAffected } from './affected-store.ts'
import { composeNotices } from './compose-notices.ts'
import { closeIncident, markNotified, openIncident, recordMeasure, updateIncident } from './handle-incident.ts'
import { noticesPage } from './notices-page.ts'
import {
  AffectedPerson,
  AffectedPersonQuery,
  ByMeasure,
  Incident,
  IncidentClosing,
  IncidentMeasure,
  IncidentMeasureQuery,
  IncidentNotices,
  IncidentNotification,
  IncidentPatch,
  IncidentQuery,
  NewIncident,
  NewIncidentMeasure,
} from './schemas.ts'
import { listIncidents, listMeasures, readIncident, readMeasure } from './store.ts'

const about = { tag: access.tag.name, scopes: { read: 'privacy:manage' } }
const incident = resource({ schema: Incident, many: 'Incidents', ...about })
const measure = resource({ schema: IncidentMeasure, many: 'IncidentMeasures', ...about, params: ByMeasure, within: ById })
const affectedPerson = resource({ schema: AffectedPerson, many: 'AffectedPersons', ...about, within: ById })

export const incidentRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/v1/incidents', {
    ...incident.list({
      summary: 'List incidents',
      description: 'The register of failures of data protection (kegagalan pelindungan data pribadi), with the clock of 3 × 24 hours.',
      query: IncidentQuery,
    }),
    handler: (request, reply) => reply.page(listIncidents(request.db, request.query)),
  })

  app.post('/v1/incidents', {
    ...incident.create({
      summary: 'Open an incident',
      description:
        'What happened, as far as is known (UU PDP 27/2022, article 46). Client, API key, facility and time say which part of the audit trail it is about; all that is left out narrows nothing.',
      body: NewIncident,
      problems: ['unknown-reference', 'contradiction'],
    }),
    handler: (request, reply) => reply.created(mutate(request, async (tx) => openIncident(tx, request.body))),
  })

  app.get('/v1/incidents/:id', {
    ...incident.read({ summary: 'Read an incident', description: 'One failure of data protection (kegagalan pelindungan data pribadi).' }),
    handler: (request, reply) => reply.one(readIncident(request.db, request.params.id)),
  })

  app.patch('/v1/incidents/:id', {
    ...incident.update({
      summary: 'Change an incident',
      description: 'Merge patch with what became known since. When it was discovered stays; a closed incident stays as it is.',
      body: IncidentPatch,
      problems: ['invalid-transition', 'contradiction'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => updateIncident(tx, request.params.id, request.body))),
  })

  app.get('/v1/incidents/:id/affected-persons', {
    ...affectedPerson.list({
      summary: 'List the affected persons',
      description:
        'Whose data was shown (subjek data yang terdampak), found in the audit trail by what the incident says of client, API key, facility, time and classes. Ids only: whoever writes to them reads the person. To read this list stands in the trail as well.',
      query: AffectedPersonQuery,
    }),
    handler: async (request, reply) => {
      const found = await readIncident(request.db, request.params.id)
      return reply.page(listAffected(request.db, found, request.query))
    },
  })

  app.get('/v1/incidents/:id/measures', {
    ...measure.list({
      summary: 'List the measures',
      description: 'What was done about an incident (upaya penanganan), entry by entry. Append-only.',
      query: IncidentMeasureQuery,
    }),
    handler: (request, reply) => reply.page(listMeasures(request.db, request.params.id, request.query)),
  })

  app.post('/v1/incidents/:id/measures', {
    ...measure.create({
      summary: 'Record a measure',
      description: 'Adds what was done (upaya penanganan) while the incident is open.',
      body: NewIncidentMeasure,
      problems: ['invalid-transition', 'contradiction'],
    }),
    handler: (request, reply) => reply.created(mutate(request, (tx) => recordMeasure(tx, request.params.id, request.body))),
  })

  app.get('/v1/incidents/:id/measures/:measureId', {
    ...measure.read({ summary: 'Read a measure', description: 'One entry of what was done about an incident (upaya penanganan).' }),
    handler: (request, reply) => reply.one(readMeasure(request.db, request.params.id, request.params.measureId)),
  })

  app.get('/v1/incidents/:id/notices', {
    ...incident.read({
      id: 'readIncidentNotices',
      summary: 'Read the notices',
      description:
        'What the authority and the persons have to be told (pemberitahuan), written in Indonesian from the facts as they are now, with the time that is left; as JSON or as a document to print.',
      answer: { schema: IncidentNotices, description: 'The notices.', page: true, versioned: false },
    }),
    handler: async (request, reply) => {
      const notices = await composeNotices(request.db, request.params.id)
      reply.header('vary', 'Accept')
      if (!prefersPage(request)) return notices
      return asPage(reply.header('content-language', 'id'), noticesPage).send(notices)
    },
  })

  app.post('/v1/incidents/:id/notification', {
    ...incident.step({
      id: 'notifyOfIncident',
      event: 'incident.notified',
      summary: 'Mark that somebody was told',
      description: 'The notice went out (pemberitahuan), in writing; once each for the authority, the persons and, where the law asks for it, the public.',
      body: IncidentNotification,
      problems: ['contradiction'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => markNotified(tx, request.params.id, request.body))),
  })

  app.post('/v1/incidents/:id/closure', {
    ...incident.step({
      id: 'closeIncident',
      event: 'incident.closed',
      summary: 'Close an incident',
      description: 'Work on it is over (penutupan). What turned out to be a BREACH is closed once the authority and the persons were told.',
      body: IncidentClosing,
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => closeIncident(tx, request.params.id, request.body))),
  })
}
