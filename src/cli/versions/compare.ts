/**
 * What differs between two contracts, and whether it can break a program. The same edit means the opposite on the two ways:
 * a request may not be refused that was accepted, so a narrower schema breaks; an answer may not say what it could not
 * say before, so a wider one breaks. Where neither is sure, such as between two patterns, both are assumed.
 */
import { isDeepStrictEqual } from 'node:util'
import { array, isObject, type Json, type JsonObject, object, resolved, type Surface } from './surface.ts'

interface Difference {
  kind: 'added' | 'changed' | 'deprecated' | 'removed'
  breaking: boolean
  place: string
  text: string
  /** What would make a breaking change harmless. */
  advice: string
}
export interface Change extends Difference {
  /** The operationIds it concerns; empty where it concerns all. */
  operations: string[]
}

/** All changes from one contract to another, each once with the operations it concerns. Breaking ones come first. */
export function changesBetween(before: Surface, after: Surface): Change[] {
  const [old, now] = [operationsOf(before), operationsOf(after)]
  const comparison = new Comparison(before, after)
  const noted = new Map<string, Change>()
  for (const route of namesIn(old, now)) {
    const operation = String((old[route] ?? now[route])?.operationId)
    for (const found of comparison.ofOperation(route, old[route], now[route])) {
      const key = JSON.stringify(found)
      const change = noted.get(key) ?? { ...found, operations: [] }
      if (!change.operations.includes(operation)) change.operations.push(operation)
      noted.set(key, change)
    }
  }
  const common = Object.keys(old).filter((route) => now[route] !== undefined).length
  for (const change of noted.values()) if (change.operations.length === common && common > 1) change.operations = []
  const ofAll = comparison.ofCredentials().map((found): Change => ({ ...found, operations: [] }))
  return [...ofAll, ...noted.values()].sort((a, b) => Number(b.breaking) - Number(a.breaking))
}

/** By method and path. The problems of an operation are those of its answers. */
const operationsOf = ({ paths, security = [] }: Surface): Record<string, JsonObject> =>
  Object.fromEntries(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, { security, ...operation, 'x-problems': [] }]),
    ),
  )

type Value = Json | undefined
type Effect = 'narrower' | 'wider' | 'both'
interface At {
  way: 'request' | 'answer'
  place: string
}
type Rule = (was: Value, is: Value, at: At, before: JsonObject, after: JsonObject) => void

const restore = 'restore it, or deprecate it first'

class Comparison {
  #found: Difference[] = []
  /** What was found inside components. */
  readonly #known = new Map<string, Difference[]>()

  constructor(
    private readonly before: Surface,
    private readonly after: Surface,
  ) {}

