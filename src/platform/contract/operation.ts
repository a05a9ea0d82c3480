/** How a route says what it is. The document, the guards, the unit of work and the tests all read this. */
import type { FastifyInstance } from 'fastify'
import { type TSchema, Type } from 'typebox'
import { type Deprecation, deprecationFault, deprecationTexts } from './deprecation.ts'
import { paragraphs, phrase, type Text } from './language.ts'
import { problemCatalogue } from './problems.ts'
import { closed, component, ref } from './shapes.ts'
import { allScopes, allTags } from './tags.ts'

/** `search` reads too, by a POST, because what is looked for must not stand in a URL. */
export type Kind = 'read' | 'search' | 'write'

/** Where the rows of a resource are, and whose they are. */
export interface RowPlace {
  table: string
  /** Which facilities a row belongs to: the member of an answer that has their ids, one or a list, and the SQL by which `table` says the same. */
  facility: { member: string; column: string }
}

export interface OperationFacts {
  id: string
  kind: Kind
  /** What the audit row and the event speak of, in the singular: `batch`. */
  resource: string
  /** Where the rows it answers are kept, where they are rows of a table. */
  place?: RowPlace
  /** What happened, for the event: `batch.created`. On operations that write, and only there. */
  event?: string
  /** A scope that some module declares. `caller`: whoever has valid credentials. `public`: anybody. */
  scope: string
  /** The problem codes it may answer beside those that every operation of its kind has. */
  problems: readonly string[]
  /** The status of its success. */
  status: number
  /** It changes an existing resource: If-Match is required. */
  ifMatch?: boolean
  /** The path of the collection that a new row is in, where it is not the path of the request. */
  location?: string
  /** A list whose rows `fields` can thin out. */
  sparse?: boolean
  /** It answers a browser with a page. */
  page: boolean
  /** It speaks OAuth: it takes a form, refuses in the shape of RFC 6749, and writes no row of a resource. */
  oauth: boolean
  /** Its answer is one resource with an ETag, and 304 where the caller has it. */
  versioned: boolean
  /** It still answers, and says in every answer that it will not for ever. */
  deprecated?: Deprecation
}

declare module 'fastify' {
  interface FastifyContextConfig {
    operation: OperationFacts
  }
}

export interface Answer<A extends TSchema> {
  status?: number
  /** Without a schema it has no content. */
  schema?: A
  description: string
  page?: boolean
  versioned?: boolean
}

interface Description<P, Q, B, A extends TSchema> extends Omit<OperationFacts, 'problems' | 'status' | 'page' | 'oauth' | 'versioned'> {
  tag: string
  summary: string
  description: string
  params?: P
  query?: Q
  body?: B
  answer: Answer<A>
  problems?: readonly string[]
  /** The answer to what RFC 6749 refuses; makes it an operation of OAuth. */
  refusal?: TSchema
}

const pageExample = '<!doctype html>\n<html lang="en"><head><title>Glossary</title></head><body><h1>Glossary</h1></body></html>'
const PageText = component('Page', Type.String({ maxLength: 1_000_000, pattern: '^<!doctype html>', description: 'A page for people (HTML).' }))

// Said also where there is nothing to say, so that an unknown parameter is refused everywhere.
const noQuery = closed({})

function scopeTexts(scope: OperationFacts['scope']): (string | Text)[] {
  if (scope === 'public') return []
  if (scope === 'caller') return ['Needs valid credentials and no scope.']
  return [phrase`Scope: \`${scope}\`. Rows of facilities that the caller may not see do not exist for it.`]
}

