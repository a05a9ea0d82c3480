import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { changeInmateCustody } from '../../custody/inmates/change-custody.ts'
import { Inmate } from '../../custody/inmates/index.ts'
import { operation } from '../../platform/contract/operation.ts'
import { ById } from '../../platform/contract/shapes.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { closeProgram } from '../programs/close-program.ts'
import { Program } from '../programs/index.ts'
import { access } from './access.ts'
import { changeEnrollment, deleteEnrollment } from './change-enrollment.ts'
import { activateEnrollment, approveEnrollment, rejectEnrollment, suspendEnrollment, terminateEnrollment } from './decide-enrollment.ts'
import { proposeEnrollment } from './propose-enrollment.ts'
import {
  CustodyChange,
  Enrollment,
  EnrollmentApproval,
  EnrollmentPage,
  EnrollmentPatch,
  EnrollmentQuery,
  EnrollmentRejection,
  EnrollmentTermination,
  NewEnrollment,
} from './schemas.ts'
import { listEnrollments, readEnrollment } from './store.ts'

const room = { tag: access.tag.name, resource: 'enrollment' }

export const enrollmentRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '',
    operation({
      ...room,
      id: 'listEnrollments',
      scope: 'enrollments:read',
      summary: 'List enrollments',
      description: 'Who takes part in which program (kepesertaan), by facility, program, inmate, status, role or first day.',
      query: EnrollmentQuery,
      answer: { schema: EnrollmentPage, description: 'A page of enrollments.' },
      sparse: true,
    }),
    async (request, reply) => reply.page(await listEnrollments(request.db, request.query)),
  )

  app.post(
    '',
    operation({
      ...room,
      id: 'createEnrollment',
      scope: 'enrollments:write',
      event: 'enrollment.created',
      summary: 'Propose an enrollment',
      description:
        'Proposes an inmate for a program (usulan). The rules of the program are checked for the first day; `override` sets them aside by a decision, and is kept. A proposal takes one of the places.',
      body: NewEnrollment,
      answer: { status: 201, schema: Enrollment, description: 'The new enrollment, PROPOSED.' },
      problems: ['duplicate', 'unknown-reference', 'contradiction', 'not-eligible', 'program-full'],
    }),
    async (request, reply) => reply.created(await mutate<Enrollment>(request, (tx) => proposeEnrollment(tx, request.body)), '/v1/enrollments'),
  )

  app.get(
    '/:id',
    operation({
      ...room,
      id: 'readEnrollment',
      scope: 'enrollments:read',
      summary: 'Read an enrollment',
      description: 'One enrollment (kepesertaan).',
      params: ById,
      answer: { schema: Enrollment, description: 'The enrollment.' },
    }),
    async (request, reply) => reply.one(await readEnrollment(request.db, request.params.id)),
  )

  app.patch(
    '/:id',
    operation({
      ...room,
      id: 'updateEnrollment',
      scope: 'enrollments:write',
      event: 'enrollment.updated',
      ifMatch: true,
      summary: 'Change an enrollment',
      description: 'Merge patch: the role while the enrollment is open, the first day until it is activated; the rules of the program are checked again.',
      params: ById,
      body: EnrollmentPatch,
      answer: { schema: Enrollment, description: 'The enrollment as it is now.' },
      problems: ['contradiction', 'not-eligible', 'invalid-transition'],
    }),
    async (request, reply) => reply.changed(await mutate<Enrollment>(request, (tx) => changeEnrollment(tx, request.params.id, request.body))),
  )

  app.delete(
    '/:id',
    operation({
      ...room,
      id: 'deleteEnrollment',
      scope: 'enrollments:write',
      event: 'enrollment.deleted',
      ifMatch: true,
      summary: 'Delete a proposal',
      description: 'Takes a proposal back. What has been decided stays.',
      params: ById,
      answer: { status: 204, description: 'It is gone.' },
      problems: ['invalid-transition'],
    }),
    async (request, reply) => {
      await mutate(request, (tx) => deleteEnrollment(tx, request.params.id))
      return reply.code(204).send()
    },
  )

  app.post(
    '/:id/approval',
    operation({
      ...room,
      id: 'approveEnrollment',
      scope: 'enrollments:write',
      event: 'enrollment.approved',
      ifMatch: true,
      summary: 'Approve an enrollment',
      description: 'Approves a proposal (persetujuan) by the decision named, e.g. of the assessment board (sidang TPP).',
      params: ById,
      body: EnrollmentApproval,
      answer: { schema: Enrollment, description: 'The enrollment, now APPROVED.' },
      problems: ['unknown-reference', 'contradiction', 'invalid-transition'],
    }),
    async (request, reply) => reply.changed(await mutate<Enrollment>(request, (tx) => approveEnrollment(tx, request.params.id, request.body.decision))),
  )

  app.post(
    '/:id/rejection',
    operation({
      ...room,
      id: 'rejectEnrollment',
      scope: 'enrollments:write',
      event: 'enrollment.rejected',
      ifMatch: true,
      summary: 'Reject an enrollment',
      description: 'Rejects a proposal (penolakan); its place is free again. Send `{}` when no decision is on record.',
      params: ById,
      body: EnrollmentRejection,
      answer: { schema: Enrollment, description: 'The enrollment, now REJECTED.' },
      problems: ['unknown-reference', 'contradiction', 'invalid-transition'],
    }),
    async (request, reply) => reply.changed(await mutate<Enrollment>(request, (tx) => rejectEnrollment(tx, request.params.id, request.body.decision ?? null))),
  )

  app.post(
    '/:id/activation',
    operation({
      ...room,
      id: 'activateEnrollment',
      scope: 'enrollments:write',
      event: 'enrollment.activated',
      ifMatch: true,
      summary: 'Activate an enrollment',
      description: 'Lets an APPROVED inmate begin, from the first day on, or a SUSPENDED one go on (pengaktifan).',
      params: ById,
      answer: { schema: Enrollment, description: 'The enrollment, now ACTIVE.' },
      problems: ['contradiction', 'invalid-transition'],
    }),
    async (request, reply) => reply.changed(await mutate<Enrollment>(request, (tx) => activateEnrollment(tx, request.params.id))),
  )

  app.post(
    '/:id/suspension',
    operation({
      ...room,
      id: 'suspendEnrollment',
      scope: 'enrollments:write',
      event: 'enrollment.suspended',
      ifMatch: true,
      summary: 'Suspend an enrollment',
      description: 'Pauses an ACTIVE enrollment (penangguhan); its place stays taken.',
      params: ById,
      answer: { schema: Enrollment, description: 'The enrollment, now SUSPENDED.' },
      problems: ['invalid-transition'],
    }),
    async (request, reply) => reply.changed(await mutate<Enrollment>(request, (tx) => suspendEnrollment(tx, request.params.id))),
  )

  app.post(
    '/:id/termination',
    operation({
      ...room,
      id: 'terminateEnrollment',
      scope: 'enrollments:write',
      event: 'enrollment.terminated',
      ifMatch: true,
      summary: 'Terminate an enrollment',
      description: 'Ends an enrollment (pengakhiran) as COMPLETED, WITHDRAWN or DISMISSED, and with it the work on batches of the program.',
      params: ById,
      body: EnrollmentTermination,
      answer: { schema: Enrollment, description: 'The enrollment with its outcome.' },
      problems: ['contradiction', 'invalid-transition'],
    }),
    async (request, reply) => reply.changed(await mutate<Enrollment>(request, (tx) => terminateEnrollment(tx, request.params.id, request.body))),
  )
}

