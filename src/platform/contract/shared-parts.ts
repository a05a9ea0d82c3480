/** What several operations of the document have in common becomes a component, which they refer to. */
import { problemCatalogue } from './problems.ts'

type Loose = Record<string, unknown>
interface OperationObject {
  'x-problems': string[]
  parameters?: Loose[]
  responses: Record<string, Loose>
}
interface Document {
  paths: Record<string, Record<string, OperationObject>>
  components: Record<string, Record<string, Loose>>
}

const operationsOf = ({ paths }: Document): OperationObject[] => Object.values(paths).flatMap((methods) => Object.values(methods))
const statusOf = (code: string): number | undefined => problemCatalogue().get(code)?.status
const sorted = (named: Record<string, Loose>): Record<string, Loose> => Object.fromEntries(Object.entries(named).sort())

/** The document in its final form; `exemplify` adds the examples, which decide what is alike. */
export function withSharedParts(given: Loose, exemplify: (document: Loose) => Loose): Loose {
  const document = exemplify(withNamedAnswers(given as unknown as Document)) as unknown as Document
  shareParameters(document)
  shareHeaders(document)
  // By name, since the order of imports says nothing.
  document.components.schemas = sorted(document.components.schemas ?? {})
  return document as unknown as Loose
}

/** Every distinct problem answer is named after its status and codes, and so is the answer that something has not changed. */
function withNamedAnswers(document: Document): Loose {
  const named: Record<string, Loose> = {}
  for (const { responses, 'x-problems': problems } of operationsOf(document)) {
    for (const [status, response] of Object.entries(responses)) {
      if (Number(status) < 300) continue
      const codes = problems.filter((code) => statusOf(code) === Number(status))
      // RFC 6749 has a shape of its own.
      const kind = 'application/json' in ((response.content ?? {}) as Loose) ? ['oauth'] : []
      const name = [status, ...codes, ...kind].join('.')
      named[name] = codes.length === 0 ? response : { ...response, 'x-problems': codes }
      responses[status] = { $ref: `#/components/responses/${name}` }
    }
  }
  return { ...document, components: { ...document.components, responses: sorted(named) } }
}

/** A part that this many operations have alike is shared. */
const fewest = 3

/** A parameter is named as it is called; where it differs between operations, the most frequent form has the name. */
function shareParameters(document: Document): void {
  const uses = new Map<string, number>()
  for (const { parameters = [] } of operationsOf(document)) {
    for (const one of parameters.map((parameter) => JSON.stringify(parameter))) uses.set(one, (uses.get(one) ?? 0) + 1)
  }
  const named = new Map<string, Loose>()
  const refs = new Map<string, Loose>()
  for (const [text, count] of [...uses].sort(([, a], [, b]) => b - a)) {
    const parameter: Loose = JSON.parse(text)
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
  for (const response of [
    ...Object.values(document.components.responses ?? {}),
    ...operationsOf(document).flatMap(({ responses }) => Object.values(responses)),
  ]) {
    for (const [name, header] of Object.entries((response.headers ?? {}) as Record<string, Loose>)) {
      named[name] ??= header
      if (JSON.stringify(named[name]) === JSON.stringify(header)) Object.assign(response.headers as Loose, { [name]: { $ref: `#/components/headers/${name}` } })
    }
  }
  document.components.headers = sorted(named)
}
