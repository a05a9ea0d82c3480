import { localDay, requireDay } from '../../platform/contract/local-day.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { initialsOf } from '../../platform/security/data-classes.ts'
import { holdUnit, timeZoneOf } from '../facilities/index.ts'
import type { Inmate, InmatePatch, NewInmate } from './schemas.ts'
import { firstDayOf, insertInmate, lockInmate, patchInmate, requireNewNik } from './store.ts'

export const todayAt = async (tx: Transaction, facilityId: string): Promise<string> => localDay(tx.now, await timeZoneOf(tx, facilityId))

/** A constraint holds the birth before the admission, so that only the admission is compared with today. */
export async function createInmate(tx: Transaction, inmate: NewInmate): Promise<Change<Inmate>> {
  const { timeZone } = await holdUnit(tx, inmate.facilityId, '/facilityId')
  requireDay('/admittedOn', inmate.admittedOn, { latest: localDay(tx.now, timeZone) })
  if (inmate.nik) await requireNewNik(tx, inmate.facilityId, inmate.nik)
  return insertInmate(tx, { ...inmate, publicAlias: inmate.publicAlias ?? initialsOf(inmate.name) })
}

export async function updateInmate(tx: Transaction, id: string, patch: InmatePatch): Promise<Change<Inmate>> {
  if (patch.admittedOn !== undefined || patch.nik) {
    const inmate = await lockInmate(tx, id)
    tx.requireVersion(inmate.version)
    if (patch.admittedOn !== undefined && patch.admittedOn !== inmate.admittedOn) {
      const [today, firstOn = today] = [await todayAt(tx, inmate.facilityId), await firstDayOf(tx, inmate)]
      requireDay('/admittedOn', patch.admittedOn, { latest: firstOn < today ? firstOn : today })
    }
    if (patch.nik) await requireNewNik(tx, inmate.facilityId, patch.nik, id)
  }
  return patchInmate(tx, id, patch)
}
