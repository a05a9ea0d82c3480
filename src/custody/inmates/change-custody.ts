import { localDay } from '../../platform/contract/local-day.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { endWork } from '../../production/batches/index.ts'
import { endReasonOf, requireCustodyMove } from '../../production/enrollments/rules.ts'
import type { CustodyChange } from '../../production/enrollments/schemas.ts'
import { endEnrollments, ofInmate } from '../../production/enrollments/store.ts'
import { timeZoneOf } from '../facilities/index.ts'
import { changeCustody, lockInmate } from './index.ts'
import type { Inmate } from './schemas.ts'

/** Who leaves custody or the facility leaves every program and batch with it. */
export async function changeInmateCustody(tx: Transaction, id: string, change: CustodyChange): Promise<Change<Inmate>> {
  const inmate = await lockInmate(tx, id)
  tx.requireVersion(inmate.version)
  requireCustodyMove(inmate, change, localDay(tx.now, await timeZoneOf(tx, inmate.facilityId)))
  const { custodyStatus, occurredOn, toFacilityId } = change
  const reason = endReasonOf(change)
  if (reason !== undefined) {
    await endEnrollments(tx, ofInmate(id), occurredOn, reason)
    await endWork(tx, { inmateId: id }, occurredOn)
  }
  if (!toFacilityId) return changeCustody(tx, id, { custodyStatus, custodyChangedOn: occurredOn })
  await timeZoneOf(tx, toFacilityId, '/toFacilityId')
  // The corridor's event names the facility that takes over; the one that is left is told as well.
  tx.emit({ type: 'inmate.left', resource: 'inmate', id, facilityId: inmate.facilityId, version: inmate.version + 1 })
  return changeCustody(tx, id, { custodyStatus: 'ACTIVE', custodyChangedOn: occurredOn, facilityId: toFacilityId })
}
