import type { FastifyInstance, FastifyRequest } from 'fastify'
import { about, indonesian } from './about.ts'
import { clients } from './administration/clients/index.ts'
import { incidents } from './administration/incidents/index.ts'
import { privacyReport } from './administration/privacy-report/index.ts'
import { retainDaily } from './administration/retention/index.ts'
import { subjectRequests } from './administration/subject-requests/index.ts'
import { buyers } from './commerce/buyers/index.ts'
import { payments } from './commerce/payments/index.ts'
import { sales } from './commerce/sales/index.ts'
import { deletedPersons } from './custody/deleted-persons/index.ts'
import { facilities } from './custody/facilities/index.ts'
import { inmates } from './custody/inmates/index.ts'
import { months } from './custody/months/index.ts'
import { officers } from './custody/officers/index.ts'
import { protectedPersons } from './custody/protected-persons/index.ts'
import { readExamples } from './demo/examples.ts'
import { access as auditAccess } from './platform/audit/access.ts'
import { Auditor, refusals } from './platform/audit/auditor.ts'
import type { HeadPlaces } from './platform/audit/head-export.ts'
import { prepareMonths } from './platform/audit/months.ts'
import { auditRoutes } from './platform/audit/routes.ts'
import { Sealer } from './platform/audit/sealer.ts'
import { aboutRoutes, aboutTag } from './platform/contract/about-routes.ts'
import { changelogRoutes } from './platform/contract/changelog.ts'
import { deprecations } from './platform/contract/deprecation.ts'
import { discovery, nobody, type Operator } from './platform/contract/discovery.ts'
import { explorer } from './platform/contract/explorer.ts'
import { guideRoutes } from './platform/contract/guides.ts'
import { translate } from './platform/contract/language.ts'
import { openApi } from './platform/contract/openapi.ts'
import { guardOperations } from './platform/contract/operation.ts'
import { problemRoutes, problemsTag } from './platform/contract/problem-routes.ts'
import { allComponents } from './platform/contract/shapes.ts'
import { type Limits, openPool } from './platform/database/pool.ts'
import { answers } from './platform/http/answers.ts'
import { draining } from './platform/http/draining.ts'
import { problemAnswers } from './platform/http/errors.ts'
import { health } from './platform/http/health.ts'
import { accessLog } from './platform/http/logging.ts'
import { declareModules, type Module } from './platform/http/module.ts'
import { defaultRateLimits, RateLimiter, type RateLimits } from './platform/http/rate-limit.ts'
import { httpContract } from './platform/http/requests.ts'
import { openServer, type ServerOptions } from './platform/http/server.ts'
import { forgetOldAnswers, freshIds } from './platform/http/unit-of-work.ts'
import { useStrictValidation } from './platform/http/validation.ts'
import { AccessTokens } from './platform/security/authentication/access-tokens.ts'
import { Callers } from './platform/security/authentication/callers.ts'
import { AccessChanges } from './platform/security/authentication/changes.ts'
import { forgetUsedAssertions } from './platform/security/authentication/client-authentication.ts'
import { CredentialUse } from './platform/security/authentication/clients.ts'
import { ExternalIssuer, type ExternalIssuerOptions } from './platform/security/authentication/external-issuer.ts'
import { endBootstrapKey } from './platform/security/authentication/first-keys.ts'
import { accessTag, oauthRoutes } from './platform/security/authentication/oauth-routes.ts'
import { documentSigner } from './platform/security/authentication/signed-documents.ts'
import { keepSigningKeys, SigningKeys } from './platform/security/authentication/signing-keys.ts'
import type { Keyring } from './platform/security/keyring.ts'
import { meRoutes } from './platform/security/me-routes.ts'
import { batches } from './production/batches/index.ts'
import { costs } from './production/costs/index.ts'
import { enrollments } from './production/enrollments/index.ts'
import { products } from './production/products/index.ts'
import { programs } from './production/programs/index.ts'
import { stock } from './production/stock/index.ts'
import { workLogs } from './production/work-logs/index.ts'

export interface AppOptions extends ServerOptions {
  databaseUrl: string
  /** Encrypts personal numbers, hashes credentials. */
  keyring: Keyring
  /** Months of the audit trail that are kept beside the current one; 60 unless given. */
  auditRetentionMonths?: number
  /** Where the head of the trail is told, beside the log. */
  auditHeads?: HeadPlaces | undefined
  /** Erase persons whose period of retention is over, every night; no unless given. */
  retentionDaily?: boolean
  /** For how long a person that was entered by mistake can be deleted; 24 unless given. */
  deletableHours?: number
  /** Where callers reach the service: issuer and audience of its tokens. The address it listens on unless given. */
  publicUrl?: string | undefined
  /** An OpenID provider whose tokens are accepted. */
  oidc?: ExternalIssuerOptions | undefined
  limits?: Limits
  rateLimits?: RateLimits
  /** Who runs the server, for the document and for security.txt. */
  operator?: Operator
  /** What makes the ids of the rows that a request adds: UUIDv7s unless given. The demo has ids of its own, which the examples of the contract name. */
  idsFor?: (request: FastifyRequest) => () => string
  /** A key to made-up data, which the explorer shows to anybody who opens it. */
  demoKey?: string | undefined
}

