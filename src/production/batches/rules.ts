import { phrase } from '../../platform/contract/language.ts'
import { requireDay } from '../../platform/contract/local-day.ts'
import { invalidTransition, type Problem } from '../../platform/contract/problems.ts'
import type { BatchStatus } from './schemas.ts'

/** The steps by name: from where they are possible and where they lead. Source: domain.md, state machines. */
export const steps = {
  start: { from: ['PLANNED'], to: 'IN_PROGRESS' },
  inspection: { from: ['IN_PROGRESS'], to: 'PENDING_QC' },
  completion: { from: ['IN_PROGRESS', 'PENDING_QC'], to: 'COMPLETED' },
  closure: { from: ['COMPLETED'], to: 'CLOSED' },
  cancellation: { from: ['PLANNED', 'IN_PROGRESS'], to: 'CANCELLED' },
} as const satisfies Record<string, { from: readonly BatchStatus[]; to: BatchStatus }>
export type BatchStep = keyof typeof steps

/** What is over can still be hidden or recalled, but not rewritten, and nobody works on it. */
export const over: readonly BatchStatus[] = ['CLOSED', 'CANCELLED']

const stepsFrom = (status: BatchStatus): string[] => Object.entries(steps).flatMap(([name, { from }]) => (from.some((state) => state === status) ? [name] : []))

/** The problem with what is not possible in a state. */
export const notPossible = (status: BatchStatus): Problem => invalidTransition(phrase`batch`, status, stepsFrom(status))

/** Outputs are recorded while work or inspection goes on. @throws invalid-transition */
export function requireOpen(status: BatchStatus): void {
  if (status !== 'IN_PROGRESS' && status !== 'PENDING_QC') throw notPossible(status)
}

/** Work lies between the first day of a batch and its completion. @throws invalid-transition, contradiction */
export function requireWork(
  { status, startsOn, completedOn }: { status: BatchStatus; startsOn: string; completedOn: string | null },
  from: string,
  to: string | null,
): void {
  if (over.includes(status)) throw notPossible(status)
  requireDay('/from', from, { earliest: startsOn })
  requireDay('/to', to ?? from, { latest: completedOn ?? undefined })
}
