import type { LockedInmate } from '../../custody/inmates/index.ts'
import { phrase } from '../../platform/contract/language.ts'
import { dayAfter, daysBetween, requireDay } from '../../platform/contract/local-day.ts'
import { contradiction, invalidTransition, problem as platformProblem } from '../../platform/contract/problems.ts'
import { type Program, programFull } from '../programs/index.ts'
import { problem } from './problems.ts'
import type { Enrollment, EnrollmentStatus, EnrollmentTermination, NewEnrollment } from './schemas.ts'

/** From where each step is possible. Source: domain.md, state machines. */
const steps = {
  approval: ['PROPOSED'],
  rejection: ['PROPOSED'],
  activation: ['APPROVED', 'SUSPENDED'],
  suspension: ['ACTIVE'],
  termination: ['APPROVED', 'ACTIVE', 'SUSPENDED'],
} as const satisfies Record<string, readonly EnrollmentStatus[]>
export type EnrollmentStep = keyof typeof steps

/** The problem with what is not possible in a state. */
export const notPossible = ({ status }: Pick<Enrollment, 'status'>) =>
  invalidTransition(
    phrase`enrollment`,
    status,
    Object.entries(steps).flatMap(([step, from]) => (from.some((state) => state === status) ? [step] : [])),
  )

/** @throws invalid-transition */
export function requireStep(step: EnrollmentStep, enrollment: Pick<Enrollment, 'status'>): void {
  if (!steps[step].some((state) => state === enrollment.status)) throw notPossible(enrollment)
}

/**
 * The rules of the program on the first day. A release that nobody expects yet does not show that enough days remain.
 * @throws not-eligible with every rule that is not met
 */
export function requireEligible(
  inmate: Pick<LockedInmate, 'legalStatus' | 'expectedReleaseOn'>,
  { eligibility }: Pick<Program, 'eligibility'>,
  startsOn: string,
): void {
  const { legalStatus, minDaysToRelease } = eligibility
  const remaining = inmate.expectedReleaseOn === null ? Number.NEGATIVE_INFINITY : daysBetween(startsOn, inmate.expectedReleaseOn)
  const rules = [
    ...(legalStatus.includes(inmate.legalStatus) ? [] : ['LEGAL_STATUS']),
    ...(minDaysToRelease === null || remaining >= minDaysToRelease ? [] : ['MIN_DAYS_TO_RELEASE']),
  ]
  if (rules.length > 0) throw problem('not-eligible', phrase`These rules of the program are not met: ${rules.join(', ')}.`, { facts: { rules } })
}

/**
 * The first day lies within the program and the present custody, and the rules of the program are met on it unless a
 * decision sets them aside.
 * @throws contradiction, not-eligible
 */
export function requireFirstDay({ startsOn, override }: Pick<NewEnrollment, 'startsOn' | 'override'>, program: Program, inmate: LockedInmate): void {
  const inCustodySince = inmate.custodySince ?? inmate.admittedOn
  requireDay('/startsOn', startsOn, { earliest: program.startsOn > inCustodySince ? program.startsOn : inCustodySince, latest: program.endsOn ?? undefined })
  if (!override) requireEligible(inmate, program, startsOn)
}

/** Days in a program are counted once: an enrollment begins after those of the same inmate before it. @throws period-overlap */
export function requireFreePeriod(startsOn: string, takenUntil: string | null): void {
  if (takenUntil === null || startsOn > takenUntil) return
  const message = phrase`The inmate takes part in this program until ${takenUntil}.`
  const errors = [{ location: 'body', pointer: '/startsOn', code: 'period-overlap', message } as const]
  throw platformProblem('period-overlap', message, { errors, facts: { earliest: dayAfter(takenUntil) } })
}

/** What is active needs a program that is. @throws invalid-transition */
export function requireActiveProgram({ status }: Pick<Program, 'status'>): void {
  if (status !== 'ACTIVE') throw invalidTransition(phrase`program`, status, ['activation'])
}

/** @throws program-full */
export function requirePlace({ capacity }: Pick<Program, 'capacity'>, taken: number): void {
  if (capacity !== null && taken >= capacity) throw programFull(capacity, taken)
}

/** @throws contradiction */
export function requireStarted({ startsOn }: Pick<Enrollment, 'startsOn'>, today: string): void {
  if (startsOn > today) throw contradiction('/startsOn', phrase`The enrollment begins on ${startsOn}.`, { earliest: startsOn })
}

/** @throws contradiction */
export function requireFittingEnd(
  { status, startsOn }: Pick<Enrollment, 'status' | 'startsOn'>,
  { outcome, endsOn }: EnrollmentTermination,
  today: string,
): void {
  if (status === 'APPROVED' && outcome === 'COMPLETED') throw contradiction('/outcome', phrase`What was never active cannot be completed.`)
  requireDay('/endsOn', endsOn, { earliest: startsOn, latest: today })
}
