import { monthLocked } from '../../custody/months/index.ts'
import { phrase } from '../../platform/contract/language.ts'
import { unknownReference } from '../../platform/contract/problems.ts'
import { contradicts, explainConstraints } from '../../platform/database/constraints.ts'
import { listing } from '../../platform/database/listing.ts'
import { readOne, readRow } from '../../platform/database/records.ts'
import { unusableBy } from '../../platform/database/references.ts'
import { rows, unfiltered } from '../../platform/database/row-filter.ts'
import { sql } from '../../platform/database/sql.ts'
import { changes, column, columns, insert, type NewRow, resource, select } from '../../platform/database/tables.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import { batchReference, notReversible } from '../stock/index.ts'
import { Cost, CostQuery } from './schemas.ts'

const its = 'the cost is filtered, and its batch locked'

explainConstraints({
  cost_reverses_key: () => notReversible(phrase`The cost was reversed already.`),
  cost_month: monthLocked('/incurredOn'),
  batch_cost_total_check: contradicts('/amount', phrase`The costs of the batch add up to more than can be stored.`),
})

const reversal = sql`SELECT reversal.id FROM ${unfiltered('cost', its, 'reversal')} WHERE reversal.reverses_id = cost.id`

const cost = resource('cost', Cost, {
  reversedById: sql`(${reversal})`,
  // It is written once; what takes it back makes another representation of it.
  version: sql`cost.version + (EXISTS (${reversal}))::int`,
})

export const listCosts = listing({ operation: 'listCosts', of: cost, query: CostQuery })

export const readCost = (db: Reader, id: string): Promise<Cost> => readOne(db, cost, id)

const locked = {
  ...columns('batch', ['id', 'facilityId']),
  timeZone: column('facility', 'timeZone'),
  unusable: unusableBy(batchReference),
}

/** Locks the batch whose costs change. @throws unknown-reference */
export const lockBatch = (tx: Transaction, id: string) =>
  readRow(
    tx,
    select(
      locked,
      sql`FROM ${rows(tx, 'batch')} JOIN ${unfiltered('facility', its)} ON facility.id = batch.facility_id
        WHERE batch.id = ${id}::uuid FOR NO KEY UPDATE OF batch`,
    ),
    () => unknownReference('/batchId'),
  )

/** The cost's row, and the total of its batch, which is locked. */
export function costChange(tx: Transaction, values: Omit<NewRow<'cost'>, 'id' | 'createdBy'>): Change<Cost> {
  const { clientId } = tx.caller
  const row = { ...values, id: tx.newId(), createdBy: clientId }
  const total = changes('batch', { costTotal: sql`batch.cost_total + added.amount` }, clientId)
  return {
    ctes: sql`written AS (${insert('cost', row, sql`RETURNING *`)}),
      counted AS (UPDATE ${unfiltered('batch', its)} SET ${total} FROM (SELECT batch_id, amount FROM written) added WHERE batch.id = added.batch_id),
      change AS (SELECT ${cost.columns} FROM written cost)`,
  }
}
