/**
 * What differs between two schemas, and whether it can break a program. The same edit means the opposite on the two ways:
 * a request may not be refused that was accepted, so a narrower schema breaks; an answer may not say what it could not
 * say before, so a wider one breaks. Where neither is sure, such as between two patterns, both are assumed.
 */
import { isDeepStrictEqual } from 'node:util'
import { type Json, resolved, type Schema, type Surface } from './surface.ts'

export type Way = 'request' | 'answer'
export interface Difference {
  kind: 'added' | 'changed' | 'deprecated' | 'removed'
  breaking: boolean
  place: string
  text: string
  /** What would make a breaking difference harmless. */
  advice: string
}
type Effect = 'narrower' | 'wider' | 'both'

const lowerBounds = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties']
const upperBounds = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties']
const lengths = ['minLength', 'maxLength', 'pattern']
const handled = new Set([
  '$ref',
  '$id',
  'type',
  'enum',
  'x-extensible-enum',
  'required',
  'properties',
  'items',
  'anyOf',
  'oneOf',
  'additionalProperties',
  'default',
  'deprecated',
])
const harmless = new Set(['readOnly', 'writeOnly', '$comment'])

export const shown = (value: Json | undefined): string => (value === undefined ? 'nothing' : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``)
export const list = (values: Iterable<Json>): string => [...values].map(shown).join(', ')
export const without = <T>(these: readonly T[], those: readonly T[]): T[] => these.filter((one) => !those.some((other) => isDeepStrictEqual(one, other)))

/** Whole numbers are numbers. */
const typesOf = ({ type }: Schema): string[] => (type === undefined ? [] : [type].flat().flatMap((one) => (one === 'number' ? ['number', 'integer'] : [one])))
const nameOf = ({ $ref }: Schema): string | undefined => $ref?.replace('#/components/schemas/', '')

function effectOf(keyword: string, before: Json | undefined, after: Json | undefined): Effect {
  if (before === undefined) return 'narrower'
  if (after === undefined) return 'wider'
  const rises = Number(after) > Number(before)
  if (lowerBounds.includes(keyword)) return rises ? 'narrower' : 'wider'
  if (upperBounds.includes(keyword)) return rises ? 'wider' : 'narrower'
  return 'both'
}

export class SchemaComparison {
  readonly differences: Difference[] = []
  readonly #open = new Set<string>()

  constructor(
    private readonly before: Surface,
    private readonly after: Surface,
    private readonly way: Way,
  ) {}

  /** Compares what stands at `place`; inside a component places begin with its name. */
  compare(before: Schema, after: Schema, place: string): void {
    const name = nameOf(before)
    // A schema may hold itself.
    const pair = `${before.$ref} ${after.$ref}`
    if (name !== undefined && this.#open.has(pair)) return
    this.#open.add(pair)
    const [old, now] = [resolved(this.before.components.schemas, before), resolved(this.after.components.schemas, after)]
    if (isUnion(old) || isUnion(now)) this.#compareAlternatives(alternativesOf(old) ?? split(before), alternativesOf(now) ?? split(after), name ?? place)
    else this.#compareKeywords(old, now, name ?? place)
    this.#open.delete(pair)
  }

  #compareKeywords(before: Schema, after: Schema, place: string): void {
    this.#compareTypes(before, after, place)
    const [old, now] = [wordsOf(before), wordsOf(after)]
    const hasWords = old !== undefined && now !== undefined
    if (old !== undefined || now !== undefined) this.#compareWords(old, now, place, isOpen(before))
    if (hasWords && isOpen(before) !== isOpen(after) && this.way === 'answer')
      this.#judge(isOpen(after) ? 'wider' : 'narrower', place, isOpen(after) ? 'the list of words is open: others may come' : 'the list of words is closed')
    const keywords = new Set([...Object.keys(before), ...Object.keys(after)])
    for (const keyword of keywords) {
      if (handled.has(keyword) || harmless.has(keyword) || (hasWords && lengths.includes(keyword))) continue
      this.#compareKeyword(keyword, before[keyword], after[keyword], place)
    }
    this.#compareDefaults(before, after, place)
    if (after.deprecated === true && before.deprecated !== true) this.#note('deprecated', false, place, 'is deprecated')
    this.#compareMembers(before, after, place)
    if (before.items !== undefined && after.items !== undefined) this.compare(before.items, after.items, `${place}[]`)
  }

