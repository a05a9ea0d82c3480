import { localDay, requireDay } from '../../platform/contract/local-day.ts'
import { invalidTransition, notFound, type Problem, unknownReference } from '../../platform/contract/problems.ts'
import { listing } from '../../platform/database/listing.ts'
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

/** One statement: the sale's row takes the payment only while it is owed; `refusal` says why it did not. */
export function createPayment(tx: Transaction, payment: NewPayment): Change {
  const { clientId } = tx.caller
  const ctes = sql`sale AS (
      UPDATE sale SET paid = sale.paid + ${payment.amount}::bigint, ${assignments({}, clientId)}
      WHERE sale.id = ${payment.saleId}::uuid AND ${visible(tx.caller, 'sale.facility_id')}
        AND sale.status IN ('CONFIRMED', 'COMPLETED') AND sale.paid <= sale.total - ${payment.amount}::bigint
        AND ${payment.paidOn}::date <= (SELECT (now() AT TIME ZONE facility.time_zone)::date FROM facility WHERE facility.id = sale.facility_id)
      RETURNING sale.id, sale.facility_id
    ), payment AS (
      INSERT INTO payment (id, facility_id, sale_id, amount, paid_on, method, reference, created_by)
      SELECT ${tx.newId()}::uuid, sale.facility_id, sale.id, ${payment.amount}::bigint, ${payment.paidOn}::date, ${payment.method}, ${payment.reference ?? null}, ${clientId}::uuid FROM sale
      RETURNING *
    ), change AS (SELECT ${columns} FROM payment)`
  return { ctes, otherwise: () => refusal(tx, payment) }
}

async function refusal(tx: Transaction, { saleId, paidOn }: NewPayment): Promise<Problem> {
  const [sale] = await tx.query<{ status: string; outstanding: number; timeZone: string }>(sql`
    SELECT sale.status, sale.total - sale.paid AS outstanding, facility.time_zone AS "timeZone" FROM sale JOIN facility ON facility.id = sale.facility_id
    WHERE sale.id = ${saleId}::uuid AND ${visible(tx.caller, 'sale.facility_id')}`)
  if (sale === undefined) return unknownReference('/saleId')
  if (sale.status !== 'CONFIRMED' && sale.status !== 'COMPLETED') return invalidTransition('sale', sale.status, sale.status === 'DRAFT' ? ['confirmation'] : [])
  requireDay('/paidOn', paidOn, { latest: localDay(tx.now, sale.timeZone) })
  return overpayment(sale.outstanding)
}