/** What ends enrollments, though it is asked of an inmate or a program. */
export const departureRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/inmates/:id/custody-changes',
    operation({
      tag: 'Inmates',
      resource: 'inmate',
      id: 'changeInmateCustody',
      scope: 'inmates:write',
      event: 'inmate.custody-changed',
      ifMatch: true,
      summary: 'Change the custody of an inmate',
      description:
        'Records that an inmate was transferred (pindah), released (bebas), died, escaped, is absent for a time or is back. Except for an absence or a return, every open enrollment and all work on batches end on that day, in the same transaction.',
      params: ById,
      body: CustodyChange,
      answer: { schema: Inmate, description: 'The inmate as it is now.' },
      problems: ['duplicate', 'unknown-reference', 'contradiction', 'invalid-transition'],
    }),
    async (request, reply) => reply.changed(await mutate<Inmate>(request, (tx) => changeInmateCustody(tx, request.params.id, request.body))),
  )

  app.post(
    '/programs/:id/closure',
    operation({
      tag: 'Programs',
      resource: 'program',
      id: 'closeProgram',
      scope: 'programs:write',
      event: 'program.closed',
      ifMatch: true,
      summary: 'Close a program',
      description:
        'Closes an ACTIVE or SUSPENDED program for good (menutup) once its batches are finished. Open enrollments end today, in the same transaction.',
      params: ById,
      answer: { schema: Program, description: 'The program, now CLOSED.' },
      problems: ['invalid-transition', 'program-has-open-batches'],
    }),
    async (request, reply) => reply.changed(await mutate<Program>(request, (tx) => closeProgram(tx, request.params.id))),
  )
}
