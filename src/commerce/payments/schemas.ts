import { type Static, Type } from 'typebox'
import { protections } from '../../custody/protected-persons/index.ts'
import { anyOf, pageQuery } from '../../platform/contract/list-shapes.ts'
import { day, Id, idOf, maybes, money, nullables, object, openWords, recordStamps, text } from '../../platform/contract/shapes.ts'
import { personal } from '../../platform/security/data-classes.ts'

const required = {
  saleId: idOf('The sale that is paid.'),
  amount: money('What was received, in rupiah.', 1),
  paidOn: day('The day it was received, not after today.'),
  method: openWords(['CASH', 'TRANSFER', 'QRIS', 'OTHER'], 'How it was paid (cara bayar).'),
}
const optional = { reference: personal(text(100, 'Receipt or transfer number.'), { class: 'financial', mask: 'absent' }) }
const facilityId = idOf('The facility that was paid.')

export const Payment = object('Payment', { id: Id, facilityId, ...required, ...nullables(optional), protections, ...recordStamps })
export type Payment = Static<typeof Payment>

export const NewPayment = object('NewPayment', { ...required, ...maybes(optional) })
export type NewPayment = Static<typeof NewPayment>

export const PaymentQuery = pageQuery(Payment, ['paidOn', 'id'], {
  facilityId: anyOf(facilityId),
  saleId: anyOf(required.saleId),
  method: anyOf(required.method),
  paidOnFrom: Type.Optional(day('Paid on or after this day.')),
  paidOnTo: Type.Optional(day('Paid on or before this day.')),
})
