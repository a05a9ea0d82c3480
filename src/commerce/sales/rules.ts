import { isDeepStrictEqual } from 'node:util'
import { phrase } from '../../platform/contract/language.ts'
import { contradiction, invalidTransition, Problem } from '../../platform/contract/problems.ts'
import {
  type BatchGrade,
  type DatedBalance,
  earliestFor,
  freeFrom,
  insufficientStock,
  insufficientStockOf,
  notSellable,
  shortageOf,
} from '../../production/stock/index.ts'
import type { NewSaleLine, SaleAllocation, SaleLine, SaleStatus } from './schemas.ts'

const steps = {
  confirmation: { from: ['DRAFT'], to: 'CONFIRMED' },
  completion: { from: ['CONFIRMED'], to: 'COMPLETED' },
  cancellation: { from: ['DRAFT', 'CONFIRMED'], to: 'CANCELLED' },
} as const satisfies Record<string, { from: readonly SaleStatus[]; to: SaleStatus }>
export type SaleStep = keyof typeof steps

const stepsFrom = (status: SaleStatus): string[] => Object.entries(steps).flatMap(([name, { from }]) => (from.some((state) => state === status) ? [name] : []))

/** Where the step leads. @throws invalid-transition */
export function stepFrom(status: SaleStatus, step: SaleStep): SaleStatus {
  const { from, to } = steps[step]
  if (from.some((state) => state === status)) return to
  throw invalidTransition(phrase`sale`, status, stepsFrom(status))
}

/** What was confirmed is not rewritten. @throws invalid-transition */
export function requireDraft(status: SaleStatus): void {
  if (status !== 'DRAFT') throw invalidTransition(phrase`sale`, status, stepsFrom(status))
}

/** Thousandths, the finest a quantity goes: sums of these are exact where sums of decimals are not. */
const thousandths = (quantity: number): bigint => BigInt(Math.round(quantity * 1000))
const fromThousandths = (amount: bigint): number => Number(amount) / 1000
const sumOf = (quantities: readonly number[]): number => fromThousandths(quantities.reduce((sum, quantity) => sum + thousandths(quantity), 0n))

const largest = BigInt(Number.MAX_SAFE_INTEGER)

/** quantity × unitPrice, rounded half up to whole rupiah. @throws contradiction when it is more than can be stored */
export function lineTotal(quantity: number, unitPrice: number, pointer = ''): number {
  const total = (thousandths(quantity) * BigInt(unitPrice) + 500n) / 1000n
  if (total > largest) throw contradiction(`${pointer}/quantity`, phrase`Quantity times price is more than can be stored.`)
  return Number(total)
}

/** What the buyer owes. @throws contradiction when the discount is larger than the lines, or the sum cannot be stored */
export function saleTotal(lineTotals: readonly number[], discount: number): number {
  const sum = lineTotals.reduce((total, amount) => total + BigInt(amount), 0n)
  if (sum > largest) throw contradiction('/lines', phrase`The lines add up to more than can be stored.`)
  const total = sum - BigInt(discount)
  if (total < 0n) throw contradiction('/discount', phrase`The discount is larger than the lines, which add up to ${String(sum)}.`)
  return Number(total)
}

/** Chosen batches add up to the line and are named once. @throws contradiction */
export function requireAllocationsAddUp(lines: readonly NewSaleLine[]): void {
  for (const [at, { quantity, allocations = [] }] of lines.entries()) {
    if (allocations.length === 0) continue
    if (new Set(allocations.map(({ batchId }) => batchId)).size < allocations.length) {
      throw contradiction(`/lines/${at}/allocations`, phrase`A batch is named twice.`)
    }
    const sum = allocations.reduce((total, allocation) => total + thousandths(allocation.quantity), 0n)
    if (sum !== thousandths(quantity))
      throw contradiction(`/lines/${at}/allocations`, phrase`The batches add up to ${fromThousandths(sum)}, the line asks for ${quantity}.`)
  }
}

