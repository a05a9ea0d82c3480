/** The SQL of holds: what keeps the goods of a batch from being sold, and who has said so. */
import { inCharge } from '../../custody/officers/index.ts'
import { listing } from '../../platform/database/listing.ts'
import { changeOne, type Requirement } from '../../platform/database/records.ts'
import { sql } from '../../platform/database/sql.ts'
import { insert, resource } from '../../platform/database/tables.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import { type HoldStep, holdSteps, notHeldSo } from './rules.ts'
import { type Batch, BatchHold, type BatchHoldOrder, BatchHoldQuery, type Hold } from './schemas.ts'
import { batch, requireVisible } from './store.ts'

const holds = listing({ operation: 'listBatchHolds', of: resource('batch_hold', BatchHold), query: BatchHoldQuery })

export async function listBatchHolds(db: Reader, batchId: string, query: BatchHoldQuery) {
  await requireVisible(db, batchId)
  return holds(db, query, sql`batch_hold.batch_id = ${batchId}::uuid`)
}

/** Whatever became of the batch, goods of it may be with buyers: it can be held when it is archived, closed or sold out. */
export function holdBatch(tx: Transaction, id: string, step: HoldStep, { reason, officerId }: BatchHoldOrder): Change<Batch> {
  const { from, to } = holdSteps[step]
  const isHeldSo: Requirement = {
    facts: { hold: batch.members.hold },
    rules: {
      'held-otherwise': {
        broken: sql`(SELECT hold <> ALL(${from}::text[]) FROM target)`,
        problem: ({ hold }: { hold: Hold }) => notHeldSo(hold),
      },
    },
  }
  const officer = inCharge(officerId, sql`(SELECT "facilityId" FROM target)`, '/officerId')
  const row = {
    id: tx.newId(),
    facilityId: sql`written.facility_id`,
    batchId: sql`written.id`,
    hold: to,
    reason,
    officerId,
    createdBy: tx.caller.clientId,
  }
  const beside = sql`, said AS (${insert('batch_hold', row, sql`FROM written`)})`
  return changeOne(tx, batch, id, { hold: to }, { requirements: [isHeldSo, officer], beside })
}
