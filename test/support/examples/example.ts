/** What the examples of the contract are made of: one call of each operation that succeeds on the demo, and of each problem how it comes about. */
import type { Demo } from '../../../src/demo/open-demo.ts'
import type { Call } from '../client.ts'
import type { Json, Row } from '../contract.ts'
import type { Params } from '../make.ts'

export interface Example {
  params?: Params
  /** Parameters; for a list: all its filters at once, and a sort. They leave two rows, so that rows which others add to the demo change nothing. */
  query?: Record<string, Json>
  /** For a list: what a client with a small screen asks for. */
  fields?: string
  body?: Row
  /** What is sent as a form instead. */
  form?: Record<string, string>
}

/** One call that is refused. */
export interface Refusal {
  method: string
  path: string
  call?: Call
}

/** What a refusal may need beside the demo. */
export interface Stage extends Demo {
  /** Makes a call before, which succeeds. */
  step(method: string, path: string, call?: Call): Promise<Row>
  /** Makes a call before, which may be refused. */
  ask(method: string, path: string, call?: Call): Promise<unknown>
  /** Keys of callers that lack something. */
  keys: { expired: string; scopeless: string; local: string; blind: string }
}

/** By operationId. */
export type Examples = (demo: Demo) => Record<string, Example>
/** By problem code. Each starts on a fresh copy of the demo. */
export type Refusals = (stage: Stage) => Record<string, () => Refusal | Promise<Refusal>>
/** Of one area: a folder of src/. */
export interface AreaExamples {
  examples: Examples
  refusals: Refusals
}

/** An id that no row has. */
export const nowhere = '0199cc0f-9f80-7000-8000-00000000ffff'
