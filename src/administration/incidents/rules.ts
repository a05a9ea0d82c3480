import { phrase } from '../../platform/contract/language.ts'
import { contradiction, invalidTransition } from '../../platform/contract/problems.ts'
import type { Incident, IncidentClosing, IncidentNotification } from './schemas.ts'

/** The mark of each notice. */
export const marks = {
  AUTHORITY: 'authorityNotifiedAt',
  PERSONS: 'personsNotifiedAt',
  PUBLIC: 'publicNotifiedAt',
} as const satisfies Record<IncidentNotification['recipient'], keyof Incident>

/** @throws contradiction */
export function requirePast(pointer: string, at: string | null | undefined, now: Date): void {
  if (at != null && Date.parse(at) > now.getTime()) throw contradiction(pointer, phrase`This has not happened yet.`)
}

/** @throws invalid-transition */
export function requireOpen({ status }: Pick<Incident, 'status'>): void {
  if (status !== 'OPEN') throw invalidTransition(phrase`incident`, status, [])
}

/** A notice is marked once. @throws invalid-transition */
export function requireNotNotified(incident: Incident, recipient: IncidentNotification['recipient']): void {
  requireOpen(incident)
  if (incident[marks[recipient]] !== null) throw invalidTransition(phrase`incident`, `${recipient}_NOTIFIED`, ['measures', 'closure'])
}

/** A failure is closed once the authority and the persons know of it (UU PDP 27/2022, art. 46). @throws invalid-transition */
export function requireClosable(incident: Incident, outcome: IncidentClosing['outcome']): void {
  requireOpen(incident)
  const isTold = incident.authorityNotifiedAt !== null && incident.personsNotifiedAt !== null
  if (outcome === 'BREACH' && !isTold) throw invalidTransition(phrase`incident`, incident.status, ['measures', 'notification'])
}

/** Whole minutes until the notices are due. */
export const minutesLeft = ({ dueAt }: Pick<Incident, 'dueAt'>, now: Date): number => Math.floor((Date.parse(dueAt) - now.getTime()) / 60_000)
