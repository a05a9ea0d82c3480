/** What every request and answer has in common: ids, versions, negotiation, callers, and the few shapes of success. */

import accepts from '@fastify/accepts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { phrase } from '../contract/language.ts'
import { notFound, Problem, problem } from '../contract/problems.ts'
import { apiVersion } from '../contract/version.ts'
import type { ListedPage } from '../database/listing.ts'
import { type Pool, run } from '../database/pool.ts'
import type { Reader } from '../database/transaction.ts'
import { type Caller, scopeMissing } from '../security/access.ts'
import type { Callers } from '../security/authentication/callers.ts'
import { actingFor } from '../security/authentication/callers.ts'
import type { SignDocument } from '../security/authentication/signed-documents.ts'
import type { Keyring } from '../security/keyring.ts'
import { viewFor } from '../security/masking.ts'
import { parseJson } from './json-body.ts'
import { networkOf } from './quota.ts'
import type { RateLimiter } from './rate-limit.ts'

export interface Versioned {
  id: string
  version: number
}
/** What a unit of work has done; `replayed` when an earlier request with the same Idempotency-Key had done it. */
export interface Mutated<Row> {
  row: Row
  replayed: boolean
}

declare module 'fastify' {
  interface FastifyInstance {
    pool: Pool
    callers: Callers
    keyring: Keyring
    signDocument: SignDocument
    rateLimiter: RateLimiter
    /** What makes the ids of the rows that a request adds: UUIDv7s. */
    idsFor: (request: FastifyRequest) => () => string
    /** True from the moment the process was asked to stop. */
    draining: boolean
  }
  interface FastifyRequest {
    caller: Caller
    db: Reader & { caller: Caller }
    /** The request could have written and has not: another had done it, or the row was like that already. Its answer is recorded as a read. */
    wroteNothing: boolean
  }
  interface FastifyReply {
    /** One resource with its ETag; 304 when the caller has it. */
    one<Row extends Versioned>(read: Promise<Row>): Promise<Row | FastifyReply>
    /** A page with its `Link` header. */
    page<Row>(read: Promise<ListedPage<Row>>): Promise<Omit<ListedPage<Row>, 'prev'> | FastifyReply>
    /** 201 with the `Location` of the new resource. */
    created<Row extends Versioned>(done: Promise<Mutated<Row>>): Promise<Row>
    /** The changed resource with its new ETag. */
    changed<Row extends Versioned>(done: Promise<Mutated<Row>>): Promise<Row>
    /** 204. */
    deleted(done: Promise<unknown>): Promise<FastifyReply>
  }
}

export const maxBodyBytes = 256 * 1024
const maxUrlLength = 8 * 1024
/** Headers that are taken apart on each request, and how long they may be. */
const negotiated = ['accept', 'accept-language'] as const
const maxChoices = 1_000

/** Sent with every answer, pages and broken requests included. Source: OWASP REST Security Cheat Sheet, OWASP Secure Headers. */
const constantHeaders = {
  'api-version': apiVersion,
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'cross-origin-resource-policy': 'same-site',
  'cross-origin-opener-policy': 'same-origin',
  'x-permitted-cross-domain-policies': 'none',
}

export const newRequestId = (): string => crypto.randomUUID()

export const commonHeaders = (requestId: string): Record<string, string> => ({ ...constantHeaders, 'x-request-id': requestId })

/** A strong validator promises the same bytes, so it names the version and what the caller is not shown of it. */
function etagOf(request: FastifyRequest, row: Versioned): string {
  const view = viewFor(request, row)
  return view === '' ? `"${row.version}"` : `"${row.version}-${view}"`
}

