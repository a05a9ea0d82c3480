/** The contract, generated from the routes: what `operation()` knows becomes OpenAPI 3.1. */
import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { stringify } from 'yaml'
import { apiVersion } from './http.ts'
import type { OperationFacts } from './operation.ts'
import { problemCatalogue } from './problems.ts'

type Loose = Record<string, unknown>

/** The tags in the order of the story: who, what, to whom. */
export const tags = [
  { name: 'Facilities', description: 'Technical units (UPT): Rutan, Lapas, LPKA and the regional offices (Kanwil) above them.' },
  { name: 'Officers', description: 'Staff (petugas) who supervise programs and batches.' },
  { name: 'Inmates', description: 'Persons in custody (warga binaan) and their register entries.' },
  { name: 'Programs', description: 'Work and training programs (program pembinaan kemandirian).' },
  { name: 'Enrollments', description: 'Who takes part in which program (kepesertaan).' },
  { name: 'Products', description: 'What is made (produk), its grades and list prices.' },
  { name: 'Batches', description: 'Production runs (bets produksi): workers, outputs, completion.' },
  { name: 'Stock', description: 'Movements and balances of finished goods (persediaan).' },
  { name: 'Buyers', description: 'Who buys (pembeli).' },
  { name: 'Sales', description: 'Sales (penjualan), the batches they draw from, and payments (pembayaran).' },
  { name: 'Problems', description: 'The closed catalogue of problem answers.' },
]

const always = ['internal-error', 'unavailable', 'not-acceptable', 'bad-http', 'headers-too-large', 'uri-too-long', 'request-timeout']

/** Every problem an operation may answer, from what it is. */
export function problemsOf(facts: OperationFacts, method: string, schema: Loose, ifMatch: boolean): string[] {
  const { scope, problems } = facts
  return [
    ...always,
    ...(schema.body || schema.querystring || schema.params ? ['invalid-request'] : []),
    ...(schema.querystring && (schema.querystring as { properties?: Loose }).properties?.cursor ? ['invalid-cursor', 'cursor-mismatch'] : []),
    ...(scope === 'public' ? [] : ['token-missing', 'token-invalid', 'token-expired', 'scope-missing']),
    ...(schema.params ? ['not-found'] : []),
    ...(schema.body ? ['invalid-json', 'body-too-large', 'unsupported-media-type'] : []),
    ...(facts.event === '' ? [] : ['request-in-progress']),
    ...(method === 'POST' && facts.event !== '' ? ['invalid-request', 'idempotency-key-reused'] : []),
    ...(ifMatch ? ['precondition-required', 'stale-version'] : []),
    ...problems,
  ].filter((code, at, all) => all.indexOf(code) === at)
}

const header = (description: string, more: Loose = {}) => ({ description, type: 'string', maxLength: 2000, ...more })
const answerHeaders = {
  'API-Version': header('The version of the contract.'),
  'X-Request-Id': header('The id of this request, also in the logs.', { format: 'uuid', maxLength: 36 }),
}

function problemResponses(codes: readonly string[]): Record<string, Loose> {
  const byStatus = groupBy(codes.toSorted(), statusOf)
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, those]) => [
        status,
        {
          description: those.map((code) => `\`${code}\`: ${problemCatalogue().get(code)?.title}.`).join('\n\n'),
          headers: {
            ...answerHeaders,
            ...(status === 401 ? { 'WWW-Authenticate': header('What is wrong with the credentials (RFC 6750).') } : {}),
            ...(status === 503 || those.includes('request-in-progress') ? { 'Retry-After': header('Seconds to wait.', { maxLength: 10 }) } : {}),
          },
          content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
        },
      ]),
  )
}
const statusOf = (code: string): number => problemCatalogue().get(code)?.status ?? 500
function groupBy<T, K>(values: readonly T[], keyOf: (value: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value])
  return groups
}

const idempotencyKey = {
  type: 'string',
  minLength: 1,
  maxLength: 255,
  pattern: '^[!-~]{1,255}$',
  description: 'Makes the request safe to repeat for 24 hours: the same key and body are answered once, and replayed after that.',
}
const ifMatchHeader = { type: 'string', minLength: 1, maxLength: 200, description: 'The ETag of the version that the change was made for, or `*` for any.' }
const ifNoneMatch = { type: 'string', minLength: 1, maxLength: 200, description: 'The ETag that the caller has; answered 304 while it is current.' }

/** The request headers an operation understands. */
function requestHeaders(method: string, facts: OperationFacts, ifMatch: boolean, versioned: boolean): Loose | undefined {
  const properties: Loose = {}
  if (method === 'POST' && facts.event !== '') properties['Idempotency-Key'] = idempotencyKey
  if (ifMatch) properties['If-Match'] = ifMatchHeader
  if (versioned) properties['If-None-Match'] = ifNoneMatch
  return Object.keys(properties).length === 0 ? undefined : { type: 'object', properties, ...(ifMatch ? { required: ['If-Match'] } : {}) }
}

/** A list answers whole rows, or rows thinned out by `fields`. */
function sparsePage(response: Loose): Loose {
  const { schema } = (response.content as { 'application/json': { schema: { $ref: string } } })['application/json']
  return { ...response, content: { 'application/json': { schema: { anyOf: [schema, { $ref: 'SparsePage#' }] } } } }
}

