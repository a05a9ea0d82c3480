import { phrase } from './language.ts'
import { contradiction, type Problem } from './problems.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

/** The day (YYYY-MM-DD) that an instant falls on in a time zone. */
export function localDay(instant: Date, timeZone: string): string {
  const known = formats.get(timeZone)
  const format = known ?? new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  if (known === undefined) formats.set(timeZone, format)
  return format.format(instant)
}

/** Whole days from one day to another. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

/** The next day. */
export const dayAfter = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)

/** The problem with a day before the first that is possible. */
export const tooEarly = (pointer: string, earliest: string, facts: Record<string, string> = { earliest }): Problem =>
  contradiction(pointer, phrase`The first day that is possible is ${earliest}.`, facts)

/** The problem with a day after the last that is possible. */
export const tooLate = (pointer: string, latest: string, facts: Record<string, string> = { latest }): Problem =>
  contradiction(pointer, phrase`The last day that is possible is ${latest}.`, facts)

/** @throws contradiction unless `earliest` ≤ `day` ≤ `latest`; a missing day contradicts nothing, a missing bound bounds nothing */
export function requireDay(
  pointer: string,
  day: string | undefined,
  { earliest, latest }: { earliest?: string | undefined; latest?: string | undefined },
): void {
  if (day === undefined) return
  const facts = { ...(earliest ? { earliest } : {}), ...(latest ? { latest } : {}) }
  if (earliest !== undefined && day < earliest) throw tooEarly(pointer, earliest, facts)
  if (latest !== undefined && day > latest) throw tooLate(pointer, latest, facts)
}
