import { setTimeout as pause } from 'node:timers/promises'
import { type AppOptions, buildApp } from './app.ts'
import { type Config, readConfig, unsaid } from './config.ts'
import { announce, openEmbedded } from './demo/embedded.ts'
import { openDemo } from './demo/open-demo.ts'
import { applyMigrations } from './platform/database/migrations.ts'
import { defaultLimits } from './platform/database/pool.ts'
import { bootstrapHours, endDemoKey, installBootstrapKey } from './platform/security/authentication/first-keys.ts'
import { configuredKeyring } from './platform/security/keyring.ts'

/** After this, and after the time to drain, a stop is forced. */
const graceMs = 15_000

async function main(): Promise<void> {
  const config = readConfig()
  // Nobody balances over embedded databases.
  const drainMs = config.DATABASE_URL === undefined ? 0 : config.DRAIN_SECONDS * 1_000
  const closers: (() => Promise<unknown>)[] = []
  let stopping: Promise<void> | undefined
  const stop = (code: number): Promise<void> => {
    // Ctrl-C arrives twice, from the terminal and from npm: the second signal is the same wish.
    stopping ??= closeAll(closers, code, drainMs)
    return stopping
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0))
  for (const fault of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(fault, (error: Error) => {
      console.error(`Stopping after a fault: ${error.name}\n${error.stack?.split('\n').slice(1).join('\n')}`)
      void stop(1)
    })
  }

  try {
    const embedded = config.DATABASE_URL === undefined ? await openEmbedded(config) : undefined
    if (embedded) closers.push(embedded.stop)
    const databaseUrl = config.DATABASE_URL ?? (embedded?.url as string)
    const keyring = embedded?.keyring ?? (await configuredKeyring(config))
    await applyMigrations(databaseUrl, { say: console.error })
    const demoKey = embedded && config.DEMO && isForThisMachine(config) ? await openDemo(databaseUrl, embedded) : undefined
    const app = await buildApp({
      databaseUrl,
      keyring,
      auditRetentionMonths: config.AUDIT_RETENTION_MONTHS,
      auditHeads: { file: config.AUDIT_HEAD_FILE, url: config.AUDIT_HEAD_URL },
      retentionDaily: config.RETENTION_DAILY,
      deletableHours: config.DELETABLE_HOURS,
      logLevel: config.LOG_LEVEL,
      limits: { ...defaultLimits, connections: config.POOL_SIZE },
      operator: { url: config.CONTACT_URL, email: config.CONTACT_EMAIL, terms: config.TERMS_URL },
      rateLimits: {
        reads: config.RATE_LIMIT,
        documents: config.RATE_LIMIT_DOCUMENTS,
        writes: config.RATE_LIMIT_WRITES,
        searches: config.RATE_LIMIT_SEARCHES,
        tokens: config.RATE_LIMIT_TOKENS,
        refusals: config.RATE_LIMIT_REFUSALS,
        personalRecords: config.PERSONAL_RECORDS_PER_DAY,
        collisions: config.COLLISIONS_PER_DAY,
      },
      publicUrl: config.PUBLIC_URL,
      oidc: externalIssuer(config),
      trustedProxies: config.TRUSTED_PROXIES,
      demoKey,
    })
    closers.push(async () => {
      app.draining = true
      await pause(drainMs)
      await app.close()
    })
    // The generated key is for the one who tries it out, on his own machine.
    await installBootstrapKey(app, embedded?.key ?? config.BOOTSTRAP_API_KEY, embedded === undefined ? bootstrapHours : null)
    // A demo key of an earlier start ends with the demo.
    if (embedded && demoKey === undefined) await endDemoKey(app)
    if (embedded === undefined) for (const { setting, reason } of unsaid(config)) app.log.warn({ setting }, reason)
    await app.listen({ host: config.HOST, port: config.PORT })
    announce(app, embedded, demoKey !== undefined)
  } catch (error) {
    const { code, message, port } = error as Error & { code?: string; port?: number }
    console.error(code === 'EADDRINUSE' ? `Port ${port} is taken. Set PORT to another one, or stop what uses it.` : message)
    await stop(1)
  }
}

/** Whether only this machine reaches the service, also not through a proxy: the demo shows its key to everybody who does. */
const isForThisMachine = ({ HOST, PUBLIC_URL, TRUSTED_PROXIES }: Config): boolean =>
  (HOST === 'localhost' || HOST === '::1' || HOST.startsWith('127.')) && PUBLIC_URL === undefined && TRUSTED_PROXIES === undefined

/** @throws Error when half of it is there */
function externalIssuer({ OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URL: jwksUrl, OIDC_TOKEN_TYPE: typ }: Config): AppOptions['oidc'] {
  if (issuer === undefined) return undefined
  if (audience === undefined) throw new Error('Set OIDC_AUDIENCE: the audience that tokens of OIDC_ISSUER must name.')
  return { issuer, audience, typ, jwksUrl }
}

/** Closes what was opened, the newest first, and ends the process; by force when that takes too long. */
async function closeAll(closers: readonly (() => Promise<unknown>)[], code: number, drainMs: number): Promise<void> {
  setTimeout(() => process.exit(1), drainMs + graceMs).unref()
  for (const close of closers.toReversed()) await close().catch(() => {})
  process.exit(code)
}

main().catch((error: Error) => {
  console.error(error.message)
  process.exit(1)
})
