/** Attacks, measured: how long slow clients hold a connection, and whether the time of an answer gives away that a foreign row exists. */
import { randomBytes, randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { newKey } from '../src/platform/security/keyring.ts'
import { boundless, startServer } from './servers.ts'

const drippers = 800
/** Somebody honest asks every so many milliseconds. */
const honestMs = 20
const probes = 500

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b)
const at = (values: readonly number[], share: number): number => sorted(values)[Math.floor(values.length * share)] ?? Number.NaN

async function timed(url: string, key: string): Promise<{ ms: number; status: number }> {
  const start = performance.now()
  const answer = await fetch(url, { headers: { authorization: `Bearer ${key}` } })
  await answer.arrayBuffer()
  return { ms: performance.now() - start, status: answer.status }
}

/** Sends a request a byte in a second, and returns after how many seconds it was cut. */
async function drip(url: string, beginning: string): Promise<number> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  const start = performance.now()
  const timer = setInterval(() => socket.write('x'), 1_000)
  socket.on('error', () => undefined)
  socket.resume()
  socket.write(beginning)
  await new Promise((resolve) => socket.once('close', resolve))
  clearInterval(timer)
  return (performance.now() - start) / 1000
}

/** Asks until it is stopped; the milliseconds of each answer. */
async function askHonestly(url: string, key: string, until: () => boolean): Promise<number[]> {
  const asked: Promise<number>[] = []
  while (!until()) {
    asked.push(timed(url, key).then(({ ms }) => ms))
    await pause(honestMs)
  }
  return Promise.all(asked)
}

/** The key of a client of some facilities, made as an operator makes one. */
export async function clientOf(url: string, key: string, facilityIds: readonly string[], role = 'registry-sync'): Promise<string> {
  const post = async (path: string, body: object): Promise<Record<string, string>> => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}.`)
    return (await answer.json()) as Record<string, string>
  }
  const about = { organisation: 'Bench', contactName: 'Bench', contactEmail: 'bench@bench.example', purpose: 'Measures how fast the service is.' }
  const { id } = await post('/v1/api-clients', { name: `bench ${randomUUID()}`, ...about, roles: [role], facilityIds })
  const { secret } = await post(`/v1/api-clients/${id}/credentials`, { kind: 'API_KEY' })
  return secret as string
}

/** @param key of a client that may do everything */
async function checkDefences(databaseUrl: string, url: string, key: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query<{ id: string; facilityId: string }>(
    'SELECT DISTINCT ON (facility_id) id, facility_id AS "facilityId" FROM inmate LIMIT 2',
  )
  await client.end()
  const [own, foreign] = rows as [{ id: string; facilityId: string }, { id: string; facilityId: string }]

  const page = `${url}/v1/inmates/${own.id}`
  const quiet = Date.now() + 10_000
  const before = await askHonestly(page, key, () => Date.now() > quiet)
  let open = drippers
  const head = (method: string) => `${method} /v1/products HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer ${key}\r\n`
  const slow = Array.from({ length: drippers }, (_, number) =>
    drip(url, number % 2 === 0 ? `${head('GET')}X-Slow: ` : `${head('POST')}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n`),
  ).map((cut) => cut.finally(() => open--))
  const during = await askHonestly(page, key, () => open === 0)
  const cut = await Promise.all(slow)
  console.log(`${drippers} slow clients: cut after ${Math.min(...cut).toFixed(1)} to ${Math.max(...cut).toFixed(1)} s`)
  for (const [when, measured] of Object.entries({ before, during }))
    console.log(`  honest reads ${when}: p50 ${at(measured, 0.5).toFixed(1)} ms, p99 ${at(measured, 0.99).toFixed(1)} ms of ${measured.length}`)

  const bound = await clientOf(url, key, [own.facilityId])
  const times: Record<'foreign' | 'absent', number[]> = { foreign: [], absent: [] }
  for (let probe = 0; probe < probes + 50; probe++) {
    // In turns, the order changing, and the first fifty not counted.
    const pair = [['foreign', foreign.id] as const, ['absent', randomUUID()] as const]
    for (const [which, id] of probe % 2 === 0 ? pair : pair.toReversed()) {
      const { ms, status } = await timed(`${url}/v1/inmates/${id}`, bound)
      if (status !== 404) throw new Error(`A ${which} row answered ${status}.`)
      if (probe >= 50) times[which].push(ms)
    }
  }
  const [a, b] = [at(times.foreign, 0.5), at(times.absent, 0.5)]
  console.log(`foreign and absent, medians of ${probes}: ${a.toFixed(2)} and ${b.toFixed(2)} ms, ratio ${(a / b).toFixed(2)}`)
}

/** Starts the server without limits of its own, and puts it to the test. */
export async function defend(databaseUrl: string): Promise<void> {
  const key = `bench_${randomBytes(24).toString('base64url')}`
  const server = await startServer('../src/main.js', { DATABASE_URL: databaseUrl, MASTER_KEYS: newKey(1), ...boundless, BOOTSTRAP_API_KEY: key })
  try {
    await checkDefences(databaseUrl, server.url, key)
  } finally {
    await server.stop()
  }
}
