import { localDay, requireDay } from '../../platform/contract/local-day.ts'
import { type Change, Contention, type Transaction } from '../../platform/database/transaction.ts'
import { type LockedBalance, lockBalances, type Move } from '../../production/stock/index.ts'
import { notPaid, saleHasPayments } from './problems.ts'
import { type AllocatedLine, allocate, inactiveBuyer, stepFrom } from './rules.ts'
import type { Sale } from './schemas.ts'
import { type Candidate, confirmSale, endSale, findCandidates, lockSale, movementsOf, requireSellable } from './store.ts'

/**
 * Takes the goods of a draft out of stock. Batches are chosen, locked in id order, and looked at again: when somebody
 * else was faster, the choice is made afresh.
 * @throws not-found, stale-version, invalid-transition, contradiction, unknown-reference, insufficient-stock
 */
export async function confirm(tx: Transaction, id: string): Promise<Change<Sale>> {
  const sale = await lockSale(tx, id)
  tx.requireVersion(sale.version)
  stepFrom(sale.status, 'confirmation')
  // What was right when it was drafted may be wrong by now.
  if (!sale.buyerUsable) throw inactiveBuyer()
  await requireSellable(tx, sale.facilityId, sale.lines)
  // What other lines chose of the same goods counts as well: it may be what the oldest batches hold.
  const free = sale.lines.filter(({ allocations }) => allocations.length === 0)
  const alike = sale.lines.filter(({ productId, grade }) => free.some((line) => line.productId === productId && line.grade === grade))
  const candidates = alike.length === 0 ? [] : await findCandidates(tx, alike, sale.soldOn)
  const chosen = sale.lines.flatMap(({ grade, allocations }) => allocations.map(({ batchId }) => ({ batchId, grade })))
  const wanted = [...candidates, ...chosen].map(({ batchId, grade }) => ({ batchId, grade }))
  const balances = await lockBalances(tx, wanted, sale.soldOn)
  return confirmSale(tx, sale, allocateOrRetry(sale, balances, candidates))
}

function allocateOrRetry(sale: Sale, balances: readonly LockedBalance[], candidates: readonly Candidate[]): AllocatedLine[] {
  try {
    return allocate(sale.lines, balances)
  } catch (error) {
    const moved = candidates.some(
      ({ batchId, grade, onHand }) => balances.find((balance) => balance.batchId === batchId && balance.grade === grade)?.onHand !== onHand,
    )
    throw moved ? new Contention() : error
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
  await lockBalances(tx, taken)
  const moves = taken.map(
    ({ id: reversesId, batchId, grade, quantity }): Move => ({
      batchId,
      grade,
      quantity: -quantity,
      type: 'REVERSAL',
      occurredOn: day,
      counts: 'SOLD',
      reversesId,
    }),
  )
  return endSale(tx, id, status, moves)
}
