/** `/v1/problems`: the `type` of every problem can be opened, by programs and in a browser. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import { type Static, Type } from 'typebox'
import { html, inLanguageOf, prefersPage, sendPage } from './html-page.ts'
import { type Language, phrase, say, translated } from './language.ts'
import { operation } from './operation.ts'
import { notFound, ProblemKindDocument, problemCatalogue, problemType } from './problems.ts'
import { closed, listOf, object, ref } from './shapes.ts'
import type { Tag } from './tags.ts'

const Catalogue = object('ProblemCatalogue', { items: listOf(ref(ProblemKindDocument), 200, { description: 'Every kind of problem.' }) })
const ByCode = closed({ code: Type.String({ minLength: 1, maxLength: 60, pattern: '^[a-z-]+$', description: 'The code of a problem.' }) })

type Kind = Static<typeof ProblemKindDocument>

const kinds = (language: Language): Kind[] =>
  [...problemCatalogue()]
    .map(([code, kind]) => ({
      ...kind,
      code,
      title: translated(kind.title, language),
      cause: translated(kind.cause, language),
      fix: translated(kind.fix, language),
    }))
    .sort((a, b) => a.code.localeCompare(b.code))

function listPage(reply: FastifyReply, language: Language): FastifyReply {
  const rows = kinds(language).map(
    ({ code, status, title, cause }) =>
      html`<tr><td>${status}</td><td><a href="${problemType(code)}">${code}</a></td><td>${title}<br><span class="faint">${cause}</span></td></tr>`,
  )
  const title = say(phrase`Problems`, language)
  return sendPage(
    reply,
    language,
    title,
    html`<h1>${title}</h1><p>${say(phrase`Everything that is not a success is one of these.`, language)}</p><table><tbody>${rows}</tbody></table>`,
  )
}

function kindPage(reply: FastifyReply, language: Language, { code, status, title, cause, fix, retryable }: Kind, example: unknown): FastifyReply {
  const exampleTitle = say(phrase`Example`, language)
  return sendPage(
    reply,
    language,
    title,
    html`<p><a href="/v1/problems">${say(phrase`Problems`, language)}</a></p>
<h1>${title}</h1>
<p class="faint">${status} · <code>${code}</code></p>
<dl>
<dt>${say(phrase`Cause`, language)}</dt><dd>${cause}</dd>
<dt>${say(phrase`What to do`, language)}</dt><dd>${fix}</dd>
<dt>${say(phrase`Send the same request again?`, language)}</dt><dd>${say(retryable ? phrase`It may succeed later unchanged.` : phrase`Not unchanged.`, language)}</dd>
</dl>
<h2>${exampleTitle}</h2>
<pre tabindex="0" aria-label="${exampleTitle}">${JSON.stringify(example, null, 2)}</pre>`,
  )
}

export const problemsTag: Tag = { name: 'Problems', description: 'The closed catalogue of problem answers (daftar masalah).' }
const shared = { tag: problemsTag.name, resource: 'problem', kind: 'read', scope: 'public' } as const

export async function problemRoutes(app: FastifyInstance): Promise<void> {
  app.get('/v1/problems', {
    ...operation({
      ...shared,
      id: 'listProblems',
      summary: 'List the kinds of problems',
      description: 'The closed catalogue of everything that is not a success, as JSON or as a page.',
      answer: { schema: Catalogue, description: 'The catalogue.', page: true },
    }),
    handler: async (request, reply) => {
      const language = inLanguageOf(request, reply)
      return prefersPage(request) ? listPage(reply, language) : { items: kinds(language) }
    },
  })
  app.get<{ Params: Static<typeof ByCode> }>(
    '/v1/problems/:code',
    operation({
      ...shared,
      id: 'readProblem',
      summary: 'Read one kind of problem',
      description: 'What causes it, what to do about it, and whether to retry, as JSON or as a page.',
      params: ByCode,
      answer: { schema: ProblemKindDocument, description: 'The kind of problem.', page: true },
    }),
    async (request, reply) => {
      const language = inLanguageOf(request, reply)
      const kind = kinds(language).find(({ code }) => code === request.params.code)
      if (kind === undefined) throw notFound()
      return prefersPage(request) ? kindPage(reply, language, kind, app.examples.problems[kind.code]?.body) : kind
    },
  )
}
