import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { asPage, prefersPage } from '../../platform/contract/html-page.ts'
import { languageOf } from '../../platform/contract/language.ts'
import { resource } from '../../platform/contract/resource.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { classesShown, componentsByName, planOf, show } from '../../platform/security/masking.ts'
import { access } from './access.ts'
import { createSubjectRequest, fulfilSubjectRequest, liftSubjectRequest, prepareErasure, refuseSubjectRequest } from './answer-request.ts'
import { collectRecord, portable } from './collect-record.ts'
import { recordPage } from './record-page.ts'
import { PortableRecord, SubjectRecord } from './record-schemas.ts'
import { NewSubjectRequest, SubjectRequest, SubjectRequestLifting, SubjectRequestQuery, SubjectRequestRefusal } from './schemas.ts'
import { listSubjectRequests, readSubjectRequest } from './store.ts'

const subjectRequest = resource({
  schema: SubjectRequest,
  many: 'SubjectRequests',
  tag: access.tag.name,
  scopes: { read: 'privacy:manage' },
})

export const subjectRequestRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const recordPlan = planOf(SubjectRecord, componentsByName())

  app.get('/v1/subject-requests', {
    ...subjectRequest.list({
      summary: 'List the requests of persons',
      description: 'Requests of persons about their data (permintaan subjek data), with the clock of 3 × 24 hours.',
      query: SubjectRequestQuery,
    }),
    handler: (request, reply) => reply.page(listSubjectRequests(request.db, request.query)),
  })

  app.post('/v1/subject-requests', {
    ...subjectRequest.create({
      summary: 'Take in a request of a person',
      description: 'A person, or who speaks for the person, asks for what the law gives (UU PDP 27/2022). The clock starts when it came in.',
      body: NewSubjectRequest,
      problems: ['unknown-reference', 'contradiction'],
    }),
    handler: (request, reply) => reply.created(mutate(request, (tx) => createSubjectRequest(tx, request.body))),
  })

  app.get('/v1/subject-requests/:id', {
    ...subjectRequest.read({ summary: 'Read a request of a person', description: 'One request (permintaan subjek data).' }),
    handler: (request, reply) => reply.one(readSubjectRequest(request.db, request.params.id)),
  })

  app.get('/v1/subject-requests/:id/record', {
    ...subjectRequest.read({
      id: 'readSubjectRecord',
      summary: 'Collect everything about the person',
      description:
        'Subject access (akses subjek data): all that is held of the person, what it was before, and who read or changed it, as JSON or as a document to print. It is made for the person, so that it is shown in full with this scope alone; other persons are left out. Reading it stands in the trail as well.',
      answer: { schema: SubjectRecord, description: 'The record.', page: true, versioned: false },
      problems: ['invalid-transition'],
    }),
    handler: async (request, reply) => {
      const record = await collectRecord(request.db, request.params.id)
      reply.header('vary', 'Accept, Accept-Language')
      if (!prefersPage(request)) return record as SubjectRecord
      const language = languageOf(request)
      return asPage(reply.header('content-language', language), (row: SubjectRecord) => recordPage(row, language)).send(record)
    },
  })

  app.get('/v1/subject-requests/:id/portable-record', {
    ...subjectRequest.read({
      id: 'readPortableRecord',
      summary: 'Collect a signed copy for other systems',
      description:
        'Portability (portabilitas data): what is held of the person, machine-readable and signed, so that whoever gets it can check it without this service. It is made for the person and shows what the record shows. Reading it stands in the trail as well.',
      answer: { schema: PortableRecord, description: 'The signed copy.', versioned: false },
      problems: ['invalid-transition'],
    }),
    handler: async (request, reply) => {
      const { caller, params } = request
      const record = await collectRecord(request.db, params.id)
      show(record, recordPlan, caller, app.keyring, record.id)
      await app.rateLimiter.personal.take(reply, caller, 1)
      await app.auditor.disclosed(request, [record], classesShown(recordPlan, caller, undefined))
      return { id: record.id, requestId: params.id, signedRecord: await app.signDocument({ record: portable(record as SubjectRecord) }) }
    },
  })

  app.post('/v1/subject-requests/:id/preparation', {
    ...subjectRequest.step({
      id: 'prepareSubjectRequest',
      event: 'subject-request.prepared',
      summary: 'Prepare an erasure',
      description:
        'An erasure takes two persons: one prepares it (siapkan penghapusan), and another one fulfils the request within 72 hours. Requests of other kinds need no preparation.',
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => prepareErasure(tx, request.params.id))),
  })

  app.post('/v1/subject-requests/:id/fulfilment', {
    ...subjectRequest.step({
      id: 'fulfilSubjectRequest',
      event: 'subject-request.fulfilled',
      summary: 'Fulfil a request of a person',
      description:
        'The record was handed over, the correction made; a request for ERASURE is carried out by this step (penghapusan identitas): names, numbers and contacts go everywhere, for good, while ids, amounts and sums stay. Another person has prepared it. One for RESTRICTION marks the record (pembatasan): what is personal in it is shown to the privacy officer only, and work goes on by number; one for OBJECTION stops what it names.',
      problems: ['erasure-refused', 'second-person-needed'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => fulfilSubjectRequest(tx, request.params.id))),
  })

  app.post('/v1/subject-requests/:id/lifting', {
    ...subjectRequest.step({
      id: 'liftSubjectRequest',
      event: 'subject-request.lifted',
      summary: 'Lift a restriction, or take back an objection',
      description:
        'The data may be used again (pembatasan dicabut, keberatan ditarik), with its reason; what another request of the person stands against does not begin again, and neither does a consent that was withdrawn.',
      body: SubjectRequestLifting,
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => liftSubjectRequest(tx, request.params.id, request.body))),
  })

  app.post('/v1/subject-requests/:id/refusal', {
    ...subjectRequest.step({
      id: 'refuseSubjectRequest',
      event: 'subject-request.refused',
      summary: 'Refuse a request of a person',
      description: 'With the ground that the law knows and its reason (penolakan); who asked learns both.',
      body: SubjectRequestRefusal,
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => refuseSubjectRequest(tx, request.params.id, request.body))),
  })
}
