import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { resource } from '../../platform/contract/resource.ts'
import { ById } from '../../platform/contract/shapes.ts'
import type { Mutated } from '../../platform/http/requests.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { access } from './access.ts'
import { approveCredential, issueCredential, newSecret, revoke, type Secret } from './issue-credential.ts'
import { ApiClientCredential, ApiClientCredentialQuery, ByCredential, IssuedApiClientCredential, NewApiClientCredential } from './schemas.ts'
import { facilitiesOf, listCredentials, readCredential } from './store.ts'

const credential = resource({
  schema: ApiClientCredential,
  many: 'ApiClientCredentials',
  tag: access.tag.name,
  scopes: { read: 'api-clients:manage' },
  table: 'client_credential',
  facility: { member: 'facilityIds', column: facilitiesOf('client_credential.client_id') },
  params: ByCredential,
  within: ById,
})

/** The secret is shown once: whoever repeats the request does not get it again. */
async function showSecret(done: Promise<Mutated<ApiClientCredential>>, { text }: Secret): Promise<Mutated<IssuedApiClientCredential>> {
  const { row, replayed } = await done
  return { row: { ...row, secret: replayed ? null : text }, replayed }
}

export const credentialRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/v1/api-clients/:id/credentials', {
    ...credential.list({
      summary: 'List the credentials of a client',
      description:
        'API keys, secrets, public keys and external subjects (kredensial), also those that were revoked. What is secret of them is not kept, and so never shown.',
      query: ApiClientCredentialQuery,
    }),
    handler: (request, reply) => reply.page(listCredentials(request.db, request.params.id, request.query)),
  })

  app.post('/v1/api-clients/:id/credentials', {
    ...credential.create({
      summary: 'Make a credential for a client',
      description:
        'Makes an API key or a client secret, registers a public key, or claims an external subject by a token of it (buat kredensial). `secret` is shown in this answer and never again: a repeated request is answered without it. Two of a kind may be valid at once, so that a client changes over without a gap; of an external subject one.',
      body: NewApiClientCredential,
      answer: { schema: IssuedApiClientCredential, description: 'The new credential, with its secret.' },
      problems: ['contradiction', 'duplicate', 'client-protected', 'too-many-credentials'],
    }),
    handler: (request, reply) => {
      const { body, params, server } = request
      const secret = newSecret(server.keyring, body, server.idsFor(request)())
      return reply.created(
        showSecret(
          mutate(request, (tx) => issueCredential(tx, params.id, body, secret, (token) => server.callers.proved(token))),
          secret,
        ),
      )
    },
  })

  app.get('/v1/api-clients/:id/credentials/:credentialId', {
    ...credential.read({ summary: 'Read a credential of a client', description: 'One credential (kredensial), without what is secret of it.' }),
    handler: (request, reply) => reply.one(readCredential(request.db, request.params.id, request.params.credentialId)),
  })

  app.post('/v1/api-clients/:id/credentials/:credentialId/approval', {
    ...credential.step({
      id: 'approveApiClientCredential',
      event: 'api-client-credential.approved',
      summary: 'Approve a credential of a client',
      description:
        'A credential of a client with scopes that no one person gives works once another person than its maker has approved it (setujui kredensial), within 72 hours.',
      problems: ['client-protected', 'second-person-needed'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => approveCredential(tx, request.params.id, request.params.credentialId))),
  })

  app.delete('/v1/api-clients/:id/credentials/:credentialId', {
    ...credential.delete({
      event: 'api-client-credential.revoked',
      summary: 'Revoke a credential of a client',
      description: 'It is refused from the next request on (cabut kredensial). It can still be read, and cannot be revoked a second time: 404.',
      answer: { description: 'It is revoked.' },
      problems: ['client-protected'],
    }),
    handler: (request, reply) => reply.deleted(mutate(request, (tx) => revoke(tx, request.params.id, request.params.credentialId))),
  })
}
