import { setTimeout as pause } from 'node:timers/promises'
import closeWithGrace from 'close-with-grace'
import { buildApp } from './app.ts'
import { readConfig } from './config.ts'
import { installBootstrapKey } from './platform/access.ts'
import { applyMigrations } from './platform/migrations.ts'
import { announce, openEmbedded, tellDemo } from './tools/embedded.ts'

/** How long the process still answers after it says it is not ready, so that a balancer stops sending to it. */
const drainMs = 600

async function main(): Promise<void> {
  const config = readConfig()
  const embedded = config.DATABASE_URL === undefined ? await openEmbedded(config) : undefined
  const databaseUrl = config.DATABASE_URL ?? (embedded?.url as string)
  try {
    await applyMigrations(databaseUrl)
    const app = await buildApp({ databaseUrl, logLevel: config.LOG_LEVEL })
    await installBootstrapKey(app.pool, config.BOOTSTRAP_API_KEY ?? embedded?.key)
    closeWithGrace({ delay: 15_000, logger: false }, async ({ err }) => {
      if (err) app.log.fatal({ fault: { type: err.name, at: err.stack } }, 'stopping after a fault')
      app.draining = true
      if (!err && embedded === undefined) await pause(drainMs)
      await app.close()
      await embedded?.stop()
    })
    if (embedded !== undefined && config.DEMO) await tellDemo(app, embedded.key)
    await app.listen({ host: config.HOST, port: config.PORT })
    announce(app, embedded)
  } catch (error) {
    await embedded?.stop()
    throw error
  }
}

main().catch((error: Error & { code?: string; port?: number }) => {
  console.error(error.code === 'EADDRINUSE' ? `Port ${error.port} is taken. Set PORT to another one, or stop what uses it.` : error.message)
  process.exit(1)
})
