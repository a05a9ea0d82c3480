/** The members of request bodies that name other rows, found in the contract. */
import type { Contract, Json, Operation, Row, Schema } from './contract.ts'
import { valued } from './samples.ts'

/** A member of a body that holds an identifier. */
export interface Reference {
  operation: Operation
  /** `createBatch /programId` */
  key: string
  pointer: string
  /** Which rows it names, as `idOf` says. */
  references: string | undefined
}

function membersOf(contract: Contract, schema: Schema, pointer = ''): Pick<Reference, 'pointer' | 'references'>[] {
  const plain = valued(contract, schema)
  if (plain.format === 'uuid') return [{ pointer, references: plain['x-references'] }]
  if (plain.items !== undefined) return membersOf(contract, plain.items, `${pointer}/0`)
  return Object.entries(plain.properties ?? {}).flatMap(([name, member]) => membersOf(contract, member, `${pointer}/${name}`))
}

export const referencesIn = (contract: Contract): Reference[] =>
  contract.operations
    .filter(({ writes, body }) => writes && body)
    .flatMap((operation) => membersOf(contract, operation.body ?? {}).map((member) => ({ operation, key: `${operation.id} ${member.pointer}`, ...member })))

/** The body with another value at the pointer. */
export function withValue(body: Json, pointer: string, value: string): Json {
  const put = (within: Json, [name, ...rest]: string[]): Json => {
    if (name === undefined) return value
    if (Array.isArray(within)) return within.map((item, at) => (at === Number(name) ? put(item, rest) : item))
    const row = within as Row
    return { ...row, [name]: put(row[name] ?? {}, rest) }
  }
  return put(body, pointer.slice(1).split('/'))
}
