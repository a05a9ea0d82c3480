/** The Fastify server with its limits; what it answers is registered by the wiring. */
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import { clientErrorHandler, frameworkErrors } from './errors.ts'
import { type LogDestination, loggerOptions } from './logging.ts'
import { maxBodyBytes, newRequestId } from './requests.ts'
import { buildSerializer } from './serialization.ts'

export interface ServerOptions {
  logLevel: string
  /** Where log lines go; to stdout unless given. */
  logTo?: LogDestination
  /** Proxies that are believed about the caller's address, separated by commas; none unless given. */
  trustedProxies?: string | undefined
}

export const openServer = ({ logLevel, logTo, trustedProxies }: ServerOptions): FastifyInstance =>
  Fastify({
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
