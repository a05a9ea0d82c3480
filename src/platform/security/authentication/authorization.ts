/** The only reader of what a request says of who sends it: the headers Authorization and On-Behalf-Of. A test looks for others. */
import type { FastifyRequest } from 'fastify'
import { phrase } from '../../contract/language.ts'
import { onBehalfOfPattern } from '../../contract/openapi.ts'
import { problem } from '../../contract/problems.ts'
import type { Caller } from '../access.ts'

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

const onBehalfOf = new RegExp(onBehalfOfPattern)

/** The caller with whom it acts for, as it names them itself. @throws invalid-request */
export function actingFor({ headers }: FastifyRequest, caller: Caller): Caller {
  const value = headers['on-behalf-of']
  if (value === undefined) return caller
  if (typeof value === 'string' && onBehalfOf.test(value)) return { ...caller, onBehalfOf: value }
  const message = phrase`must be 1 to 100 visible ASCII characters`
  throw problem('invalid-request', phrase`The header On-Behalf-Of is not usable.`, {
    errors: [{ in: 'header', pointer: 'On-Behalf-Of', code: 'pattern', message }],
  })
}
