/** Every write holds the inmate's row: it shows its registrations, so it changes with them and has an event as well. */

import { requireDay } from '../../platform/contract/local-day.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { todayAt } from './record-inmate.ts'
import { requireEntryInCustody } from './rules.ts'
import type { InmateRegistration, InmateRegistrationPatch, NewInmateRegistration } from './schemas.ts'
import { entryOf, insertRegistration, isErased, type LockedInmate, lockInmate, patchRegistration, removeRegistration, requireFreePeriod } from './store.ts'

async function lockAndTell(tx: Transaction, inmateId: string): Promise<LockedInmate> {
  const inmate = await lockInmate(tx, inmateId)
  tx.emit({ type: 'inmate.updated', resource: 'inmate', id: inmate.id, facilityId: inmate.facilityId, version: inmate.version + 1 })
  return inmate
}

/** A number would name the person again. @throws contradiction */
function requireNamed({ erasedAt }: LockedInmate): void {
  if (erasedAt !== null) throw isErased()
}

/** @throws contradiction, period-overlap */
async function requireFittingPeriod(tx: Transaction, inmate: LockedInmate, period: { from: string; to: string | null }, id?: string): Promise<void> {
  requireDay('/from', period.from, { latest: await todayAt(tx, inmate.facilityId) })
  requireEntryInCustody(period, inmate)
  await requireFreePeriod(tx, inmate.id, period, id)
}

export async function createRegistration(tx: Transaction, inmateId: string, registration: NewInmateRegistration): Promise<Change<InmateRegistration>> {
  const inmate = await lockAndTell(tx, inmateId)
  requireNamed(inmate)
  await requireFittingPeriod(tx, inmate, { from: registration.from, to: registration.to ?? null })
  return insertRegistration(tx, inmate, registration)
}

export async function updateRegistration(tx: Transaction, inmateId: string, id: string, patch: InmateRegistrationPatch): Promise<Change<InmateRegistration>> {
  const inmate = await lockAndTell(tx, inmateId)
  const entry = await entryOf(tx, inmateId, id)
  tx.requireVersion(entry.version)
  requireNamed(inmate)
  const { from = entry.from, to = entry.to } = patch
  if (from !== entry.from || to !== entry.to) await requireFittingPeriod(tx, inmate, { from, to }, id)
  return patchRegistration(tx, inmateId, id, patch)
}

export async function deleteRegistration(tx: Transaction, inmateId: string, id: string): Promise<Change<InmateRegistration>> {
  await lockAndTell(tx, inmateId)
  tx.requireVersion((await entryOf(tx, inmateId, id)).version)
  return removeRegistration(tx, inmateId, id)
}
