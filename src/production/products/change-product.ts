import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { requireDistinctGrades, requireKindChangeable, requireUnused } from './rules.ts'
import type { Product, ProductPatch } from './schemas.ts'
import { changesWhatIsSold, holdersOfOtherGrades, isInUse, lockProduct, recountBatches, replaceGrades, replacePrices, updateProduct } from './store.ts'

/** Grades and list prices are replaced as a whole; a grade that stock or sales know stays, and so does the unit of batches. */
export async function changeProduct(tx: Transaction, id: string, { grades, listPrices, ...patch }: ProductPatch): Promise<Change<Product>> {
  const product = await lockProduct(tx, id)
  tx.requireVersion(product.version)
  if (patch.unit !== undefined || patch.isService !== undefined) requireKindChangeable(product, patch, await isInUse(tx, id))
  if (grades !== undefined) {
    requireDistinctGrades(grades)
    requireUnused(await holdersOfOtherGrades(tx, id, grades))
    const isSoldOtherwise = await changesWhatIsSold(tx, id, grades)
    await replaceGrades(tx, id, grades)
    if (isSoldOtherwise) await recountBatches(tx, id)
  }
  if (listPrices !== undefined) await replacePrices(tx, id, listPrices)
  return updateProduct(tx, id, patch)
}
