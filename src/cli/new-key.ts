/** `npm run new-key`: prints a key for MASTER_KEYS; a version after it, 1 unless given. */
import { newKey } from '../platform/security/keyring.ts'

console.log(newKey(Number(process.argv[2] ?? 1)))
