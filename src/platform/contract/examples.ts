/**
 * The examples of the contract: calls on the demo data with what the API answered, as a test recorded them
 * (test/contract/examples.test.ts). Sent to a fresh demo, each is answered like that again.
 */
import type { ProblemDocument } from './problems.ts'

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

interface Parameter {
  name: string
  in: string
  required?: boolean
  schema: Loose
}
interface Answer extends Loose {
  'x-problems'?: string[]
  headers?: Record<string, Loose>
  content?: Record<string, Loose>
}
interface OperationObject {
  operationId: string
  parameters?: Parameter[]
  requestBody?: { content: Record<string, Loose> }
  responses: Record<string, Answer>
}

/**
 * What must be sent is filled in by the explorer, so it stands where the explorer looks. What may be left out stands in
 * the schema: filled in all at once, filters would find nothing, and a cursor would not fit them.
 */
function exemplify(parameter: Parameter, value: unknown): Loose {
  if (value === undefined) return { ...parameter }
  return parameter.required ? { ...parameter, example: value } : { ...parameter, schema: { ...parameter.schema, examples: [value] } }
}

/** Parameters whose value says nothing about the operation have the same example everywhere, so that the document has it once. */
const likeElsewhere: Loose = {
  'Accept-Language': 'id',
  'On-Behalf-Of': 'petugas-17',
  'Idempotency-Key': 'contoh-17',
  cursor: 'eyJrIjpbIjAxOTljYzBmLTlmODAtNzAwMC04MDAwLTAwMDAwMDAwMDAxNyJdfQ',
}

function withRecorded(operation: OperationObject, { parameters, body, response }: Recorded): Loose {
  const values: Loose = { ...parameters, ...likeElsewhere }
  const { status } = response
  const success = operation.responses[status] ?? {}
  const examples = { story: { summary: 'From the demo', value: response.body } }
  const shown = (content: Record<string, Loose>): Record<string, Loose> =>
    Object.fromEntries(Object.entries(content).map(([type, media]) => [type, type === 'application/json' ? { ...media, examples } : media]))
  const asked = operation.requestBody && {
    ...operation.requestBody,
    content: Object.fromEntries(Object.entries(operation.requestBody.content).map(([type, media]) => [type, { ...media, example: body }])),
  }
  return {
    ...operation,
    ...(operation.parameters ? { parameters: operation.parameters.map((parameter) => exemplify(parameter, values[parameter.name])) } : {}),
    ...(asked ? { requestBody: asked } : {}),
    responses: { ...operation.responses, [status]: { ...success, ...(success.content ? { content: shown(success.content) } : {}) } },
  }
}

/** The document with an example for everything that was recorded. Problem answers are components that name their codes. */
export function withExamples(document: Loose, { operations, problems }: RecordedExamples): Loose {
  const { paths, components } = document as { paths: Record<string, Record<string, OperationObject>>; components: { responses: Record<string, Answer> } }
  const exemplified = Object.fromEntries(
    Object.entries(paths).map(([path, methods]) => [
      path,
      Object.fromEntries(
        Object.entries(methods).map(([method, operation]) => {
          const recorded = operations[operation.operationId]
          return [method, recorded === undefined ? operation : withRecorded(operation, recorded)]
        }),
      ),
    ]),
  )
  const responses = Object.fromEntries(
    Object.entries(components.responses).map(([name, response]) => {
      if (response.content === undefined) return [name, response]
      const codes = (response['x-problems'] ?? []).filter((code) => code in problems)
      const examples = Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]))
      const content = Object.fromEntries(
        Object.entries(response.content).map(([type, media]) => [type, type === 'application/problem+json' ? { ...media, examples } : media]),
      )
      return [name, { ...response, content }]
    }),
  )
  const documented = new Set(Object.values(responses).flatMap((response) => response['x-problems'] ?? []))
  const examples = Object.fromEntries(
    Object.entries(problems)
      .filter(([code]) => documented.has(code))
      .map(([code, { body }]) => [code, { summary: body.title, value: body }]),
  )
  return { ...document, paths: exemplified, components: { ...components, responses, examples } }
}
