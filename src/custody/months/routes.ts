import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { resource } from '../../platform/contract/resource.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { access } from './access.ts'
import { lockMonth, reopenMonth } from './lock-month.ts'
import { ByMonth, FacilityMonth, MonthReopening } from './schemas.ts'
import { readMonth } from './store.ts'

const month = resource({
  schema: FacilityMonth,
  tag: access.tag.name,
  scopes: { read: 'facility-months:read', write: 'facility-months:write' },
  params: ByMonth,
})

export const monthRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/v1/facilities/:id/months/:month', {
    ...month.read({
      summary: 'Read a month',
      description: 'Whether a month of a facility is open or locked (dikunci). One that nobody has locked yet is open.',
    }),
    handler: (request, reply) => reply.one(readMonth(request.db, request.params.id, request.params.month)),
  })

  app.post('/v1/facilities/:id/months/:month/lock', {
    ...month.step({
      id: 'lockFacilityMonth',
      event: 'facility-month.locked',
      summary: 'Lock a month',
      description:
        'OPEN to LOCKED (kunci bulan), once the month is over at the facility. What is being entered at the same moment is entered before, or refused: 409 `month-locked`.',
      problems: ['contradiction'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => lockMonth(tx, request.params.id, request.params.month))),
  })

  app.post('/v1/facilities/:id/months/:month/reopening', {
    ...month.step({
      id: 'reopenFacilityMonth',
      event: 'facility-month.reopened',
      summary: 'Open a month again',
      description: 'LOCKED to OPEN (buka kembali bulan), with a reason.',
      body: MonthReopening,
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => reopenMonth(tx, request.params.id, request.params.month, request.body))),
  })
}