  ofOperation(route: string, before: JsonObject | undefined, after: JsonObject | undefined): Difference[] {
    return this.#gather(() => {
      if (before === undefined) this.#note('added', route, 'the operation is new')
      else if (after === undefined) this.#note('removed', route, 'the operation was removed', restore)
      else this.#compare(before, after, { way: 'request', place: 'operation' })
    })
  }

  /** A credential that is made otherwise is another credential. Scopes are a list that grows. */
  ofCredentials(): Difference[] {
    const [before, after] = [this.before.components.securitySchemes ?? {}, this.after.components.securitySchemes ?? {}]
    return this.#gather(() => {
      for (const [name, scheme] of Object.entries(before)) {
        if (after[name] === undefined) continue
        const place = `security scheme ${name}`
        const [was, is] = [scopesApart(scheme), scopesApart(after[name])]
        this.#differs(was.made, is.made, place, 'offer it beside the old one')
        this.#promised('the scope', was.scopes, is.scopes, place)
      }
    })
  }

  #gather(step: () => void): Difference[] {
    const outer = this.#found
    const found: Difference[] = []
    this.#found = found
    step()
    this.#found = outer
    return found
  }

  /** What another value of a member means, by its name. What has no rule is a keyword that bounds a schema. */
  readonly #rules: Record<string, Rule> = {
    // Of an operation, a parameter, a body, an answer.
    operationId: (was, is) => this.#differs(was, is, 'operationId', 'restore it: generated clients are named after it'),
    'x-scope': (was, is) => this.#differs(was, is, 'scope', is === undefined ? undefined : 'ask for the old scope'),
    security: (was, is) => this.#compareAccess(array(was), array(is)),
    parameters: (was, is) => {
      const [old, now] = [parametersOf(this.before, was), parametersOf(this.after, is)]
      for (const place of namesIn(old, now)) this.#comparePart(old[place], now[place], { way: 'request', place }, 'is no longer taken', restore)
    },
    requestBody: (was, is) => this.#comparePart(was, is, { way: 'request', place: 'body' }, 'is no longer taken', restore),
    responses: (was, is) => {
      const [old, now] = [object(was), object(is)]
      for (const status of namesIn(old, now)) {
        // Programs have to expect refusals they do not know, but not another kind of success.
        const refuse = status < '400' ? 'keep the success that callers know' : undefined
        this.#comparePart(old[status], now[status], { way: 'answer', place: `answer ${status}` }, 'is no longer given', 'keep the status', refuse)
      }
    },
    headers: (was, is, { way, place }) => {
      const [old, now] = [object(was), object(is)]
      for (const name of namesIn(old, now))
        this.#comparePart(old[name], now[name], { way, place: `${place}, header ${name}` }, 'is no longer sent', 'keep sending it')
    },
    content: (was, is, at) => {
      const [old, now] = [object(was), object(is)]
      this.#promised('the type', Object.keys(old), Object.keys(now), at.place)
      for (const type of Object.keys(old)) if (now[type] !== undefined) this.#compare(object(old[type]), object(now[type]), at)
    },
    'x-problems': (was, is, { place }) => this.#promised('the problem', array(was), array(is), place),
    schema: (was, is, at) => this.#compareSchemas(was, is, at),
    required: (was, is, { way, place }) => {
      if ((was === true) === (is === true)) return
      if (way === 'request') this.#note('changed', place, is ? 'is now required' : 'may be left out', is ? 'keep it optional' : undefined)
      else this.#note('changed', place, is ? 'is always there' : 'may be missing', is ? undefined : 'keep it required')
    },
    style: (was, is, { place }) => this.#differs(was, is, place, 'restore it'),
    explode: (was, is, { place }) => this.#differs(was, is, place, 'restore it'),
    deprecated: (was, is, { place }) => {
      if ((was === true) !== (is === true)) this.#note(is ? 'deprecated' : 'changed', place, is ? 'is deprecated' : 'is no longer deprecated')
    },

    // Of a schema.
    type: (was, is, at) => this.#compareTypes(was, is, at),
    words: (was, is, at, before) => {
      if (was !== is) this.#compareWords(was, is, at, before.open === true)
    },
    open: (was, is, at, before, after) => {
      if (was === is || before.words === undefined || after.words === undefined || at.way === 'request') return
      this.#judge(is ? 'wider' : 'narrower', at, is ? 'the list of words is open: others may come' : 'the list of words is closed')
    },
    // What a request leaves out means the default, so another default is another meaning.
    default: (was, is, { way, place }) => {
      if (way === 'request') this.#differs(was, is, place, was === undefined ? undefined : 'restore the default', 'the default ')
    },
    items: (was, is, at) => this.#compareSchemas(was, is, { ...at, place: `${at.place}[]` }),
    additionalProperties: (was, is, at) => {
      const advice = at.way === 'request' ? 'take unknown members as before' : undefined
      if (is === false && was !== false) this.#note('changed', at.place, 'members that are not named here are no longer taken', advice)
      this.#compareSchemas(was, is, { ...at, place: `${at.place}.*` })
    },
    members: (was, is, { way, place }, _before, after) => {
      const [old, now] = [object(was), object(is)]
      const gone = way === 'answer' ? 'is no longer answered' : 'is no longer taken'
      const keep = way === 'answer' || after.additionalProperties === false ? restore : undefined
      for (const name of namesIn(old, now)) this.#comparePart(old[name], now[name], { way, place: `${place}.${name}` }, gone, keep)
    },
  }

  #compare(before: JsonObject, after: JsonObject, at: At): void {
    for (const name of namesIn(before, after)) {
      if (harmless.has(name)) continue
      const rule = this.#rules[name]
      if (rule === undefined) this.#compareKeyword(name, before, after, at)
      else rule(before[name], after[name], at, before, after)
    }
  }

  /** A part with a name. @param keep what to do where it breaks that one is gone @param refuse the same of a new one */
  #comparePart(was: Value, is: Value, at: At, gone: string, keep?: string, refuse?: string): void {
    if (was === undefined) {
      const must = at.way === 'request' && resolved(this.after, object(is)).required === true
      this.#note('added', at.place, must ? 'is new and required' : 'is new', must ? 'make it optional' : refuse)
    } else if (is === undefined) this.#note('removed', at.place, gone, keep)
    else this.#compare(resolved(this.before, object(was)), resolved(this.after, object(is)), at)
  }

  #compareAccess(before: Json[], after: Json[]): void {
    const isOpen = (ways: Json[]) => ways.length === 0 || ways.some((way) => Object.keys(object(way)).length === 0)
    if (isOpen(before) && isOpen(after)) return
    const refused = without(before, after)
    if (isOpen(after)) this.#note('changed', 'access', 'no credentials are needed any more')
    else if (isOpen(before)) this.#note('changed', 'access', 'credentials are now needed', 'accept it as before')
    else if (refused.length > 0) this.#note('changed', 'access', `${shown(refused)} is no longer enough`, 'accept it as before')
  }

  /** Inside a component places begin with its name, so that it is compared once, wherever it is used. */
  #compareSchemas(was: Value, is: Value, at: At): void {
    if (!isObject(was) || !isObject(is)) return
    const name = nameOf(was)
    if (name === undefined) this.#compareResolved(was, is, at)
    else {
      const pair = JSON.stringify([at.way, was, is])
      if (!this.#known.has(pair)) {
        // A schema may hold itself.
        this.#known.set(pair, [])
        const found = this.#gather(() => this.#compareResolved(was, is, { ...at, place: `${at.way}: ${name}` }))
        this.#known.set(pair, found)
      }
      this.#found.push(...(this.#known.get(pair) ?? []))
    }
  }

  #compareResolved(was: JsonObject, is: JsonObject, at: At): void {
    const [before, after] = [resolved(this.before, was), resolved(this.after, is)]
    const [old, now] = [alternativesOf(before), alternativesOf(after)]
    if (old ?? now) this.#compareAlternatives(old ?? split(was), now ?? split(is), at)
    else this.#compare(parted(before), parted(after), at)
  }

  #compareTypes(before: Value, after: Value, at: At): void {
    const [old, now] = [typesOf(before), typesOf(after)]
    const [gone, come] = [without(old, now), without(now, old)]
    if (gone.length === 0 && come.length === 0) return
    // A schema without a type takes every type.
    const narrows = old.length === 0 || (gone.length > 0 && now.length > 0)
    const widens = now.length === 0 || (come.length > 0 && old.length > 0)
    this.#judge(narrows && widens ? 'both' : narrows ? 'narrower' : 'wider', at, `the type was ${shown(before)} and is ${shown(after)}`)
  }

  /** Whoever reads a list that was open expects words that are not in it. */
  #compareWords(before: Value, after: Value, at: At, wasOpen = false): void {
    // Null in the list follows the type, which has been compared.
    const [gone, come] = [without(array(before), array(after)), without(array(after), array(before))].map((words) => words.filter((word) => word !== null))
    if (before === undefined) this.#judge('narrower', at, `only these values are left: ${list(come)}`)
    else if (after === undefined) this.#judge('wider', at, `any value is possible, and only these were: ${list(gone)}`)
    else {
      if (gone?.length) this.#judge('narrower', at, `without the value ${list(gone)}`)
      if (come?.length && wasOpen) this.#note('changed', at.place, `with the new word ${list(come)}`)
      else if (come?.length) this.#judge('wider', at, `with the new value ${list(come)}`)
    }
  }

  #compareKeyword(keyword: string, before: JsonObject, after: JsonObject, at: At): void {
    const [was, is] = [before[keyword], after[keyword]]
    if (isDeepStrictEqual(was, is)) return
    if (lengths.includes(keyword) && before.words !== undefined && after.words !== undefined) return
    const [old, now] = keyword === 'pattern' ? [wordListOf(was), wordListOf(is)] : []
    if (old !== undefined && old.shape === now?.shape) this.#compareWords(old.words, now.words, at)
    else this.#judge(effectOf(keyword, was, is), at, `${keyword} was ${shown(was)} and is ${shown(is)}`)
  }

  #compareAlternatives(before: JsonObject[], after: JsonObject[], at: At): void {
    const left = [...after]
    const unmatched: JsonObject[] = []
    for (const one of before) {
      const same = left.findIndex((other) => keyOf(other) === keyOf(one))
      const [found] = same < 0 ? [] : left.splice(same, 1)
      if (found === undefined) unmatched.push(one)
      else this.#compareSchemas(one, found, at)
    }
    if (unmatched.length === 1 && left.length === 1) this.#compareSchemas(unmatched[0], left[0], at)
    else {
      if (unmatched.length > 0) this.#judge('narrower', at, `without the alternative ${unmatched.map(keyOf).join(', ')}`)
      if (left.length > 0) this.#judge('wider', at, `with the new alternative ${left.map(keyOf).join(', ')}`)
    }
  }

  /** A list that grows, whichever way it goes: what was in it is relied on. */
  #promised(what: string, before: Json[], after: Json[], place: string): void {
    for (const one of without(before, after)) this.#note('removed', place, `without ${what} ${shown(one)}`, 'keep it')
    for (const one of without(after, before)) this.#note('added', place, `with ${what} ${shown(one)}`)
  }

  #differs(was: Value, is: Value, place: string, advice?: string, what = ''): void {
    if (!isDeepStrictEqual(was, is)) this.#note('changed', place, `${what}was ${shown(was)} and is ${shown(is)}`, advice)
  }

  #judge(effect: Effect, { way, place }: At, text: string): void {
    const breaking = effect === 'both' || (effect === 'narrower') === (way === 'request')
    const advice = effect === 'narrower' ? 'accept what was accepted' : effect === 'wider' ? 'answer only what could be answered' : 'restore it'
    this.#note('changed', place, text, breaking ? advice : undefined)
  }

  /** A change with an advice is breaking. */
  #note(kind: Difference['kind'], place: string, text: string, advice?: string): void {
    this.#found.push({ kind, breaking: advice !== undefined, place, text, advice: advice ?? '' })
  }
}

