/** Writes a demo through the API step by step, and keeps what was answered. */

/** One call of the demo with what came of it. */
export interface Step {
  step: string
  method: string
  path: string
  body?: unknown
  status: number
  answer: Record<string, unknown>
}

export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  headers: Record<string, string>
  body?: unknown
}

/** Sends a call to the API, over the network or in the same process. */
export type Send = (call: Call) => Promise<{ status: number; body: unknown }>

export type Row = Record<string, unknown> & { id: string; version: number }

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

export class DemoClient {
  readonly steps: Step[] = []
  readonly #keys = new Set<string>()

  constructor(
    private readonly send: Send,
    /** Begins every Idempotency-Key: another name writes another demo beside the first. */
    private readonly name: string,
    private readonly onStep: (step: Step) => void = () => {},
  ) {}

  /**
   * Makes the call of one step. A POST is sent with the step's name as its Idempotency-Key, so that a demo that was
   * interrupted is completed by writing it again. What takes two persons says for which `person` it is made.
   * @throws Error when the call is not answered as the demo needs, or another step has this name
   */
  async call(step: string, expected: number, call: Omit<Call, 'headers'>, version?: number, person?: string): Promise<Row> {
    const headers: Record<string, string> = call.method === 'POST' ? { 'idempotency-key': this.#keyOf(step) } : {}
    if (version !== undefined) headers['if-match'] = `"${version}"`
    const acting = person === undefined ? {} : { 'on-behalf-of': person }
    const { status, body } = await this.send({ ...call, headers: { ...headers, ...acting } })
    const entry = { step, method: call.method, path: call.path, ...(call.body === undefined ? {} : { body: call.body }), status, answer: body as Row }
    this.steps.push(entry)
    this.onStep(entry)
    if (status !== expected) throw new Error(`"${step}" was answered ${status} instead of ${expected}: ${JSON.stringify(body)}`)
    return body as Row
  }

  create(step: string, path: string, body: unknown, person?: string): Promise<Row> {
    return this.call(step, 201, { method: 'POST', path, body }, undefined, person)
  }

  read(step: string, path: string): Promise<Row> {
    return this.call(step, 200, { method: 'GET', path })
  }

  /** Changes the state of a row: `path` names the row and the change. */
  change(step: string, path: string, version: number, body?: unknown, person?: string): Promise<Row> {
    return this.call(step, 200, { method: 'POST', path, ...(body === undefined ? {} : { body }) }, version, person)
  }

  /** Writes what is there as a whole; written again it is the same. */
  put(step: string, path: string, version: number, body: unknown): Promise<Row> {
    return this.call(step, 200, { method: 'PUT', path, body }, version)
  }

  /** Takes back what was entered by mistake; where the demo is written again, it is gone already. */
  async remove(step: string, path: string, version: number): Promise<void> {
    const { status } = await this.send({ method: 'DELETE', path, headers: { 'if-match': `"${version}"` } })
    if (status !== 204 && status !== 404) throw new Error(`"${step}" was answered ${status} instead of 204.`)
  }

  #keyOf(step: string): string {
    const key = `${this.name}-${slug(step)}`
    if (this.#keys.has(key)) throw new Error(`Two steps of the demo are called "${step}".`)
    this.#keys.add(key)
    return key
  }
}
