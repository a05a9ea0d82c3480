import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { withPrices } from './line-store.ts'
import { requireAllocationsAddUp, requireDraft } from './rules.ts'
import type { NewSale, Sale, SalePatch } from './schemas.ts'
import { composeSale, deleteSale, insertSale, lockSale, updateDraft } from './store.ts'

/** @throws contradiction, unknown-reference, duplicate */
export async function draftSale(tx: Transaction, sale: NewSale): Promise<Change<Sale>> {
  requireAllocationsAddUp(sale.lines)
  const lines = await withPrices(tx, sale.lines, sale.soldOn)
  return insertSale(tx, composeSale(tx, { ...sale, lines }), 'DRAFT')
}

/** @throws not-found, stale-version, invalid-transition, contradiction, unknown-reference, duplicate */
export async function changeDraft(tx: Transaction, id: string, patch: SalePatch): Promise<Change<Sale>> {
  const draft = await lockSale(tx, id)
  tx.requireVersion(draft.version)
  requireDraft(draft.status)
  const { lines, ...head } = patch
  if (lines === undefined) return updateDraft(tx, draft, head)
  requireAllocationsAddUp(lines)
  return updateDraft(tx, draft, { ...head, lines: await withPrices(tx, lines, patch.soldOn ?? draft.soldOn) })
}

/** Only a draft can be deleted; what was confirmed is cancelled. @throws not-found, stale-version, invalid-transition */
export async function discardDraft(tx: Transaction, id: string): Promise<Change> {
  const draft = await lockSale(tx, id)
  tx.requireVersion(draft.version)
  requireDraft(draft.status)
  return deleteSale(tx, id)
}
