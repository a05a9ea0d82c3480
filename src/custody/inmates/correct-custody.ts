import { phrase } from '../../platform/contract/language.ts'
import { problem, unknownReference } from '../../platform/contract/problems.ts'
import { requireVisible } from '../../platform/database/row-filter.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { beginsCustody, requireCorrectable } from './rules.ts'
import type { CustodyCorrection, Inmate } from './schemas.ts'
import { changeCustody, holdersOfCustody, insertCustodyChange, isErased, lockInmate, readCustodyChange } from './store.ts'

/**
 * Takes the last change back by an entry that names it: the custody is again what it was. What the change ended stays ended;
 * a custody that began with it is not taken from under what has begun in it since.
 * @throws not-found, stale-version, unknown-reference, contradiction, invalid-transition, still-referenced
 */
export async function correctCustody(tx: Transaction, id: string, { changeId }: CustodyCorrection): Promise<Change<Inmate>> {
  const inmate = await lockInmate(tx, id)
  tx.requireVersion(inmate.version)
  if (inmate.erasedAt !== null) throw isErased()
  const change = await readCustodyChange(tx, id, changeId, () => unknownReference('/changeId'))
  requireCorrectable(change)
  const { facilityId, statusBefore, occurredOn } = change
  requireVisible(tx.caller, facilityId, '/changeId')
  const heldBy = beginsCustody(change) ? await holdersOfCustody(tx, inmate, occurredOn) : []
  if (heldBy.length > 0) throw problem('still-referenced', phrase`It is still referred to by: ${heldBy.join(', ')}.`, { facts: { heldBy } })
  const before = { custodyStatus: statusBefore, custodyChangedOn: change.changedOnBefore, custodySince: change.sinceBefore }
  const isMoved = facilityId !== inmate.facilityId
  await insertCustodyChange(tx, inmate, { custodyStatus: statusBefore, occurredOn, correctsId: changeId, ...(isMoved ? { toFacilityId: facilityId } : {}) })
  if (!isMoved) return changeCustody(tx, id, before)
  tx.emit({ type: 'inmate.left', resource: 'inmate', id, facilityId: inmate.facilityId, version: inmate.version + 1 })
  return changeCustody(tx, id, { ...before, facilityId })
}