// What a parameter is called stands in its place; `$id` and the rest say nothing of what is taken.
const harmless = new Set(['name', 'in', 'description', '$id', '$comment', 'readOnly', 'writeOnly'])
const lowerBounds = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties']
const upperBounds = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties']
const lengths = ['minLength', 'maxLength', 'pattern']

function effectOf(keyword: string, before: Value, after: Value): Effect {
  if (before === undefined) return 'narrower'
  if (after === undefined) return 'wider'
  const rises = Number(after) > Number(before)
  if (lowerBounds.includes(keyword)) return rises ? 'narrower' : 'wider'
  if (upperBounds.includes(keyword)) return rises ? 'wider' : 'narrower'
  return 'both'
}

const shown = (value: Value): string => (value === undefined ? 'nothing' : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``)
const list = (values: Json[] = []): string => values.map(shown).join(', ')
const without = (these: Json[], those: Json[]): Json[] => these.filter((one) => !those.some((other) => isDeepStrictEqual(one, other)))
const namesIn = (before: object, after: object): Set<string> => new Set([...Object.keys(before), ...Object.keys(after)])

/** By what stands for a parameter in a message: `query limit`, `header if-match`. */
function parametersOf(surface: Surface, parameters: Value): Record<string, JsonObject> {
  const whole = array(parameters).map((one) => resolved(surface, object(one)))
  return Object.fromEntries(whole.map((one) => [`${one.in} ${one.in === 'header' ? String(one.name).toLowerCase() : one.name}`, one]))
}

