import { isDeepStrictEqual } from 'node:util'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { inOrder, requireChecked, requireDistinctGrades, requireKindChangeable, requireSameSale, requireUnused, soldOtherwise } from './rules.ts'
import type { Product, ProductPatch } from './schemas.ts'
import { holdersOfOtherGrades, isInUse, lockProduct, replaceGrades, replacePrices, updateProduct, withFigures } from './store.ts'

/**
 * Grades and list prices are replaced as a whole; a grade that stock or sales know stays what it is, and so does the unit of
 * batches: figures of the past do not move, whatever is sold from now on.
 * What asks for no look at those is one statement.
 */
export async function changeProduct(tx: Transaction, id: string, { grades, listPrices, ...patch }: ProductPatch): Promise<Change<Product>> {
  const isPlain = [grades, listPrices, patch.unit, patch.isService, patch.barcode].every((one) => one === undefined)
  if (isPlain) return updateProduct(tx, id, patch)
  const product = await lockProduct(tx, id)
  tx.requireVersion(product.version)
  requireChecked(patch.barcode)
  if (patch.unit !== undefined || patch.isService !== undefined) requireKindChangeable(product, patch, await isInUse(tx, id))
  const hasOtherGrades = grades !== undefined && !isDeepStrictEqual(grades, product.grades)
  const hasOtherPrices = listPrices !== undefined && !isDeepStrictEqual(inOrder(listPrices), inOrder(product.listPrices))
  if (hasOtherGrades) {
    requireDistinctGrades(grades)
    requireUnused(await holdersOfOtherGrades(tx, id, grades))
    const flipped = soldOtherwise(product.grades, grades)
    if (flipped.length > 0) requireSameSale(grades, await withFigures(tx, id, flipped))
    await replaceGrades(tx, id, grades)
  }
  if (hasOtherPrices) await replacePrices(tx, id, inOrder(listPrices))
  return { ...updateProduct(tx, id, patch, hasOtherGrades || hasOtherPrices), before: product }
}
