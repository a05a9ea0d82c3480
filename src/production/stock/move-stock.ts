import { localDay } from '../../platform/contract/local-day.ts'
import { unknownReference } from '../../platform/contract/problems.ts'
import { requireUsable } from '../../platform/database/references.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { insufficientStock } from './problems.ts'
import { requireMovable, requireMove, requireReturnable, requireReversible } from './rules.ts'
import type { NewStockMovement, NewStockReversal, StockMovement } from './schemas.ts'
import { batchReference, lockBalances, movementChange, readStockMovement, requireBatch } from './store.ts'

/** Enters a movement by hand: use, gift, damage, loss, or what a count found. @throws unknown-reference, contradiction, insufficient-stock */
export async function enterMovement(tx: Transaction, movement: NewStockMovement): Promise<Change<StockMovement>> {
  const [balance] = await lockBalances(tx, [movement])
  if (balance === undefined) {
    await requireBatch(tx, movement.batchId)
    throw unknownReference('/grade')
  }
  requireUsable(batchReference, balance, '/batchId')
  requireMovable(movement, balance, localDay(tx.now, balance.timeZone))
  return movementChange(tx, { ...movement, counts: 'NEITHER' })
}

/** Takes a movement back by a counter-entry that names it. @throws not-found, not-reversible, contradiction, insufficient-stock */
export async function reverseMovement(tx: Transaction, id: string, { occurredOn, reason }: NewStockReversal): Promise<Change<StockMovement>> {
  const original = await readStockMovement(tx, id)
  requireReversible(original)
  const [balance] = await lockBalances(tx, [original])
  if (balance === undefined) throw insufficientStock([], '')
  requireReturnable(balance)
  const quantity = -original.quantity
  requireMove(quantity, occurredOn, { ...balance, startsOn: original.occurredOn }, localDay(tx.now, balance.timeZone))
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
