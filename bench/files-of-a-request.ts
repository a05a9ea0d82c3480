/**
 * Which files of ours one `POST /v1/sales` runs through: those with a named function that V8 counted while the request was
 * answered. Whoever follows the request has to open each of them. What only some of ten requests meet is work in the
 * background. `npm run bench:files`
 */
import { mkdtemp, rm } from 'node:fs/promises'
import type { Profiler } from 'node:inspector'
import { Session } from 'node:inspector/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { openEmbedded } from '../src/demo/embedded.ts'
import { openDemo } from '../src/demo/open-demo.ts'
import { applyMigrations } from '../src/platform/database/migrations.ts'
import { installBootstrapKey } from '../src/platform/security/authentication/first-keys.ts'

/** Our files with the named functions that were called, by the count of V8. */
function filesIn(coverage: Profiler.ScriptCoverage[]): Map<string, string[]> {
  const called = coverage.map(({ url, functions }): [string, string[]] => [
    (url.split('/dist/')[1] ?? '').replace(/\.js$/, '.ts'),
    functions.filter(({ functionName, ranges }) => functionName !== '' && (ranges[0]?.count ?? 0) > 0).map(({ functionName }) => functionName),
  ])
  return new Map(called.filter(([file, names]) => file.startsWith('src/') && names.length > 0))
}

const folder = await mkdtemp(join(tmpdir(), 'binakarya-files-'))
const embedded = await openEmbedded({ ...readConfig(), DATA_DIR: folder })
try {
  await applyMigrations(embedded.url)
  await openDemo(embedded.url, embedded)
  const app = await buildApp({ databaseUrl: embedded.url, keyring: embedded.keyring, logLevel: 'warn' })
  await installBootstrapKey(app, embedded.key)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const send = async (path: string, body?: object): Promise<Record<string, unknown>> => {
    const headers = { authorization: `Bearer ${embedded.key}`, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }
    const answer = await fetch(url + path, body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
    return (await answer.json()) as Record<string, unknown>
  }
  const first = async (list: string) => ((await send(list)) as { items: Record<string, unknown>[] }).items[0] ?? {}
  const { facilityId, productId, grade } = await first('/v1/stock-balances?available=true&limit=1')
  const { id: buyerId } = await first(`/v1/buyers?facilityId=${facilityId}&limit=1`)
  const sell = (number: string) =>
    send('/v1/sales', { number, buyerId, soldOn: '2025-11-20', channel: 'DIRECT', lines: [{ productId, grade, quantity: 1, unitPrice: 125 }] })

  await sell('WARM-UP')
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
  const runs: Map<string, string[]>[] = []
  for (let at = 0; at < 10; at++) {
    // What was counted before is taken, and so left out.
    await session.post('Profiler.takePreciseCoverage')
    await sell(`MEASURED-${at}`)
    runs.push(filesIn((await session.post('Profiler.takePreciseCoverage')).result))
  }
  const files = [...(runs[0] ?? [])].filter(([file]) => runs.every((run) => run.has(file)))
  for (const [file, called] of files) console.log(`${file}: ${called.join(', ')}`)
  console.log(`\nPOST /v1/sales runs through ${files.length} files.`)
  await app.close()
} finally {
  await embedded.stop()
  await rm(folder, { recursive: true, force: true })
}
process.exit()