/** The `Link` header of a page; the links but the first have the cursors of their pages. */
function linksOf(asked: string, prev: string | undefined, next: string | undefined): string {
  // A caller may write < and > into a URL, which would end the link.
  const url = asked.replace(/[^\w!#$%&'()*+,./:;=?@~-]/g, encodeURIComponent)
  const [path, search = ''] = url.split('?')
  const query = new URLSearchParams(search)
  query.delete('cursor')
  const first = query.size === 0 ? path : `${path}?${query}`
  const at = (cursor: string) => `${first}${query.size === 0 ? '?' : '&'}cursor=${cursor}`
  const links = [`<${url}>; rel="self"`, `<${first}>; rel="first"`]
  if (prev !== undefined) links.push(`<${at(prev)}>; rel="prev"`)
  if (next !== undefined) links.push(`<${at(next)}>; rel="next"`)
  return links.join(', ')
}

function decorateReply(app: FastifyInstance): void {
  app.decorateReply('one', async function one<Row extends Versioned>(this: FastifyReply, read: Promise<Row>) {
    const row = await read
    const etag = etagOf(this.request, row)
    this.header('etag', etag)
    const known = this.request.headers['if-none-match']
    if (known !== undefined && (known.trim() === '*' || known.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag))) return this.code(304).send()
    return row
  })
  app.decorateReply('page', async function answerPage<Row>(this: FastifyReply, read: Promise<ListedPage<Row>>) {
    const { prev, ...page } = await read
    // The cursor of a search travels in the body, where a link cannot put it.
    if (this.request.method !== 'POST') this.header('link', linksOf(this.request.url, prev, page.next))
    // Rows have the members of their select list, which is their schema, less what `fields` leaves out: there is nothing to take away, and V8 is faster.
    return this.type('application/json; charset=utf-8').serializer(JSON.stringify).send(page)
  })
  app.decorateReply('created', async function created<Row extends Versioned>(this: FastifyReply, done: Promise<Mutated<Row>>) {
    const row = await this.changed(done)
    const { location = pathOf(this.request.url) } = this.request.routeOptions.config.operation
    this.code(201).header('location', `${location}/${row.id}`)
    return row
  })
  app.decorateReply('changed', async function changed<Row extends Versioned>(this: FastifyReply, done: Promise<Mutated<Row>>) {
    const { row, replayed } = await done
    this.header('etag', etagOf(this.request, row))
    if (replayed) this.header('idempotency-replayed', 'true')
    return row
  })
  app.decorateReply('deleted', async function deleted(this: FastifyReply, done: Promise<unknown>) {
    await done
    return this.code(204).send()
  })
}

interface Paths {
  /** The methods that a path offers. */
  allowed(path: string): string[] | undefined
  /** Whether a path was taken for a parameter of another because it does not offer the method. */
  isMistaken(request: FastifyRequest): boolean
}

/** Paths of the contract with the methods they offer, by which 405 differs from 404. */
function collectPaths(app: FastifyInstance): Paths {
  const offered = new Map<string, Set<string>>()
  const patterns: [RegExp, Set<string>][] = []
  app.addHook('onRoute', ({ url, method }) => {
    const known = offered.get(url) ?? new Set(['OPTIONS'])
    if (!offered.has(url)) {
      offered.set(url, known)
      patterns.push([new RegExp(`^${url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:[A-Za-z]+/g, '[^/]+')}$`), known])
    }
    for (const one of [method].flat()) known.add(one)
  })
  return {
    allowed: (path) => {
      const found = offered.get(path) ?? patterns.find(([pattern]) => pattern.test(path))?.[1]
      return found && [...found].sort()
    },
    isMistaken: ({ url, routeOptions }) => routeOptions.url?.includes(':') === true && url !== routeOptions.url && offered.has(pathOf(url)),
  }
}

/** Whoever stands in between may take the one, and we the other (RFC 9112, 3.2). */
function namesTwoHosts({ raw: { rawHeaders } }: FastifyRequest): boolean {
  let hosts = 0
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]?.length === 4 && rawHeaders[at]?.toLowerCase() === 'host') hosts++
  return hosts > 1
}

function isAcceptable(request: FastifyRequest, page: boolean): boolean {
  const { accept } = request.headers
  return (
    accept === undefined ||
    accept === '*/*' ||
    accept === 'application/json' ||
    request.accepts().type(['application/json', 'application/problem+json', ...(page ? ['text/html'] : [])]) !== false
  )
}

