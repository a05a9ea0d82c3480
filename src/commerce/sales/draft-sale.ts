import { phrase } from '../../platform/contract/language.ts'
import { localDay, requireDay } from '../../platform/contract/local-day.ts'
import { contradiction, notFound, type Problem, unknownReference } from '../../platform/contract/problems.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { lineRefusal, requireAllocationsAddUp, requireDraft } from './rules.ts'
import type { NewSale, NewSaleLine, SalePatch } from './schemas.ts'
import { buyerFacts, deleteSale, insertSale, type LockedSale, lineFacts, lockSale, updateDraft } from './store.ts'

/** One statement that refuses what does not fit; `refusal` then says what it was. @throws contradiction, unknown-reference, duplicate */
export function draftSale(tx: Transaction, sale: NewSale): Change {
  requireAllocationsAddUp(sale.lines)
  return insertSale(tx, sale, () => refusal(tx, sale))
}

async function refusal(tx: Transaction, { buyerId, soldOn, lines }: NewSale): Promise<Problem> {
  const buyer = await buyerFacts(tx, buyerId)
  if (buyer === undefined) return unknownReference('/buyerId')
  if (!buyer.usable) return contradiction('/buyerId', phrase`The buyer is not active.`)
  requireDay('/soldOn', soldOn, { latest: localDay(tx.now, buyer.timeZone) })
  return lineProblem(tx, buyer.facilityId, lines)
}

async function lineProblem(tx: Transaction, facilityId: string, lines: readonly NewSaleLine[]): Promise<Problem> {
  const facts = await lineFacts(tx, facilityId, lines)
  const problems = lines.map((line, at) => facts[at] && lineRefusal(line, facts[at], `/lines/${at}`))
  return problems.find((problem) => problem !== undefined) ?? notFound()
}

/** @throws not-found, stale-version, invalid-transition, contradiction, unknown-reference, duplicate */
export async function changeDraft(tx: Transaction, id: string, patch: SalePatch): Promise<Change> {
  const draft = await lockSale(tx, id)
  tx.requireVersion(draft.version)
  requireDraft(draft.status)
  if (patch.lines) requireAllocationsAddUp(patch.lines)
  await requireUsableHead(tx, draft, patch)
  return updateDraft(tx, draft, patch, () => lineProblem(tx, draft.facilityId, patch.lines ?? []))
}

/** What was right when it was drafted may be wrong when it is confirmed. @throws contradiction, unknown-reference */
export async function requireStillSellable(tx: Transaction, { buyerUsable, facilityId, lines }: LockedSale): Promise<void> {
  if (!buyerUsable) throw contradiction('/buyerId', phrase`The buyer is not active.`)
  const facts = await lineFacts(tx, facilityId, lines)
  for (const [at, line] of lines.entries()) {
    const refusal = facts[at] && lineRefusal(line, facts[at], `/lines/${at}`)
    if (refusal) throw refusal
  }
}

async function requireUsableHead(tx: Transaction, draft: LockedSale, { buyerId, soldOn }: SalePatch): Promise<void> {
  requireDay('/soldOn', soldOn, { latest: localDay(tx.now, draft.timeZone) })
  if (buyerId === undefined || buyerId === draft.buyerId) return
  const buyer = await buyerFacts(tx, buyerId)
  if (buyer?.facilityId !== draft.facilityId) throw unknownReference('/buyerId')
  if (!buyer.usable) throw contradiction('/buyerId', phrase`The buyer is not active.`)
}

/** Only a draft can be deleted; what was confirmed is cancelled. @throws not-found, stale-version, invalid-transition */
export async function discardDraft(tx: Transaction, id: string): Promise<Change> {
  const draft = await lockSale(tx, id)
  tx.requireVersion(draft.version)
  requireDraft(draft.status)
  return deleteSale(tx, id)
}
