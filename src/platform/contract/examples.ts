/**
 * The examples of the contract: calls on the demo data with what the API answered, as a test recorded them
 * (test/contract/examples.test.ts). Sent to a fresh demo, each is answered like that again.
 */
import type { ProblemDocument } from './problems.ts'
import { type Document, type OperationObject, operationsOf, type Parameter } from './shared-parts.ts'

type Loose = Record<string, unknown>

export interface Recorded {
  /** Of path, query and headers, by name. */
  parameters: Loose
  body?: unknown
  response: { status: number; body?: unknown }
}
export interface RecordedProblem {
  /** Absent where no operation answered. */
  operation?: string
  body: ProblemDocument
}
export interface RecordedExamples {
  operations: Record<string, Recorded>
  /** By code. */
  problems: Record<string, RecordedProblem>
}

declare module 'fastify' {
  interface FastifyInstance {
    /** What the document shows for each operation and problem. */
    examples: RecordedExamples
  }
}

/**
 * What must be sent is filled in by the explorer, so it stands where the explorer looks. What may be left out stands in
 * the schema: filled in all at once, filters would find nothing, and a cursor would not fit them.
 */
function exemplify(parameter: Parameter, value: unknown): void {
  if (value === undefined) return
  if (parameter.required) parameter.example = value
  else parameter.schema = { ...parameter.schema, examples: [value] }
}

/** Parameters whose value says nothing about the operation have the same example everywhere, so that the document has it once. */
const likeElsewhere: Loose = {
  'Accept-Language': 'id',
  'On-Behalf-Of': 'petugas-17',
  'Idempotency-Key': 'contoh-17',
  cursor: 'eyJrIjpbIjAxOTljYzBmLTlmODAtNzAwMC04MDAwLTAwMDAwMDAwMDAxNyJdfQ',
}

function addRecorded(operation: OperationObject, { parameters, body, response }: Recorded): void {
  const values: Loose = { ...parameters, ...likeElsewhere }
  for (const parameter of operation.parameters ?? []) exemplify(parameter, values[String(parameter.name)])
  for (const media of Object.values(operation.requestBody?.content ?? {})) media.example = body
  const answered = operation.responses[response.status]?.content?.['application/json']
  if (answered) answered.examples = { story: { summary: 'From the demo', value: response.body } }
}

/** Adds an example for everything that was recorded. Problem answers are components that name their codes. */
export function addExamples(document: Document, { operations, problems }: RecordedExamples): void {
  for (const operation of operationsOf(document)) {
    const recorded = operations[operation.operationId]
    if (recorded !== undefined) addRecorded(operation, recorded)
  }
  const documented = new Set<string>()
  for (const { content, 'x-problems': codes = [] } of Object.values(document.components.responses)) {
    const answered = content?.['application/problem+json']
    if (answered === undefined) continue
    const recorded = codes.filter((code) => code in problems)
    answered.examples = Object.fromEntries(recorded.map((code) => [code, { $ref: `#/components/examples/${code}` }]))
    for (const code of recorded) documented.add(code)
  }
  const shown = Object.entries(problems).filter(([code]) => documented.has(code))
  document.components.examples = Object.fromEntries(shown.map(([code, { body }]) => [code, { summary: body.title, value: body }]))
}
