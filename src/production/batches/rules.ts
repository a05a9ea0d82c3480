import { phrase } from '../../platform/contract/language.ts'
import { requireDay } from '../../platform/contract/local-day.ts'
import { invalidTransition } from '../../platform/contract/problems.ts'
import type { BatchPatch, BatchStatus } from './schemas.ts'

/** The steps by name: from where they are possible and where they lead. Source: domain.md, state machines. */
const steps = {
  start: { from: ['PLANNED'], to: 'IN_PROGRESS' },
  inspection: { from: ['IN_PROGRESS'], to: 'PENDING_QC' },
  completion: { from: ['IN_PROGRESS', 'PENDING_QC'], to: 'COMPLETED' },
  closure: { from: ['COMPLETED'], to: 'CLOSED' },
  cancellation: { from: ['PLANNED', 'IN_PROGRESS'], to: 'CANCELLED' },
} as const satisfies Record<string, { from: readonly BatchStatus[]; to: BatchStatus }>
export type BatchStep = keyof typeof steps

/** Where the step leads. @throws invalid-transition */
export function stepFrom(status: BatchStatus, step: BatchStep): BatchStatus {
  const { from, to } = steps[step]
  if (from.some((state) => state === status)) return to
  throw invalidTransition(phrase`batch`, status, stepsFrom(status))
}

const stepsFrom = (status: BatchStatus): string[] => Object.entries(steps).flatMap(([name, { from }]) => (from.some((state) => state === status) ? [name] : []))

/** Outputs are recorded while work or inspection goes on. @throws invalid-transition */
export function requireOpen(status: BatchStatus): void {
  if (status !== 'IN_PROGRESS' && status !== 'PENDING_QC') throw invalidTransition(phrase`batch`, status, stepsFrom(status))
}

/** Work lies between the first day of a batch and its completion. @throws invalid-transition, contradiction */
export function requireWork(
  { status, startsOn, completedOn }: { status: BatchStatus; startsOn: string; completedOn: string | null },
  from: string,
  to: string | null,
): void {
  if (status === 'CLOSED' || status === 'CANCELLED') throw invalidTransition(phrase`batch`, status, stepsFrom(status))
  requireDay('/from', from, { earliest: startsOn })
  requireDay('/to', to ?? from, { latest: completedOn ?? undefined })
}

/** What is over can still be hidden or recalled, but not rewritten. @throws invalid-transition */
export function requireChangeable(status: BatchStatus, patch: BatchPatch): void {
  const { archived: _, hold: __, ...rest } = patch
  if ((status === 'CLOSED' || status === 'CANCELLED') && Object.keys(rest).length > 0) throw invalidTransition(phrase`batch`, status, stepsFrom(status))
}
