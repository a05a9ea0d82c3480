import type { Text } from './language.ts'

/** Indonesian words of the field: what the API calls each, what it means, and the path of the contract where the API has it. */
export type Glossary = Readonly<Record<string, readonly [english: string, meaning: Text, path?: string]>>

const declared: Record<string, Glossary[string]> = {}

/** Takes the words of the modules. */
export const declareGlossary = (words: readonly Glossary[]): void => void Object.assign(declared, ...words)

/** In alphabetical order. */
export const allWords = (): [string, Glossary[string]][] => Object.entries(declared).sort(([a], [b]) => a.localeCompare(b))
