import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { resource } from '../../platform/contract/resource.ts'
import type { Mutated } from '../../platform/http/requests.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { access } from './access.ts'
import { approveClient, changeClient, createClient, prepareClient, rejectClient, removeClient } from './change-client.ts'
import { credentialRoutes } from './credential-routes.ts'
import { requireKnownRoles } from './roles.ts'
import { ApiClient, ApiClientGrant, ApiClientPatch, ApiClientQuery, NewApiClient } from './schemas.ts'
import { facilitiesOf, listApiClients, readApiClient, withScopes } from './store.ts'

const client = resource({
  schema: ApiClient,
  many: 'ApiClients',
  tag: access.tag.name,
  scopes: { read: 'api-clients:manage' },
  facility: { member: 'facilityIds', column: facilitiesOf('api_client.id') },
})
const refusals = ['unknown-reference', 'contradiction', 'facility-not-allowed'] as const

async function showScopes(done: Promise<Mutated<ApiClient>>): Promise<Mutated<ApiClient>> {
  const { row, replayed } = await done
  return { row: withScopes(row), replayed }
}

export const clientRoutes: FastifyPluginAsyncTypebox = async (app) => {
  requireKnownRoles()
  app.get('/v1/api-clients', {
    ...client.list({
      summary: 'List clients',
      description: 'Who may call (aplikasi klien). A caller of some facilities sees the clients that have facilities, and none but those.',
      query: ApiClientQuery,
    }),
    handler: (request, reply) => reply.page(listApiClients(request.db, request.query)),
  })

  app.post('/v1/api-clients', {
    ...client.create({
      summary: 'Add a client',
      description:
        'Registers an organisation (daftarkan aplikasi klien), with the roles and facilities it is given; it calls with a credential that is made next. A caller of some facilities gives at least one of them, and no other.',
      body: NewApiClient,
      problems: [...refusals, 'duplicate', 'second-person-needed'],
    }),
    handler: (request, reply) => reply.created(showScopes(mutate(request, (tx) => createClient(tx, request.body)))),
  })

  app.get('/v1/api-clients/:id', {
    ...client.read({ summary: 'Read a client', description: 'One client (aplikasi klien), with the scopes that follow from its roles.' }),
    handler: (request, reply) => reply.one(readApiClient(request.db, request.params.id)),
  })

  app.patch('/v1/api-clients/:id', {
    ...client.update({
      summary: 'Change a client',
      description:
        'Merge patch; lists are replaced as a whole. What changes holds from the next request of the client (aplikasi klien) on: `suspended` and `archived` lock it out at once. Nobody changes the client that it calls as.',
      body: ApiClientPatch,
      problems: [...refusals, 'duplicate', 'client-protected', 'second-person-needed'],
    }),
    handler: (request, reply) => reply.changed(showScopes(mutate(request, (tx) => changeClient(tx, request.params.id, request.body)))),
  })

  app.post('/v1/api-clients/:id/preparation', {
    ...client.step({
      id: 'prepareApiClient',
      event: 'api-client.prepared',
      summary: 'Prepare what a client is to be given',
      description:
        'What takes two persons waits as `preparedChange` (usulan perubahan) until another person approves it, within 72 hours. Any other change of the client (aplikasi klien) drops it.',
      body: ApiClientGrant,
      problems: [...refusals, 'client-protected'],
    }),
    handler: (request, reply) => reply.changed(showScopes(mutate(request, (tx) => prepareClient(tx, request.params.id, request.body)))),
  })

  app.post('/v1/api-clients/:id/approval', {
    ...client.step({
      id: 'approveApiClient',
      event: 'api-client.approved',
      summary: 'Approve what is prepared for a client',
      description: 'The second person gives it (setujui usulan): `preparedChange` holds from the next request of the client on.',
      problems: ['unknown-reference', 'facility-not-allowed', 'client-protected', 'second-person-needed'],
    }),
    handler: (request, reply) => reply.changed(showScopes(mutate(request, (tx) => approveClient(tx, request.params.id)))),
  })

  app.post('/v1/api-clients/:id/rejection', {
    ...client.step({
      id: 'rejectApiClient',
      event: 'api-client.rejected',
      summary: 'Reject what is prepared for a client',
      description: 'What is prepared is dropped (tolak usulan), also by whoever has prepared it; the client keeps what it has.',
      problems: ['client-protected'],
    }),
    handler: (request, reply) => reply.changed(showScopes(mutate(request, (tx) => rejectClient(tx, request.params.id)))),
  })

  app.delete('/v1/api-clients/:id', {
    ...client.delete({
      summary: 'Delete a client',
      description: 'Only a client (aplikasi klien) that never had a credential; archive it otherwise.',
      problems: ['still-referenced', 'client-protected'],
    }),
    handler: (request, reply) => reply.deleted(mutate(request, (tx) => removeClient(tx, request.params.id))),
  })

  await app.register(credentialRoutes)
}
