import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { resource } from '../../platform/contract/resource.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { access } from './access.ts'
import { changeEnrollment } from './change-enrollment.ts'
import { activateEnrollment, approveEnrollment, rejectEnrollment, suspendEnrollment, terminateEnrollment } from './decide-enrollment.ts'
import { proposeEnrollment } from './propose-enrollment.ts'
import { Enrollment, EnrollmentApproval, EnrollmentPatch, EnrollmentQuery, EnrollmentRejection, EnrollmentTermination, NewEnrollment } from './schemas.ts'
import { deleteEnrollment, listEnrollments, readEnrollment } from './store.ts'

const enrollment = resource({
  schema: Enrollment,
  many: 'Enrollments',
  tag: access.tag.name,
  scopes: { read: 'enrollments:read', write: 'enrollments:write' },
})

export const enrollmentRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/v1/enrollments', {
    ...enrollment.list({
      summary: 'List enrollments',
      description: 'Who takes part in which program (kepesertaan), by facility, program, inmate, status, role or first day.',
      query: EnrollmentQuery,
    }),
    handler: (request, reply) => reply.page(listEnrollments(request.db, request.query)),
  })

  app.post('/v1/enrollments', {
    ...enrollment.create({
      summary: 'Propose an enrollment',
      description:
        'Proposes an inmate for a program (usulan). The rules of the program are checked for the first day; `override` sets them aside by a decision, and is kept. A proposal takes one of the places.',
      body: NewEnrollment,
      problems: ['review-needed', 'duplicate', 'unknown-reference', 'contradiction', 'not-eligible', 'program-full', 'period-overlap'],
    }),
    handler: (request, reply) => reply.created(mutate(request, (tx) => proposeEnrollment(tx, request.body))),
  })

  app.get('/v1/enrollments/:id', {
    ...enrollment.read({ summary: 'Read an enrollment', description: 'One enrollment (kepesertaan).' }),
    handler: (request, reply) => reply.one(readEnrollment(request.db, request.params.id)),
  })

  app.patch('/v1/enrollments/:id', {
    ...enrollment.update({
      summary: 'Change an enrollment',
      description: 'Merge patch: the role while the enrollment is open, the first day until it is activated; the rules of the program are checked again.',
      body: EnrollmentPatch,
      problems: ['review-needed', 'contradiction', 'not-eligible', 'invalid-transition', 'period-overlap'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => changeEnrollment(tx, request.params.id, request.body))),
  })

  app.delete('/v1/enrollments/:id', {
    ...enrollment.delete({
      summary: 'Delete a proposal',
      description: 'Takes a proposal back. What has been decided stays.',
      problems: ['invalid-transition'],
    }),
    handler: (request, reply) => reply.deleted(mutate(request, (tx) => deleteEnrollment(tx, request.params.id))),
  })

  app.post('/v1/enrollments/:id/approval', {
    ...enrollment.step({
      id: 'approveEnrollment',
      event: 'enrollment.approved',
      summary: 'Approve an enrollment',
      description: 'PROPOSED to APPROVED (persetujuan) by the decision named, e.g. of the assessment board (sidang TPP).',
      body: EnrollmentApproval,
      problems: ['unknown-reference', 'contradiction'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => approveEnrollment(tx, request.params.id, request.body.decision))),
  })

  app.post('/v1/enrollments/:id/rejection', {
    ...enrollment.step({
      id: 'rejectEnrollment',
      event: 'enrollment.rejected',
      summary: 'Reject an enrollment',
      description: 'PROPOSED to REJECTED (penolakan); the place is free again. Send `{}` when no decision is on record.',
      body: EnrollmentRejection,
      problems: ['unknown-reference', 'contradiction'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => rejectEnrollment(tx, request.params.id, request.body.decision ?? null))),
  })

  app.post('/v1/enrollments/:id/activation', {
    ...enrollment.step({
      id: 'activateEnrollment',
      event: 'enrollment.activated',
      summary: 'Activate an enrollment',
      description:
        'APPROVED to ACTIVE from the first day on, or SUSPENDED to ACTIVE again (pengaktifan). The program is ACTIVE, the inmate in custody here, and the rules of the program are checked again unless they were set aside.',
      problems: ['review-needed', 'contradiction', 'not-eligible'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => activateEnrollment(tx, request.params.id))),
  })

  app.post('/v1/enrollments/:id/suspension', {
    ...enrollment.step({
      id: 'suspendEnrollment',
      event: 'enrollment.suspended',
      summary: 'Suspend an enrollment',
      description:
        'ACTIVE to SUSPENDED (penangguhan); the place stays taken. Work on batches of the program ends today, and activation does not bring it back.',
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => suspendEnrollment(tx, request.params.id))),
  })

  app.post('/v1/enrollments/:id/termination', {
    ...enrollment.step({
      id: 'terminateEnrollment',
      event: 'enrollment.terminated',
      summary: 'Terminate an enrollment',
      description: 'Ends an enrollment (pengakhiran) as COMPLETED, WITHDRAWN or DISMISSED, and with it the work on batches of the program.',
      body: EnrollmentTermination,
      problems: ['contradiction'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => terminateEnrollment(tx, request.params.id, request.body))),
  })
}
