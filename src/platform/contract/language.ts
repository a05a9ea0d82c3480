/**
 * What is said to people, in English and Indonesian. English stands in the code where it is said and is the key;
 * Indonesian is looked up in what the modules declare (`texts.id.ts`), as gettext does. What has no translation is said in English; a test finds it.
 */
import type { FastifyRequest } from 'fastify'

export const languages = ['en', 'id'] as const
export type Language = (typeof languages)[number]

type Value = string | number | Text

/** A sentence with places for what differs: `Batch {0} holds {1}`. */
export interface Text {
  readonly template: string
  readonly values: readonly Value[]
}

const indonesian = new Map<string, string>()

/** Adds Indonesian by English, `{0}` standing for what differs. @throws Error when a sentence is translated twice */
export function translate(texts: Readonly<Record<string, string>>): void {
  for (const [english, translation] of Object.entries(texts)) {
    if (indonesian.has(english)) throw new Error(`Two modules translate: ${english}`)
    indonesian.set(english, translation)
  }
}

const templates = new WeakMap<TemplateStringsArray, string>()

/** Marks a sentence for translation: phrase`Batch ${code} holds ${onHand}`. Values are said as they are, in both languages. */
export function phrase(strings: TemplateStringsArray, ...values: Value[]): Text {
  let template = templates.get(strings)
  if (template === undefined) {
    template = strings.reduce((said, next, at) => `${said}{${at - 1}}${next}`)
    templates.set(strings, template)
  }
  return { template, values }
}

/** The Indonesian of a sentence without places, or of a template; undefined when nobody has translated it. */
export const inIndonesian = (english: string): string | undefined => indonesian.get(english)

/** Every English sentence that has an Indonesian one. */
export const translatedTemplates = (): string[] => [...indonesian.keys()]

export function say({ template, values }: Text, language: Language): string {
  const sentence = language === 'id' ? (inIndonesian(template) ?? template) : template
  return values.length === 0 ? sentence : sentence.replace(/\{(\d)\}/g, (_, at: string) => said(values[Number(at)] ?? '', language))
}

const said = (value: Value, language: Language): string => (typeof value === 'object' ? say(value, language) : String(value))

/** What descriptions of the contract were put together from, by what they say in English. */
const composed = new Map<string, readonly (string | Text)[]>()

/** A description of several paragraphs, or with places, in English. What it was made of is kept, to be said again in another language. */
export function paragraphs(...parts: (string | Text)[]): string {
  const whole = parts.map((part) => (typeof part === 'string' ? part : say(part, 'en'))).join('\n\n')
  if (parts[0] !== whole) composed.set(whole, parts)
  return whole
}

/** A sentence of the catalogue or the contract. */
export function translated(english: string, language: Language): string {
  if (language === 'en') return english
  const parts = composed.get(english)
  if (parts === undefined) return inIndonesian(english) ?? english
  return parts.map((part) => (typeof part === 'string' ? translated(part, language) : say(part, language))).join('\n\n')
}

/** The first paragraph of a description: what it means, without what was added to it. */
export function meaningOf(english: string): string {
  const [first] = composed.get(english) ?? []
  return first === undefined ? english : typeof first === 'string' ? meaningOf(first) : say(first, 'en')
}

/** The sentences and templates that a description is made of: what a translation has to know. */
export const sentencesOf = (english: string): string[] =>
  composed.get(english)?.flatMap((part) => (typeof part === 'string' ? sentencesOf(part) : [part.template])) ?? [english]

const isCatalogue = (value: unknown): boolean => typeof value === 'object' && value !== null && 'internal-error' in value
/** Examples and defaults are data. The summaries of examples are not, but those of problems are titles, which are the same in every language. */
const isData = (name: string, value: unknown): boolean =>
  name === 'value' || name === 'example' || name === 'default' || (name === 'examples' && (Array.isArray(value) || isCatalogue(value)))

/** The same document with every summary and description said anew. */
export function withSentences<T>(part: T, say: (english: string) => string): T
export function withSentences(part: unknown, say: (english: string) => string): unknown {
  if (Array.isArray(part)) return part.map((one) => withSentences(one, say))
  if (typeof part !== 'object' || part === null) return part
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => {
      if (isData(name, value)) return [name, value]
      const isSaid = (name === 'description' || name === 'summary') && typeof value === 'string'
      return [name, isSaid ? say(value) : withSentences(value, say)]
    }),
  )
}

/** Tags that stand for Indonesian: `in` is what it was until 1989, and what older Java sends; `ind` has three letters (ISO 639-2). */
const tagsOfIndonesian = ['id', 'in', 'ind']

/** The language that the caller prefers of those there are: English unless it asks for Indonesian. */
export function languageOf(request: FastifyRequest): Language {
  if (request.headers['accept-language'] === undefined) return 'en'
  return tagsOfIndonesian.includes(String(request.accepts().language(['en', ...tagsOfIndonesian]))) ? 'id' : 'en'
}
