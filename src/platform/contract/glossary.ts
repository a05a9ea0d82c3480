import type { Text } from './language.ts'

/** An Indonesian word of the field, with what it means and where the API has it. */
export interface Term {
  term: string
  english: string
  meaning: Text
  /** A path of the contract, where there is one. */
  path?: string
}

let declared: readonly Term[] = []

/** Takes the terms of the modules. */
export function declareTerms(terms: readonly Term[]): void {
  declared = [...terms].sort((a, b) => a.term.localeCompare(b.term))
}

/** In alphabetical order. */
export const allTerms = (): readonly Term[] => declared
