/** Every write holds the inmate's row: it shows its registrations, so it changes with them and has an event as well. */

import { requireDay } from '../../platform/contract/local-day.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { todayAt } from './record-inmate.ts'
import type { InmateRegistration, InmateRegistrationPatch, NewInmateRegistration } from './schemas.ts'
import { insertRegistration, isErased, type LockedInmate, lockInmate, patchRegistration, removeRegistration, versionOfRegistration } from './store.ts'

async function lockAndTell(tx: Transaction, inmateId: string): Promise<LockedInmate> {
  const inmate = await lockInmate(tx, inmateId)
  tx.emit({ type: 'inmate.updated', resource: 'inmate', id: inmate.id, facilityId: inmate.facilityId, version: inmate.version + 1 })
  return inmate
}

/** A number would name the person again. @throws contradiction */
function requireNamed({ erasedAt }: LockedInmate): void {
  if (erasedAt !== null) throw isErased()
}

export async function createRegistration(tx: Transaction, inmateId: string, registration: NewInmateRegistration): Promise<Change<InmateRegistration>> {
  const inmate = await lockAndTell(tx, inmateId)
  requireNamed(inmate)
  requireDay('/from', registration.from, { latest: await todayAt(tx, inmate.facilityId) })
  return insertRegistration(tx, inmate, registration)
}

export async function updateRegistration(tx: Transaction, inmateId: string, id: string, patch: InmateRegistrationPatch): Promise<Change<InmateRegistration>> {
  const inmate = await lockAndTell(tx, inmateId)
  tx.requireVersion(await versionOfRegistration(tx, inmateId, id))
  requireNamed(inmate)
  if (patch.from !== undefined) requireDay('/from', patch.from, { latest: await todayAt(tx, inmate.facilityId) })
  return patchRegistration(tx, inmateId, id, patch)
}

export async function deleteRegistration(tx: Transaction, inmateId: string, id: string): Promise<Change<InmateRegistration>> {
  await lockAndTell(tx, inmateId)
  tx.requireVersion(await versionOfRegistration(tx, inmateId, id))
  return removeRegistration(tx, inmateId, id)
}
