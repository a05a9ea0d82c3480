/** `/v1/changelog`: what changed between the released contracts, for software. Written by `npm run openapi` from their differences. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { aboutTag } from './about-routes.ts'
import { operation } from './operation.ts'
import { projectFolder } from './project-folder.ts'
import { day, listOf, nullable, object, oneOf, ref, sentence } from './shapes.ts'

export const ContractChange = object('ContractChange', {
  kind: oneOf(['added', 'changed', 'deprecated', 'removed'], 'What happened.'),
  breaking: Type.Boolean({ description: 'Whether software that followed the earlier contract can fail.' }),
  place: sentence('Where: a part of an operation, or a member of a schema.', 500),
  operations: listOf(sentence('An operationId.', 100), 1000, { description: 'The operations it concerns; empty where it concerns all.' }),
  text: sentence('What it was and what it is, for people.', 1000),
})
export type ContractChange = Static<typeof ContractChange>

export const ContractVersion = object('ContractVersion', {
  version: Type.String({ pattern: '^(0|[1-9][0-9]*)(\\.(0|[1-9][0-9]*)){2}$', maxLength: 20, description: 'The version, as in `API-Version`.' }),
  releasedOn: nullable(day('The day of its release; null while it is in the making.')),
  changes: listOf(ref(ContractChange), 10_000, { description: 'What differs from the version before it; the first has none.' }),
})
export type ContractVersion = Static<typeof ContractVersion>

export const Changelog = object('Changelog', { items: listOf(ref(ContractVersion), 1000, { description: 'The versions, newest first.' }) })
export type Changelog = Static<typeof Changelog>

export async function changelogRoutes(app: FastifyInstance): Promise<void> {
  // Read when first asked for: the command that writes the file builds this app, also when a merge left the file unreadable.
  let changelog: Promise<Changelog> | undefined
  app.get('/v1/changelog', {
    ...operation({
      id: 'readChangelog',
      kind: 'read',
      tag: aboutTag.name,
      scope: 'public',
      resource: 'changelog',
      summary: 'Read what changed between versions',
      description: 'Every version of the contract (riwayat perubahan), newest first, with what it added, changed, deprecated and removed.',
      answer: { schema: Changelog, description: 'The versions and their changes.' },
    }),
    handler: async (_request, reply) => {
      changelog ??= readFile(join(projectFolder, 'openapi', 'changelog.json'), 'utf8').then((text) => JSON.parse(text))
      reply.header('cache-control', 'public, max-age=3600')
      return changelog
    },
  })
}
