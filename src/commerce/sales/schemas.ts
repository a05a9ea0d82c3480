import { type Static, Type } from 'typebox'
import { anyOf, pageQuery } from '../../platform/contract/list-shapes.ts'
import {
  code,
  count,
  day,
  Id,
  idOf,
  listOf,
  money,
  nullable,
  object,
  oneOf,
  openWords,
  optionals,
  patch,
  quantity,
  recordStamps,
  ref,
  stamps,
} from '../../platform/contract/shapes.ts'
import { gradeCode } from '../../production/products/index.ts'

export const saleStatuses = ['DRAFT', 'CONFIRMED', 'COMPLETED', 'CANCELLED', 'PARTLY_RETURNED', 'RETURNED'] as const
export type SaleStatus = (typeof saleStatuses)[number]

const status = oneOf(saleStatuses, 'The state of the sale.')
const paymentStatus = oneOf(['UNPAID', 'PARTLY_PAID', 'PAID'], 'Whether it is paid.')

const allocation = { batchId: idOf('The batch that the goods come from: neither archived nor cancelled.', 'batch'), quantity: quantity('How much of it.') }
const line = {
  productId: idOf('The product: goods or a service, and not archived.', 'offer'),
  grade: gradeCode,
  quantity: quantity('How much, in the unit of the product.'),
}

export const SaleAllocation = object('SaleAllocation', allocation)
export type SaleAllocation = Static<typeof SaleAllocation>

export const ServicePeriod = object('ServicePeriod', {
  programId: idOf('The program whose workers served (program yang melayani).'),
  from: day('The first day of the service, within the program.'),
  to: day('The last day of the service, within the program.'),
})
export type ServicePeriod = Static<typeof ServicePeriod>

export const SaleLine = object('SaleLine', {
  id: Id,
  position: count('Place in the sale, from 1.', 1, 200),
  ...line,
  unitPrice: money('Price of one unit, in rupiah.'),
  lineTotal: money('quantity × unitPrice, rounded half up to whole rupiah.'),
  allocations: listOf(ref(SaleAllocation), 200, {
    description: 'The batches it draws from, in the order of their ids: chosen beforehand, or first completed first out at confirmation.',
  }),
  service: nullable({ ...ref(ServicePeriod), description: 'For a service: by whom and when; null for goods.' }),
})
export type SaleLine = Static<typeof SaleLine>

export const NewSaleLine = object('NewSaleLine', {
  ...line,
  unitPrice: Type.Optional(money('Price of one unit, in rupiah; that of the price list on the day of the sale (harga daftar) unless given.')),
  allocations: Type.Optional(
    listOf(ref(SaleAllocation), 200, { description: 'The batches to draw from; they add up to the quantity. Without it, first completed first out.' }),
  ),
  service: Type.Optional(
    nullable({ ...ref(ServicePeriod), description: 'For a product that is a service, and only there: by whom and when (jasa). It moves no stock.' }),
  ),
})
export type NewSaleLine = Static<typeof NewSaleLine>

const facilityId = idOf('The facility that sells, which is that of the buyer.')
const head = {
  number: code('Number that is unique in the facility, e.g. `BJN-2510-001` (nomor penjualan).'),
  buyerId: idOf('The buyer (pembeli): active, and not archived.', 'buyer'),
  soldOn: day('The day of the sale, not after today.'),
  channel: openWords(['DIRECT', 'MARKETPLACE', 'EXHIBITION', 'PARTNER', 'GOVERNMENT'], 'How it was sold (saluran).'),
}
const discount = { discount: { ...money('Taken off the sum of the lines, in rupiah.'), default: 0 } }
const lines = { lines: listOf(ref(NewSaleLine), 200, { minItems: 1, description: 'What is sold.' }) }

export const Sale = object('Sale', {
  id: Id,
  facilityId,
  ...head,
  lines: listOf(ref(SaleLine), 200, { description: 'What is sold.' }),
  discount: money('Taken off the sum of the lines, in rupiah.'),
  total: money('What the buyer owes, in rupiah.'),
  paid: money('What the buyer has paid, in rupiah.'),
  paymentStatus,
  status,
  ...stamps,
})
export type Sale = Static<typeof Sale>

const confirm = {
  confirm: Type.Boolean({ default: false, description: 'Confirms the sale at once: the goods leave the stock in the same request (penjualan langsung).' }),
}
export const NewSale = object('NewSale', { ...head, ...optionals({ ...discount, ...confirm }), ...lines })
export type NewSale = Static<typeof NewSale>

export const SalePatch = patch('SalePatch', { ...head, ...discount, ...lines })
export type SalePatch = Static<typeof SalePatch>

export const SaleCancellation = object('SaleCancellation', {
  occurredOn: Type.Optional(nullable(day('The day the goods went back into stock; today unless given.'))),
})

export const SaleQuery = pageQuery(Sale, ['soldOn', 'number', 'total', 'updatedAt', 'id'], {
  facilityId: anyOf(facilityId),
  buyerId: anyOf(head.buyerId),
  productId: anyOf(idOf('Sales with this product.')),
  batchId: anyOf(idOf('Sales that draw from this batch.')),
  status: anyOf(status),
  channel: anyOf(head.channel),
  unpaid: Type.Optional(
    Type.Boolean({
      description: 'Only confirmed sales of which something is still to be paid (true), or only the others (false). With `sort=soldOn` the oldest come first.',
    }),
  ),
  number: anyOf(head.number),
  soldOnFrom: Type.Optional(day('Sold on or after this day.')),
  soldOnTo: Type.Optional(day('Sold on or before this day.')),
})
export type SaleQuery = Static<typeof SaleQuery>

// Who has what came of a batch ----------------------------------------------------------------------------------

export const Recipient = object('Recipient', {
  id: Id,
  facilityId,
  batchId: idOf('The batch.'),
  buyerId: idOf('The buyer (pembeli).'),
  saleId: idOf('The sale.'),
  saleNumber: code('Its number.'),
  saleStatus: oneOf(saleStatuses, 'Its state by now.'),
  grade: gradeCode,
  quantity: quantity('How much of the batch went into a line of it.'),
  soldOn: day('The day of the sale.'),
  createdAt: recordStamps.createdAt,
})

export const RecipientQuery = pageQuery(Recipient, ['soldOn', 'id'], {})
export type RecipientQuery = Static<typeof RecipientQuery>
