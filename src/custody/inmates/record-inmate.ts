import type { Change, Transaction } from '../../platform/corridor.ts'
import { localDay, requireDay } from '../../platform/local-day.ts'
import { timeZoneOf } from '../facilities/index.ts'
import { initialsOf } from './rules.ts'
import type { InmatePatch, NewInmate } from './schemas.ts'
import { insertInmate, lockInmate, patchInmate } from './store.ts'

export const todayAt = async (tx: Transaction, facilityId: string): Promise<string> => localDay(tx.now, await timeZoneOf(tx, facilityId))

/** A constraint holds the birth before the admission, so that only the admission is compared with today. */
export async function createInmate(tx: Transaction, inmate: NewInmate): Promise<Change> {
  requireDay('/admittedOn', inmate.admittedOn, { latest: await todayAt(tx, inmate.facilityId) })
  return insertInmate(tx, { ...inmate, publicAlias: inmate.publicAlias ?? initialsOf(inmate.name) })
}

export async function updateInmate(tx: Transaction, id: string, patch: InmatePatch): Promise<Change> {
  if (patch.admittedOn !== undefined) {
    const inmate = await lockInmate(tx, id)
    tx.requireVersion(inmate.version)
    requireDay('/admittedOn', patch.admittedOn, { latest: await todayAt(tx, inmate.facilityId) })
  }
  return patchInmate(tx, id, patch)
}
