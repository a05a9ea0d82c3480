/** The contract, generated from the routes: what `operation()` knows becomes OpenAPI 3.1. */
import { gzipSync } from 'node:zlib'
import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { Type } from 'typebox'
import { stringify } from 'yaml'
import { deprecationHeadersDocument } from './deprecation.ts'
import { discoveryLinks, type Operator } from './discovery.ts'
import { addExamples, type RecordedExamples } from './examples.ts'
import { type Language, languages, paragraphs, phrase, translated, withSentences } from './language.ts'
import type { OperationFacts } from './operation.ts'
import { problemCatalogue } from './problems.ts'
import { closed, oneOf } from './shapes.ts'
import { type Document, nameAnswers, shareParts } from './shared-parts.ts'
import { allScopes, allTags } from './tags.ts'
import { apiVersion } from './version.ts'

type Loose = Record<string, unknown>

const always = ['internal-error', 'too-many-requests', 'not-acceptable', 'bad-http', 'headers-too-large', 'uri-too-long', 'request-timeout']

/** Every problem an operation may answer, from what it is. */
function problemsOf({ kind, scope, problems, oauth, ifMatch }: OperationFacts, method: string, schema: Loose): string[] {
  return [
    ...always,
    ...(schema.body || schema.querystring || schema.params ? ['invalid-request'] : []),
    ...(schema.querystring && (schema.querystring as { properties?: Loose }).properties?.cursor ? ['invalid-cursor', 'cursor-mismatch'] : []),
    // What is public is answered without the database.
    ...(scope === 'public' ? [] : ['unavailable', 'token-missing', 'token-invalid', 'token-expired', ...(scope === 'caller' ? [] : ['scope-missing'])]),
    ...(schema.params ? ['not-found'] : []),
    // A body is read, and refused, also where none belongs.
    ...(method === 'GET' ? [] : [...(oauth ? [] : ['invalid-json']), 'body-too-large', 'unsupported-media-type']),
    ...(kind === 'write' ? ['request-in-progress'] : []),
    ...(method === 'POST' && kind === 'write' ? ['invalid-request', 'idempotency-key-reused'] : []),
    ...(ifMatch ? ['precondition-required', 'stale-version'] : []),
    ...problems,
  ].filter((code, at, all) => all.indexOf(code) === at)
}

const visible = '^[!-~][ -~]*$'
const header = (description: string, more: Loose = {}) => ({ description, type: 'string', maxLength: 2000, pattern: visible, ...more })
const digits = { maxLength: 10, pattern: '^[0-9]+$' }
const answerHeaders = {
  'API-Version': header('The version of the contract.', { maxLength: 20, example: apiVersion }),
  'X-Request-Id': header('The id of this request, also in the logs.', { format: 'uuid', maxLength: 36, example: '6f1d9b52-3c0e-4f6b-9d43-5b0c7e9a2d11' }),
}
/** Answers about persons and stock are kept by nobody; those about the API itself say for how long they may be. */
const cacheHeader = { 'Cache-Control': header('Whether, and for how long, the answer may be kept (RFC 9111).', { maxLength: 100, example: 'no-store' }) }
const rateHeaders = {
  'RateLimit-Limit': header('Requests that may be sent in a minute.', { ...digits, example: '6000' }),
  'RateLimit-Remaining': header('Requests that are left of them.', { ...digits, example: '5999' }),
  'RateLimit-Reset': header('Seconds until all of them are there again.', { ...digits, example: '60' }),
  RateLimit: header('What is left (`r`) for how many seconds (`t`), as a structured field.', { maxLength: 100, example: '"reads";r=5999;t=60' }),
  'RateLimit-Policy': header('The quota (`q`) in a window of seconds (`w`).', { maxLength: 100, example: '"reads";q=6000;w=60' }),
}
const languageHeader = { 'Content-Language': header('The language of `detail` and of the messages.', { maxLength: 10, example: 'en' }) }
const challengeHeader = { 'WWW-Authenticate': header('What is wrong with the credentials (RFC 6750).', { example: 'Bearer realm="binakarya"' }) }
const retryHeader = { 'Retry-After': header('Seconds to wait, where a retry may succeed.', { ...digits, example: '1' }) }
/** Answered before it is known who asks, where nothing is counted yet. */
const uncounted = [408, 414, 431]