function describe(schema: Loose, facts: OperationFacts, method: string, ifMatch: boolean): Loose {
  const { status } = facts
  const isOne = method === 'GET' && schema.params !== undefined && !facts.sparse && facts.scope !== 'public'
  const success = { ...((schema.response as Record<number, Loose>)[status] as Loose) }
  const headers: Loose = { ...answerHeaders }
  if (facts.sparse) headers.Link = header('Pages: `self`, `first`, `prev`, `next` (RFC 8288).', { maxLength: 10_000 })
  if (isOne || (facts.event !== '' && status !== 204)) headers.ETag = header('The version, for If-Match.', { maxLength: 20 })
  if (status === 201) headers.Location = header('Where the new resource is.')
  if (method === 'POST' && facts.event !== '')
    headers['Idempotency-Replayed'] = header('`true` when an earlier request with this key had done it.', { enum: ['true'], maxLength: 4 })
  success.headers = headers
  const requested = requestHeaders(method, facts, ifMatch, isOne)
  return {
    ...schema,
    ...(method === 'PATCH' ? { consumes: ['application/merge-patch+json', 'application/json'] } : {}),
    ...(requested ? { headers: requested } : {}),
    response: {
      [status]: facts.sparse ? sparsePage(success) : success,
      ...(isOne ? { 304: { description: 'The version named in If-None-Match is current.', headers: answerHeaders, type: 'null' } } : {}),
      ...problemResponses(problemsOf(facts, method, schema, ifMatch)),
    },
  }
}

/** Every distinct problem answer becomes a component named after its status and codes, instead of standing in every operation. */
function nameProblemAnswers(document: Loose): Loose {
  const { paths, components } = document as { paths: Record<string, Record<string, { responses: Record<string, Loose> }>>; components: Loose }
  const named: Record<string, Loose> = {}
  for (const { responses } of Object.values(paths).flatMap((methods) => Object.values(methods))) {
    for (const [status, response] of Object.entries(responses)) {
      if (Number(status) < 400) continue
      const codes = String(response.description).matchAll(/`([a-z-]+)`:/g)
      const name = [status, ...[...codes].map(([, code]) => code)].join('.')
      named[name] = response
      responses[status] = { $ref: `#/components/responses/${name}` }
    }
  }
  return { ...document, components: { ...components, responses: Object.fromEntries(Object.entries(named).sort()) } }
}

export const openApi = fp(async (app: FastifyInstance) => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'BinaKarya',
        version: apiVersion,
        summary: 'Work programs in Indonesian correctional facilities (pembinaan kemandirian) as data.',
        description:
          'Inmates (warga binaan) take part in programs, make products in batches, and buyers buy them. Every change is one transaction with its audit row and its event; money is whole rupiah; stock never goes below zero.\n\nSend `Authorization: Bearer <API key>`. Give `Idempotency-Key` with every POST and `If-Match` with every change. Errors are problem details (RFC 9457) from the catalogue at `/v1/problems`.',
        contact: { name: 'The BinaKarya maintainers' },
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } as { name: string },
        'x-api-id': '2f3c8f0e-7f0a-4f5e-9a51-5a6b0f7b6a10',
        'x-audience': 'external-public',
      } as { title: string; version: string },
      servers: [{ url: '/', description: 'This server' }],
      tags,
      components: { securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'An API key (kunci API).' } } },
      security: [{ apiKey: [] }],
    },
    hideUntagged: true,
    refResolver: { buildLocalReference: (json, _base, _fragment, index) => (typeof json.$id === 'string' ? json.$id : `schema-${index}`) },
    transformObject: (input) => ('openapiObject' in input ? nameProblemAnswers(input.openapiObject as unknown as Loose) : input.swaggerObject) as never,
    transform: ({ schema, url, route }) => {
      const facts = route.config?.operation
      const method = [route.method].flat()[0] ?? 'GET'
      if (facts === undefined || method === 'HEAD') return { schema: { ...schema, hide: true }, url }
      return { schema: describe(schema as Loose, facts, method, route.config?.ifMatch ?? false) as typeof schema, url }
    },
  })

  // Built once, when every route is there; the document is public and may be read from any origin.
  let json = ''
  let yaml = ''
  app.addHook('onReady', async () => {
    json = contractJson(app)
    yaml = stringify(JSON.parse(json), { aliasDuplicateObjects: false })
  })
  const headers = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin', 'cache-control': 'public, max-age=300' }
  app.get('/v1/openapi.json', { schema: { hide: true } }, (_request, reply) => reply.headers(headers).type('application/json; charset=utf-8').send(json))
  app.get('/v1/openapi.yaml', { schema: { hide: true } }, (_request, reply) => reply.headers(headers).type('application/yaml; charset=utf-8').send(yaml))
})

/** The document as it is committed and served. */
export const contractJson = (app: FastifyInstance): string => `${JSON.stringify(app.swagger(), null, 2)}\n`

/** The catalogue as a page. */
export function problemsMarkdown(): string {
  const entries = [...problemCatalogue()].sort(([a], [b]) => a.localeCompare(b))
  const sections = entries.map(
    ([code, { status, title, cause, fix, retryable }]) =>
      `## ${code}\n\n**${status} ${title}.** ${cause}\n\nWhat to do: ${fix}\n\nRetry unchanged: ${retryable ? 'yes' : 'no'}.\n`,
  )
  return `# Problems\n\nEvery answer that is not a success is one of these (RFC 9457). Generated from the catalogue in the code by \`npm run openapi\`.\n\n${sections.join('\n')}`
}
