import { phrase } from '../../platform/contract/language.ts'
import { problem } from '../../platform/contract/problems.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import type { Facility, FacilityPatch } from './schemas.ts'
import { holdersOfDays, holdersOfType, holdKanwil, lockFacility, updateFacility } from './store.ts'

/** @throws still-referenced */
function requireUnheld(heldBy: readonly string[]): void {
  if (heldBy.length > 0) throw problem('still-referenced', phrase`It is still referred to by: ${heldBy.join(', ')}.`, { facts: { heldBy: [...heldBy] } })
}

/** What hangs on the type and the time zone keeps them; a parent that stays need not be in service any more. */
export async function changeFacility(tx: Transaction, id: string, patch: FacilityPatch): Promise<Change<Facility>> {
  const facility = await lockFacility(tx, id)
  tx.requireVersion(facility.version)
  const { type = facility.type, timeZone = facility.timeZone, parentId } = patch
  const becomesOther = (type === 'KANWIL') !== (facility.type === 'KANWIL')
  if (becomesOther) requireUnheld(await holdersOfType(tx, id, facility.type))
  if (timeZone !== facility.timeZone) requireUnheld(await holdersOfDays(tx, id))
  if (parentId && parentId !== facility.parentId) await holdKanwil(tx, parentId)
  return updateFacility(tx, id, patch)
}
