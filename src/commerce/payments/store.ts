import { localDay, requireDay } from '../../platform/contract/local-day.ts'
import { invalidTransition, type Problem, unknownReference } from '../../platform/contract/problems.ts'
import { listing } from '../../platform/database/listing.ts'
import { readOne } from '../../platform/database/records.ts'
import { rows, unfiltered, update } from '../../platform/database/row-filter.ts'
import { sql } from '../../platform/database/sql.ts'
import { changes, columns, expression, insert, resource, select } from '../../platform/database/tables.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import { overpayment } from './problems.ts'
import { type NewPayment, Payment, PaymentQuery } from './schemas.ts'

const payment = resource('payment', Payment)

export const listPayments = listing({ operation: 'listPayments', of: payment, query: PaymentQuery })
export const readPayment = (db: Reader, id: string): Promise<Payment> => readOne(db, payment, id)

/** One statement: the sale's row takes the payment only while it is owed; `refusal` says why it did not. */
export function createPayment(tx: Transaction, { saleId, ...given }: NewPayment): Change<Payment> {
  const { clientId } = tx.caller
  const amount = sql`${given.amount}::bigint`
  const ctes = sql`paid AS (
      ${update(tx, 'sale', changes('sale', { paid: sql`sale.paid + ${amount}` }, clientId))} AND sale.id = ${saleId}::uuid
        AND sale.status IN ('CONFIRMED', 'COMPLETED') AND sale.paid <= sale.total - ${amount}
        AND ${given.paidOn}::date <= (
          SELECT (now() AT TIME ZONE facility.time_zone)::date FROM ${unfiltered('facility', 'it is that of the sale')} WHERE facility.id = sale.facility_id)
      RETURNING sale.id, sale.facility_id
    ), written AS (
      ${insert('payment', { id: tx.newId(), facilityId: sql`paid.facility_id`, saleId: sql`paid.id`, ...given, createdBy: clientId }, sql`FROM paid RETURNING *`)}
    ), change AS (SELECT ${payment.columns} FROM written payment)`
  return { ctes, otherwise: () => refusal(tx, { saleId, ...given }) }
}

async function refusal(tx: Transaction, { saleId, paidOn }: NewPayment): Promise<Problem> {
  const known = { ...columns('sale', ['status']), outstanding: expression<number>`sale.total - sale.paid`, ...columns('facility', ['timeZone']) }
  const facility = unfiltered('facility', 'it is that of the sale')
  const [sale] = await tx.query(select(known, sql`FROM ${rows(tx, 'sale')} JOIN ${facility} ON facility.id = sale.facility_id WHERE sale.id = ${saleId}::uuid`))
  if (sale === undefined) return unknownReference('/saleId')
  if (sale.status !== 'CONFIRMED' && sale.status !== 'COMPLETED') return invalidTransition('sale', sale.status, sale.status === 'DRAFT' ? ['confirmation'] : [])
  requireDay('/paidOn', paidOn, { latest: localDay(tx.now, sale.timeZone) })
  return overpayment(sale.outstanding)
}
