/** How a route says what it is. The document, the guards and the tests all read this. */
import type { FastifyInstance } from 'fastify'
import { type TSchema, Type } from 'typebox'
import { type Deprecation, deprecationFault, deprecationText } from './deprecation.ts'
import { problemCatalogue } from './problems.ts'
import { closed, component, ref } from './shapes.ts'
import { allScopes, allTags } from './tags.ts'

export interface OperationFacts {
  id: string
  /** What the audit row and the event speak of, in the singular: `batch`. */
  resource: string
  /** What happened, for the event: `batch.created`. Only on operations that write. */
  event: string
  /** A scope that some module declares. `caller`: whoever has valid credentials. `public`: anybody. */
  scope: string
  /** The problem codes it may answer beside those that every operation of its kind has. */
  problems: readonly string[]
  /** The status of its success. */
  status: number
  /** A list whose rows `fields` can thin out. */
  sparse: boolean
  /** It answers a browser with a page. */
  page: boolean
  /** It speaks OAuth: it takes a form, refuses in the shape of RFC 6749, and writes nothing of the house. */
  oauth: boolean
  /** Its answer is one resource with an ETag, where it looks like one. */
  versioned: boolean
  deprecated?: Deprecation
}

declare module 'fastify' {
  interface FastifyContextConfig {
    operation: OperationFacts
    ifMatch?: boolean
  }
}

interface Description<P, Q, B, A> {
  id: string
  tag: string
  summary: string
  description: string
  scope: string
  resource: string
  event?: string
  params?: P
  query?: Q
  body?: B
  /** The success answer; without a schema it has no content. Not versioned: what is put together anew every time. */
  answer: { status?: number; schema?: A; description: string; page?: boolean; versioned?: boolean }
  problems?: readonly string[]
  /** The answer to what RFC 6749 refuses; makes it an operation of OAuth. */
  refusal?: TSchema
  /** A change of an existing resource: If-Match is required. */
  ifMatch?: boolean
  /** A list whose rows `fields` can thin out. */
  sparse?: boolean
  /** It still answers, and says in every answer that it will not for ever. */
  deprecated?: Deprecation
}

const pageExample = '<!doctype html>\n<html lang="en"><head><title>Glossary</title></head><body><h1>Glossary</h1></body></html>'
const PageText = component('Page', Type.String({ maxLength: 1_000_000, pattern: '^<!doctype html>', description: 'A page for people (HTML).' }))

// Said also where there is nothing to say, so that an unknown parameter is refused everywhere.
const noQuery = closed({})

const scopeSentence = (scope: OperationFacts['scope']): string[] => {
  if (scope === 'public') return []
  if (scope === 'caller') return ['Needs valid credentials and no scope.']
  return [`Scope: \`${scope}\`. Rows of facilities that the caller may not see do not exist for it.`]
}

const shared = ['limit', 'cursor', 'sort', 'fields', 'withTotal', 'updatedSince']

function filtersOf(query: TSchema | undefined): string[] {
  const { properties = {} } = (query ?? {}) as { properties?: Record<string, unknown> }
  const filters = Object.keys(properties).filter((name) => !shared.includes(name))
  return filters.length === 0 ? [] : [`Filters: ${filters.map((name) => `\`${name}\``).join(', ')}. Different filters must all hold.`]
}

const refusals = (schema: TSchema) => ({
  400: {
    description: 'What the form asks for cannot be given (RFC 6749, 5.2).',
    content: {
      'application/json': { schema: ref(schema), example: { error: 'invalid_scope', error_description: 'The client does not have all of these scopes.' } },
    },
  },
  401: {
    description: 'The client did not prove who it is (RFC 6749, 5.2).',
    content: {
      'application/json': {
        schema: ref(schema),
        example: { error: 'invalid_client', error_description: 'The client is unknown, or did not prove who it is.' },
      },
    },
  },
})

/** Route options of one operation. */
export function operation<P extends TSchema = TSchema, Q extends TSchema = TSchema, B extends TSchema = TSchema, A extends TSchema = TSchema>(
  description: Description<P, Q, B, A>,
) {
  const { id, tag, summary, scope, resource, answer, problems = [], deprecated } = description
  const { status = 200 } = answer
  const schema = {
    operationId: id,
    tags: [tag],
    summary,
    ...(deprecated ? { deprecated: true } : {}),
    description: [description.description + deprecationText(deprecated), ...scopeSentence(scope), ...filtersOf(description.query)].join('\n\n'),
    ...(description.params ? { params: description.params } : {}),
    querystring: description.query ?? noQuery,
    ...(description.body ? { body: ref(description.body) } : {}),
    ...(description.refusal ? { consumes: ['application/x-www-form-urlencoded'] } : {}),
    response: {
      [status]: answer.schema
        ? {
            description: answer.description,
            content: {
              'application/json': { schema: ref(answer.schema) },
              ...(answer.page ? { 'text/html': { schema: ref(PageText), example: pageExample } } : {}),
            },
          }
        : { description: answer.description, type: 'null' },
      ...(description.refusal ? refusals(description.refusal) : {}),
    },
    ...(scope === 'public' ? { security: [] } : {}),
  }
  return {
    schema: schema as typeof schema & { params: P; querystring: Q; body: B },
    config: {
      operation: {
        id,
        resource,
        event: description.event ?? '',
        scope,
        problems,
        status,
        sparse: description.sparse ?? false,
        page: answer.page ?? false,
        oauth: description.refusal !== undefined,
        versioned: answer.versioned ?? true,
        ...(deprecated ? { deprecated } : {}),
      },
      ifMatch: description.ifMatch ?? false,
    },
  }
}

/** Refuses to boot with a route under /v1 that does not say what it is, or that promises a problem that does not exist. */
export function guardOperations(app: FastifyInstance): void {
  const ids = new Map<string, string>()
  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/v1') || route.method === 'HEAD' || (route.schema as { hide?: boolean } | undefined)?.hide) return
    const facts = route.config?.operation
    const name = `${route.method} ${route.url}`
    if (facts === undefined) throw new Error(`${name} is not an operation: build its options with operation().`)
    if (ids.has(facts.id)) throw new Error(`${name} and ${ids.get(facts.id)} are both called ${facts.id}.`)
    ids.set(facts.id, name)
    if (!['caller', 'public', ...allScopes()].includes(facts.scope)) throw new Error(`${facts.id} needs an unknown scope: ${facts.scope}.`)
    const tag = route.schema?.tags?.find((one) => !allTags().some(({ name }) => name === one))
    if (tag !== undefined) throw new Error(`${facts.id} stands under an unknown tag: ${tag}.`)
    const untold = deprecationFault(facts.deprecated)
    if (untold !== undefined) throw new Error(`${facts.id} ${untold}.`)
    const unknown = facts.problems.find((code) => !problemCatalogue().has(code))
    if (unknown !== undefined) throw new Error(`${facts.id} promises an unknown problem: ${unknown}.`)
    const writes = route.method !== 'GET' && !facts.id.startsWith('search') && !facts.oauth
    if (writes !== (facts.event !== '')) throw new Error(`${facts.id} ${writes ? 'writes and names no event' : 'reads and names an event'}.`)
  })
}
