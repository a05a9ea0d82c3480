import { type Static, Type } from 'typebox'
import { anyOf, pageQuery } from '../../platform/contract/list-shapes.ts'
import { amountOf, day, Id, idOf, instant, longText, maybes, nullables, object, openWords, recordStamps } from '../../platform/contract/shapes.ts'
import { gradeCode } from '../products/index.ts'

export const movementTypes = ['PRODUCTION', 'SALE', 'SALE_RETURN', 'INTERNAL_USE', 'GIFT', 'DAMAGE', 'LOSS', 'COUNT_ADJUSTMENT', 'REVERSAL'] as const
export type MovementType = (typeof movementTypes)[number]

const enteredByHand = ['INTERNAL_USE', 'GIFT', 'DAMAGE', 'LOSS', 'COUNT_ADJUSTMENT'] as const

const type = openWords(movementTypes, 'Why the stock moved (jenis mutasi).')
const place = {
  batchId: idOf('The batch whose stock moves: neither archived nor cancelled.', 'batch'),
  grade: gradeCode,
}
const signed = Type.Number({
  format: 'double',
  minimum: -99_999_999_999.999,
  maximum: 99_999_999_999.999,
  multipleOf: 0.001,
  not: { const: 0 },
  description: 'Positive into stock, negative out of it; never zero.',
})
const occurredOn = day('The day it moved, not after today.')
const reason = longText(500, 'Why, in words.')
const owner = { facilityId: idOf('The facility.'), productId: idOf('The product.') }

export const StockMovement = object('StockMovement', {
  id: Id,
  ...owner,
  ...place,
  quantity: amountOf('Positive into stock, negative out of it; never zero.', true),
  type,
  occurredOn,
  ...nullables({
    outputId: idOf('The output that brought it, for PRODUCTION.'),
    saleLineId: idOf('The line of the sale, for SALE and SALE_RETURN.'),
    reversesId: idOf('The movement that this one takes back, for REVERSAL.'),
    reason,
  }),
  balanceAfter: amountOf('What the batch held in this grade afterwards.'),
  ...recordStamps,
})
export type StockMovement = Static<typeof StockMovement>

export const NewStockMovement = object('NewStockMovement', {
  ...place,
  quantity: signed,
  type: openWords(enteredByHand, 'Why the stock moves.'),
  occurredOn,
  reason,
})
export type NewStockMovement = Static<typeof NewStockMovement>

export const NewStockReversal = object('NewStockReversal', { occurredOn, ...maybes({ reason }) })
export type NewStockReversal = Static<typeof NewStockReversal>

export const StockMovementQuery = pageQuery(StockMovement, ['occurredOn', 'id'], {
  facilityId: anyOf(owner.facilityId),
  productId: anyOf(owner.productId),
  batchId: anyOf(place.batchId),
  grade: anyOf(place.grade),
  type: anyOf(type),
  occurredOnFrom: Type.Optional(day('Moved on or after this day.')),
  occurredOnTo: Type.Optional(day('Moved on or before this day.')),
})

export const StockBalance = object('StockBalance', {
  id: Id,
  ...owner,
  ...place,
  produced: amountOf('What came out of production.'),
  sold: amountOf('What confirmed sales took, less what came back.'),
  onHand: amountOf('What is left: the sum of all movements.'),
  updatedAt: instant('When it last moved.'),
})

export const StockBalanceQuery = pageQuery(StockBalance, ['updatedAt', 'id'], {
  facilityId: anyOf(owner.facilityId),
  productId: anyOf(owner.productId),
  batchId: anyOf(place.batchId),
  grade: anyOf(place.grade),
  available: Type.Optional(Type.Boolean({ description: 'Only what is on hand (true), or only what is used up (false).' })),
})
