import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { resource } from '../../platform/contract/resource.ts'
import { ById } from '../../platform/contract/shapes.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { access } from './access.ts'
import { BySheet, NewWorkSheet, WorkLog, WorkLogQuery, WorkMonth, WorkMonthQuery, WorkSheet } from './schemas.ts'
import { listWorkLogs, listWorkMonths, readSheet, readWorkLog } from './store.ts'
import { writeSheet } from './write-sheet.ts'

const scopes = { read: 'work-logs:read', write: 'work-logs:write' }
const sheet = resource({ schema: WorkSheet, tag: access.tag.name, scopes, params: BySheet })
const log = resource({ schema: WorkLog, many: 'WorkLogs', tag: access.tag.name, scopes })
const month = resource({ schema: WorkMonth, many: 'WorkMonths', tag: access.tag.name, scopes, table: 'work_log', within: ById })

export const workLogRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/v1/programs/:id/work-logs/:date', {
    ...sheet.read({
      summary: 'Read a day-sheet',
      description: 'Who worked on a day of a program, and how (lembar harian). One that nobody has written yet has no rows and version 0.',
    }),
    handler: (request, reply) => reply.one(readSheet(request.db, request.params.id, request.params.date)),
  })

  app.put('/v1/programs/:id/work-logs/:date', {
    ...sheet.update({
      id: 'writeWorkSheet',
      event: 'work-sheet.written',
      summary: 'Write a day-sheet',
      description:
        'The whole sheet of a day takes the place of the one before, all of it or nothing. A row that stands already stays as it is; what is new or says something else is looked at: the inmate is enrolled on that day, the batch is worked on then, nobody has more than 720 minutes a day over all programs. Sent again it changes nothing, whatever its `If-Match`. Late entry is possible until the month is locked.',
      body: NewWorkSheet,
      problems: ['rows-refused', 'contradiction', 'month-locked'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => writeSheet(tx, request.params.id, request.params.date, request.body))),
  })

  app.get('/v1/work-logs', {
    ...log.list({
      summary: 'List work logs',
      description: 'The rows of day-sheets (absensi dan hasil kerja), of whichever day and program.',
      query: WorkLogQuery,
    }),
    handler: (request, reply) => reply.page(listWorkLogs(request.db, request.query)),
  })

  app.get('/v1/work-logs/:id', {
    ...log.read({ summary: 'Read a work log', description: 'One row of a day-sheet.' }),
    handler: (request, reply) => reply.one(readWorkLog(request.db, request.params.id)),
  })

  app.get('/v1/inmates/:id/work-months', {
    ...month.list({
      summary: 'List the months of work of an inmate',
      description: 'What the work logs of an inmate come to in each month and facility (rekap bulanan).',
      query: WorkMonthQuery,
    }),
    handler: (request, reply) => reply.page(listWorkMonths(request.db, request.params.id, request.query)),
  })
}