/** Registers what must be uniform. Order matters: a request is known before it is parsed (security.md, AUTH-5). */
export const httpContract = fp(async (app: FastifyInstance) => {
  await app.register(accepts)
  const paths = collectPaths(app)
  decorateReply(app)
  app.decorateRequest('caller')
  app.decorateRequest('db')
  app.decorateRequest('wroteNothing', false)

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(commonHeaders(request.id))
    if (namesTwoHosts(request)) throw problem('bad-http', phrase`The request names more than one Host.`)
    const { url } = request
    if (url.length > maxUrlLength) throw problem('uri-too-long', phrase`The URL is longer than ${maxUrlLength} characters.`)
    for (const name of negotiated)
      if ((request.headers[name]?.length ?? 0) > maxChoices) throw problem('headers-too-large', phrase`${name} is longer than ${maxChoices} characters.`)
    if (request.is404 || paths.isMistaken(request) || (url.startsWith('/v1/') && request.routeOptions.url !== '/v1/' && /^[^?]*\/(\?|$)/.test(url)))
      return answerUnrouted(request, reply, paths)
    const { operation } = request.routeOptions.config
    if (operation === undefined) return url.startsWith('/health/') ? undefined : app.rateLimiter.quotas.documents.take(reply, networkOf(request.ip))
    if (operation.scope === 'public') await app.rateLimiter.quotas.reads.take(reply, networkOf(request.ip))
    else {
      request.caller = await identify(app, request, reply)
      await app.rateLimiter.quotas[quotaOf[operation.kind]].take(reply, request.caller.clientId)
      request.caller = actingFor(request, request.caller)
      if (operation.scope !== 'caller' && !request.caller.scopes.has(operation.scope)) throw scopeMissing(operation.scope)
      request.db = { caller: request.caller, keyring: app.keyring, query: (statement, planning) => run(app.pool, statement, planning) }
    }
    if (!isAcceptable(request, operation.page)) throw problem('not-acceptable', phrase`This operation answers application/json.`)
  })

  app.addHook('preValidation', async (request) => {
    const { body } = request as { body: unknown }
    if (body === undefined || body === null || request.routeOptions.schema?.body !== undefined) return
    if (typeof body === 'object' && Object.keys(body).length === 0) return
    throw problem('invalid-request', phrase`This operation takes no body.`, {
      errors: [{ location: 'body', pointer: '', code: 'additionalProperties', message: phrase`no body is expected` }],
    })
  })

  app.removeAllContentTypeParsers()
  app.addContentTypeParser(['application/json', 'application/merge-patch+json'], { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    const type = request.headers['content-type'] ?? ''
    try {
      if (/charset=/i.test(type) && !/charset="?utf-8"?\s*(;|$)/i.test(type)) throw problem('unsupported-media-type', phrase`Only UTF-8 is understood.`)
      if (!/^(identity)?$/i.test(request.headers['content-encoding'] ?? ''))
        throw problem('unsupported-media-type', phrase`Send the body without Content-Encoding.`)
      if (/merge-patch/i.test(type) && request.method !== 'PATCH') throw problem('unsupported-media-type', phrase`A merge patch belongs to PATCH.`)
      done(null, bytes.length === 0 ? undefined : parseJson(bytes))
    } catch (error) {
      done(error as Error)
    }
  })
})

/** Who asks. Guessing is slowed down by address, which leaves a caller with good credentials alone. */
async function identify({ callers, auditor, rateLimiter: { refusals } }: FastifyInstance, request: FastifyRequest, reply: FastifyReply): Promise<Caller> {
  try {
    return await callers.identify(request, () => refusals.isUsedUp(request.ip))
  } catch (error) {
    if (!(error instanceof Problem) || error.kind.status !== 401) throw error
    if (error.code !== 'token-missing') auditor.unproved(request, callers.claimOf(request))
    await refusals.take(reply, request.ip)
    throw error
  }
}

const quotaOf = { read: 'reads', search: 'searches', write: 'writes' } as const

const pathOf = (url: string): string => url.split('?', 1)[0] ?? ''

function answerUnrouted(request: FastifyRequest, reply: FastifyReply, paths: Paths): FastifyReply {
  const methods = paths.allowed(pathOf(request.url))
  if (methods === undefined) throw notFound()
  reply.header('allow', methods.join(', '))
  if (request.method === 'OPTIONS') return reply.code(204).send()
  throw problem('method-not-allowed', phrase`${request.method} is not offered here; possible: ${methods.join(', ')}.`, { facts: { allowed: methods } })
}
