/** Values that fit a schema of the contract, for members that a test does not care about. */
import { canaries, isPersonal } from './canary.ts'
import type { Contract, Json, Schema } from './contract.ts'

/** The working day of made-up rows: past in every time zone, and the same everywhere so that no date precedes another. */
export const workday = '2025-09-10'

/** A day that no other day of this file is, for periods that must not overlap. */
export const anotherDay = (): string => new Date(Date.UTC(2000, 0, 1) + serial() * 86_400_000).toISOString().slice(0, 10)

/** A month that nothing else of this file has a day in. */
export const anotherMonth = (): string => new Date(Date.UTC(1901, serial(), 1)).toISOString().slice(0, 7)

let counter = 0
/** A number that no other row of this file has. */
export const serial = (): number => ++counter

/** Tried in this order against the length and pattern of a string. What is unique in a facility needs `n` in it. */
const candidates = (n: number): string[] => [
  `T-${n}`,
  `T${n}`,
  `Sample ${n}`,
  'A',
  'HANDICRAFT',
  'ID',
  '33.04',
  String(100_000 + n),
  `08120${String(n).padStart(7, '0')}`,
  `9${String(n).padStart(12, '0')}`,
  `19900101201501${String(n).padStart(4, '0')}`,
  `33${String(n).padStart(14, '0')}`,
]

/** The schema without references, and of alternatives the first that is not null. */
export function valued(contract: Contract, schema: Schema): Schema {
  const plain = contract.resolve(schema)
  const alternative = (plain.anyOf ?? plain.oneOf)?.map((one) => contract.resolve(one)).find(({ type }) => type !== 'null')
  return alternative === undefined ? plain : valued(contract, alternative)
}

/** The value for a member: its enumeration's first, its minimum, a text that fits its pattern. */
export function sample(contract: Contract, schema: Schema, name: string): Json {
  const plain = valued(contract, schema)
  if (plain.const !== undefined) return plain.const
  const word = plain.enum?.[0] ?? plain['x-extensible-enum']?.[0]
  if (word !== undefined) return word
  switch ([plain.type ?? 'object'].flat().find((type) => type !== 'null')) {
    case 'boolean':
      return false
    case 'integer':
      return Math.max(plain.minimum ?? 1, 1)
    case 'number':
      return Math.max(plain.minimum ?? 10, 10)
    case 'array':
      return plain.items === undefined ? [] : Array.from({ length: Math.max(plain.minItems ?? 0, 1) }, () => sample(contract, plain.items as Schema, name))
    case 'object':
      return Object.fromEntries((plain.required ?? []).map((member) => [member, sample(contract, plain.properties?.[member] ?? {}, member)]))
    default:
      return sampleText(plain, name)
  }
}

function sampleText(schema: Schema, name: string): string {
  const { format, pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema
  // Every product that is made here has it.
  if (name === 'grade') return 'A'
  if (format === 'date') return workday
  if (format === 'date-time') return `${workday}T00:00:00.000Z`
  if (format === 'uuid') throw new Error(`${name} refers to another row: add how to make one to "references" in test/support/make.ts.`)
  const fitting = new RegExp(pattern ?? '', 'u')
  const n = serial()
  const found = [...(isPersonal(schema) ? canaries(n) : []), ...(name === 'name' ? [`Sample ${n}`] : []), ...candidates(n)].find(
    (text) => text.length >= minLength && text.length <= maxLength && fitting.test(text),
  )
  if (found === undefined) throw new Error(`No sample fits ${name} (${pattern}): add one to "candidates" in test/support/samples.ts.`)
  return found
}
