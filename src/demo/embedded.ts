/** What only the embedded mode does: a database beside the code, a generated key, the address to open. */
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../platform/database/embedded-postgres.ts'
import { credentialIdOf, newApiKey } from '../platform/security/authentication/credentials.ts'
import { configuredKeyring, type Keyring } from '../platform/security/keyring.ts'

export interface Embedded extends EmbeddedPostgres {
  folder: string
  /** The bootstrap key: from the environment, or generated once and kept beside the data. */
  key: string
  keyring: Keyring
}

export async function openEmbedded(config: Config): Promise<Embedded> {
  const folder = resolve(config.DATA_DIR)
  console.log(`Starting the PostgreSQL that comes with BinaKarya. Its data is in ${folder}.`)
  const server = await startEmbeddedPostgres(folder)
  // Not inside the folder's data: a copy of the database alone opens nothing.
  const keyring = await configuredKeyring(config, join(folder, 'master-keys'))
  return { ...server, folder, keyring, key: config.BOOTSTRAP_API_KEY ?? (await keptKey(join(folder, 'bootstrap-api-key'), keyring)) }
}

/** The key in a file; a new one where there is none, or one of an earlier format. */
async function keptKey(path: string, keyring: Keyring): Promise<string> {
  const kept = (await readFile(path, 'utf8').catch(() => '')).trim()
  if (credentialIdOf(kept) !== undefined) return kept
  const { key } = newApiKey(keyring, 'bootstrap')
  await writeFile(path, `${key}\n`, { mode: 0o600 })
  return key
}

/** Prints where everything is. */
export function announce(app: FastifyInstance, embedded: Embedded | undefined, hasDemo: boolean): void {
  const { address, family, port } = app.addresses()[0] as { address: string; family: string | number; port: number }
  const host = address === '0.0.0.0' || address === '::' ? 'localhost' : String(family).endsWith('6') ? `[${address}]` : address
  const lines = [`BinaKarya is ready.`, `  API         http://${host}:${port}/v1`, `  Swagger UI  http://${host}:${port}/docs`]
  if (embedded !== undefined)
    lines.push(
      `  API key     ${embedded.key}`,
      '  Data        embedded PostgreSQL; Ctrl-C stops both',
      '',
      hasDemo
        ? 'Open Swagger UI, press Authorize twice, open an operation and press Execute.'
        : 'Open Swagger UI, press Authorize, paste the key, and execute GET /v1/batches.',
    )
  console.log(`\n${lines.join('\n')}\n`)
}
