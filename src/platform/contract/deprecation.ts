/** How an operation says that it will go: `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and `Link` in every answer, and the document. */
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { phrase, type Text } from './language.ts'

export interface Deprecation {
  /** The day from which it is deprecated, `YYYY-MM-DD`, UTC. */
  since: string
  /** The day from which it may be removed. */
  sunset?: string
  /** The path of what to use instead. */
  successor?: string
}

const midnightOf = (day: string): Date => new Date(`${day}T00:00:00Z`)
const isDay = (day: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(day) && midnightOf(day).toJSON()?.slice(0, 10) === day

/** What is wrong with the dates or the successor, as the end of a sentence that begins with the operation. */
export function deprecationFault(deprecation: Deprecation | undefined): string | undefined {
  if (deprecation === undefined) return undefined
  const { since, sunset, successor } = deprecation
  if (!isDay(since) || (sunset !== undefined && !isDay(sunset))) return 'is deprecated on a day that does not exist'
  if (sunset !== undefined && sunset < since) return `has its sunset (${sunset}) before its deprecation (${since})`
  if (successor !== undefined && !successor.startsWith('/v')) return `names a successor that is no path of the API: ${successor}`
  return undefined
}

/** What the document adds to the description. */
export function deprecationTexts(deprecation: Deprecation | undefined): Text[] {
  if (deprecation === undefined) return []
  const { since, sunset, successor } = deprecation
  return [
    phrase`Deprecated since ${since}.`,
    ...(sunset === undefined ? [] : [phrase`It may be removed from ${sunset} on.`]),
    ...(successor === undefined ? [] : [phrase`Use \`${successor}\` instead.`]),
  ]
}

/** The headers of the success, as the document describes them. */
export function deprecationHeadersDocument(deprecation: Deprecation | undefined): Record<string, object> {
  if (deprecation === undefined) return {}
  const header = (description: string) => ({ description, type: 'string', maxLength: 2000 })
  return {
    Deprecation: header('Since when it is deprecated: `@` and Unix seconds (RFC 9745).'),
    ...(deprecation.sunset === undefined ? {} : { Sunset: header('When it may be removed (RFC 8594).') }),
    Link: header('`deprecation`: what changed; `successor-version`: what to use instead; pages, where it is a list (RFC 8288).'),
  }
}

/** Every answer of a deprecated operation says so, refusals included. */
export const deprecations = fp(async (app: FastifyInstance) => {
  app.addHook('onSend', async (request, reply) => {
    const deprecation = request.routeOptions.config.operation?.deprecated
    if (deprecation === undefined) return
    const { since, sunset, successor } = deprecation
    reply.header('deprecation', `@${midnightOf(since).getTime() / 1000}`)
    if (sunset !== undefined) reply.header('sunset', midnightOf(sunset).toUTCString())
    const links = [reply.getHeader('link') ?? [], '</v1/changelog>; rel="deprecation"; type="application/json"'].flat()
    if (successor !== undefined) links.push(`<${successor}>; rel="successor-version"`)
    reply.header('link', links.join(', '))
  })
})