function scopesApart({ flows, ...made }: JsonObject): { made: JsonObject; scopes: string[] } {
  const ways = Object.entries(object(flows)).map(([flow, it]) => {
    const { scopes, ...way } = object(it)
    return { flow, way, scopes: Object.keys(object(scopes)) }
  })
  return { made: { ...made, flows: Object.fromEntries(ways.map(({ flow, way }) => [flow, way])) }, scopes: ways.flatMap(({ scopes }) => scopes) }
}

/** The words of a pattern that is made of them, as those of `fields` and `sort` are: one more of them takes more. */
function wordListOf(pattern: Value): { shape: string; words: string[] } | undefined {
  const text = typeof pattern === 'string' ? pattern : ''
  const group = /\((\w+(?:\|\w+)*)\)/g
  const [words, ...others] = [...text.matchAll(group)].map(([, list = '']) => list)
  if (words === undefined || others.some((other) => other !== words)) return undefined
  return { shape: text.replace(group, '()'), words: words.split('|') }
}

/** Whole numbers are numbers. */
const typesOf = (type: Value): Json[] => (type === undefined ? [] : [type].flat().flatMap((one) => (one === 'number' ? ['number', 'integer'] : [one])))
const nameOf = ({ $ref }: JsonObject): string | undefined => ($ref === undefined ? undefined : String($ref).replace('#/components/schemas/', ''))
const keyOf = (schema: JsonObject): string => nameOf(schema) ?? typesOf(schema.type).join(' or ')
const alternativesOf = ({ anyOf, oneOf }: JsonObject): JsonObject[] | undefined =>
  Array.isArray(anyOf ?? oneOf) ? array(anyOf ?? oneOf).map(object) : undefined

/** A schema with its list of words, open or not, and its members, each with whether it is required, as parameters are. */
function parted({ enum: words, 'x-extensible-enum': openWords, properties, required, ...rest }: JsonObject): JsonObject {
  const members = Object.entries(object(properties)).map(([name, schema]) => [name, { required: array(required).includes(name), schema }])
  return { ...rest, words: words ?? openWords, open: openWords !== undefined, members: Object.fromEntries(members) }
}

/** A value or null, as a union of the two. */
function split(schema: JsonObject): JsonObject[] {
  const types = array(schema.type)
  if (!types.includes('null')) return [schema]
  const [plain, ...others] = types.filter((one) => one !== 'null')
  const value = { ...schema, type: others.length > 0 || plain === undefined ? types : plain }
  return [schema.enum === undefined ? value : { ...value, enum: array(schema.enum).filter((word) => word !== null) }, { type: 'null' }]
}