function problemResponses(codes: readonly string[]): Record<string, Loose> {
  const kinds = codes.flatMap((code) => {
    const kind = problemCatalogue().get(code)
    return kind === undefined ? [] : [{ code, ...kind }]
  })
  const statuses = [...new Set(kinds.map(({ status }) => status))].sort((a, b) => a - b)
  return Object.fromEntries(
    statuses.map((status) => {
      const those = kinds.filter((kind) => kind.status === status)
      const headers = {
        ...answerHeaders,
        ...cacheHeader,
        ...languageHeader,
        ...(status >= 500 || uncounted.includes(status) ? {} : rateHeaders),
        ...(status === 401 ? challengeHeader : {}),
        ...(those.some(({ code, retryable }) => retryable && code !== 'internal-error') ? retryHeader : {}),
      }
      const description = paragraphs(...those.map(({ code, title }) => phrase`\`${code}\`: ${{ template: title, values: [] }}.`))
      return [status, { description, headers, content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } } }]
    }),
  )
}

const asked = (maxLength: number, description: string, pattern = visible) => ({ type: 'string', minLength: 1, maxLength, pattern, description })
export const onBehalfOfPattern = '^[!-~]{1,100}$'
const requestHeader = {
  'Accept-Language': asked(100, 'The language of what is said to people, `id` or `en`; English unless given.'),
  'On-Behalf-Of': asked(
    100,
    'Whom the client acts for: an id of its own for a person or a system, which says nothing to others. It is kept with what is recorded of the request. A token of a person says it instead.',
    onBehalfOfPattern,
  ),
  'Idempotency-Key': asked(
    255,
    'Makes the request safe to repeat for 24 hours: the same key and body are answered once, and replayed after that.',
    '^[!-~]{1,255}$',
  ),
  'If-Match': asked(200, 'The ETag of the version that the change was made for, or `*` for any.'),
  'If-None-Match': asked(200, 'The ETag that the caller has; answered 304 while it is current.'),
}

/** The request headers an operation understands. */
function requestHeaders(method: string, { kind, scope, ifMatch, versioned }: OperationFacts): Loose {
  const understood: Record<keyof typeof requestHeader, boolean | undefined> = {
    'Accept-Language': true,
    'On-Behalf-Of': scope !== 'public',
    'Idempotency-Key': method === 'POST' && kind === 'write',
    'If-Match': ifMatch,
    'If-None-Match': versioned,
  }
  const properties = Object.fromEntries(Object.entries(requestHeader).filter(([name]) => understood[name as keyof typeof requestHeader]))
  return { type: 'object', properties, ...(ifMatch ? { required: ['If-Match'] } : {}) }
}

/** The refusals of RFC 6749 beside the problems of the same status. */
function withRefusals(answers: Record<string, Loose>, refusals: Record<string, Loose>): Record<string, Loose> {
  const merged = Object.entries(refusals).map(([status, refusal]): [string, Loose] => {
    const beside = answers[status] ?? { headers: { ...answerHeaders, ...cacheHeader, ...languageHeader, ...rateHeaders, ...challengeHeader } }
    const content = { ...(refusal.content as Loose), ...(beside.content as Loose | undefined) }
    return [status, { ...beside, content, description: paragraphs(...([refusal.description, beside.description].filter(Boolean) as string[])) }]
  })
  return { ...answers, ...Object.fromEntries(merged) }
}

