import { phrase } from '../../platform/contract/language.ts'
import { localDay, requireDay } from '../../platform/contract/local-day.ts'
import { requireUsable } from '../../platform/database/references.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { batchReference, notReversible } from '../stock/index.ts'
import type { Cost, NewCost, NewCostReversal } from './schemas.ts'
import { costChange, lockBatch, readCost } from './store.ts'

/** @throws unknown-reference, contradiction */
export async function enterCost(tx: Transaction, cost: NewCost): Promise<Change<Cost>> {
  const batch = await lockBatch(tx, cost.batchId)
  requireUsable(batchReference, batch, '/batchId')
  requireDay('/incurredOn', cost.incurredOn, { latest: localDay(tx.now, batch.timeZone) })
  return costChange(tx, { ...cost, facilityId: batch.facilityId })
}

/** Takes a cost back by a counter-entry that names it, whatever became of the batch. @throws not-found, not-reversible, contradiction */
export async function reverseCost(tx: Transaction, id: string, { incurredOn, description }: NewCostReversal): Promise<Change<Cost>> {
  const { facilityId, batchId, kind, amount, borneBy, reversesId, incurredOn: earliest } = await readCost(tx, id)
  if (reversesId !== null) throw notReversible(phrase`The cost is a counter-entry itself; enter a new cost instead.`)
  const { timeZone } = await lockBatch(tx, batchId)
  requireDay('/incurredOn', incurredOn, { earliest, latest: localDay(tx.now, timeZone) })
  return costChange(tx, { facilityId, batchId, kind, amount: -amount, borneBy, incurredOn, description, reversesId: id })
}
