import Fastify, { type FastifyInstance } from 'fastify'
import { facilityRoutes } from './custody/facilities/index.ts'
import { Access } from './platform/access.ts'
import { allComponents } from './platform/contract.ts'
import { forgetOldAnswers } from './platform/corridor.ts'
import { type Limits, openPool } from './platform/database.ts'
import { clientErrorHandler, frameworkErrors, problemAnswers } from './platform/errors.ts'
import { health } from './platform/health.ts'
import { httpContract, maxBodyBytes } from './platform/http.ts'
import { accessLog, loggerOptions } from './platform/logging.ts'
import { openApi } from './platform/openapi.ts'
import { guardOperations } from './platform/operation.ts'
import { problemRoutes } from './platform/problem-routes.ts'
import { useStrictValidation } from './platform/validation.ts'

export interface AppOptions {
  databaseUrl: string
  logLevel: string
  limits?: Limits
}

/** The whole wiring: what serves every room, then one line per room in the order of the story. */
export async function buildApp({ databaseUrl, logLevel, limits }: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    logger: loggerOptions(logLevel),
    genReqId: () => crypto.randomUUID(),
    requestIdLogLabel: 'requestId',
    disableRequestLogging: true,
    bodyLimit: maxBodyBytes,
    requestTimeout: 15_000,
    keepAliveTimeout: 30_000,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: 100, ignoreTrailingSlash: false },
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 2_000, maxHeaderSize: 16 * 1024 },
    frameworkErrors,
    clientErrorHandler,
  })

  const pool = openPool(databaseUrl, limits)
  pool.on('error', (error) => app.log.warn({ code: (error as { code?: string }).code }, 'an idle database connection was lost'))
  const access = new Access(pool, databaseUrl)
  app.decorate('pool', pool)
  app.decorate('access', access)
  app.addHook('onReady', () => access.listen())
  const cleaning = setInterval(() => void forgetOldAnswers(pool).catch(() => {}), 3_600_000).unref()
  app.addHook('onClose', async () => {
    clearInterval(cleaning)
    await access.close()
    await pool.end()
  })

  useStrictValidation(app)
  for (const schema of allComponents()) app.addSchema(schema)
  guardOperations(app)
  await app.register(httpContract)
  await app.register(problemAnswers)
  await app.register(accessLog)
  await app.register(openApi)
  await app.register(health)

  await app.register(problemRoutes, { prefix: '/v1/problems' })
  await app.register(facilityRoutes, { prefix: '/v1/facilities' })
  return app
}
