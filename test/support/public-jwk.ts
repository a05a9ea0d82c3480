/** Public keys of every kind that a client may sign with. */
import { generateKeyPairSync } from 'node:crypto'
import type { Row } from './contract.ts'

const pairs = {
  ec: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'ec-384': () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  okp: () => generateKeyPairSync('ed25519'),
  rsa: (modulusLength = 2048) => generateKeyPairSync('rsa', { modulusLength }),
}

export const newPublicJwk = (kind: keyof typeof pairs, bits?: number): Row => pairs[kind](bits).publicKey.export({ format: 'jwk' }) as Row
