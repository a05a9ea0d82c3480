import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { requireAllocationsAddUp, requireDraft } from './rules.ts'
import type { NewSale, Sale, SalePatch } from './schemas.ts'
import { composeSale, deleteSale, insertSale, lockSale, updateDraft } from './store.ts'

/** @throws contradiction, unknown-reference, duplicate */
export function draftSale(tx: Transaction, sale: NewSale): Change<Sale> {
  requireAllocationsAddUp(sale.lines)
  return insertSale(tx, composeSale(tx, sale), 'DRAFT')
}

/** @throws not-found, stale-version, invalid-transition, contradiction, unknown-reference, duplicate */
export async function changeDraft(tx: Transaction, id: string, patch: SalePatch): Promise<Change<Sale>> {
  const draft = await lockSale(tx, id)
  tx.requireVersion(draft.version)
  requireDraft(draft.status)
  if (patch.lines) requireAllocationsAddUp(patch.lines)
  return updateDraft(tx, draft, patch)
}

/** Only a draft can be deleted; what was confirmed is cancelled. @throws not-found, stale-version, invalid-transition */
export async function discardDraft(tx: Transaction, id: string): Promise<Change> {
  const draft = await lockSale(tx, id)
  tx.requireVersion(draft.version)
  requireDraft(draft.status)
  return deleteSale(tx, id)
}
