/** Every error becomes a problem: from handlers, the validator, the parser, the router and the socket. */

import type { Socket } from 'node:net'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify'
import fp from 'fastify-plugin'
import { type Language, languageOf, phrase } from '../contract/language.ts'
import { notFound, Problem, problem, problemDocument } from '../contract/problems.ts'
import { explain } from '../database/constraints.ts'
import { commonHeaders } from './requests.ts'
import { validationProblem } from './validation.ts'

const contentType = 'application/problem+json; charset=utf-8'

const fromFramework: Record<string, () => Problem> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => problem('body-too-large', phrase`The body is larger than 256 KiB.`),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => problem('unsupported-media-type', phrase`Send application/json.`),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => problem('bad-http', phrase`The body is not as long as Content-Length says.`),
  FST_ERR_BAD_URL: () => problem('bad-http', phrase`The path is not a valid URL.`),
  FST_ERR_MAX_PARAM_LENGTH: () => problem('uri-too-long', phrase`A part of the path is longer than 100 characters.`),
}

function toProblem(error: FastifyError | Error): Problem | undefined {
  if (error instanceof Problem) return error
  const { validation, validationContext, code } = error as FastifyError
  if (validation) return validationProblem(validation, validationContext ?? 'body')
  const known = fromFramework[code]
  if (known) return known()
  const explained = explain(error)
  return explained instanceof Problem ? explained : undefined
}

/** What may be logged of a fault: never its message, which may quote a row or a value. */
function traceOf(error: Error) {
  const { code, constraint, table } = error as { code?: string; constraint?: string; table?: string }
  return {
    type: error.name,
    code,
    constraint,
    table,
    at: error.stack
      ?.split('\n')
      .filter((line) => line.startsWith('    at '))
      .slice(0, 8),
  }
}

function sendProblem(reply: FastifyReply, problem: Problem, language: Language = languageOf(reply.request)): FastifyReply {
  const { status, retryable } = problem.kind
  if (status === 401)
    reply.header(
      'www-authenticate',
      problem.code === 'token-missing'
        ? 'Bearer realm="binakarya"'
        : `Bearer realm="binakarya", error="invalid_token", error_description="${problem.kind.title}"`,
    )
  if (status === 403 && problem.more.facts?.requiredScope)
    reply.header('www-authenticate', `Bearer realm="binakarya", error="insufficient_scope", scope="${problem.more.facts.requiredScope}"`)
  if (retryable && status !== 500 && !reply.hasHeader('retry-after')) reply.header('retry-after', '1')
  return reply
    .code(status)
    .type(contentType)
    .serializer(String)
    .header('content-language', language)
    .header('vary', 'Accept-Language')
    .send(JSON.stringify(problemDocument(problem, reply.request.id, language)))
}

export const problemAnswers = fp(async (app: FastifyInstance) => {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const known = toProblem(error)
    if (known === undefined) request.log.error({ fault: traceOf(error) }, 'unexpected fault')
    return sendProblem(reply, known ?? problem('internal-error', phrase`The request could not be handled. It has been logged.`))
  })
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, notFound()))
})

/** Errors of the router, which pass no hook: they get their headers here, and speak English, since nothing was negotiated. */
export const frameworkErrors: NonNullable<FastifyServerOptions['frameworkErrors']> = (error, request: FastifyRequest, reply: FastifyReply) => {
  reply.headers(commonHeaders(request.id))
  sendProblem(reply, toProblem(error as FastifyError) ?? problem('bad-http', phrase`The request is not valid HTTP.`), 'en')
}

/** Errors of the HTTP parser, before there is a request. */
export function clientErrorHandler(this: FastifyInstance, error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return void socket.destroy()
  const found =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? problem('headers-too-large', phrase`The headers are larger than 16 KiB.`)
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? problem('request-timeout', phrase`The request did not arrive in time.`)
        : problem('bad-http', phrase`The request is not valid HTTP.`)
  const requestId = crypto.randomUUID()
  const body = JSON.stringify(problemDocument(found, requestId, 'en'))
  const headers = Object.entries({
    ...commonHeaders(requestId),
    'content-language': 'en',
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  })
  socket.end(`HTTP/1.1 ${found.kind.status} ${found.kind.title}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`)
}