function describe(schema: Loose, facts: OperationFacts, method: string): Loose {
  const { kind, status, versioned } = facts
  const { [status]: _, ...refusals } = schema.response as Record<number, Loose>
  const problems = problemsOf(facts, method, schema).sort()
  const answers = problemResponses(problems)
  const success = { ...((schema.response as Record<number, Loose>)[status] as Loose) }
  const headers: Loose = { ...answerHeaders, ...cacheHeader, ...rateHeaders }
  if (facts.sparse) headers.Link = header('Pages: `self`, `first`, `prev`, `next` (RFC 8288).', { maxLength: 10_000, example: '</v1/facilities>; rel="self"' })
  if (versioned || (kind === 'write' && status !== 204))
    headers.ETag = header('The version, and for a caller who is not shown everything which part of it; for If-Match.', {
      maxLength: 30,
      pattern: '^"[0-9]+(-[0-9a-f]{8})?"$',
      example: '"1"',
    })
  Object.assign(headers, deprecationHeadersDocument(facts.deprecated))
  if (status === 201) headers.Location = header('Where the new resource is.', { example: '/v1/facilities/0199cc0f-9f80-7000-8000-000000000017' })
  if (method === 'POST' && kind === 'write')
    headers['Idempotency-Replayed'] = header('`true` when an earlier request with this key had done it.', { enum: ['true'], maxLength: 4, example: 'true' })
  success.headers = headers
  return {
    ...schema,
    ...(method === 'PATCH' ? { consumes: ['application/merge-patch+json', 'application/json'] } : {}),
    'x-problems': problems,
    headers: requestHeaders(method, facts),
    ...(facts.scope === 'public' ? {} : { security: [{ apiKey: [] }, { oauth2: facts.scope === 'caller' ? [] : [facts.scope] }] }),
    response: {
      [status]: success,
      ...(versioned
        ? {
            304: { description: 'The version named in If-None-Match is current.', headers: { ...answerHeaders, ...cacheHeader, ...rateHeaders }, type: 'null' },
          }
        : {}),
      ...(facts.oauth ? withRefusals(answers, refusals as Record<string, Loose>) : answers),
    },
  }
}

const securitySchemes = () =>
  ({
    apiKey: { type: 'http', scheme: 'bearer', description: 'An API key (kunci API), or an access token that was got already.' },
    oauth2: {
      type: 'oauth2',
      description: 'Access tokens (token akses) for ten minutes, got with the id and the secret of a client, and checked as RFC8725 asks.',
      flows: {
        clientCredentials: { tokenUrl: '/v1/oauth/token', scopes: Object.fromEntries(allScopes().map((scope) => [scope, scope.replaceAll(':', ' ')])) },
      },
    },
  }) as const

const documented = new WeakMap<OperationFacts, ReadonlySet<number>>()

/** The statuses that the document has for the operation of a route. */
export function documentedStatuses({ config: { operation }, schema, method }: FastifyRequest['routeOptions']): ReadonlySet<number> {
  let statuses = documented.get(operation)
  if (statuses === undefined) {
    const { response } = describe(schema as unknown as Loose, operation, [method].flat()[0] ?? 'GET')
    statuses = new Set(Object.keys(response as Loose).map(Number))
    documented.set(operation, statuses)
  }
  return statuses
}

/** What the API is, in a sentence and in a few. */
export interface About {
  summary: string
  description: string
}

