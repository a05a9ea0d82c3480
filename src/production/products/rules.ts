import { contradiction, problem } from '../../platform/problems.ts'
import type { Grade, Unit } from './schemas.ts'

const decimals: Record<Unit, 0 | 3> = { BUAH: 0, IKAT: 0, PASANG: 0, KG: 3, LITER: 3, METER: 3 }

/** How many decimals a quantity in this unit may have. */
export const decimalsOf = (unit: Unit): 0 | 3 => decimals[unit]

/** Whether a quantity is not finer than its unit: no half besek. */
export const fitsUnit = (quantity: number, unit: Unit): boolean => Number(quantity.toFixed(decimals[unit])) === quantity

/** @throws contradiction for the first code that is repeated */
export function requireDistinctGrades(grades: readonly Grade[]): void {
  const repeated = grades.findIndex(({ code }, at) => grades.findIndex((other) => other.code === code) !== at)
  if (repeated >= 0) throw contradiction(`/grades/${repeated}/code`, 'Two grades have the same code.')
}

/** What is counted in one unit cannot be counted in another. @throws contradiction */
export function requireUnitChangeable(unit: Unit, next: Unit, inUse: boolean): void {
  if (next !== unit && inUse) throw contradiction('/unit', `Batches are counted in ${unit}; the unit can no longer change.`)
}

/** @throws still-referenced when something holds a grade that is left out */
export function requireUnused(holders: string[]): void {
  if (holders.length > 0)
    throw problem('still-referenced', `A grade that is left out is still referred to by: ${holders.join(', ')}.`, { facts: { heldBy: holders } })
}
