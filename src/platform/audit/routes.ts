import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { operation } from '../contract/operation.ts'
import { resource } from '../contract/resource.ts'
import { ById } from '../contract/shapes.ts'
import { access } from './access.ts'
import { AuditChanges, AuditEntry, AuditEntryQuery, AuditHead } from './schemas.ts'
import { shownChanges, shownEntry, shownPage } from './shown-changes.ts'
import { listAuditEntries, readAuditEntry, readAuditHead, readStoredChanges } from './store.ts'

const entry = resource({
  schema: AuditEntry,
  many: 'AuditEntries',
  tag: access.tag.name,
  scopes: { read: 'audit:read' },
})

export const auditRoutes: FastifyPluginAsyncTypebox = async (app) => {
  /** Who reads the trail stands in it as well, without what was found: that is there already. */
  const watched = async <Found>(request: FastifyRequest, read: Promise<Found>): Promise<Found> => {
    const found = await read
    await app.auditor.watched(request)
    return found
  }

  app.get('/v1/audit-entries', {
    ...entry.list({
      summary: 'List the audit trail',
      description:
        'Every change, every answer with personal data and every refusal (jejak audit). `resourceId` answers who saw a record, `clientId` what a client has read.',
      query: AuditEntryQuery,
    }),
    handler: (request, reply) => reply.page(watched(request, listAuditEntries(request.db, request.query)).then((page) => shownPage(page, request.caller))),
  })

  app.get('/v1/audit-entries/:id', {
    ...entry.read({ summary: 'Read an entry of the audit trail', description: 'One entry (jejak audit). It never changes.' }),
    handler: (request, reply) => reply.one(watched(request, readAuditEntry(request.db, request.params.id)).then((found) => shownEntry(found, request.caller))),
  })

  app.get('/v1/audit-entries/:id/changes', {
    ...operation({
      id: 'readAuditChanges',
      kind: 'read',
      tag: 'Audit',
      resource: 'audit-entry',
      scope: 'audit:read',
      params: ById,
      summary: 'Read what a change changed',
      description:
        'The values before and after (nilai sebelum dan sesudah). Needs the scope that reads the record as well; what is personal in it is masked as there, and to see it is a read of the record.',
      answer: { schema: AuditChanges, description: 'What got another value.' },
    }),
    handler: async (request, reply) => {
      const { caller } = request
      const { answer, classes } = await shownChanges(await readStoredChanges(request.db, request.params.id), { ...request.db, keyring: app.keyring })
      if (answer.resourceId === null || classes.length === 0) await app.auditor.watched(request)
      else {
        await app.rateLimiter.personal.take(reply, caller, 1)
        await app.auditor.disclosed(request, [{ id: answer.resourceId, facilityId: answer.facilityId }], classes)
      }
      return answer
    },
  })

  app.get('/v1/audit-head', {
    ...operation({
      id: 'readAuditHead',
      kind: 'read',
      tag: 'Audit',
      resource: 'audit-entry',
      scope: 'audit:read',
      summary: 'Read the end of the chain of seals',
      description:
        'Keep number and hash elsewhere, e.g. once a day: `npm run audit:verify -- --anchor <number>:<hash>` then also shows a tail that was cut and a chain made anew.',
      answer: { schema: AuditHead, description: 'The newest seal.' },
    }),
    handler: (request) => readAuditHead(request.db),
  })
}
