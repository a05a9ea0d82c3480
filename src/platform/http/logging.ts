import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import fp from 'fastify-plugin'
import { documentedStatuses } from '../contract/openapi.ts'

export interface LogDestination {
  /** One line: a JSON object. */
  write(line: string): void
}

/**
 * Logs by an allow-list: what is not named here is not written. No URLs (a search text may be in them), no bodies,
 * no headers, no addresses; the route's pattern and ids only.
 */
export const loggerOptions = (level: string, stream?: LogDestination): NonNullable<FastifyServerOptions['logger']> => ({
  level,
  ...(stream ? { stream } : {}),
  base: null,
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  formatters: { level: (label) => ({ level: label }) },
  serializers: {
    req: () => ({}),
    res: () => ({}),
    err: (error: Error & { code?: string }) => ({ type: error.name, code: error.code, message: '', stack: '' }),
  },
})

/** One line per answered request, and an error for an answer that the contract does not have. */
export const accessLog = fp(async (app: FastifyInstance) => {
  app.addHook('onResponse', async (request, reply) => {
    const { operation } = request.routeOptions.config
    // A method that is not offered is answered before it is an operation.
    if (operation !== undefined && !reply.hasHeader('allow') && !documentedStatuses(request.routeOptions).has(reply.statusCode))
      request.log.error({ operation: operation.id, status: reply.statusCode }, 'the contract does not have this status')
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? '(none)',
        status: reply.statusCode,
        clientId: request.caller?.clientId,
        ms: Math.round(reply.elapsedTime * 10) / 10,
      },
      'answered',
    )
  })
})
