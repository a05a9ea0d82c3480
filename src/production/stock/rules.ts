import { phrase } from '../../platform/contract/language.ts'
import { requireDay } from '../../platform/contract/local-day.ts'
import { contradiction, type Problem } from '../../platform/contract/problems.ts'
import { requireUnit, type Unit } from '../products/index.ts'
import { insufficientStock, notReversible, type Shortage } from './problems.ts'
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
  /** The last day on which it moved. */
  lastMovedOn: string | null
  startsOn: string
  completedOn: string | null
  hold: string
  /** What keeps the batch from taking anything new. */
  unusable: string | null
  /** Why it may not be sold on the day that it was locked for. */
  unsellable: Unsellable | null
  timeZone: string
}

/** What a balance held until a day on which it moved. */
export interface Before {
  until: string
  onHand: number
}

/** A balance as it is on a day: what it held from then on, before each later day on which it moved, in their order. After the last it is what it holds now. */
export interface DatedBalance extends LockedBalance {
  day: string
  before: readonly Before[]
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

/** @throws contradiction */
export function requireMovable(movement: Pick<NewStockMovement, 'quantity' | 'type' | 'occurredOn'>, balance: LockedBalance, today: string): void {
  const { quantity, type, occurredOn } = movement
  if (type !== 'COUNT_ADJUSTMENT' && quantity > 0) throw contradiction('/quantity', phrase`${type} takes goods out of stock: the quantity is negative.`)
  if (balance.hold !== 'NONE' && consumed.includes(type)) throw notSellable['on-hold'](balance, '/batchId')
  requireUnit('/quantity', Math.abs(quantity), balance.unit)
  requireDay('/occurredOn', occurredOn, { earliest: balance.startsOn, latest: today })
}

/** A sum or difference of decimals with three places, which it has too. */
const thousandth = (amount: number): number => Math.round(amount * 1000) / 1000

/** What a balance can give from a day on, so that it is below zero on no later day. */
export const freeFrom = ({ onHand, before }: DatedBalance, day: string): number =>
  Math.max(0, Math.min(onHand, ...before.filter(({ until }) => until > day).map((held) => held.onHand)))

/** The first day from which balances can give that much together; undefined where they cannot even today. */
export function earliestFor(requested: number, balances: readonly DatedBalance[]): string | undefined {
  const isEnough = (day: string) => thousandth(balances.reduce((sum, balance) => sum + freeFrom(balance, day), 0)) >= requested
  return balances
    .flatMap(({ day, before }) => [day, ...before.map(({ until }) => until)])
    .sort()
    .find(isEnough)
}

/** What a balance lacks: now, or on the first day since on which it would be below zero. */
export function shortageOf(requested: number, { batchId, batchCode, grade, onHand, day, before }: DatedBalance): Shortage {
  const named = { batchId, batchCode, grade }
  const at = before.findIndex((held) => held.onHand < requested)
  const short = before[at]
  if (short === undefined || onHand < requested) return { ...named, onHand, requested }
  const onDay = before[at - 1]?.until ?? day
  return { ...named, onHand: short.onHand, requested, onDay, balance: thousandth(short.onHand - requested) }
}

/** @throws insufficient-stock */
export function requireOnHand(requested: number, balance: DatedBalance): void {
  if (freeFrom(balance, balance.day) < requested) throw insufficientStock([shortageOf(requested, balance)], balance.unit, earliestFor(requested, [balance]))
}

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
