/** The contract in Indonesian: the same document, every summary and description said in the other language. */
import { inIndonesian, translatedTemplates } from './language.ts'

type Loose = Record<string, unknown>

interface Shape {
  template: string
  pattern: RegExp
}
let shapes: readonly Shape[] | undefined

/** The templates that are translated; asked when every module has declared its sentences. */
const allShapes = (): readonly Shape[] => {
  shapes ??= translatedTemplates()
    .filter((template) => template.includes('{0}'))
    .map((template) => ({ template, pattern: new RegExp(`^${template.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\\\{\d\\\}/g, '(.+)')}$`) }))
  return shapes
}

/** The Indonesian of a finished sentence; undefined when there is none. What stood in the places of a template stays. */
export function paragraphInIndonesian(english: string): string | undefined {
  const known = inIndonesian(english)
  if (known !== undefined) return known
  for (const { template, pattern } of allShapes()) {
    const values = pattern.exec(english)?.slice(1)
    if (values) return inIndonesian(template)?.replace(/\{(\d)\}/g, (_, at: string) => values[Number(at)] ?? '')
  }
  return undefined
}

/** A list of problems by title, which is the same in every language. */
const isTitles = (paragraph: string): boolean => /^`[a-z-]+`: /.test(paragraph)

/** Every paragraph of the document that is said to people, with where it stands. */
export function* paragraphsOf(document: unknown, at: readonly string[] = []): Generator<{ paragraph: string; at: string }> {
  if (typeof document !== 'object' || document === null) return
  for (const [name, value] of Object.entries(document)) {
    if (isData(name, value)) continue
    if (isSaid(name, value)) for (const paragraph of value.split('\n\n')) yield { paragraph, at: [...at, name].join('/') }
    else yield* paragraphsOf(value, [...at, name])
  }
}

const isSaid = (name: string, value: unknown): value is string => (name === 'description' || name === 'summary') && typeof value === 'string'
/** Examples and defaults are data. The summaries of examples are not, but those of problems are titles. */
const isData = (name: string, value: unknown): boolean =>
  name === 'value' || name === 'example' || name === 'default' || (name === 'examples' && (Array.isArray(value) || isCatalogue(value)))
const isCatalogue = (value: unknown): boolean => typeof value === 'object' && value !== null && 'internal-error' in value

export function inIndonesianEdition(document: Loose): Loose {
  const turned = (name: string, value: unknown): unknown => {
    if (isData(name, value)) return value
    if (isSaid(name, value))
      return value
        .split('\n\n')
        .map((paragraph) => (isTitles(paragraph) ? paragraph : (paragraphInIndonesian(paragraph) ?? paragraph)))
        .join('\n\n')
    if (Array.isArray(value)) return value.map((one) => turned('', one))
    return typeof value === 'object' && value !== null ? inIndonesianEdition(value as Loose) : value
  }
  return Object.fromEntries(Object.entries(document).map(([name, value]) => [name, turned(name, value)]))
}

/** What nobody has translated. */
export const untranslated = (document: Loose): string[] =>
  [...paragraphsOf(document)]
    .filter(({ paragraph }) => !isTitles(paragraph) && paragraphInIndonesian(paragraph) === undefined)
    .map(({ paragraph, at }) => `${at}: ${paragraph}`)
