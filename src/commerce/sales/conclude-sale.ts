import { localDay, requireDay } from '../../platform/contract/local-day.ts'
import { requireUsable } from '../../platform/database/references.ts'
import { type Change, Contention, type Transaction } from '../../platform/database/transaction.ts'
import { balancesOn, lockBalances, type Move, requireReturnable } from '../../production/stock/index.ts'
import { buyerReference } from '../buyers/index.ts'
import { lineProblem, withPrices } from './line-store.ts'
import { notPaid, saleHasPayments } from './problems.ts'
import { allocate, partsOf, requireAllocationsAddUp, stepFrom, type Wanted } from './rules.ts'
import type { NewSale, Sale } from './schemas.ts'
import {
  composeSale,
  confirmSale,
  endSale,
  insertSale,
  type LockedGoods,
  lockDraftWithGoods,
  lockGoods,
  lockSale,
  movementsOf,
  requireDraftable,
} from './store.ts'

/**
 * Takes the goods of a draft out of stock. Batches are chosen, locked in id order, and looked at again: when somebody
 * else was faster, the choice is made afresh.
 * @throws not-found, stale-version, invalid-transition, contradiction, unknown-reference, insufficient-stock
 */
export async function confirm(tx: Transaction, id: string): Promise<Change<Sale>> {
  const draft = await lockDraftWithGoods(tx, id)
  tx.requireVersion(draft.version)
  stepFrom(draft.status, 'confirmation')
  // What was right when it was drafted may be wrong by now.
  requireUsable(buyerReference, draft, '/buyerId')
  if (draft.refusal) throw lineProblem(draft.refusal)
  return confirmSale(tx, draft, await divide(tx, draft, draft))
}

/**
 * A sale that is confirmed as it is written down. Subscribers hear that it was confirmed, which is when goods leave.
 * @throws contradiction, unknown-reference, duplicate, insufficient-stock
 */
export async function sell(tx: Transaction, newSale: NewSale): Promise<Change<Sale>> {
  requireAllocationsAddUp(newSale.lines)
  const priced = await withPrices(tx, newSale.lines, newSale.soldOn)
  const sale = composeSale(tx, { ...newSale, lines: priced })
  const goods = await lockGoods(tx, sale)
  try {
    const lines = await divide(tx, sale, goods)
    return { ...insertSale(tx, { ...sale, lines }, 'CONFIRMED'), event: 'sale.confirmed' }
  } catch (error) {
    // What keeps it from being drafted is said before what keeps it from being confirmed.
    await requireDraftable(tx, sale)
    throw error
  }
}

/** @throws as `allocate` does, or Contention where what was chosen from has moved */
async function divide<Line extends Wanted>(
  tx: Transaction,
  { lines, soldOn }: { lines: readonly Line[]; soldOn: string },
  goods: LockedGoods,
): Promise<Line[]> {
  const balances = await balancesOn(tx, soldOn, goods.balances)
  try {
    return allocate(lines, balances)
  } catch (error) {
    throw goods.haveMoved ? new Contention() : error
  }
}

/** Handed over and paid. @throws not-found, stale-version, invalid-transition, not-paid */
export async function complete(tx: Transaction, id: string): Promise<Change<Sale>> {
  const sale = await lockSale(tx, id)
  tx.requireVersion(sale.version)
  const status = stepFrom(sale.status, 'completion')
  if (sale.paid < sale.total) throw notPaid(sale.total - sale.paid)
  return endSale(tx, id, status, [])
}

/** Puts back what a confirmed sale took. @throws not-found, stale-version, invalid-transition, sale-has-payments, contradiction */
export async function cancel(tx: Transaction, id: string, occurredOn?: string | null): Promise<Change<Sale>> {
  const sale = await lockSale(tx, id)
  tx.requireVersion(sale.version)
  const status = stepFrom(sale.status, 'cancellation')
  if (sale.paid > 0) throw saleHasPayments(sale.paid)
  const today = localDay(tx.now, sale.timeZone)
  const day = occurredOn ?? today
  requireDay('/occurredOn', day, { earliest: sale.soldOn, latest: today })
  if (sale.status === 'DRAFT') return endSale(tx, id, status, [])
  const taken = await movementsOf(tx, id)
  for (const balance of await lockBalances(tx, taken)) requireReturnable(balance)
  const earned = new Map(partsOf(sale).map(({ lineId, batchId, revenue }) => [`${lineId}/${batchId}`, revenue]))
  const moves = taken.map(
    ({ id: reversesId, saleLineId, batchId, grade, quantity }): Move => ({
      batchId,
      grade,
      quantity: -quantity,
      type: 'REVERSAL',
      occurredOn: day,
      counts: 'SOLD',
      revenue: -(earned.get(`${saleLineId}/${batchId}`) ?? 0),
      reversesId,
    }),
  )
  return endSale(tx, id, status, moves)
}
