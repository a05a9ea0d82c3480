import { phrase } from '../../platform/contract/language.ts'
import { requireDay } from '../../platform/contract/local-day.ts'
import { contradiction, invalidTransition } from '../../platform/contract/problems.ts'
import type { CustodyChange, Inmate } from './schemas.ts'

type CustodyStatus = CustodyChange['custodyStatus']

/** Why somebody is no longer in the custody of the facility. */
export type ReasonToLeave = Exclude<CustodyStatus, 'ACTIVE' | 'TEMPORARILY_ABSENT'>

const custodyMoves: Record<CustodyStatus, readonly CustodyStatus[]> = {
  ACTIVE: ['TRANSFERRED', 'RELEASED', 'DECEASED', 'ESCAPED', 'TEMPORARILY_ABSENT'],
  TEMPORARILY_ABSENT: ['ACTIVE', 'TRANSFERRED', 'RELEASED', 'DECEASED', 'ESCAPED'],
  TRANSFERRED: ['ACTIVE'],
  RELEASED: ['ACTIVE'],
  ESCAPED: ['ACTIVE', 'DECEASED'],
  DECEASED: [],
}

/** @throws invalid-transition, contradiction */
export function requireCustodyMove(inmate: Pick<Inmate, 'custodyStatus' | 'facilityId' | 'admittedOn'>, change: CustodyChange, today: string): void {
  const allowed = custodyMoves[inmate.custodyStatus]
  if (!allowed.includes(change.custodyStatus)) throw invalidTransition(phrase`inmate`, inmate.custodyStatus, allowed)
  if (change.toFacilityId && change.custodyStatus !== 'TRANSFERRED') throw contradiction('/toFacilityId', phrase`Only a transfer leads to another facility.`)
  if (change.toFacilityId === inmate.facilityId) throw contradiction('/toFacilityId', phrase`The inmate is at this facility already.`)
  requireDay('/occurredOn', change.occurredOn, { earliest: inmate.admittedOn, latest: today })
}

/** Why the person leaves custody or the facility; undefined for one who does not. */
export function reasonToLeave({ custodyStatus }: CustodyChange): ReasonToLeave | undefined {
  return custodyStatus === 'ACTIVE' || custodyStatus === 'TEMPORARILY_ABSENT' ? undefined : custodyStatus
}