export const openApi = fp(async (app: FastifyInstance, { operator, about }: { operator: Operator; about: About }) => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'BinaKarya',
        version: apiVersion,
        summary: about.summary,
        description: paragraphs(
          about.description,
          'Send `Authorization: Bearer <API key or access token>`; a client gets access tokens at `/v1/oauth/token`. Give `Idempotency-Key` with every POST and `If-Match` with every change; a patch that changes nothing is answered with the row as it is, and is no new version. Errors are problem details (RFC 9457) from the catalogue at `/v1/problems`.',
        ),
        contact: { name: 'Those who run this server', url: operator.url, email: operator.email },
        termsOfService: operator.terms,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } as { name: string },
        'x-api-id': '2f3c8f0e-7f0a-4f5e-9a51-5a6b0f7b6a10',
        'x-audience': 'external-public',
      } as { title: string; version: string },
      servers: [{ url: '/', description: 'The server that serves this document: production, staging or local.', 'x-internal': false } as { url: string }],
      tags: [...allTags()],
      components: { securitySchemes: securitySchemes() },
      security: [{ apiKey: [] }, { oauth2: [] }],
    },
    hideUntagged: true,
    refResolver: { buildLocalReference: (json, _base, _fragment, index) => (typeof json.$id === 'string' ? json.$id : `schema-${index}`) },
    transformObject: (input) => {
      const document = (input as { openapiObject: object }).openapiObject as Document
      nameAnswers(document)
      addExamples(document, app.examples)
      shareParts(document)
      return document
    },
    transform: ({ schema, url, route }) => {
      const facts = route.config?.operation
      const method = [route.method].flat()[0] ?? 'GET'
      if (facts === undefined || method === 'HEAD') return { schema: { ...schema, hide: true }, url }
      return { schema: describe(schema as Loose, facts, method) as typeof schema, url }
    },
  })

  // Written when it is first asked for; the document is public and may be read from any origin.
  const written = new Map<string, { plain: Buffer; compressed: Buffer }>()
  const edition = (language: Language, format: 'json' | 'yaml') => {
    const name = `${language}.${format}`
    let found = written.get(name)
    if (found === undefined) {
      const plain = Buffer.from(format === 'json' ? contractJson(app, language) : contractYaml(app, language))
      found = { plain, compressed: gzipSync(plain) }
      written.set(name, found)
    }
    return found
  }
  const headers = {
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'public, max-age=300',
    vary: 'Accept-Encoding',
    link: discoveryLinks,
  }
  const schema = { hide: true, querystring: closed({ lang: Type.Optional(oneOf(languages)) }) }
  for (const format of ['json', 'yaml'] as const) {
    app.get<{ Querystring: { lang?: Language } }>(`/v1/openapi.${format}`, { schema }, (request, reply) => {
      const { lang = 'en' } = request.query
      const { plain, compressed } = edition(lang, format)
      reply.headers({ ...headers, 'content-language': lang }).type(`application/${format}; charset=utf-8`)
      return request.accepts().encoding(['gzip', 'identity']) === 'gzip' ? reply.header('content-encoding', 'gzip').send(compressed) : reply.send(plain)
    })
  }
})

/** The document as it is committed and served: indented, so that a change shows as lines, by one blank, which would else be a fifth of it. */
export function contractJson(app: FastifyInstance, language: Language = 'en'): string {
  const document = app.swagger() as unknown as Loose
  return `${JSON.stringify(
    withSentences(document, (english) => translated(english, language)),
    null,
    1,
  )}\n`
}

export const contractYaml = (app: FastifyInstance, language: Language = 'en'): string =>
  stringify(JSON.parse(contractJson(app, language)), { aliasDuplicateObjects: false })

/** The catalogue as a file. */
export function problemsMarkdown({ problems }: RecordedExamples): string {
  const entries = [...problemCatalogue()].sort(([a], [b]) => a.localeCompare(b))
  const sections = entries.map(([code, { status, title, cause, fix, retryable }]) => {
    const example = JSON.stringify(problems[code]?.body, null, 2)
    return `## ${code}\n\n**${status} ${title}.** ${cause}\n\nWhat to do: ${fix}\n\nRetry unchanged: ${retryable ? 'yes' : 'no'}.\n\n\`\`\`json\n${example}\n\`\`\`\n`
  })
  return `# Problems\n\nEvery answer that is not a success is one of these (RFC 9457). Generated from the catalogue in the code by \`npm run openapi\`.\n\n${sections.join('\n')}`
}
