/** What the examples of the contract are made of: one call of each operation that succeeds on the demo data. */
import type { Practice } from '../../../src/demo/practice.ts'
import type { Story } from '../../../src/demo/story.ts'
import type { Json, Row } from '../contract.ts'
import type { Params } from '../make.ts'

export interface Demo {
  story: Story
  practice: Practice
}

export interface Example {
  params?: Params
  /** For a list: all its filters at once, and a sort. */
  query?: Record<string, Json>
  /** For a list: what a client with little room asks for. */
  fields?: string
  body?: Row
  /** What is sent as a form instead. */
  form?: Record<string, string>
}

/** By operationId. */
export type Examples = (demo: Demo) => Record<string, Example>
