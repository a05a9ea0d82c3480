/** What several operations of the document have in common becomes a component, which they refer to. */
import { problemCatalogue } from './problems.ts'

type Loose = Record<string, unknown>
/** A parameter; where it is shared, its `$ref` takes the place of all this. */
export interface Parameter extends Loose {
  name?: string
  required?: boolean
  schema?: Loose
}
interface Answer extends Loose {
  'x-problems'?: string[]
  headers?: Record<string, Loose>
  content?: Record<string, Loose>
}
export interface OperationObject {
  operationId: string
  'x-problems': string[]
  parameters?: Parameter[]
  requestBody?: { content: Record<string, Loose> }
  responses: Record<string, Answer>
}
export interface Document {
  paths: Record<string, Record<string, OperationObject>>
  components: Record<string, Record<string, Loose>> & { responses: Record<string, Answer> }
}

export const operationsOf = ({ paths }: Document): OperationObject[] => Object.values(paths).flatMap((methods) => Object.values(methods))
const statusOf = (code: string): number | undefined => problemCatalogue().get(code)?.status
const sorted = <T>(named: Record<string, T>): Record<string, T> => Object.fromEntries(Object.entries(named).sort())

/** What is alike is shared; examples are there before, since they make a difference. */
export function shareParts(document: Document): void {
  shareParameters(document)
  shareHeaders(document)
  // By name, since the order of imports says nothing.
  document.components.schemas = sorted(document.components.schemas ?? {})
}

/** Every distinct problem answer is named after its status and codes, and so is the answer that something has not changed. */
export function nameAnswers(document: Document): void {
  const named: Record<string, Answer> = {}
  for (const { responses, 'x-problems': problems } of operationsOf(document)) {
    for (const [status, response] of Object.entries(responses)) {
      if (Number(status) < 300) continue
      const codes = problems.filter((code) => statusOf(code) === Number(status))
      // RFC 6749 has a shape of its own.
      const kind = 'application/json' in (response.content ?? {}) ? ['oauth'] : []
      const name = [status, ...codes, ...kind].join('.')
      named[name] = codes.length === 0 ? response : { ...response, 'x-problems': codes }
      responses[status] = { $ref: `#/components/responses/${name}` }
    }
  }
  document.components.responses = sorted(named)
}

/** A part that this many operations have alike is shared. */
const fewest = 3

/** A parameter is named as it is called; where it differs between operations, the most frequent form has the name. */
function shareParameters(document: Document): void {
  const uses = new Map<string, number>()
  for (const { parameters = [] } of operationsOf(document)) {
    for (const one of parameters.map((parameter) => JSON.stringify(parameter))) uses.set(one, (uses.get(one) ?? 0) + 1)
  }
  const named = new Map<string, Parameter>()
  const refs = new Map<string, Parameter>()
  for (const [text, count] of [...uses].sort(([, a], [, b]) => b - a)) {
    const parameter: Parameter = JSON.parse(text)
    const name = String(parameter.name)
    if (count < fewest || named.has(name)) continue
    named.set(name, parameter)
    refs.set(text, { $ref: `#/components/parameters/${name}` })
  }
  for (const operation of operationsOf(document)) {
    if (operation.parameters) operation.parameters = operation.parameters.map((parameter) => refs.get(JSON.stringify(parameter)) ?? parameter)
  }
  document.components.parameters = sorted(Object.fromEntries(named))
}

/** A header is named as it is called; the first form of it has the name. */
function shareHeaders(document: Document): void {
  const named: Record<string, Loose> = {}
  const answers = [...Object.values(document.components.responses), ...operationsOf(document).flatMap(({ responses }) => Object.values(responses))]
  for (const { headers = {} } of answers) {
    for (const [name, header] of Object.entries(headers)) {
      named[name] ??= header
      if (JSON.stringify(named[name]) === JSON.stringify(header)) headers[name] = { $ref: `#/components/headers/${name}` }
    }
  }
  document.components.headers = sorted(named)
}
