/**
 * `npm run rotate-signing-key`: publishes the next key, which signs access tokens in an hour. With `-- now`, after a key has
 * become known: a new one signs at once, and every token that was issued ends.
 */
import { replaceSigningKeys, rotateSigningKey } from '../platform/security/authentication/signing-keys.ts'
import { serviceCommand } from './command.ts'

const now = process.argv[2] === 'now'
await serviceCommand(async (service) => {
  await (now ? replaceSigningKeys(service) : rotateSigningKey(service))
  console.log(now ? 'A new key signs. Every token that was issued has ended.' : 'The next key is published. It signs in an hour.')
})
