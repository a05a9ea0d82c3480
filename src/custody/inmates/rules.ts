import { phrase } from '../../platform/contract/language.ts'
import { requireDay, tooLate } from '../../platform/contract/local-day.ts'
import { contradiction, invalidTransition } from '../../platform/contract/problems.ts'
import type { CustodyChange, Inmate, NewCustodyChange } from './schemas.ts'

type CustodyStatus = Inmate['custodyStatus']
type Custody = Pick<Inmate, 'custodyStatus' | 'custodyChangedOn' | 'facilityId' | 'admittedOn'>

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

/** The later of two days, of which one may be missing. */
const later = (one: string, other: string | null | undefined): string => (other && other > one ? other : one)

/**
 * Changes come in order: not before the admission, the last change, or what is on record until `lastOn` of somebody who leaves.
 * @throws invalid-transition, contradiction
 */
export function requireCustodyMove(inmate: Custody, change: NewCustodyChange, { today, lastOn }: { today: string; lastOn: string | undefined }): void {
  const allowed = custodyMoves[inmate.custodyStatus]
  if (!allowed.includes(change.custodyStatus)) throw invalidTransition(phrase`inmate`, inmate.custodyStatus, allowed)
  if (change.toFacilityId && change.custodyStatus !== 'TRANSFERRED') throw contradiction('/toFacilityId', phrase`Only a transfer leads to another facility.`)
  if (change.toFacilityId === inmate.facilityId) throw contradiction('/toFacilityId', phrase`The inmate is at this facility already.`)
  requireDay('/occurredOn', change.occurredOn, { earliest: later(later(inmate.admittedOn, inmate.custodyChangedOn), lastOn), latest: today })
}

/** Why the person leaves custody or the facility; undefined for one who does not. */
export function reasonToLeave({ custodyStatus }: Pick<NewCustodyChange, 'custodyStatus'>): ReasonToLeave | undefined {
  return custodyStatus === 'ACTIVE' || custodyStatus === 'TEMPORARILY_ABSENT' ? undefined : custodyStatus
}

/** Whether a custody begins with it: a person is taken over, or is back who had left and was not only absent. */
export const beginsCustody = ({ custodyStatus, statusBefore, toFacilityId }: Begun): boolean =>
  Boolean(toFacilityId) || (custodyStatus === 'ACTIVE' && statusBefore !== 'TEMPORARILY_ABSENT')
interface Begun extends Pick<NewCustodyChange, 'custodyStatus' | 'toFacilityId'> {
  statusBefore: CustodyStatus
}

/** Only the last change that stands can be taken back. @throws invalid-transition, contradiction */
export function requireCorrectable({ correctsId, correctedById, isFollowed }: Correctable): void {
  if (correctsId !== null) throw invalidTransition(phrase`custody change`, 'CORRECTION', [])
  if (correctedById !== null) throw invalidTransition(phrase`custody change`, 'TAKEN_BACK', [])
  if (isFollowed) throw contradiction('/changeId', phrase`Later changes of custody rest on this one; take them back first.`)
}
interface Correctable extends Pick<CustodyChange, 'correctsId' | 'correctedById'> {
  isFollowed: boolean
}

/**
 * An entry does not reach over the day on which the present custody began, nor past the one on which the person left.
 * @throws contradiction
 */
export function requireEntryInCustody({ from, to }: { from: string; to: string | null }, inmate: Kept): void {
  const { custodyStatus, custodySince, custodyChangedOn } = inmate
  if (custodySince !== null && (to === null || to > custodySince)) requireDay('/from', from, { earliest: custodySince })
  if (custodyChangedOn === null || reasonToLeave({ custodyStatus }) === undefined) return
  requireDay('/from', from, { latest: custodyChangedOn })
  if (to === null || to > custodyChangedOn) throw tooLate('/to', custodyChangedOn)
}
interface Kept extends Pick<Inmate, 'custodyStatus' | 'custodyChangedOn'> {
  custodySince: string | null
}
