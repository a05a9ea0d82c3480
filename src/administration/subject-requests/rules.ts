import { buyerRetention } from '../../commerce/buyers/index.ts'
import { custodyRetention, type LockedInmate } from '../../custody/inmates/index.ts'
import { phrase } from '../../platform/contract/language.ts'
import { contradiction, invalidTransition } from '../../platform/contract/problems.ts'
import type { NewSubjectRequest, RequestStatus, SubjectRequest } from './schemas.ts'

/** @throws invalid-transition */
export function requireStatus({ status }: Pick<SubjectRequest, 'status'>, ...allowed: RequestStatus[]): void {
  if (!allowed.includes(status)) throw invalidTransition(phrase`request`, status, [])
}

/** @throws contradiction */
export function requireReceived(receivedAt: string | undefined, now: Date): void {
  if (receivedAt !== undefined && Date.parse(receivedAt) > now.getTime()) throw contradiction('/receivedAt', phrase`A request that has not come in yet.`)
}

/** The kinds of request whose effect lasts until it is lifted. */
const lasting: readonly string[] = ['RESTRICTION', 'OBJECTION'] satisfies SubjectRequest['kind'][]

/** @throws contradiction */
export function requireGrounds({ kind, reason, subject, stops = [] }: NewSubjectRequest): void {
  if (lasting.includes(kind) && !reason) throw contradiction('/reason', phrase`A restriction and an objection need a reason.`)
  if ((kind === 'OBJECTION') !== stops.length > 0) throw contradiction('/stops', phrase`An objection says what is to stop, and no other request does.`)
  if (stops.includes('PUBLIC_NAME') && subject.type !== 'BUYER') throw contradiction('/stops', phrase`Only buyers are named in public.`)
}

/** What protects a person on account of a request that is fulfilled. */
export function protectionBy({ kind, stops }: Pick<SubjectRequest, 'kind' | 'stops'>): string[] {
  if (kind === 'RESTRICTION') return ['RESTRICTED']
  return stops.includes('OUTSIDE_READING') ? ['OBJECTED'] : []
}

/** Only an effect that stands can be lifted. @throws invalid-transition */
export function requireStanding({ kind, status, liftedAt }: Pick<SubjectRequest, 'kind' | 'status' | 'liftedAt'>): void {
  if (!lasting.includes(kind) || status !== 'FULFILLED' || liftedAt !== null)
    throw invalidTransition(phrase`request`, liftedAt === null ? status : 'LIFTED', [])
}

/** @throws contradiction */
export function requirePerson({ isPerson }: { isPerson: boolean }): void {
  if (!isPerson) throw contradiction('/subject/id', phrase`The buyer is an organisation; these rights belong to persons.`)
}

/** Whether a period of `years` that began on `from` is over on `today`. */
const isOver = (from: string, years: number, today: string): boolean => `${Number(from.slice(0, 4)) + years}${from.slice(4)}` <= today

const rules = (standing: Record<string, boolean>): string[] => Object.entries(standing).flatMap(([rule, stands]) => (stands ? [rule] : []))

/** The custody that has ended; who escaped is expected back. */
export const endedCustody = ['TRANSFERRED', 'RELEASED', 'DECEASED'] as const satisfies readonly LockedInmate['custodyStatus'][]

/** Every duty that stands against the erasure of an inmate. Source: domain.md, invariant 16. */
export const dutiesToInmate = (
  { custodyStatus, leftOn, retentionHold }: Pick<LockedInmate, 'custodyStatus' | 'leftOn' | 'retentionHold'>,
  { isEnrolled, isAtWork }: { isEnrolled: boolean; isAtWork: boolean },
  today: string,
): string[] => {
  const isHere = !endedCustody.some((ended) => ended === custodyStatus)
  return rules({
    IN_CUSTODY: isHere,
    OPEN_ENROLLMENT: isEnrolled,
    OPEN_WORK: isAtWork,
    RETENTION_HOLD: retentionHold,
    RETENTION_DUTY: !isHere && !isOver(leftOn, custodyRetention.years, today),
  })
}

export interface BuyerAffairs {
  /** A draft, or goods that were not handed over. */
  hasOpenSale: boolean
  hasUnpaidSale: boolean
  /** The day of the last sale, or the one on which it was entered where that is later. */
  lastSoldOn: string | null
}

/** The same for a buyer. Who never bought is kept for no bookkeeping. */
export const dutiesToBuyer = (
  { retentionHold }: { retentionHold: boolean },
  { hasOpenSale, hasUnpaidSale, lastSoldOn }: BuyerAffairs,
  today: string,
): string[] =>
  rules({
    OPEN_SALE: hasOpenSale,
    UNPAID_SALE: hasUnpaidSale,
    RETENTION_HOLD: retentionHold,
    RETENTION_DUTY: lastSoldOn !== null && !isOver(lastSoldOn, buyerRetention.years, today),
  })

/** The same for an officer: what was decided, signed and inspected says by whom. Source: UU 43/2009 (archives), as reported. */
export const dutiesToOfficer = ({ active, archived }: { active: boolean; archived: boolean }): string[] =>
  rules({ IN_SERVICE: active && !archived, RETENTION_DUTY: true })
