/**
 * What the contract promises, and which of it the exchanges of a test file have met, as lines like `status createSale 422`.
 * Every file leaves its lines in the folder of the run; the script after all files compares them.
 */
import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { problemCatalogue } from '../../src/platform/contract/problems.ts'
import type { Contract, Json, Operation, Schema } from './contract.ts'
import { seenFolder } from './run.ts'

export interface Exchange {
  method: string
  url: string
  headers: Record<string, string | number>
  body: Json | undefined
  status: number
  /** The problem it was answered. */
  code: string | undefined
}

/** The schemas a value may have to fit: alternatives side by side, references followed. */
function alternatives(contract: Contract, schema: Schema): Schema[] {
  const plain = contract.resolve(schema)
  const inner = [...(plain.anyOf ?? []), ...(plain.oneOf ?? []), ...(plain.allOf ?? [])]
  return [plain, ...inner.flatMap((one) => alternatives(contract, one))]
}

/** The places in a schema that may be filled: `/lines`, `/lines/*`, `/lines/*` + `/quantity`. With a value, those that it fills. */
function places(contract: Contract, schema: Schema, value?: Json, at = ''): string[] {
  return alternatives(contract, schema).flatMap(({ properties = {}, items }) => {
    const members = Object.entries(properties).flatMap(([name, member]) => {
      if (value === undefined) return [`${at}/${name}`, ...places(contract, member, undefined, `${at}/${name}`)]
      const part = typeof value === 'object' && value !== null && !Array.isArray(value) ? value[name] : undefined
      return part === undefined ? [] : [`${at}/${name}`, ...places(contract, member, part, `${at}/${name}`)]
    })
    if (items === undefined) return members
    const parts = value === undefined ? [undefined] : Array.isArray(value) ? value : []
    return [...members, ...parts.flatMap((part) => places(contract, items, part, `${at}/*`))]
  })
}

const parametersOf = ({ object }: Operation) => object.parameters ?? []

function promisesOf(contract: Contract): string[] {
  return contract.operations.flatMap((operation) => {
    const { id, body, object } = operation
    return [
      `operation ${id}`,
      ...Object.entries(object.responses).flatMap(([status, { 'x-problems': problems = [] }]) => [
        `status ${id} ${status}`,
        ...problems.map((code) => `problem ${id} ${code}`),
      ]),
      ...parametersOf(operation).map((parameter) => `member ${id} ${parameter.in} ${parameter.name}`),
      ...(body === undefined ? [] : places(contract, body).map((place) => `member ${id} body ${place}`)),
    ]
  })
}

/** The parameters and members that a request carried. */
function carried(contract: Contract, operation: Operation, { url, headers, body }: Exchange): string[] {
  const query = new URLSearchParams(url.split('?')[1])
  const sent = new Set(Object.keys(headers).map((name) => name.toLowerCase()))
  const isSent = { path: () => true, query: (name: string) => query.has(name), header: (name: string) => sent.has(name.toLowerCase()) }
  return [
    ...parametersOf(operation)
      .filter((parameter) => isSent[parameter.in](parameter.name))
      .map((parameter) => `${parameter.in} ${parameter.name}`),
    ...(operation.body === undefined || body === undefined ? [] : places(contract, operation.body, body).map((place) => `body ${place}`)),
  ]
}

const met = new Set<string>()
const promised = new Set<string>()

/** Notes what an exchange has met. What a request carried counts only if it was accepted. */
export function record(contract: Contract, exchange: Exchange): void {
  const { method, url, status, code } = exchange
  if (code !== undefined) met.add(`code ${code}`)
  const operation = contract.find(method, url)
  if (operation === undefined || method === 'HEAD') return
  met.add(`operation ${operation.id}`)
  met.add(`status ${operation.id} ${status}`)
  if (code !== undefined) met.add(`problem ${operation.id} ${code}`)
  if (status < 400) for (const member of carried(contract, operation, exchange)) met.add(`member ${operation.id} ${member}`)
}

/** Says that all files together are to meet everything that this contract promises. */
export function promise(contract: Contract): void {
  for (const line of promisesOf(contract)) promised.add(line)
  for (const code of problemCatalogue().keys()) promised.add(`code ${code}`)
}

process.on('exit', () => {
  const folder = seenFolder(process.ppid)
  writeFileSync(join(folder, `${basename(process.argv[1] ?? '')}.met`), [...met].join('\n'))
  if (promised.size > 0) writeFileSync(join(folder, 'promised'), [...promised].join('\n'))
})
