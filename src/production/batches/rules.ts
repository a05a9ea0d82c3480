import { phrase } from '../../platform/contract/language.ts'
import { requireDay, tooLate } from '../../platform/contract/local-day.ts'
import { contradiction, invalidTransition, type Problem } from '../../platform/contract/problems.ts'
import type { BatchStatus, Hold } from './schemas.ts'

/** The steps by name: from where they are possible and where they lead. Source: domain.md, state machines. */
export const steps = {
  start: { from: ['PLANNED'], to: 'IN_PROGRESS' },
  inspection: { from: ['IN_PROGRESS'], to: 'PENDING_QC' },
  completion: { from: ['IN_PROGRESS', 'PENDING_QC'], to: 'COMPLETED' },
  closure: { from: ['COMPLETED'], to: 'CLOSED' },
  cancellation: { from: ['PLANNED', 'IN_PROGRESS'], to: 'CANCELLED' },
} as const satisfies Record<string, { from: readonly BatchStatus[]; to: BatchStatus }>
export type BatchStep = keyof typeof steps

/** The steps of holds, likewise: goods may be recalled at once, and after a quarantine. */
export const holdSteps = {
  quarantine: { from: ['NONE'], to: 'QUARANTINE' },
  recall: { from: ['NONE', 'QUARANTINE'], to: 'RECALLED' },
  'hold-release': { from: ['QUARANTINE', 'RECALLED'], to: 'NONE' },
} as const satisfies Record<string, { from: readonly Hold[]; to: Hold }>
export type HoldStep = keyof typeof holdSteps

/** What is over can still be hidden or recalled, but not rewritten, and nobody works on it. */
export const over: readonly BatchStatus[] = ['CLOSED', 'CANCELLED']

const namesFrom = (all: Record<string, { from: readonly string[] }>, now: string): string[] =>
  Object.entries(all).flatMap(([name, { from }]) => (from.includes(now) ? [name] : []))

/** The problem with what is not possible in a state. */
export const notPossible = (status: BatchStatus): Problem => invalidTransition(phrase`batch`, status, namesFrom(steps, status))

/** The same of a step of a hold. */
export const notHeldSo = (hold: Hold): Problem => invalidTransition(phrase`hold`, hold, namesFrom(holdSteps, hold))

/** Outputs are recorded while work or inspection goes on. @throws invalid-transition */
export function requireOpen(status: BatchStatus): void {
  if (status !== 'IN_PROGRESS' && status !== 'PENDING_QC') throw notPossible(status)
}

/** Nobody works on what is over. @throws invalid-transition */
export function requireWorkable({ status }: { status: BatchStatus }): void {
  if (over.includes(status)) throw notPossible(status)
}

interface Period {
  from: string
  to: string | null
}

/** Work lies between the first day of a batch and its completion, and not before `since`. @throws contradiction */
export function requirePeriod({ from, to }: Period, { startsOn, completedOn }: { startsOn: string; completedOn: string | null }, since?: string | null): void {
  requireDay('/from', from, { earliest: since && since > startsOn ? since : startsOn })
  if (completedOn === null) return
  if (to === null) throw tooLate('/to', completedOn)
  requireDay('/to', to, { latest: completedOn })
}

/** Days on which somebody is enrolled. */
export interface Enrolled {
  startsOn: string
  endsOn: string | null
}

/** One enrollment covers the whole period; the refusal says the days of the last one. @throws contradiction */
export function requireEnrolled({ from, to }: Period, enrollments: readonly Enrolled[]): void {
  const covers = ({ startsOn, endsOn }: Enrolled) => startsOn <= from && (endsOn === null || (to !== null && to <= endsOn))
  if (enrollments.some(covers)) return
  const last = enrollments.at(-1)
  const facts = last && { earliest: last.startsOn, ...(last.endsOn === null ? {} : { latest: last.endsOn }) }
  const isInside = last !== undefined && last.startsOn <= from && (last.endsOn === null || from <= last.endsOn)
  throw contradiction(isInside ? '/to' : '/from', phrase`No active enrollment in the program covers the whole period.`, facts)
}
