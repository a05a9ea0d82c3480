import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { operation } from '../contract/operation.ts'
import { resource } from '../contract/resource.ts'
import { access } from './access.ts'
import { AuditEntry, AuditEntryQuery, AuditHead } from './schemas.ts'
import { listAuditEntries, readAuditEntry, readAuditHead } from './store.ts'

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
    handler: (request, reply) => reply.page(watched(request, listAuditEntries(request.db, request.query))),
  })

  app.get('/v1/audit-entries/:id', {
    ...entry.read({ summary: 'Read an entry of the audit trail', description: 'One entry (jejak audit). It never changes.' }),
    handler: (request, reply) => reply.one(watched(request, readAuditEntry(request.db, request.params.id))),
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
