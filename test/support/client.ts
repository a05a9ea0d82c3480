/** Calls the API over real HTTP, holds every answer against the served contract, and records what was met of it. */
import { type Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { canary } from './canary.ts'
import { Contract, type Json, type Row } from './contract.ts'
import { record } from './traffic.ts'

export interface Call {
  /** Sent as JSON. */
  body?: Json
  /** Sent as it is; the caller says what it is in `headers`. */
  bytes?: string | Buffer
  query?: Record<string, string | number | boolean | string[]>
  /** Another API key than the client's; null sends none. */
  key?: string | null
  ifMatch?: string | number
  idempotencyKey?: string
  headers?: Record<string, string>
  /** A fault of the server (5xx) fails the test unless it is what the test is about. */
  mayFault?: boolean
}

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  text: string
  /** The JSON body; an empty object when there is none. */
  body: Row
  /** The items of a page. */
  items: Row[]
  requestId: string
}

export interface Server {
  port: number
  agent: Agent
  contract: Contract
}

function exchange(server: Pick<Server, 'port' | 'agent'>, method: string, path: string, headers: Record<string, string | number>, payload?: string | Buffer) {
  return new Promise<{ status: number; headers: IncomingHttpHeaders; text: string }>((resolve, reject) => {
    const { port, agent } = server
    const outgoing = httpRequest({ host: '127.0.0.1', port, agent, method, path, headers }, (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('error', reject)
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text: Buffer.concat(chunks).toString('utf8') }))
    })
    outgoing.on('error', reject)
    outgoing.end(payload)
  })
}

function parsed(text: string): Json | undefined {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(`The answer is not JSON: ${text.slice(0, 200)}`)
  }
}

/** What each server has shown under an ETag: a strong one promises the same bytes, whoever asks and whatever has changed beside it. */
const shownUnder = new WeakMap<Server, Map<string, string>>()

function isAsBefore(server: Server, url: string, etag: string, text: string): boolean {
  const shown = shownUnder.get(server) ?? new Map<string, string>()
  shownUnder.set(server, shown)
  const before = shown.get(`${url} ${etag}`)
  shown.set(`${url} ${etag}`, text)
  return before === undefined || before === text
}

/** Reads the served document; the only answer that is not held against it. */
export async function fetchContract(server: Pick<Server, 'port' | 'agent'>): Promise<Contract> {
  const { text } = await exchange(server, 'GET', '/v1/openapi.json', {})
  return new Contract(JSON.parse(text))
}

export class Client {
  constructor(
    private readonly server: Server,
    readonly key: string | undefined,
  ) {}

  /** The same API with the eyes of another caller. */
  as(key: string | undefined): Client {
    return new Client(this.server, key)
  }

  async send(method: string, path: string, call: Call = {}): Promise<Answer> {
    const { body, bytes, query, key = this.key, ifMatch, idempotencyKey, mayFault = false } = call
    const search = new URLSearchParams(
      Object.entries(query ?? {}).flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one)])),
    ).toString()
    const url = search === '' ? path : `${path}?${search}`
    const payload = bytes ?? (body === undefined ? undefined : JSON.stringify(body))
    const headers: Record<string, string | number> = {}
    if (typeof key === 'string') headers.authorization = `Bearer ${key}`
    if (body !== undefined) headers['content-type'] = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
    if (payload !== undefined) headers['content-length'] = Buffer.byteLength(payload)
    if (ifMatch !== undefined) headers['if-match'] = typeof ifMatch === 'number' ? `"${ifMatch}"` : ifMatch
    if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey
    Object.assign(headers, call.headers)
    const answer = await exchange(this.server, method, url, headers, payload)
    const json = answer.headers['content-type']?.startsWith('text/html') ? undefined : parsed(answer.text)
    const wrong = this.server.contract.violations(method, url, answer.status, answer.headers, json)
    if (answer.status >= 500 && !mayFault) wrong.push('a fault of the server')
    const { etag } = answer.headers
    if (method === 'GET' && etag !== undefined && answer.status === 200 && !isAsBefore(this.server, url, etag, answer.text)) {
      wrong.push(`another representation under the ETag ${etag}`)
    }
    if (canary.test(url)) wrong.push('a personal value in the URL')
    if (answer.status >= 400 && canary.test(answer.text)) wrong.push('a personal value in a problem')
    if (canary.test(JSON.stringify(answer.headers))) wrong.push('a personal value in a header')
    if (wrong.length > 0) {
      throw new Error(`${method} ${url.slice(0, 300)} answered ${answer.status}:\n  ${wrong.join('\n  ')}\n  body: ${answer.text.slice(0, 1000)}`)
    }
    const row = typeof json === 'object' && json !== null && !Array.isArray(json) ? json : {}
    const code = answer.status >= 400 && typeof row.code === 'string' ? row.code : undefined
    record(this.server.contract, { method, url, headers, body, status: answer.status, code })
    return { ...answer, body: row, items: Array.isArray(row.items) ? (row.items as Row[]) : [], requestId: String(answer.headers['x-request-id']) }
  }

  get = (path: string, call?: Call): Promise<Answer> => this.send('GET', path, call)
  post = (path: string, call?: Call): Promise<Answer> => this.send('POST', path, call)
  patch = (path: string, call?: Call): Promise<Answer> => this.send('PATCH', path, call)
  delete = (path: string, call?: Call): Promise<Answer> => this.send('DELETE', path, call)
}
