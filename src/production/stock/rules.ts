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
  /** Why it may not be sold on the day that it was locked for. */
  unsellable: Unsellable | null
  timeZone: string
}

export type Unsellable = 'on-hold' | 'not-completed' | 'completed-later'

/** What is said of a batch that may not be sold; why it may not, the statement says that locks it. */
export const notSellable: Record<Unsellable, (balance: LockedBalance, pointer: string) => Problem> = {
  'on-hold': ({ batchCode, hold }, pointer) => contradiction(pointer, phrase`Batch ${batchCode} is on hold: ${hold}.`),
  'not-completed': ({ batchCode }, pointer) => contradiction(pointer, phrase`Batch ${batchCode} is not completed.`),
  'completed-later': ({ batchCode, completedOn }, pointer) =>
    contradiction(pointer, phrase`Batch ${batchCode} was completed on ${String(completedOn)}, after the sale.`, { earliest: String(completedOn) }),
}

/** @throws contradiction, insufficient-stock */
export function requireMovable(movement: Pick<NewStockMovement, 'quantity' | 'type' | 'occurredOn'>, balance: LockedBalance, today: string): void {
  const { quantity, type, occurredOn } = movement
  if (type !== 'COUNT_ADJUSTMENT' && quantity > 0) throw contradiction('/quantity', phrase`${type} takes goods out of stock: the quantity is negative.`)
  requireMove(quantity, occurredOn, balance, today)
}

/** @throws contradiction, insufficient-stock */
export function requireMove(quantity: number, occurredOn: string, balance: LockedBalance, today: string): void {
  requireUnit('/quantity', Math.abs(quantity), balance.unit)
  requireDay('/occurredOn', occurredOn, { earliest: balance.startsOn, latest: today })
  if (balance.onHand + quantity < 0) throw insufficientStock([{ ...stockFactsOf(balance), requested: -quantity }], balance.unit)
}

const stockFactsOf = ({ batchId, batchCode, grade, onHand }: LockedBalance) => ({ batchId, batchCode, grade, onHand })

/** What belongs to a sale is taken back by cancelling the sale. @throws not-reversible */
export function requireReversible({ type }: StockMovement): void {
  if (type === 'REVERSAL') throw notReversible(phrase`The movement is a reversal itself; enter a new movement instead.`)
  if (type === 'SALE' || type === 'SALE_RETURN') throw notReversible(phrase`The movement belongs to a sale; cancel the sale instead.`)
}