/** A line whose price is known. */
export type PricedLine = NewSaleLine & { unitPrice: number }
/** A sale, or a patch of one, whose lines have their prices. */
export type Priced<Of extends { lines?: NewSaleLine[] }> = Omit<Of, 'lines'> & { [K in keyof Pick<Of, 'lines' & keyof Of>]: PricedLine[] }

/** What a caller says of lines. */
const given = (lines: readonly NewSaleLine[]) =>
  lines.map(({ productId, grade, quantity, unitPrice, service, allocations = [] }) => ({
    line: [productId, grade, quantity, unitPrice, service?.programId, service?.from, service?.to],
    allocations: allocations.map(({ batchId, quantity }) => [batchId, quantity]),
  }))

/** Whether lines say what is said already. */
export const hasSameLines = (one: readonly NewSaleLine[], other: readonly NewSaleLine[]): boolean => isDeepStrictEqual(given(one), given(other))

/** What a batch gives to a line, and what it brings for it in rupiah. */
export interface Part extends BatchGrade {
  lineId: string
  quantity: number
  revenue: number
}

const byWeight = (a: { over: bigint }, b: { over: bigint }): number => (a.over === b.over ? 0 : a.over > b.over ? -1 : 1)

/** Shares of an amount in proportion to weights, which add up to it: what is left over goes to the largest remainders, ties in the order given. */
function shares(amount: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((total, weight) => total + weight, 0n)
  if (sum === 0n) return weights.map(() => 0n)
  const whole = weights.map((weight) => (amount * weight) / sum)
  const left = amount - whole.reduce((total, share) => total + share, 0n)
  const remainders = weights.map((weight, at) => ({ at, over: (amount * weight) % sum })).sort(byWeight)
  const larger = new Set(remainders.slice(0, Number(left)).map(({ at }) => at))
  return whole.map((share, at) => (larger.has(at) ? share + 1n : share))
}

type Divided = Pick<SaleLine, 'id' | 'grade' | 'lineTotal' | 'allocations'>

/**
 * What the batches of a sale give and bring. The discount is divided over the lines by their totals, what is left of a line over its
 * batches, in the order of their ids, by quantity: all of it adds up to the total of the sale. Source: decision 98.
 */
export function partsOf({ lines, discount }: { lines: readonly Divided[]; discount: number }): Part[] {
  const discounts = shares(
    BigInt(discount),
    lines.map(({ lineTotal }) => BigInt(lineTotal)),
  )
  return lines.flatMap(({ id: lineId, grade, lineTotal, allocations }, at) => {
    const drawn = allocations.toSorted((one, other) => (one.batchId < other.batchId ? -1 : 1))
    const earned = shares(
      BigInt(lineTotal) - (discounts[at] ?? 0n),
      drawn.map(({ quantity }) => thousandths(quantity)),
    )
    return drawn.map(({ batchId, quantity }, of) => ({ lineId, grade, batchId, quantity, revenue: Number(earned[of]) }))
  })
}

/** A line that is divided among batches. */
export type Wanted = Pick<SaleLine, 'productId' | 'grade' | 'quantity' | 'allocations'> & { service?: SaleLine['service'] | undefined }

const keyOf = ({ batchId, grade }: BatchGrade): string => `${batchId}/${grade}`
const oldestFirst = (a: DatedBalance, b: DatedBalance): number => (a.completedOn ?? '').localeCompare(b.completedOn ?? '') || a.batchId.localeCompare(b.batchId)

/**
 * Divides the lines of a sale among locked balances: what was chosen beforehand first, then first completed first out.
 * The whole sale is checked together, so two lines cannot both take the last piece. A service has no batches.
 * @throws contradiction for a batch that may not be sold yet, insufficient-stock
 */
