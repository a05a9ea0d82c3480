import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { operation } from '../contract/operation.ts'
import { ById } from '../contract/shapes.ts'
import { access } from './access.ts'
import { AuditEntry, AuditEntryPage, AuditEntryQuery, AuditHead } from './schemas.ts'
import { listAuditEntries, readAuditEntry, readAuditHead } from './store.ts'

const room = { tag: access.tag.name, resource: 'audit-entry', scope: 'audit:read' } as const

/** Who reads the trail stands in it as well, without what was found: that is there already. */
export const auditRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/audit-entries',
    operation({
      ...room,
      id: 'listAuditEntries',
      summary: 'List the audit trail',
      description:
        'Every change, every answer with personal data and every refusal (jejak audit). `resourceId` answers who saw a record, `clientId` what a client has read.',
      query: AuditEntryQuery,
      answer: { schema: AuditEntryPage, description: 'A page of entries.' },
      sparse: true,
    }),
    async (request, reply) => {
      const page = await listAuditEntries(request.db, request.query)
      await app.auditor.watched(request)
      return reply.page(page)
    },
  )

  app.get(
    '/audit-entries/:id',
    operation({
      ...room,
      id: 'readAuditEntry',
      summary: 'Read an entry of the audit trail',
      description: 'One entry (jejak audit). It never changes.',
      params: ById,
      answer: { schema: AuditEntry, description: 'The entry.' },
    }),
    async (request, reply) => {
      const entry = await readAuditEntry(request.db, request.params.id)
      await app.auditor.watched(request)
      return reply.one(entry)
    },
  )

  app.get(
    '/audit-head',
    operation({
      ...room,
      id: 'readAuditHead',
      summary: 'Read the end of the chain of seals',
      description:
        'Keep number and hash elsewhere, e.g. once a day: `npm run audit:verify -- --anchor <number>:<hash>` then also shows a tail that was cut and a chain made anew.',
      answer: { schema: AuditHead, description: 'The newest seal.' },
    }),
    async (request) => readAuditHead(request.db),
  )
}