/** Every module in the order of the story, which is the order of the document; those of the platform come after the business. */
const modules: readonly Module[] = [
  facilities,
  months,
  protectedPersons,
  officers,
  inmates,
  programs,
  enrollments,
  products,
  batches,
  workLogs,
  costs,
  stock,
  buyers,
  sales,
  payments,
  clients,
  { access: { tag: accessTag, scopes: {} }, routes: [] },
  subjectRequests,
  incidents,
  privacyReport,
  deletedPersons,
  { access: auditAccess, routes: [auditRoutes] },
  { access: { tag: aboutTag, scopes: {} }, routes: [aboutRoutes, meRoutes, changelogRoutes] },
  { access: { tag: problemsTag, scopes: {} }, routes: [problemRoutes] },
]
declareModules(modules)
translate(indonesian)

/** The whole wiring: what serves every module, then the modules. */
export async function buildApp({
  databaseUrl,
  keyring,
  auditRetentionMonths = 60,
  auditHeads,
  retentionDaily = false,
  deletableHours = 24,
  publicUrl,
  oidc,
  limits,
  rateLimits = defaultRateLimits,
  operator = nobody,
  idsFor = freshIds,
  demoKey,
  ...server
}: AppOptions): Promise<FastifyInstance> {
  const app = openServer(server)
  const pool = openPool(databaseUrl, limits)
  pool.on('error', (error) => app.log.warn({ code: (error as { code?: string }).code }, 'an idle database connection was lost'))
  const rateLimiter = new RateLimiter(rateLimits, pool)
  const changes = new AccessChanges(databaseUrl)
  const keys = new SigningKeys({ pool, keyring }, changes)
  const tokens = new AccessTokens(keys, () => publicUrl ?? ownUrl(app))
  const use = new CredentialUse(pool)
  const external = oidc && new ExternalIssuer(oidc, app.log)
  app.decorate('pool', pool)
  app.decorate('callers', new Callers({ pool, keyring, changes, tokens, external, use }))
  app.decorate('keyring', keyring)
  app.decorate('signDocument', documentSigner(keys, tokens.issuer))
  const auditor = new Auditor(pool, keyring, app.log)
  const sealer = new Sealer({ databaseUrl, keyring, log: app.log, retentionMonths: auditRetentionMonths, headPlaces: auditHeads })
  app.decorate('auditor', auditor)
  app.decorate('rateLimiter', rateLimiter)
  app.decorate('idsFor', idsFor)
  app.decorate('deletableHours', deletableHours)
  app.decorate('examples', readExamples())
  app.addHook('onReady', async () => {
    rateLimiter.shared.start()
    await changes.listen()
    await prepareMonths(pool).catch((error: { code?: string }) => app.log.warn({ code: error.code }, 'the months of the audit trail could not be made'))
    sealer.start()
  })
  const nightly = () => retainDaily({ pool, keyring }).catch((error: { code?: string }) => app.log.error({ code: error.code }, 'the nightly retention failed'))
  const endFirstKey = async () =>
    (await endBootstrapKey({ pool })) && app.log.warn('the bootstrap key has ended: two operators have called since it was installed')
  const chores: (() => Promise<unknown>)[] = [
    () => forgetOldAnswers(pool),
    () => forgetUsedAssertions(pool),
    () => keepSigningKeys({ pool, keyring }),
    endFirstKey,
  ]
  if (retentionDaily) chores.push(nightly)
  const cleaning = setInterval(() => {
    for (const chore of chores) void chore().catch(() => {})
  }, 3_600_000).unref()
  app.addHook('onClose', async () => {
    clearInterval(cleaning)
    await changes.close()
    await use.write()
    await rateLimiter.shared.close()
    await auditor.close()
    await sealer.stop()
    await pool.end()
  })

  useStrictValidation(app)
  for (const schema of allComponents()) app.addSchema(schema)
  guardOperations(app)
  await app.register(httpContract)
  await app.register(draining)
  await app.register(problemAnswers)
  await app.register(refusals)
  await app.register(answers)
  await app.register(deprecations)
  await app.register(accessLog)
  await app.register(openApi, { operator, about })
  await app.register(explorer, { prefix: '/docs', demoKey })
  await app.register(guideRoutes, { prefix: '/docs/guides' })
  await app.register(health, { databaseUrl })
  await app.register(discovery, { operator })

  await app.register(oauthRoutes, { tokens, keys, use })
  for (const routes of modules.flatMap((module) => module.routes)) await app.register(routes)
  return app
}

/** On loopback, where it is its own authority; a service that others reach has its URL in the settings. */
function ownUrl(app: FastifyInstance): string {
  const address = app.server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}
