/**
 * The keys of the service: 256 random bits each, with a version. Nothing is encrypted or hashed with a key itself
 * but with one derived from it for one purpose (HKDF, RFC 5869), so that a hash says nothing about an encrypted text.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'

/** What a derived key is for; `seal` encrypts. The word is part of the derivation: with another one nothing stored could be read. */
type Purpose = 'seal' | 'look-up' | 'credentials' | 'audit' | 'cursor'

const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16
const markBytes = 16
const line = /^([1-9][0-9]{0,8}):([A-Za-z0-9+/_-]{43}=?)$/

export class Keyring {
  readonly #derived = new Map<string, Buffer>()
  readonly #keys: ReadonlyMap<number, Buffer>
  /** The first encrypts and hashes, the others only read. */
  readonly versions: readonly number[]

  constructor(keys: readonly { version: number; key: Buffer }[]) {
    this.#keys = new Map(keys.map(({ version, key }) => [version, key]))
    this.versions = keys.map(({ version }) => version)
  }

  #key(purpose: Purpose, version: number): Buffer {
    const name = `${purpose}/${version}`
    let derived = this.#derived.get(name)
    if (derived === undefined) {
      const key = this.#keys.get(version)
      if (key === undefined) throw new Error(`MASTER_KEYS has no version ${version}, which stored data needs.`)
      derived = Buffer.from(hkdfSync('sha256', key, '', `binakarya ${purpose}`, keyBytes))
      this.#derived.set(name, derived)
    }
    return derived
  }

  /**
   * Encrypts with AES-256-GCM and a random nonce: `<version>.<base64url of nonce, text, tag>`.
   * @param place table, column and row, which are authenticated: what was encrypted for one row cannot be decrypted in another.
   */
  encrypt(text: string, place: string): string {
    const version = this.versions[0] as number
    const nonce = randomBytes(nonceBytes)
    const cipher = createCipheriv('aes-256-gcm', this.#key('seal', version), nonce).setAAD(Buffer.from(place))
    return `${version}.${Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url')}`
  }

  /** @throws Error when the text was encrypted for another place, was changed, or its key is missing. */
  decrypt(encrypted: string, place: string): string {
    const dot = encrypted.indexOf('.')
    const bytes = Buffer.from(encrypted.slice(dot + 1), 'base64url')
    const decipher = createDecipheriv('aes-256-gcm', this.#key('seal', Number(encrypted.slice(0, dot))), bytes.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    })
    decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(-tagBytes))
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]).toString('utf8')
  }

  /** A number to store in `column` (`table.column`) of the row `id`: encrypted, and hashed so that it is found again. */
  number(column: string, id: string, text: string | null): { encrypted: string | null; hash: Buffer | null } {
    if (text === null) return { encrypted: null, hash: null }
    return { encrypted: this.encrypt(text, `${column}:${id}`), hash: this.hash('look-up', `${column}:${text}`) }
  }

  /** The hashes under which a number of `column` may be stored: one for each version of the keys. */
  lookUp(column: string, text: string): Buffer[] {
    return this.hashes('look-up', `${column}:${text}`)
  }

  /** HMAC-SHA-256 under one version of the key; the newest unless named. */
  hash(purpose: Purpose, text: string | Buffer, version = this.versions[0] as number): Buffer {
    return createHmac('sha256', this.#key(purpose, version)).update(text).digest()
  }

  /** The same under every version, newest first: what was stored under any of them is found. */
  hashes(purpose: Purpose, text: string): Buffer[] {
    return this.versions.map((version) => this.hash(purpose, text, version))
  }

  /** A mark over a text that leaves and comes back, in 22 characters. */
  mark(text: string, version = this.versions[0] as number): string {
    return this.hash('cursor', text, version).subarray(0, markBytes).toString('base64url')
  }

  /** Whether the mark was made over this text, under any version of the keys. */
  isMarked(text: string, mark: string): boolean {
    const given = Buffer.from(mark)
    return this.versions.some((version) => {
      const made = Buffer.from(this.mark(text, version))
      return made.length === given.length && timingSafeEqual(made, given)
    })
  }
}

/**
 * Reads `<version>:<256 bits in base64>`, one a line or separated by commas, the one to use first.
 * @throws Error that says what is wrong, never with a key
 */
export function readKeyring(text: string): Keyring {
  const lines = text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map((part) => line.exec(part))
  if (lines.length === 0) throw new Error('MASTER_KEYS names no key.')
  const keys = lines.map((found, at) => {
    const key = Buffer.from(found?.[2] ?? '', 'base64')
    if (found === null || key.length !== keyBytes) throw new Error(`Key ${at + 1} of MASTER_KEYS is not <version>:<32 random bytes in base64>.`)
    // A key of a tutorial or of a careless hand: random bytes have about thirty different values in thirty-two.
    if (new Set(key).size < 16) throw new Error(`Key ${at + 1} of MASTER_KEYS is not random.`)
    return { version: Number(found[1]), key }
  })
  if (new Set(keys.map(({ version }) => version)).size < keys.length) throw new Error('MASTER_KEYS names a version twice.')
  return new Keyring(keys)
}

export const newKey = (version: number): string => `${version}:${randomBytes(keyBytes).toString('base64')}`

/** The keyring in a file; `create` makes the file when there is none. */
export async function keyringFile(path: string, { create = false } = {}): Promise<Keyring> {
  const kept = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (create && error.code === 'ENOENT') return undefined
    throw new Error(`The file of MASTER_KEYS_FILE cannot be read (${error.code}).`)
  })
  if (kept !== undefined) return readKeyring(kept)
  const made = newKey(1)
  // Whole or not at all: half a key would stop every later start.
  await writeFile(`${path}.new`, `${made}\n`, { mode: 0o600 })
  await rename(`${path}.new`, path)
  return readKeyring(made)
}

/**
 * The keyring of the settings, or of the file `own`, which is made when it is not there.
 * @throws Error when there is none, or one that cannot be used
 */
export async function configuredKeyring(settings: { MASTER_KEYS?: string; MASTER_KEYS_FILE?: string }, own?: string): Promise<Keyring> {
  const { MASTER_KEYS, MASTER_KEYS_FILE } = settings
  if (MASTER_KEYS !== undefined) return readKeyring(MASTER_KEYS)
  if (MASTER_KEYS_FILE !== undefined) return keyringFile(MASTER_KEYS_FILE)
  if (own !== undefined) return keyringFile(own, { create: true })
  throw new Error('Set MASTER_KEYS or MASTER_KEYS_FILE: `npm run new-key` makes a key.')
}
