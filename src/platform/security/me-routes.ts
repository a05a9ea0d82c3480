/** `/v1/me`: who asks, and what it may do. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { aboutTag } from '../contract/about-routes.ts'
import { operation } from '../contract/operation.ts'
import { Id, idOf, instant, listOf, longText, nullable, object, openWords } from '../contract/shapes.ts'
import { allScopes, ScopeName } from '../contract/tags.ts'
import { dataClasses } from './data-classes.ts'

const Me = object('Me', {
  clientId: Id,
  name: Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000-\\u001F]+$', description: 'The name of the client.' }),
  scopes: listOf(ScopeName, 100, { description: 'The operations it may use.' }),
  allFacilities: Type.Boolean({ description: 'Whether it sees the rows of all facilities.' }),
  facilityIds: listOf(idOf('A facility.'), 1000, { description: 'The facilities whose rows exist for it, unless it sees all.' }),
  redactions: listOf(openWords(dataClasses), dataClasses.length, {
    description: 'Classes of personal data that it never sees, whatever its scopes.',
  }),
  purpose: nullable(longText(1000, 'What it reads personal data for, as it was registered.')),
  expiresAt: nullable(instant('When the key expires; null for never.')),
})

export const meRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/v1/me', {
    ...operation({
      kind: 'read',
      tag: aboutTag.name,
      resource: 'api',
      id: 'readMe',
      scope: 'caller',
      summary: 'Read who you are',
      description: 'The client behind the key (pemanggil), its scopes and facilities: the first thing to look at when an answer is 403 or 404.',
      answer: { schema: Me, description: 'The caller.' },
    }),
    handler: async ({ caller }) => ({
      clientId: caller.clientId,
      name: caller.name,
      scopes: allScopes().filter((scope) => caller.scopes.has(scope)),
      allFacilities: caller.facilities === 'ALL',
      facilityIds: caller.facilities === 'ALL' ? [] : [...caller.facilities],
      redactions: dataClasses.filter((dataClass) => caller.redactions.has(dataClass)),
      purpose: caller.purpose,
      expiresAt: caller.expiresAt,
    }),
  })
}
