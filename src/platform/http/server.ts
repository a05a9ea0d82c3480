/** The Fastify server with its limits; what it answers is registered by the wiring. */
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import { clientErrorHandler, frameworkErrors } from './errors.ts'
import { type LogDestination, loggerOptions } from './logging.ts'
import { maxBodyBytes, newRequestId } from './requests.ts'
import { buildSerializer } from './serialization.ts'
import { cutSlowReaders } from './slow-readers.ts'

export interface ServerOptions {
  logLevel: string
  /** Where log lines go; to stdout unless given. */
  logTo?: LogDestination
  /** Proxies that are believed about the caller's address, separated by commas; none unless given. */
  trustedProxies?: string | undefined
  /** How long a client may take to read what the operating system has not taken of an answer; a minute unless given. */
  answerTimeoutMs?: number
}

export function openServer({ logLevel, logTo, trustedProxies, answerTimeoutMs = 60_000 }: ServerOptions): FastifyInstance {
  const app = Fastify({
    logger: loggerOptions(logLevel, logTo),
    genReqId: newRequestId,
    logController: new LogController({ requestIdLogLabel: 'requestId', disableRequestLogging: true }),
    bodyLimit: maxBodyBytes,
    trustProxy: trustedProxies ?? false,
    requestTimeout: 10_000,
    keepAliveTimeout: 30_000,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: 100, ignoreTrailingSlash: false },
    schemaController: { compilersFactory: { buildSerializer } },
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 1_000, maxHeaderSize: 16 * 1024 },
    frameworkErrors,
    clientErrorHandler,
  })
  cutSlowReaders(app.server, answerTimeoutMs)
  return app
}
