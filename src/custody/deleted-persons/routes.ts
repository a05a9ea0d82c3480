import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { resource } from '../../platform/contract/resource.ts'
import { access } from './access.ts'
import { DeletedPerson, DeletedPersonQuery } from './schemas.ts'
import { listDeletedPersons, readDeletedPerson } from './store.ts'

const deletedPerson = resource({
  schema: DeletedPerson,
  many: 'DeletedPersons',
  tag: access.tag.name,
  scopes: { read: 'privacy:manage' },
})

export const deletedPersonRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/v1/deleted-persons', {
    ...deletedPerson.list({
      summary: 'List who was deleted',
      description: 'Inmates, buyers and officers that were deleted as entered by mistake (dihapus), with the names they had and who did it.',
      query: DeletedPersonQuery,
    }),
    handler: (request, reply) => reply.page(listDeletedPersons(request.db, request.query)),
  })

  app.get('/v1/deleted-persons/:id', {
    ...deletedPerson.read({ summary: 'Read who was deleted', description: 'One person that was deleted as entered by mistake (dihapus), by the id it had.' }),
    handler: (request, reply) => reply.one(readDeletedPerson(request.db, request.params.id)),
  })
}
