import { localDay } from '../../platform/contract/local-day.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { holdUnit, timeZoneOf } from '../facilities/index.ts'
import { leave } from './departure.ts'
import { reasonToLeave, requireCustodyMove } from './rules.ts'
import type { CustodyChange, Inmate } from './schemas.ts'
import { changeCustody, lockInmate } from './store.ts'

/** Who leaves custody or the facility leaves every program and batch with it. */
export async function changeInmateCustody(tx: Transaction, id: string, change: CustodyChange): Promise<Change<Inmate>> {
  const inmate = await lockInmate(tx, id)
  tx.requireVersion(inmate.version)
  requireCustodyMove(inmate, change, localDay(tx.now, await timeZoneOf(tx, inmate.facilityId)))
  const { custodyStatus, occurredOn, toFacilityId } = change
  const reason = reasonToLeave(change)
  if (reason !== undefined) await leave(tx, { inmateId: id, on: occurredOn, reason })
  if (!toFacilityId) return changeCustody(tx, id, { custodyStatus, custodyChangedOn: occurredOn })
  await holdUnit(tx, toFacilityId, '/toFacilityId')
  // The event of the unit of work names the facility that takes over; the one that is left has an event of its own.
  tx.emit({ type: 'inmate.left', resource: 'inmate', id, facilityId: inmate.facilityId, version: inmate.version + 1 })
  return changeCustody(tx, id, { custodyStatus: 'ACTIVE', custodyChangedOn: occurredOn, facilityId: toFacilityId })
}
