/**
 * Four eyes: what one person has prepared, another one approves. A row that can wait for that has the members of `preparation`; the step
 * that carries it out asks `requireSecondPerson` under the lock of the row.
 */
import { phrase } from '../contract/language.ts'
import { type Problem, problem } from '../contract/problems.ts'
import type { Actor } from '../database/transaction.ts'

/** For how long another person may approve it. */
export const approvalHours = 72

export interface Prepared {
  preparedBy: string | null
  preparedFor: string | null
  preparedAt: string | null
}

/** The values of a preparation by this caller. */
export const preparedBy = ({ clientId, onBehalfOf }: Actor, now: Date) => ({ preparedBy: clientId, preparedFor: onBehalfOf, preparedAt: now })
/** The values where nothing waits any more. */
export const unprepared = { preparedBy: null, preparedFor: null, preparedAt: null }

type Person = Pick<Actor, 'clientId' | 'onBehalfOf'>

/**
 * Where both name whom they act for, that is who they are, through whichever client: one officer may sit before two systems. Where one of
 * them names nobody, only another client is another person.
 */
export function isAnotherPerson(preparer: Person, approver: Person): boolean {
  if (preparer.onBehalfOf !== null && approver.onBehalfOf !== null) return preparer.onBehalfOf.toLowerCase() !== approver.onBehalfOf.toLowerCase()
  return preparer.clientId !== approver.clientId
}

export const secondPersonNeeded = (): Problem =>
  problem('second-person-needed', phrase`This takes two persons: one prepares it, and another one approves it within ${approvalHours} hours.`)

/** Whether somebody's preparation is waiting still. */
export const isWaiting = ({ preparedAt }: Prepared, now: Date): boolean =>
  preparedAt !== null && now.getTime() < Date.parse(preparedAt) + approvalHours * 3_600_000

/** Preparer is not approver. @throws second-person-needed, also where nothing was prepared or its time is over */
export function requireSecondPerson(approver: Actor, prepared: Prepared, now: Date): void {
  const { preparedBy: clientId, preparedFor: onBehalfOf } = prepared
  if (clientId === null || !isWaiting(prepared, now) || !isAnotherPerson({ clientId, onBehalfOf }, approver)) throw secondPersonNeeded()
}