const filterTexts = (filters: readonly string[]): Text[] =>
  filters.length === 0 ? [] : [phrase`Filters: ${filters.map((name) => `\`${name}\``).join(', ')}. Different filters must all hold.`]

const refusal = (schema: TSchema, description: string, error: string, error_description: string) => ({
  description,
  content: { 'application/json': { schema: ref(schema), example: { error, error_description } } },
})
const refusals = (schema: TSchema) => ({
  400: refusal(schema, 'What the form asks for cannot be given (RFC 6749, 5.2).', 'invalid_scope', 'The client does not have all of these scopes.'),
  401: refusal(schema, 'The client did not prove who it is (RFC 6749, 5.2).', 'invalid_client', 'The client is unknown, or did not prove who it is.'),
})

/** Route options of one operation. Those of a resource are made by `resource()`, which knows more of them. */
export function operation<P extends TSchema = TSchema, Q extends TSchema = TSchema, B extends TSchema = TSchema, A extends TSchema = TSchema>(
  about: Description<P, Q, B, A>,
) {
  const { tag, summary, description, params, query, body, answer, refusal: refused, problems = [], ...facts } = about
  const { id, kind, scope, deprecated } = facts
  const { status = 200, page = false, versioned = false } = answer
  const { 'x-filters': filters = [], 'x-sorts': sorts = [] } = (query ?? {}) as { 'x-filters'?: string[]; 'x-sorts'?: string[] }
  const schema = {
    operationId: id,
    tags: [tag],
    summary,
    ...(deprecated ? { deprecated: true } : {}),
    description: paragraphs(description, ...deprecationTexts(deprecated), ...scopeTexts(scope), ...filterTexts(filters)),
    'x-kind': kind,
    ...(scope === 'public' || scope === 'caller' ? {} : { 'x-scope': scope }),
    ...(filters.length > 0 ? { 'x-filters': filters } : {}),
    ...(sorts.length > 0 ? { 'x-sorts': sorts } : {}),
    ...(params ? { params } : {}),
    querystring: query ?? noQuery,
    ...(body ? { body: ref(body) } : {}),
    ...(refused ? { consumes: ['application/x-www-form-urlencoded'] } : {}),
    response: {
      [status]: answer.schema
        ? {
            description: answer.description,
            content: {
              'application/json': { schema: ref(answer.schema) },
              ...(page ? { 'text/html': { schema: ref(PageText), example: pageExample } } : {}),
            },
          }
        : { description: answer.description, type: 'null' },
      ...(refused ? refusals(refused) : {}),
    },
    ...(scope === 'public' ? { security: [] } : {}),
  }
  const operation: OperationFacts = { ...facts, problems, status, page, versioned, oauth: refused !== undefined }
  return { schema: schema as typeof schema & { params: P; querystring: Q; body: B }, config: { operation } }
}

/** What is wrong with the facts of an operation, as the end of a sentence that begins with its id; undefined when nothing is. */
function faultOf({ kind, event, scope, problems, oauth, deprecated }: OperationFacts, method: string): string | undefined {
  if (!['read', 'search', 'write'].includes(kind)) return 'says no kind'
  if (!['caller', 'public', ...allScopes()].includes(scope)) return `needs an unknown scope: ${scope}`
  const unknown = problems.find((code) => !problemCatalogue().has(code))
  if (unknown !== undefined) return `promises an unknown problem: ${unknown}`
  if ((kind === 'read') !== (method === 'GET') && !oauth) return `is of the kind ${kind} and called by ${method}`
  if ((kind === 'write') !== (event !== undefined)) return kind === 'write' ? 'writes and names no event' : 'reads and names an event'
  return deprecationFault(deprecated)
}

declare module 'fastify' {
  interface FastifyInstance {
    /** The paths of the lists, in the order of the modules. */
    lists: string[]
  }
}

/** Refuses to boot with a route under /v1 that does not say what it is, or that promises a problem that does not exist. */
export function guardOperations(app: FastifyInstance): void {
  const ids = new Map<string, string>()
  app.decorate('lists', [])
  app.addHook('onRoute', ({ url, method, schema, config }) => {
    if (!url.startsWith('/v1') || method === 'HEAD' || (schema as { hide?: boolean } | undefined)?.hide) return
    const facts = config?.operation
    const name = `${method} ${url}`
    if (!facts?.id) throw new Error(`${name} is not an operation: build its options with operation().`)
    if (ids.has(facts.id)) throw new Error(`${name} and ${ids.get(facts.id)} are both called ${facts.id}.`)
    const tag = schema?.tags?.find((one) => !allTags().some(({ name }) => name === one))
    const fault = tag === undefined ? faultOf(facts, String(method)) : `stands under an unknown tag: ${tag}`
    if (fault !== undefined) throw new Error(`${facts.id} ${fault}.`)
    ids.set(facts.id, name)
    if (facts.sparse && !url.includes(':')) app.lists.push(url)
  })
}
