import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { localDay } from '../../platform/contract/local-day.ts'
import { operation } from '../../platform/contract/operation.ts'
import { PrivacyReport, PrivacyReportQuery } from './schemas.ts'
import { readPrivacyReport } from './store.ts'

const thisYear = (): number => Number(localDay(new Date(), 'Asia/Jakarta').slice(0, 4))

export const privacyReportRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/v1/privacy-report', {
    ...operation({
      id: 'readPrivacyReport',
      kind: 'read',
      tag: 'Privacy',
      resource: 'privacy-report',
      scope: 'privacy:manage',
      query: PrivacyReportQuery,
      summary: 'Read the figures of a year',
      description:
        'For the yearly report on the protection of personal data (laporan tahunan): requests of persons, refusals, erasures, incidents and notices. They count what the caller may see, and name nobody.',
      answer: { schema: PrivacyReport, description: 'The figures.' },
    }),
    handler: (request) => readPrivacyReport(request.db, request.query.year ?? thisYear()),
  })
}
