import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { operation } from '../../platform/contract/operation.ts'
import { ById } from '../../platform/contract/shapes.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { access } from './access.ts'
import { changeClient, createClient, removeClient } from './change-client.ts'
import { credentialRoutes } from './credential-routes.ts'
import { requireKnownRoles } from './roles.ts'
import { ApiClient, ApiClientPage, ApiClientPatch, ApiClientQuery, NewApiClient } from './schemas.ts'
import { listApiClients, readApiClient, withScopes } from './store.ts'

const room = { tag: access.tag.name, resource: 'client', scope: 'clients:manage' } as const
const refusals = ['duplicate', 'unknown-reference', 'contradiction', 'facility-not-allowed'] as const

export const clientRoutes: FastifyPluginAsyncTypebox = async (app) => {
  requireKnownRoles()
  app.get(
    '',
    operation({
      ...room,
      id: 'listApiClients',
      summary: 'List clients',
      description: 'Who may call (klien). A caller of some facilities sees the clients that have facilities, and none but those.',
      query: ApiClientQuery,
      answer: { schema: ApiClientPage, description: 'A page of clients.' },
      sparse: true,
    }),
    async (request, reply) => reply.page(await listApiClients(request.db, request.query)),
  )

  app.post(
    '',
    operation({
      ...room,
      id: 'createApiClient',
      event: 'client.created',
      summary: 'Add a client',
      description:
        'Lets an organisation in (daftarkan klien), with the roles and facilities it is given; it calls with a credential that is made next. A caller of some facilities gives at least one of them, and no other.',
      body: NewApiClient,
      answer: { status: 201, schema: ApiClient, description: 'The new client.' },
      problems: refusals,
    }),
    async (request, reply) => {
      const { row, replayed } = await mutate<ApiClient>(request, (tx) => createClient(tx, request.body))
      return reply.created({ row: withScopes(row), replayed }, '/v1/clients')
    },
  )

  app.get(
    '/:id',
    operation({
      ...room,
      id: 'readApiClient',
      summary: 'Read a client',
      description: 'One client (klien), with the scopes that follow from its roles.',
      params: ById,
      answer: { schema: ApiClient, description: 'The client.' },
    }),
    async (request, reply) => reply.one(await readApiClient(request.db, request.params.id)),
  )

  app.patch(
    '/:id',
    operation({
      ...room,
      id: 'updateApiClient',
      event: 'client.updated',
      ifMatch: true,
      summary: 'Change a client',
      description:
        'Merge patch; lists are replaced as a whole. What changes holds from the next request of the client (klien) on: `suspended` and `archived` lock it out at once. Nobody changes the client that it calls as.',
      params: ById,
      body: ApiClientPatch,
      answer: { schema: ApiClient, description: 'The client as it is now.' },
      problems: [...refusals, 'client-protected'],
    }),
    async (request, reply) => {
      const { row, replayed } = await mutate<ApiClient>(request, (tx) => changeClient(tx, request.params.id, request.body))
      return reply.changed({ row: withScopes(row), replayed })
    },
  )

  app.delete(
    '/:id',
    operation({
      ...room,
      id: 'deleteApiClient',
      event: 'client.deleted',
      ifMatch: true,
      summary: 'Delete a client',
      description: 'Only a client (klien) that never had a credential, and has no subject of an external provider; archive it otherwise.',
      params: ById,
      answer: { status: 204, description: 'It is gone.' },
      problems: ['still-referenced', 'client-protected'],
    }),
    async (request, reply) => {
      await mutate(request, (tx) => removeClient(tx, request.params.id))
      return reply.code(204).send()
    },
  )

  await app.register(credentialRoutes, { prefix: '/:id/credentials' })
}
