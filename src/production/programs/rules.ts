import { phrase } from '../../platform/contract/language.ts'
import { invalidTransition } from '../../platform/contract/problems.ts'
import type { Program, ProgramPatch, ProgramStatus } from './schemas.ts'

const steps = {
  activation: { from: ['DRAFT', 'SUSPENDED'], to: 'ACTIVE' },
  suspension: { from: ['ACTIVE'], to: 'SUSPENDED' },
  closure: { from: ['ACTIVE', 'SUSPENDED'], to: 'CLOSED' },
} as const satisfies Record<string, { from: readonly ProgramStatus[]; to: ProgramStatus }>
export type ProgramStep = keyof typeof steps

const stepsFrom = (status: ProgramStatus): string[] =>
  Object.entries(steps).flatMap(([step, { from }]) => (from.some((state) => state === status) ? [step] : []))

/** The state that a step leads to. @throws invalid-transition */
export function statusAfter(step: ProgramStep, { status }: Pick<Program, 'status'>): ProgramStatus {
  const allowed = stepsFrom(status)
  if (!allowed.includes(step)) throw invalidTransition(phrase`program`, status, allowed)
  return steps[step].to
}

/** A closed program can only be hidden or shown. @throws invalid-transition */
export function requireChangeable({ status }: Pick<Program, 'status'>, patch: ProgramPatch): void {
  if (status === 'CLOSED' && Object.keys(patch).some((member) => member !== 'archived')) throw invalidTransition(phrase`program`, status, stepsFrom(status))
}
