import { localDay, requireDay } from '../../platform/contract/local-day.ts'
import { unknownReference } from '../../platform/contract/problems.ts'
import { requireUsable } from '../../platform/database/references.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { insufficientStock } from './problems.ts'
import { type LockedBalance, requireMovable, requireOnHand, requireReturnable, requireReversible } from './rules.ts'
import type { NewStockMovement, NewStockReversal, StockMovement } from './schemas.ts'
import { balancesOn, batchReference, lockBalances, type Move, movementChange, readStockMovement, requireBatch } from './store.ts'

/** Enters a movement by hand: use, gift, damage, loss, or what a count found. @throws unknown-reference, contradiction, insufficient-stock */
export async function enterMovement(tx: Transaction, movement: NewStockMovement): Promise<Change<StockMovement>> {
  const [balance] = await lockBalances(tx, [movement])
  if (balance === undefined) {
    await requireBatch(tx, movement.batchId)
    throw unknownReference('/grade')
  }
  requireUsable(batchReference, balance, '/batchId')
  requireMovable(movement, balance, localDay(tx.now, balance.timeZone))
  await requireLeft(tx, movement, balance)
  return movementChange(tx, { ...movement, counts: 'NEITHER' })
}

/** What leaves the stock was there on its day and is not missed on any later one. @throws insufficient-stock */
async function requireLeft(tx: Transaction, { quantity, occurredOn }: Pick<Move, 'quantity' | 'occurredOn'>, locked: LockedBalance): Promise<void> {
  if (quantity > 0) return
  for (const balance of await balancesOn(tx, occurredOn, [locked])) requireOnHand(-quantity, balance)
}

/** Takes a movement back by a counter-entry that names it. @throws not-found, not-reversible, contradiction, insufficient-stock */
export async function reverseMovement(tx: Transaction, id: string, { occurredOn, reason }: NewStockReversal): Promise<Change<StockMovement>> {
  const original = await readStockMovement(tx, id)
  requireReversible(original)
  const [balance] = await lockBalances(tx, [original])
  if (balance === undefined) throw insufficientStock([], '')
  requireReturnable(balance)
  const quantity = -original.quantity
  requireDay('/occurredOn', occurredOn, { earliest: original.occurredOn, latest: localDay(tx.now, balance.timeZone) })
  await requireLeft(tx, { quantity, occurredOn }, balance)
  const counts = original.type === 'PRODUCTION' ? 'PRODUCED' : 'NEITHER'
  return movementChange(tx, {
    batchId: original.batchId,
    grade: original.grade,
    quantity,
    type: 'REVERSAL',
    occurredOn,
    reason: reason ?? null,
    reversesId: id,
    counts,
  })
}
