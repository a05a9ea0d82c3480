/** BinaKarya itself, except that reads are not recorded: the difference is what the trail of reads costs. For the bench alone. */
import { buildApp } from '../src/app.ts'
import { defaultRateLimits } from '../src/platform/http/rate-limit.ts'
import { readKeyring } from '../src/platform/security/keyring.ts'

const app = await buildApp({
  databaseUrl: String(process.env.DATABASE_URL),
  keyring: readKeyring(String(process.env.MASTER_KEYS)),
  logLevel: 'warn',
  rateLimits: { ...defaultRateLimits, reads: 1_000_000_000, personalRecords: 1_000_000_000 },
})
app.auditor.disclosed = async () => {}
console.log(await app.listen({ host: '127.0.0.1', port: 0 }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void app.close().then(() => process.exit(0)))
