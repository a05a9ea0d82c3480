import { monthLocked } from '../../custody/months/index.ts'
import { phrase } from '../../platform/contract/language.ts'
import { tooLate } from '../../platform/contract/local-day.ts'
import { invalidTransition, unknownReference } from '../../platform/contract/problems.ts'
import { explainConstraints } from '../../platform/database/constraints.ts'
import { listing } from '../../platform/database/listing.ts'
import { readOne } from '../../platform/database/records.ts'
import { refusal } from '../../platform/database/refusals.ts'
import { rows, unfiltered } from '../../platform/database/row-filter.ts'
import { sql } from '../../platform/database/sql.ts'
import { changes, insert, resource } from '../../platform/database/tables.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import { overpayment } from './problems.ts'
import { type NewPayment, Payment, PaymentQuery } from './schemas.ts'

explainConstraints({ payment_month: monthLocked('/paidOn') })

const payment = resource('payment', Payment, {
  protections: sql`(SELECT buyer.protections FROM ${unfiltered('sale', 'it is that of the payment')} JOIN ${unfiltered('buyer', 'it is that of the sale')}
    ON buyer.id = sale.buyer_id WHERE sale.id = payment.sale_id)`,
})

export const listPayments = listing({ operation: 'listPayments', of: payment, query: PaymentQuery })
export const readPayment = (db: Reader, id: string): Promise<Payment> => readOne(db, payment, id)

interface SaleFacts {
  status: string
  outstanding: number
  today: string
}

/** What a payment has to fulfil; `found_sale` holds the sale that it names, locked, if the caller can see it. */
const rulesOf = ({ amount, paidOn }: NewPayment) => ({
  'unknown-sale': { broken: sql`NOT EXISTS (SELECT FROM found_sale)`, problem: () => unknownReference('/saleId') },
  'not-owed': {
    broken: sql`(SELECT status NOT IN ('CONFIRMED', 'COMPLETED') FROM found_sale)`,
    problem: ({ status }: SaleFacts) => invalidTransition(phrase`sale`, status, status === 'DRAFT' ? ['confirmation'] : []),
  },
  'paid-later': { broken: sql`${paidOn}::date > (SELECT today FROM found_sale)`, problem: ({ today }: SaleFacts) => tooLate('/paidOn', today) },
  overpayment: { broken: sql`${amount}::bigint > (SELECT outstanding FROM found_sale)`, problem: ({ outstanding }: SaleFacts) => overpayment(outstanding) },
})

/** One statement that decides the rules on the locked sale, and writes where none is broken. */
export function createPayment(tx: Transaction, values: NewPayment): Change<Payment> {
  const { clientId } = tx.caller
  const rules = rulesOf(values)
  const paid = changes('sale', { paid: sql`sale.paid + ${values.amount}::bigint` }, clientId)
  const row = { ...values, id: tx.newId(), facilityId: sql`paid.facility_id`, saleId: sql`paid.id`, createdBy: clientId }
  const ctes = sql`found_sale AS (
      SELECT sale.id, sale.status, sale.total - sale.paid AS outstanding, (now() AT TIME ZONE facility.time_zone)::date AS today
      FROM ${rows(tx, 'sale')} JOIN ${unfiltered('facility', 'it is that of the sale')} ON facility.id = sale.facility_id
      WHERE sale.id = ${values.saleId}::uuid FOR NO KEY UPDATE OF sale
    ), ${refusal(rules, sql`(SELECT to_jsonb(found_sale) FROM found_sale)`)}, paid AS (
      UPDATE ${unfiltered('sale', 'it was found and locked')} SET ${paid}
      WHERE sale.id = (SELECT id FROM found_sale) AND NOT EXISTS (SELECT FROM refusal)
      RETURNING sale.id, sale.facility_id
    ), written AS (${insert('payment', row, sql`FROM paid RETURNING *`)}), change AS (SELECT ${payment.columns} FROM written payment)`
  return { ctes, rules }
}
