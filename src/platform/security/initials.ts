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
