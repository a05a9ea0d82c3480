import { phrase } from '../../platform/contract/language.ts'
import { requireDay } from '../../platform/contract/local-day.ts'
import { invalidTransition, type Problem } from '../../platform/contract/problems.ts'
import { programFull } from './problems.ts'
import type { Program, ProgramStatus } from './schemas.ts'

const steps = {
  activation: { from: ['DRAFT', 'SUSPENDED'], to: 'ACTIVE' },
  suspension: { from: ['ACTIVE'], to: 'SUSPENDED' },
  closure: { from: ['ACTIVE', 'SUSPENDED'], to: 'CLOSED' },
} as const satisfies Record<string, { from: readonly ProgramStatus[]; to: ProgramStatus }>
export type ProgramStep = keyof typeof steps

const stepsFrom = (status: ProgramStatus): string[] =>
  Object.entries(steps).flatMap(([step, { from }]) => (from.some((state) => state === status) ? [step] : []))

/** The problem with what is not possible in a state. */
export const notPossible = (status: ProgramStatus): Problem => invalidTransition(phrase`program`, status, stepsFrom(status))

/** The state that a step leads to. @throws invalid-transition */
export function statusAfter(step: ProgramStep, { status }: Pick<Program, 'status'>): ProgramStatus {
  if (!stepsFrom(status).includes(step)) throw notPossible(status)
  return steps[step].to
}

/** What is in a program: the places that are taken, and the first and the last of the days on which its enrollments and batches begin. */
export interface Contents {
  taken: number
  firstOn: string | null
  lastOn: string | null
}
interface Room {
  capacity: number | null | undefined
  startsOn: string | undefined
  endsOn: string | null | undefined
}

/** What is undefined stays as it is. @throws program-full, contradiction */
export function requireRoomFor({ capacity, startsOn, endsOn }: Room, { taken, firstOn, lastOn }: Contents): void {
  if (capacity && capacity < taken) throw programFull(capacity, taken)
  requireDay('/startsOn', startsOn, { latest: firstOn ?? undefined })
  requireDay('/endsOn', endsOn ?? undefined, { earliest: lastOn ?? undefined })
}
