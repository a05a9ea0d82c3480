import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { operation } from '../../platform/contract/operation.ts'
import { ById } from '../../platform/contract/shapes.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { access } from './access.ts'
import { issueCredential, newSecret, revoke } from './issue-credential.ts'
import {
  ApiClientCredential,
  ApiClientCredentialPage,
  ApiClientCredentialQuery,
  ByCredential,
  IssuedApiClientCredential,
  NewApiClientCredential,
} from './schemas.ts'
import { listCredentials, readCredential } from './store.ts'

const room = { tag: access.tag.name, resource: 'client-credential', scope: 'clients:manage' } as const

export const credentialRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '',
    operation({
      ...room,
      id: 'listApiClientCredentials',
      summary: 'List the credentials of a client',
      description: 'API keys, secrets and public keys (kredensial), also those that were revoked. What is secret of them is not kept, and so never shown.',
      params: ById,
      query: ApiClientCredentialQuery,
      answer: { schema: ApiClientCredentialPage, description: 'A page of credentials.' },
      sparse: true,
    }),
    async (request, reply) => reply.page(await listCredentials(request.db, request.params.id, request.query)),
  )

  app.post(
    '',
    operation({
      ...room,
      id: 'createApiClientCredential',
      event: 'client-credential.created',
      summary: 'Make a credential for a client',
      description:
        'Makes an API key or a client secret, or registers a public key (buat kredensial). `secret` is shown in this answer and never again: a repeated request is answered without it. Two of a kind may be valid at once, so that a client changes over without a gap.',
      params: ById,
      body: NewApiClientCredential,
      answer: { status: 201, schema: IssuedApiClientCredential, description: 'The new credential, with its secret.' },
      problems: ['contradiction', 'client-protected', 'too-many-credentials'],
    }),
    async (request, reply) => {
      const { body, params, server } = request
      const secret = newSecret(server.keyring, body, server.idsFor(request)())
      const { row, replayed } = await mutate<ApiClientCredential>(request, (tx) => issueCredential(tx, params.id, body, secret))
      return reply.created({ row: { ...row, secret: replayed ? null : secret.text }, replayed }, `/v1/clients/${params.id}/credentials`)
    },
  )

  app.get(
    '/:credentialId',
    operation({
      ...room,
      id: 'readApiClientCredential',
      summary: 'Read a credential of a client',
      description: 'One credential (kredensial), without what is secret of it.',
      params: ByCredential,
      answer: { schema: ApiClientCredential, description: 'The credential.' },
    }),
    async (request, reply) => reply.one(await readCredential(request.db, request.params.id, request.params.credentialId)),
  )

  app.delete(
    '/:credentialId',
    operation({
      ...room,
      id: 'deleteApiClientCredential',
      event: 'client-credential.revoked',
      ifMatch: true,
      summary: 'Revoke a credential of a client',
      description: 'It is refused from the next request on (cabut kredensial). It can still be read, and cannot be revoked a second time: 404.',
      params: ByCredential,
      answer: { status: 204, description: 'It is revoked.' },
      problems: ['client-protected'],
    }),
    async (request, reply) => {
      await mutate(request, (tx) => revoke(tx, request.params.id, request.params.credentialId))
      return reply.code(204).send()
    },
  )
}