export function allocate<Line extends Wanted>(lines: readonly Line[], balances: readonly DatedBalance[]): Line[] {
  const left = new Map(balances.map((balance) => [keyOf(balance), thousandths(freeFrom(balance, balance.day))]))
  const take = (key: string, amount: bigint) => left.set(key, (left.get(key) ?? 0n) - amount)
  const byKey = new Map(balances.map((balance) => [keyOf(balance), balance]))

  for (const [at, line] of lines.entries()) {
    for (const { batchId, quantity } of line.allocations) {
      const balance = byKey.get(keyOf({ batchId, grade: line.grade }))
      if (balance === undefined) throw insufficientStockOf(at + 1, { available: 0, requested: quantity }, `/lines/${at}/allocations`)
      if (balance.unsellable !== null) throw notSellable[balance.unsellable](balance, `/lines/${at}/allocations`)
      take(keyOf(balance), thousandths(quantity))
    }
  }
  const short = balances.filter((balance) => (left.get(keyOf(balance)) ?? 0n) < 0n)
  if (short.length > 0) throw shortBatches(lines, short)

  const queue = balances.filter((balance) => balance.unsellable === null).sort(oldestFirst)
  return lines.map((line, at) => {
    if (line.allocations.length > 0 || line.service) return line
    let wanted = thousandths(line.quantity)
    const allocations: SaleAllocation[] = []
    for (const balance of queue) {
      const key = keyOf(balance)
      const available = left.get(key) ?? 0n
      if (wanted === 0n || balance.productId !== line.productId || balance.grade !== line.grade || available <= 0n) continue
      const amount = available < wanted ? available : wanted
      take(key, amount)
      wanted -= amount
      allocations.push({ batchId: balance.batchId, quantity: fromThousandths(amount) })
    }
    if (wanted > 0n) throw shortLine(at, lines, balances)
    return { ...line, allocations }
  })
}

/** What batches that were chosen lack, of all lines that chose them. */
function shortBatches(lines: readonly Wanted[], short: readonly DatedBalance[]): Problem {
  const asked = short.map((balance) => {
    const parts = lines.filter(({ grade }) => grade === balance.grade).flatMap(({ allocations }) => allocations)
    const requested = sumOf(parts.filter(({ batchId }) => batchId === balance.batchId).map(({ quantity }) => quantity))
    return { shortage: shortageOf(requested, balance), earliest: earliestFor(requested, [balance]) }
  })
  const days = asked.flatMap(({ earliest }) => earliest ?? [])
  const earliest = days.length === asked.length ? days.sort().at(-1) : undefined
  const shortages = asked.map(({ shortage }) => shortage)
  return insufficientStock(shortages, (short[0] as DatedBalance).unit, earliest)
}

/** Why a line cannot be filled: what there is may not be sold, or what may be sold is too little. */
function shortLine(at: number, lines: readonly Wanted[], balances: readonly DatedBalance[]): Problem {
  const line = lines[at] as Wanted
  const isAlike = ({ productId, grade }: { productId: string; grade: string }) => productId === line.productId && grade === line.grade
  const held = balances.filter((balance) => isAlike(balance) && balance.onHand > 0)
  const sellable = held.filter(({ unsellable }) => unsellable === null)
  if (held.length > 0 && sellable.length === 0) return unsellableGoods(held, `/lines/${at}/allocations`)
  const requested = sumOf(lines.filter(isAlike).map(({ quantity }) => quantity))
  const [only, ...others] = sellable.length > 0 ? sellable : balances.filter(isAlike)
  if (only !== undefined && others.length === 0) return insufficientStock([shortageOf(requested, only)], only.unit, earliestFor(requested, [only]))
  const available = sumOf(sellable.map((balance) => freeFrom(balance, balance.day)))
  return insufficientStockOf(at + 1, { available, requested }, `/lines/${at}/quantity`, earliestFor(requested, sellable))
}

/** What is said of each batch if it is named, of all that hold the goods. */
function unsellableGoods(held: readonly DatedBalance[], pointer: string): Problem {
  const reasons = held.flatMap((balance) => (balance.unsellable === null ? [] : [notSellable[balance.unsellable](balance, pointer)]))
  const [{ code, kind, detail }] = reasons as [Problem]
  const completed = held.flatMap(({ unsellable, completedOn }) => (unsellable === 'completed-later' && completedOn !== null ? [completedOn] : []))
  const [earliest] = completed.sort()
  const errors = reasons.flatMap(({ more }) => more.errors ?? [])
  return new Problem(code, kind, detail, { errors, ...(earliest ? { facts: { earliest } } : {}) })
}
