/** The API about itself: its links and its glossary. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { discoveryLinks } from './discovery.ts'
import { allWords } from './glossary.ts'
import { html, inLanguageOf, prefersPage, sendPage } from './html-page.ts'
import { languageOf, phrase, say, type Text } from './language.ts'
import { operation } from './operation.ts'
import { listOf, nullable, object, ref, sentence } from './shapes.ts'
import type { Tag } from './tags.ts'
import { apiVersion } from './version.ts'

export const aboutTag: Tag = { name: 'About', description: 'The API about itself (tentang API ini): its links, its caller, its glossary and its changes.' }
const about = { tag: aboutTag.name, resource: 'api', kind: 'read' } as const

const Link = object('EntryLink', {
  rel: sentence('What it is, as a link relation.', 60),
  href: sentence('Where it is, relative to this server.'),
  title: sentence('The same for people.'),
})
const Entry = object('Entry', {
  name: sentence('The name of the API.', 60),
  version: sentence('The version of the contract.', 20),
  links: listOf(ref(Link), 50, { description: 'Where to go from here.' }),
})

const Term = object('Term', {
  term: sentence('The Indonesian word.', 60),
  english: sentence('The word that the API uses.', 60),
  meaning: sentence('What it means, in the language that is asked for.', 500),
  path: nullable(sentence('Where the API has it.', 100)),
})
const Glossary = object('Glossary', { items: listOf(ref(Term), 200, { description: 'The words, in alphabetical order.' }) })

type Way = readonly [rel: string, href: string, title: Text]
const links: readonly Way[] = [
  ['self', '/v1', phrase`This page`],
  ['service-desc', '/v1/openapi.json', phrase`The contract (OpenAPI 3.1)`],
  ['service-doc', '/docs', phrase`Swagger UI`],
  ['status', '/health/ready', phrase`Whether the service is ready`],
  ['api-catalog', '/.well-known/api-catalog', phrase`The catalogue of APIs of this server`],
  ['problems', '/v1/problems', phrase`What can go wrong`],
  ['glossary', '/v1/glossary', phrase`What the Indonesian words mean`],
  ['me', '/v1/me', phrase`Who you are`],
]

export const aboutRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/v1', {
    ...operation({
      ...about,
      id: 'readEntry',
      scope: 'public',
      summary: 'Read the index of the API',
      description: 'The entry (pintu masuk): links to the contract, the explorer and every list.',
      answer: { schema: Entry, description: 'The links.' },
    }),
    handler: async (request, reply) => {
      const language = languageOf(request)
      const lists = app.lists.map((href): Way => [href.slice('/v1/'.length), href, phrase`The list of ${href.slice('/v1/'.length)}`])
      reply.headers({ 'cache-control': 'public, max-age=300', 'content-language': language, vary: 'Accept-Language', link: discoveryLinks })
      return { name: 'BinaKarya', version: apiVersion, links: [...links, ...lists].map(([rel, href, title]) => ({ rel, href, title: say(title, language) })) }
    },
  })

  app.get('/v1/glossary', {
    ...operation({
      ...about,
      id: 'readGlossary',
      scope: 'public',
      summary: 'Read the glossary',
      description: 'The Indonesian words of the field (glosarium), as JSON or as a page.',
      answer: { schema: Glossary, description: 'The words.', page: true },
    }),
    handler: async (request, reply) => {
      const language = inLanguageOf(request, reply)
      const items = allWords().map(([term, [english, meaning, path = null]]) => ({ term, english, meaning: say(meaning, language), path }))
      if (!prefersPage(request)) return { items }
      const title = say(phrase`Glossary`, language)
      const rows = items.map(({ term, english, meaning }) => html`<tr><th scope="row">${term}</th><td>${english}</td><td>${meaning}</td></tr>`)
      return sendPage(reply, language, title, html`<h1>${title}</h1><table><tbody>${rows}</tbody></table>`)
    },
  })
}
