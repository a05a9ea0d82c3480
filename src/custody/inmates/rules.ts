import { contradiction } from '../../platform/problems.ts'

const maxInitials = 10

/** What the public calls a person: "Budi Santoso" is "B.S.". A name without letters gives "N.N.". */
export function initialsOf(name: string): string {
  const letters = name.split(/\s+/).flatMap((word) => word.match(/\p{L}/u) ?? [])
  if (letters.length === 0) return 'N.N.'
  return letters
    .slice(0, maxInitials)
    .map((letter) => `${letter.toUpperCase()}.`)
    .join('')
}

/** @throws contradiction when `day` lies after `today` at the facility. A missing day is no contradiction. */
export function requireNotAfterToday(pointer: string, day: string | undefined, today: string): void {
  if (day !== undefined && day > today) throw contradiction(pointer, `The day lies after today at the facility, ${today}.`, { latest: today })
}
