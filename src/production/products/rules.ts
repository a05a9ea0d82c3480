import { phrase } from '../../platform/contract/language.ts'
import { contradiction, type Problem, problem } from '../../platform/contract/problems.ts'
import type { Grade, Unit } from './schemas.ts'

/** How many decimals a quantity in each unit may have. */
const decimals: Record<Unit, 0 | 3> = { BUAH: 0, IKAT: 0, PASANG: 0, KG: 3, LITER: 3, METER: 3 }

/** Whether a quantity is not finer than its unit: no half besek. */
export const fitsUnit = (quantity: number, unit: Unit): boolean => Number(quantity.toFixed(decimals[unit])) === quantity

const units = Object.keys(decimals) as Unit[]

/** The units that a quantity is too fine for, so that a statement need not know what fits which. */
export const tooCoarseFor = (quantity: number): Unit[] => units.filter((unit) => !fitsUnit(quantity, unit))

/** The problem with a quantity that is finer than its unit. */
export const tooFine = (pointer: string, unit: Unit): Problem => contradiction(pointer, phrase`${unit} is counted in whole numbers.`)

/** @throws contradiction when the quantity is finer than its unit */
export function requireUnit(pointer: string, quantity: number, unit: Unit): void {
  if (!fitsUnit(quantity, unit)) throw tooFine(pointer, unit)
}

/** @throws contradiction for the first code that is repeated */
export function requireDistinctGrades(grades: readonly Grade[]): void {
  const repeated = grades.findIndex(({ code }, at) => grades.findIndex((other) => other.code === code) !== at)
  if (repeated >= 0) throw contradiction(`/grades/${repeated}/code`, phrase`Two grades have the same code.`)
}

/** Whether grades that stay are sold from now on, or no longer. */
export const isSoldOtherwise = (before: readonly Grade[], after: readonly Grade[]): boolean =>
  before.some(({ code, sellable }) => after.some((grade) => grade.code === code && grade.sellable !== sellable))

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
