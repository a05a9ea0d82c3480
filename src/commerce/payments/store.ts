import { tooLate } from '../../platform/contract/local-day.ts'
import { invalidTransition, notFound, unknownReference } from '../../platform/contract/problems.ts'
import { listing } from '../../platform/database/listing.ts'
import { firstBroken } from '../../platform/database/refusals.ts'
import { visible } from '../../platform/database/row-filter.ts'
import { assignments, raw, recordStampColumns, sql } from '../../platform/database/sql.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import { overpayment } from './problems.ts'
import type { NewPayment, Payment, PaymentQuery } from './schemas.ts'

const columns = sql`${raw(`payment.id, payment.facility_id AS "facilityId", payment.sale_id AS "saleId", payment.amount, payment.paid_on AS "paidOn",
  payment.method, payment.reference`)}, ${recordStampColumns('payment')}`

export const listPayments = listing<Payment, PaymentQuery>({
  operation: 'listPayments',
  table: 'payment',
  from: sql`payment`,
  columns,
  updatedColumn: 'payment.created_at',
  sorts: { paidOn: { column: 'payment.paid_on', type: 'date' } },
  filters: {
    facilityId: (ids) => sql`payment.facility_id = ANY(${ids}::uuid[])`,
    saleId: (ids) => sql`payment.sale_id = ANY(${ids}::uuid[])`,
    method: (methods) => sql`payment.method = ANY(${methods})`,
    paidOnFrom: (day) => sql`payment.paid_on >= ${day}::date`,
    paidOnTo: (day) => sql`payment.paid_on <= ${day}::date`,
  },
})

export async function readPayment(db: Reader, id: string): Promise<Payment> {
  const [payment] = await db.query<Payment>(sql`SELECT ${columns} FROM payment WHERE payment.id = ${id}::uuid AND ${visible(db.caller, 'payment.facility_id')}`)
  if (payment === undefined) throw notFound()
  return payment
}

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
    problem: ({ status }: SaleFacts) => invalidTransition('sale', status, status === 'DRAFT' ? ['confirmation'] : []),
  },
  'paid-later': { broken: sql`${paidOn}::date > (SELECT today FROM found_sale)`, problem: ({ today }: SaleFacts) => tooLate('/paidOn', today) },
  overpayment: { broken: sql`${amount}::bigint > (SELECT outstanding FROM found_sale)`, problem: ({ outstanding }: SaleFacts) => overpayment(outstanding) },
})

/** One statement that decides the rules on the locked sale, and writes where none is broken. */
export function createPayment(tx: Transaction, payment: NewPayment): Change {
  const { clientId } = tx.caller
  const rules = rulesOf(payment)
  const ctes = sql`found_sale AS (
      SELECT sale.id, sale.status, sale.total - sale.paid AS outstanding, (now() AT TIME ZONE facility.time_zone)::date AS today
      FROM sale JOIN facility ON facility.id = sale.facility_id
      WHERE sale.id = ${payment.saleId}::uuid AND ${visible(tx.caller, 'sale.facility_id')} FOR NO KEY UPDATE OF sale
    ), refusal AS (
      SELECT looked.rule, (SELECT to_jsonb(found_sale) FROM found_sale) AS facts FROM (SELECT ${firstBroken(rules)} AS rule) looked WHERE looked.rule IS NOT NULL
    ), sale AS (
      UPDATE sale SET paid = sale.paid + ${payment.amount}::bigint, ${assignments({}, clientId)}
      WHERE sale.id = (SELECT id FROM found_sale) AND NOT EXISTS (SELECT FROM refusal)
      RETURNING sale.id, sale.facility_id
    ), payment AS (
      INSERT INTO payment (id, facility_id, sale_id, amount, paid_on, method, reference, created_by)
      SELECT ${tx.newId()}::uuid, sale.facility_id, sale.id, ${payment.amount}::bigint, ${payment.paidOn}::date, ${payment.method}, ${payment.reference ?? null}, ${clientId}::uuid FROM sale
      RETURNING *
    ), change AS (SELECT ${columns} FROM payment)`
  return { ctes, rules }
}
