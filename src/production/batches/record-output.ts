import { requireActiveOfficer } from '../../custody/officers/index.ts'
import { localDay, requireDay } from '../../platform/contract/local-day.ts'
import { unknownReference } from '../../platform/contract/problems.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { requireUnit } from '../products/index.ts'
import { moveStock, openBalance } from '../stock/index.ts'
import { requireOpen } from './rules.ts'
import type { BatchOutput, NewBatchOutput } from './schemas.ts'
import { lockForOutput, outputChange, requireShown } from './store.ts'

/** Records what came out and adds it to the stock. @throws not-found, invalid-transition, contradiction, unknown-reference */
export async function recordOutput(tx: Transaction, batchId: string, output: NewBatchOutput): Promise<Change<BatchOutput>> {
  const batch = await lockForOutput(tx, batchId)
  requireOpen(batch.status)
  requireShown(batch)
  requireDay('/recordedOn', output.recordedOn, { earliest: batch.startsOn, latest: localDay(tx.now, batch.timeZone) })
  if (!batch.grades.includes(output.grade)) throw unknownReference('/grade')
  requireUnit('/quantity', output.quantity, batch.unit)
  const { facilityId, productId } = batch
  if (output.inspectedBy) await requireActiveOfficer(tx, facilityId, output.inspectedBy, '/inspectedBy')
  const batchGrade = { batchId, grade: output.grade }
  await openBalance(tx, facilityId, productId, batchGrade)
  const row = { id: tx.newId(), facilityId, batchId, productId, ...output, createdBy: tx.caller.clientId }
  const move = { ...batchGrade, quantity: output.quantity, type: 'PRODUCTION', occurredOn: output.recordedOn, counts: 'PRODUCED', outputId: row.id } as const
  return outputChange(row, moveStock(tx, [move]))
}
