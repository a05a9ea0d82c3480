import { phrase } from '../../platform/contract/language.ts'
import { contradiction, type Problem, problem } from '../../platform/contract/problems.ts'
import { decimalsOf, type Grade, type ListPrice, type Unit } from './schemas.ts'

/** Whether a quantity is not finer than its unit: no half besek. */
export const fitsUnit = (quantity: number, unit: Unit): boolean => Number(quantity.toFixed(decimalsOf[unit])) === quantity

const units = Object.keys(decimalsOf) as Unit[]

/** The units that a quantity is too fine for, so that a statement need not know what fits which. */
export const tooCoarseFor = (quantity: number): Unit[] => units.filter((unit) => !fitsUnit(quantity, unit))

/** The problem with a quantity that is finer than its unit. */
export const tooFine = (pointer: string, unit: Unit): Problem => contradiction(pointer, phrase`${unit} is counted in whole numbers.`)

/** @throws contradiction when the quantity is finer than its unit */
export function requireUnit(pointer: string, quantity: number, unit: Unit): void {
  if (!fitsUnit(quantity, unit)) throw tooFine(pointer, unit)
}

/** The check digit of a GTIN: the others, from the right, count three times and once. Source: GS1 General Specifications, 7.9. */
function isChecked(gtin: string): boolean {
  const sum = [...gtin].reverse().reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0)
  return sum % 10 === 0
}

/** @throws contradiction when a scanner would not take the number for what it is */
export function requireChecked(barcode: string | null | undefined): void {
  if (barcode && /^(\d{8}|\d{13,14})$/.test(barcode) && !isChecked(barcode))
    throw contradiction('/barcode', phrase`The last digit of the barcode does not fit the others.`)
}

const dayBefore = (day: string): string => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)

/** The prices by their first day; one without a last day ends when the next begins. */
export function inOrder(prices: readonly ListPrice[]): Required<ListPrice>[] {
  const sorted = prices.toSorted((one, other) => one.from.localeCompare(other.from))
  return sorted.map(({ amount, from, to }, at) => {
    const next = sorted[at + 1]?.from
    return { amount, from, to: to ?? (next === undefined || next <= from ? null : dayBefore(next)) }
  })
}

/** @throws contradiction for the first code that is repeated */
export function requireDistinctGrades(grades: readonly Grade[]): void {
  const repeated = grades.findIndex(({ code }, at) => grades.findIndex((other) => other.code === code) !== at)
  if (repeated >= 0) throw contradiction(`/grades/${repeated}/code`, phrase`Two grades have the same code.`)
}

/** The codes of grades that would be sold from now on, or no longer. */
export const soldOtherwise = (before: readonly Grade[], after: readonly Grade[]): string[] =>
  after.filter(({ code, sellable }) => before.some((grade) => grade.code === code && grade.sellable !== sellable)).map(({ code }) => code)

/** What came out as sellable stays so, and what did not does not: `known` are codes that outputs or sales know. @throws contradiction for the first of them */
export function requireSameSale(grades: readonly Grade[], known: readonly string[]): void {
  const at = grades.findIndex(({ code }) => known.includes(code))
  const code = grades[at]?.code
  if (code !== undefined) throw contradiction(`/grades/${at}/sellable`, phrase`Outputs or sales know grade ${code} as what it is; add another grade instead.`)
}

interface Kind {
  unit: Unit
  isService: boolean
}

/** What is counted in one unit cannot be counted in another, and goods do not become a service. @throws contradiction */
export function requireKindChangeable(now: Kind, next: Partial<Kind>, inUse: boolean): void {
  if (!inUse) return
  if (next.unit !== undefined && next.unit !== now.unit)
    throw contradiction('/unit', phrase`Batches or sales are counted in ${now.unit}; the unit can no longer change.`)
  if (next.isService !== undefined && next.isService !== now.isService)
    throw contradiction('/isService', phrase`Batches or sales know the product as what it is now.`)
}

/** @throws still-referenced when something holds a grade that is left out */
export function requireUnused(holders: string[]): void {
  if (holders.length > 0)
    throw problem('still-referenced', phrase`A grade that is left out is still referred to by: ${holders.join(', ')}.`, { facts: { heldBy: holders } })
}
