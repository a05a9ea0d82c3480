/** The contract in Indonesian: the same document, every summary and description said in the other language. */
import { inIndonesian, sentencesOf, translated } from './language.ts'

type Loose = Record<string, unknown>

const isSaid = (name: string, value: unknown): value is string => (name === 'description' || name === 'summary') && typeof value === 'string'
/** Examples and defaults are data. The summaries of examples are not, but those of problems are titles, which are the same in every language. */
const isData = (name: string, value: unknown): boolean =>
  name === 'value' || name === 'example' || name === 'default' || (name === 'examples' && (Array.isArray(value) || isCatalogue(value)))
const isCatalogue = (value: unknown): boolean => typeof value === 'object' && value !== null && 'internal-error' in value

/** Every sentence of the document that is said to people, or the template it was made from, with where it stands. */
export function* sentencesIn(document: unknown, at: readonly string[] = []): Generator<{ sentence: string; at: string }> {
  if (typeof document !== 'object' || document === null) return
  for (const [name, value] of Object.entries(document)) {
    if (isData(name, value)) continue
    if (isSaid(name, value)) for (const sentence of sentencesOf(value)) yield { sentence, at: [...at, name].join('/') }
    else yield* sentencesIn(value, [...at, name])
  }
}

export function inIndonesianEdition(document: Loose): Loose {
  const turned = (name: string, value: unknown): unknown => {
    if (isData(name, value)) return value
    if (isSaid(name, value)) return translated(value, 'id')
    if (Array.isArray(value)) return value.map((one) => turned('', one))
    return typeof value === 'object' && value !== null ? inIndonesianEdition(value as Loose) : value
  }
  return Object.fromEntries(Object.entries(document).map(([name, value]) => [name, turned(name, value)]))
}

/** What nobody has translated. */
export const untranslated = (document: Loose): string[] =>
  [...sentencesIn(document)].filter(({ sentence }) => inIndonesian(sentence) === undefined).map(({ sentence, at }) => `${at}: ${sentence}`)
