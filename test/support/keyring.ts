/** The keys of the tests. Nothing real is encrypted with them. */
import { Keyring } from '../../src/platform/security/keyring.ts'

export const testMasterKey = '1:kzO0Qm1m6c7Zt8x3lYw5Jg9u2RfVbNaHsDqEoPiKjTU='
export const testKeyring = new Keyring([{ version: 1, key: Buffer.from(testMasterKey.slice(2), 'base64') }])
