import { phrase } from '../../platform/contract/language.ts'
import { invalidTransition, problem } from '../../platform/contract/problems.ts'
import type { FacilityMonth, MonthStatus } from './schemas.ts'

const steps = { lock: { from: 'OPEN', to: 'LOCKED' }, reopening: { from: 'LOCKED', to: 'OPEN' } } as const
export type MonthStep = keyof typeof steps

/** Where the step leads. @throws invalid-transition */
export function stepFrom({ status }: Pick<FacilityMonth, 'status'>, step: MonthStep): MonthStatus {
  const { from, to } = steps[step]
  if (status === from) return to
  throw invalidTransition(phrase`month`, status, [step === 'lock' ? 'reopening' : 'lock'])
}

/** Work of today can always be entered today. @throws contradiction */
export function requireOver(month: string, today: string): void {
  if (month < today.slice(0, 7)) return
  const message = phrase`The month is not over at the facility.`
  throw problem('contradiction', message, { errors: [{ location: 'path', pointer: 'month', code: 'contradiction', message }] })
}
