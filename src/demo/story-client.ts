/** Tells a story to the API call by call, and keeps what was answered. */

/** One call of a story with what came of it. */
export interface StoryStep {
  step: string
  method: string
  path: string
  body?: unknown
  status: number
  answer: Record<string, unknown>
}

export interface Call {
  method: 'GET' | 'POST' | 'PATCH'
  path: string
  headers: Record<string, string>
  body?: unknown
}

/** Sends a call to the API, over the network or in the same process. */
export type Send = (call: Call) => Promise<{ status: number; body: unknown }>

export type Row = Record<string, unknown> & { id: string; version: number }

export class StoryClient {
  readonly steps: StoryStep[] = []

  constructor(
    private readonly send: Send,
    /** Begins the Idempotency-Key of every POST: one for each telling. */
    private readonly name: string,
    private readonly onStep: (step: StoryStep) => void = () => {},
  ) {}

  /** @throws Error when the call is not answered as the story needs */
  async ask(step: string, expected: number, call: Omit<Call, 'headers'>, version?: number): Promise<Row> {
    const headers: Record<string, string> = call.method === 'POST' ? { 'idempotency-key': `story-${this.name}-${this.steps.length}` } : {}
    if (version !== undefined) headers['if-match'] = `"${version}"`
    const { status, body } = await this.send({ ...call, headers })
    const entry = { step, method: call.method, path: call.path, ...(call.body === undefined ? {} : { body: call.body }), status, answer: body as Row }
    this.steps.push(entry)
    this.onStep(entry)
    if (status !== expected) throw new Error(`"${step}" was answered ${status} instead of ${expected}: ${JSON.stringify(body)}`)
    return body as Row
  }

  create(step: string, path: string, body: unknown): Promise<Row> {
    return this.ask(step, 201, { method: 'POST', path, body })
  }

  /** A step of a state machine. */
  move(step: string, path: string, version: number, body?: unknown): Promise<Row> {
    return this.ask(step, 200, { method: 'POST', path, ...(body === undefined ? {} : { body }) }, version)
  }
}