  #compareTypes(before: Schema, after: Schema, place: string): void {
    const [old, now] = [typesOf(before), typesOf(after)]
    const [gone, come] = [without(old, now), without(now, old)]
    if (gone.length === 0 && come.length === 0) return
    // A schema without a type takes every type.
    const narrows = old.length === 0 || (gone.length > 0 && now.length > 0)
    const widens = now.length === 0 || (come.length > 0 && old.length > 0)
    this.#judge(narrows && widens ? 'both' : narrows ? 'narrower' : 'wider', place, `the type was ${shown(before.type)} and is ${shown(after.type)}`)
  }

  /** Whoever reads a list that was open expects words that are not in it. */
  #compareWords(before: Json[] | undefined, after: Json[] | undefined, place: string, wasOpen = false): void {
    // Null in the list follows the type, which has been compared.
    const gone = without(before ?? [], after ?? []).filter((value) => value !== null)
    const come = without(after ?? [], before ?? []).filter((value) => value !== null)
    if (before === undefined) this.#judge('narrower', place, `only these values are left: ${list(come)}`)
    else if (after === undefined) this.#judge('wider', place, `any value is possible, and only these were: ${list(gone)}`)
    else {
      if (gone.length > 0) this.#judge('narrower', place, `without the value ${list(gone)}`)
      if (come.length > 0 && wasOpen) this.#note('changed', false, place, `with the new word ${list(come)}`)
      else if (come.length > 0) this.#judge('wider', place, `with the new value ${list(come)}`)
    }
  }

  #compareKeyword(keyword: string, before: Json | undefined, after: Json | undefined, place: string): void {
    if (isDeepStrictEqual(before, after)) return
    const [old, now] = keyword === 'pattern' ? [wordListOf(before), wordListOf(after)] : []
    if (old !== undefined && old.shape === now?.shape) this.#compareWords(old.words, now.words, place)
    else this.#judge(effectOf(keyword, before, after), place, `${keyword} was ${shown(before)} and is ${shown(after)}`)
  }

  /** What a request leaves out means the default, so another default is another meaning. */
  #compareDefaults({ default: before }: Schema, { default: after }: Schema, place: string): void {
    if (this.way === 'answer' || isDeepStrictEqual(before, after)) return
    this.#note('changed', before !== undefined, place, `the default was ${shown(before)} and is ${shown(after)}`, 'restore the default')
  }

  #compareMembers(before: Schema, after: Schema, place: string): void {
    const [old, now] = [before.properties ?? {}, after.properties ?? {}]
    const isClosed = after.additionalProperties === false
    if (before.additionalProperties !== false && isClosed && (before.properties || before.type === 'object'))
      this.#note('changed', this.way === 'request', place, 'members that are not named here are no longer taken', 'take unknown members as before')
    if (typeof before.additionalProperties === 'object' && typeof after.additionalProperties === 'object')
      this.compare(before.additionalProperties, after.additionalProperties, `${place}.*`)
    const [wasRequired, isRequired] = [before.required ?? [], after.required ?? []]
    for (const [name, schema] of Object.entries(old)) {
      const at = `${place}.${name}`
      const found = now[name]
      if (found === undefined) {
        const breaks = this.way === 'answer' || isClosed
        this.#note('removed', breaks, at, this.way === 'answer' ? 'is no longer answered' : 'is no longer taken', 'restore it, or deprecate it first')
        continue
      }
      this.compare(schema, found, at)
      const [was, is] = [wasRequired.includes(name), isRequired.includes(name)]
      if (was && !is) this.#note('changed', this.way === 'answer', at, this.way === 'answer' ? 'may be missing' : 'may be left out', 'keep it required')
      if (!was && is) this.#note('changed', this.way === 'request', at, this.way === 'answer' ? 'is always there' : 'is now required', 'keep it optional')
    }
    for (const name of Object.keys(now).filter((one) => old[one] === undefined)) {
      const must = this.way === 'request' && isRequired.includes(name)
      this.#note('added', must, `${place}.${name}`, must ? 'is new and required' : 'is new', 'make it optional')
    }
  }

  #compareAlternatives(before: Schema[], after: Schema[], place: string): void {
    const left = [...after]
    const unmatched: Schema[] = []
    for (const one of before) {
      const at = left.findIndex((other) => keyOf(other) === keyOf(one))
      const [found] = at < 0 ? [] : left.splice(at, 1)
      if (found === undefined) unmatched.push(one)
      else this.compare(one, found, place)
    }
    const [lone, ...others] = unmatched
    const [come, ...more] = left
    if (lone !== undefined && come !== undefined && others.length + more.length === 0) this.compare(lone, come, place)
    else {
      if (unmatched.length > 0) this.#judge('narrower', place, `without the alternative ${unmatched.map(keyOf).join(', ')}`)
      if (left.length > 0) this.#judge('wider', place, `with the new alternative ${left.map(keyOf).join(', ')}`)
    }
  }

  #judge(effect: Effect, place: string, text: string): void {
    const breaking = effect === 'both' || (effect === 'narrower') === (this.way === 'request')
    const advice = effect === 'narrower' ? 'accept what was accepted' : effect === 'wider' ? 'answer only what could be answered' : 'restore it'
    this.#note('changed', breaking, place, text, advice)
  }

  #note(kind: Difference['kind'], breaking: boolean, place: string, text: string, advice = ''): void {
    this.differences.push({ kind, breaking, place, text, advice: breaking ? advice : '' })
  }
}

/** The words of a pattern that is made of them, as those of `fields` and `sort` are: one more of them takes more. */
function wordListOf(pattern: Json | undefined): { shape: string; words: string[] } | undefined {
  const text = typeof pattern === 'string' ? pattern : ''
  const group = /\((\w+(?:\|\w+)*)\)/g
  const [words, ...others] = [...text.matchAll(group)].map(([, list = '']) => list)
  if (words === undefined || others.some((other) => other !== words)) return undefined
  return { shape: text.replace(group, '()'), words: words.split('|') }
}

const wordsOf = (schema: Schema): Json[] | undefined => schema.enum ?? schema['x-extensible-enum']
const isOpen = (schema: Schema): boolean => schema['x-extensible-enum'] !== undefined
const isUnion = (schema: Schema): boolean => alternativesOf(schema) !== undefined
const alternativesOf = (schema: Schema): Schema[] | undefined => schema.anyOf ?? schema.oneOf
/** A value or null, as a union of the two. */
function split(schema: Schema): Schema[] {
  const { type, enum: words, ...rest } = schema
  if (!Array.isArray(type) || !type.includes('null')) return [schema]
  const [plain, ...others] = type.filter((one) => one !== 'null')
  const value: Schema = {
    ...rest,
    type: others.length > 0 || plain === undefined ? type : plain,
    ...(words ? { enum: words.filter((word) => word !== null) } : {}),
  }
  return [value, { type: 'null' }]
}
const keyOf = (schema: Schema): string => nameOf(schema) ?? [schema.type].flat().join(' or ')
