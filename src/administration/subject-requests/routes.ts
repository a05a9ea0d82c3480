import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { asPage, prefersPage } from '../../platform/contract/html-page.ts'
import { languageOf } from '../../platform/contract/language.ts'
import { operation } from '../../platform/contract/operation.ts'
import { ById } from '../../platform/contract/shapes.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { access } from './access.ts'
import { createSubjectRequest, fulfilSubjectRequest, refuseSubjectRequest } from './answer-request.ts'
import { collectRecord } from './collect-record.ts'
import { recordPage } from './record-page.ts'
import { SubjectRecord } from './record-schemas.ts'
import { NewSubjectRequest, SubjectRequest, SubjectRequestPage, SubjectRequestQuery, SubjectRequestRefusal } from './schemas.ts'
import { listSubjectRequests, readSubjectRequest } from './store.ts'

const room = { tag: access.tag.name, resource: 'subject-request', scope: 'privacy:manage' } as const

export const subjectRequestRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '',
    operation({
      ...room,
      id: 'listSubjectRequests',
      summary: 'List the requests of persons',
      description: 'Requests for access, correction or erasure (permintaan subjek data), with the clock of 3 × 24 hours.',
      query: SubjectRequestQuery,
      answer: { schema: SubjectRequestPage, description: 'A page of requests.' },
      sparse: true,
    }),
    async (request, reply) => reply.page(await listSubjectRequests(request.db, request.query)),
  )

  app.post(
    '',
    operation({
      ...room,
      id: 'createSubjectRequest',
      event: 'subject-request.created',
      summary: 'Take in a request of a person',
      description: 'A person, or who speaks for the person, asks for what the law gives (UU PDP 27/2022). The clock starts when it came in.',
      body: NewSubjectRequest,
      answer: { status: 201, schema: SubjectRequest, description: 'The new request.' },
      problems: ['unknown-reference', 'contradiction'],
    }),
    async (request, reply) => reply.created(await mutate<SubjectRequest>(request, (tx) => createSubjectRequest(tx, request.body)), '/v1/subject-requests'),
  )

  app.get(
    '/:id',
    operation({
      ...room,
      id: 'readSubjectRequest',
      summary: 'Read a request of a person',
      description: 'One request (permintaan subjek data).',
      params: ById,
      answer: { schema: SubjectRequest, description: 'The request.' },
    }),
    async (request, reply) => reply.one(await readSubjectRequest(request.db, request.params.id)),
  )

  app.get(
    '/:id/record',
    operation({
      ...room,
      id: 'readSubjectRecord',
      summary: 'Collect everything about the person',
      description:
        'Subject access (akses subjek data): all that is held of the person, what it was before, and who read or changed it, as JSON or as a document to print. It is made for the person, so that it is shown in full with this scope alone; other persons are left out. Reading it stands in the trail as well.',
      params: ById,
      answer: { schema: SubjectRecord, description: 'The record.', page: true, versioned: false },
      problems: ['invalid-transition'],
    }),
    async (request, reply) => {
      const record = await collectRecord(request.db, request.params.id)
      reply.header('vary', 'Accept, Accept-Language')
      if (!prefersPage(request)) return record as SubjectRecord
      const language = languageOf(request)
      return asPage(reply.header('content-language', language), (row: SubjectRecord) => recordPage(row, language)).send(record)
    },
  )

  app.post(
    '/:id/fulfilment',
    operation({
      ...room,
      id: 'fulfilSubjectRequest',
      event: 'subject-request.fulfilled',
      ifMatch: true,
      summary: 'Fulfil a request of a person',
      description:
        'The record was handed over, the correction made; a request for ERASURE is carried out by this step (penghapusan identitas): names, numbers and contacts go everywhere, for good, while ids, amounts and sums stay.',
      params: ById,
      answer: { schema: SubjectRequest, description: 'The request as it is now.' },
      problems: ['invalid-transition', 'erasure-refused'],
    }),
    async (request, reply) => reply.changed(await mutate<SubjectRequest>(request, (tx) => fulfilSubjectRequest(tx, request.params.id))),
  )

  app.post(
    '/:id/refusal',
    operation({
      ...room,
      id: 'refuseSubjectRequest',
      event: 'subject-request.refused',
      ifMatch: true,
      summary: 'Refuse a request of a person',
      description: 'With the ground that the law knows and its reason (penolakan); who asked is told both.',
      params: ById,
      body: SubjectRequestRefusal,
      answer: { schema: SubjectRequest, description: 'The request as it is now.' },
      problems: ['invalid-transition'],
    }),
    async (request, reply) => reply.changed(await mutate<SubjectRequest>(request, (tx) => refuseSubjectRequest(tx, request.params.id, request.body))),
  )
}
