/**
 * `npm run rotate-signing-key`: publishes the next key, which signs access tokens in an hour. With `-- now`, after a key has
 * become known: a new one signs at once, and every token that was issued ends.
 */
import { readConfig } from '../config.ts'
import { openPool } from '../platform/database/pool.ts'
import { replaceSigningKeys, rotateSigningKey } from '../platform/security/authentication/signing-keys.ts'
import { configuredKeyring } from '../platform/security/keyring.ts'

try {
  const config = readConfig()
  if (config.DATABASE_URL === undefined) throw new Error('Set DATABASE_URL. The keys of the embedded server rotate by themselves.')
  const service = { pool: openPool(config.DATABASE_URL), keyring: await configuredKeyring(config) }
  const now = process.argv[2] === 'now'
  await (now ? replaceSigningKeys(service) : rotateSigningKey(service))
  await service.pool.end()
  console.log(now ? 'A new key signs. Every token that was issued has ended.' : 'The next key is published. It signs in an hour.')
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
