import { phrase } from '../../platform/contract/language.ts'
import { requireDay } from '../../platform/contract/local-day.ts'
import { contradiction, type Problem } from '../../platform/contract/problems.ts'
import { requireUnit, type Unit } from '../products/index.ts'
import { insufficientStock, notReversible } from './problems.ts'
import type { NewStockMovement, StockMovement } from './schemas.ts'

export interface BatchGrade {
  batchId: string
  grade: string
}

/** What a batch holds in one grade, locked. */
export interface LockedBalance extends BatchGrade {
  batchCode: string
  facilityId: string
  productId: string
  unit: Unit
  onHand: number
  startsOn: string
  completedOn: string | null
  hold: string
  /** What keeps the batch from taking anything new. */
  unusable: string | null
  /** Why it may not be sold on the day that it was locked for. */
  unsellable: Unsellable | null
  timeZone: string
}

export type Unsellable = 'cancelled' | 'archived' | 'on-hold' | 'not-completed' | 'completed-later'

/** What is said of a batch that may not be sold; why it may not, the statement says that locks it. */
export const notSellable: Record<Unsellable, (balance: LockedBalance, pointer: string) => Problem> = {
  cancelled: ({ batchCode }, pointer) => contradiction(pointer, phrase`Batch ${batchCode} is cancelled.`),
  archived: ({ batchCode }, pointer) => contradiction(pointer, phrase`Batch ${batchCode} is archived; take it out of the archive first.`),
  'on-hold': ({ batchCode, hold }, pointer) => contradiction(pointer, phrase`Batch ${batchCode} is on hold: ${hold}.`),
  'not-completed': ({ batchCode }, pointer) => contradiction(pointer, phrase`Batch ${batchCode} is not completed.`),
  'completed-later': ({ batchCode, completedOn }, pointer) =>
    contradiction(pointer, phrase`Batch ${batchCode} was completed on ${String(completedOn)}, after the sale.`, { earliest: String(completedOn) }),
}

/** What may not be sold because it may harm may not be eaten or given away either; as damage, loss or by a count it leaves the stock. */
const consumed: readonly string[] = ['GIFT', 'INTERNAL_USE']

/** @throws contradiction, insufficient-stock */
export function requireMovable(movement: Pick<NewStockMovement, 'quantity' | 'type' | 'occurredOn'>, balance: LockedBalance, today: string): void {
  const { quantity, type, occurredOn } = movement
  if (type !== 'COUNT_ADJUSTMENT' && quantity > 0) throw contradiction('/quantity', phrase`${type} takes goods out of stock: the quantity is negative.`)
  if (balance.hold !== 'NONE' && consumed.includes(type)) throw notSellable['on-hold'](balance, '/batchId')
  requireMove(quantity, occurredOn, balance, today)
}

/** @throws contradiction, insufficient-stock */
export function requireMove(quantity: number, occurredOn: string, balance: LockedBalance, today: string): void {
  requireUnit('/quantity', Math.abs(quantity), balance.unit)
  requireDay('/occurredOn', occurredOn, { earliest: balance.startsOn, latest: today })
  if (balance.onHand + quantity < 0) throw insufficientStock([{ ...stockFactsOf(balance), requested: -quantity }], balance.unit)
}

/** What a refusal says of a balance. */
export const stockFactsOf = ({ batchId, batchCode, grade, onHand }: LockedBalance) => ({ batchId, batchCode, grade, onHand })

/** What is taken back returns to its batch, which somebody has to see. @throws contradiction */
export function requireReturnable(balance: LockedBalance): void {
  const { unsellable } = balance
  if (unsellable === 'cancelled' || unsellable === 'archived') throw notSellable[unsellable](balance, '')
}

/** What belongs to a sale is taken back by cancelling the sale. @throws not-reversible */
export function requireReversible({ type }: StockMovement): void {
  if (type === 'REVERSAL') throw notReversible(phrase`The movement is a reversal itself; enter a new movement instead.`)
  if (type === 'SALE' || type === 'SALE_RETURN') throw notReversible(phrase`The movement belongs to a sale; cancel the sale instead.`)
}
