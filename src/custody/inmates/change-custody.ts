import { localDay } from '../../platform/contract/local-day.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { holdUnit, timeZoneOf } from '../facilities/index.ts'
import { leave } from './departure.ts'
import { beginsCustody, reasonToLeave, requireCustodyMove } from './rules.ts'
import type { Inmate, NewCustodyChange } from './schemas.ts'
import { changeCustody, endRegistrations, insertCustodyChange, lastDayOf, lockInmate, readInmate } from './store.ts'

/** Today where the person is, and where the person goes. */
async function todayAtBoth(tx: Transaction, facilityId: string, toFacilityId: string | null | undefined): Promise<string> {
  const today = localDay(tx.now, await timeZoneOf(tx, facilityId))
  if (!toFacilityId) return today
  const there = localDay(tx.now, (await holdUnit(tx, toFacilityId, '/toFacilityId')).timeZone)
  return there < today ? there : today
}

/** Who leaves custody or the facility leaves every program and batch with it, and the register book. */
export async function changeInmateCustody(tx: Transaction, id: string, change: NewCustodyChange): Promise<Change<Inmate>> {
  const inmate = await lockInmate(tx, id)
  tx.requireVersion(inmate.version)
  const { custodyStatus, occurredOn, toFacilityId } = change
  const today = await todayAtBoth(tx, inmate.facilityId, toFacilityId)
  const reason = reasonToLeave(change)
  const before = await readInmate(tx, id)
  requireCustodyMove(inmate, change, { today, lastOn: reason && (await lastDayOf(tx, id, today)) })
  await insertCustodyChange(tx, inmate, change)
  if (reason !== undefined) {
    await endRegistrations(tx, id, occurredOn)
    await leave(tx, { inmateId: id, on: occurredOn, reason })
  }
  const since = beginsCustody({ ...change, statusBefore: inmate.custodyStatus }) ? { custodySince: occurredOn } : {}
  if (!toFacilityId) return { ...changeCustody(tx, id, { custodyStatus, custodyChangedOn: occurredOn, ...since }), before }
  // The event of the unit of work names the facility that takes over; the one that is left has an event of its own.
  tx.emit({ type: 'inmate.left', resource: 'inmate', id, facilityId: inmate.facilityId, version: inmate.version + 1 })
  return { ...changeCustody(tx, id, { custodyStatus: 'ACTIVE', custodyChangedOn: occurredOn, ...since, facilityId: toFacilityId }), before }
}
