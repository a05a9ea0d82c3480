/** The only reader of what a request says of who sends it: the headers Authorization and On-Behalf-Of. A test looks for others. */
import type { FastifyRequest } from 'fastify'
import { phrase } from '../language.ts'
import { problem } from '../problems.ts'

/** A bearer credential (RFC 6750); undefined when the header holds none, `null` when there is no header. */
export function bearerOf({ headers }: FastifyRequest): string | undefined | null {
  const { authorization } = headers
  if (authorization === undefined || authorization === '') return null
  return /^Bearer ([!-~]{16,8192})$/i.exec(authorization)?.[1]
}

const decoded = (part: string): string => decodeURIComponent(part.replaceAll('+', ' '))

/** Id and secret of a client (RFC 6749, 2.3.1); undefined when the header holds none, `null` when there is no header. */
export function basicOf({ headers }: FastifyRequest): { id: string; secret: string } | undefined | null {
  const { authorization } = headers
  if (authorization === undefined) return null
  const pair = /^Basic ([A-Za-z0-9+/]{1,2000}={0,2})$/i.exec(authorization)?.[1]
  const [, id, secret] = /^([^:]+):(.*)$/s.exec(Buffer.from(pair ?? '', 'base64').toString('utf8')) ?? []
  try {
    return id === undefined || secret === undefined ? undefined : { id: decoded(id), secret: decoded(secret) }
  } catch {
    return undefined
  }
}

export const onBehalfOfPattern = '^[!-~]{1,100}$'
const onBehalfOf = new RegExp(onBehalfOfPattern)

/** Whom the client acts for, as the client itself names it. @throws invalid-request */
export function onBehalfOfIn({ headers }: FastifyRequest): string | null {
  const value = headers['on-behalf-of']
  if (value === undefined) return null
  if (typeof value === 'string' && onBehalfOf.test(value)) return value
  const message = phrase`One id of 1 to 100 visible ASCII characters, without spaces.`
  throw problem('invalid-request', phrase`The header On-Behalf-Of is not usable.`, {
    errors: [{ in: 'header', pointer: 'On-Behalf-Of', code: 'pattern', message }],
  })
}
