/** What differs between two contracts, operation by operation. */
import { isDeepStrictEqual } from 'node:util'
import { type Difference, list, SchemaComparison, shown, type Way, without } from './schemas.ts'
import { type Answer, type Content, type JsonObject, type Operation, type Parameter, resolved, type Schema, type Surface } from './surface.ts'

export interface Change extends Difference {
  /** The operationIds it concerns; empty where it concerns all. */
  operations: string[]
}

interface Sides {
  before: Surface
  after: Surface
}

/** All changes from one contract to another, each once with the operations it concerns. Breaking ones come first. */
export function changesBetween(before: Surface, after: Surface): Change[] {
  const sides = { before, after }
  const [old, now] = [operationsOf(sides.before), operationsOf(sides.after)]
  const noted = new Map<string, Change>()
  const note = (operation: string, found: Difference) => {
    const key = JSON.stringify(found)
    const known = noted.get(key)
    if (known === undefined) noted.set(key, { ...found, operations: [operation] })
    else if (!known.operations.includes(operation)) known.operations.push(operation)
  }
  for (const [route, operation] of old) {
    const found = now.get(route)
    const differences =
      found === undefined
        ? [difference('removed', route, 'the operation was removed', 'restore it, or deprecate it first')]
        : new OperationComparison(sides, operation, found).differences
    for (const one of differences) note(operation.operationId, one)
  }
  for (const [route, { operationId }] of now) {
    if (!old.has(route)) note(operationId, difference('added', route, 'the operation is new'))
  }
  const common = [...old.keys()].filter((route) => now.has(route)).length
  for (const change of noted.values()) if (change.operations.length === common && common > 1) change.operations = []
  const ofAll = schemesChanged(sides).map((one): Change => ({ ...one, operations: [] }))
  return [...ofAll, ...noted.values()].sort((a, b) => Number(b.breaking) - Number(a.breaking))
}

/** A difference; one with an advice is breaking. */
const difference = (kind: Difference['kind'], place: string, text: string, advice?: string): Difference => ({
  kind,
  breaking: advice !== undefined,
  place,
  text,
  advice: advice ?? '',
})

const operationsOf = ({ paths }: Surface): Map<string, Operation> =>
  new Map(
    Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation])),
  )

/** A credential that is made otherwise is another credential. Scopes are a list that grows. */
function schemesChanged({ before, after }: Sides): Difference[] {
  const now = after.components.securitySchemes ?? {}
  return Object.entries(before.components.securitySchemes ?? {}).flatMap(([name, scheme]) => {
    const found = now[name]
    if (found === undefined) return []
    const place = `security scheme ${name}`
    const [[old, oldScopes], [made, scopes]] = [scopesApart(scheme), scopesApart(found)]
    const [gone, come] = [without(oldScopes, scopes), without(scopes, oldScopes)]
    return [
      isDeepStrictEqual(old, made) ? [] : difference('changed', place, `was ${shown(old)} and is ${shown(made)}`, 'offer it beside the old one'),
      gone.length === 0 ? [] : difference('removed', place, `without the scope ${list(gone)}`, 'keep the scope'),
      come.length === 0 ? [] : difference('added', place, `with the scope ${list(come)}`),
    ].flat()
  })
}

function scopesApart(scheme: JsonObject): [rest: JsonObject, scopes: string[]] {
  const { flows = {}, ...rest } = scheme as { flows?: Record<string, JsonObject> }
  const ways = Object.entries(flows).map(([flow, { scopes = {}, ...way }]) => ({ flow, way, scopes: Object.keys(scopes as JsonObject) }))
  return [{ ...rest, flows: Object.fromEntries(ways.map(({ flow, way }) => [flow, way])) }, ways.flatMap(({ scopes }) => scopes)]
}

class OperationComparison {
  readonly differences: Difference[] = []
  readonly #old: Surface['components']
  readonly #now: Surface['components']

  constructor(
    private readonly sides: Sides,
    before: Operation,
    after: Operation,
  ) {
    this.#old = sides.before.components
    this.#now = sides.after.components
    this.#compareFacts(before, after)
    this.#compareAccess(before, after)
    this.#compareParameters(before, after)
    this.#compareBody(before, after)
    this.#compareAnswers(before, after)
  }

  #note(kind: Difference['kind'], place: string, text: string, advice?: string): void {
    this.differences.push(difference(kind, place, text, advice))
  }

  #compareSchemas(before: Schema | undefined, after: Schema | undefined, way: Way, place: string): void {
    if (before === undefined || after === undefined) return
    const comparison = new SchemaComparison(this.sides.before, this.sides.after, way)
    comparison.compare(before, after, place)
    const where = way === 'request' ? 'request' : 'answer'
    for (const one of comparison.differences) this.differences.push({ ...one, place: one.place.startsWith(place) ? one.place : `${where}: ${one.place}` })
  }

  #compareFacts(before: Operation, after: Operation): void {
    if (before.operationId !== after.operationId)
      this.#note(
        'changed',
        'operationId',
        `was ${shown(before.operationId)} and is ${shown(after.operationId)}`,
        'restore it: generated clients are named after it',
      )
    if (after.deprecated === true && before.deprecated !== true) this.#note('deprecated', 'operation', 'is deprecated')
    if (before.deprecated === true && after.deprecated !== true) this.#note('changed', 'operation', 'is no longer deprecated')
  }

  #compareAccess(before: Operation, after: Operation): void {
    const [was, is] = [before['x-scope'], after['x-scope']]
    const ways = (operation: Operation, { security = [] }: Surface) => operation.security ?? security
    const [old, now] = [ways(before, this.sides.before), ways(after, this.sides.after)]
    const isOpen = (those: object[]) => those.length === 0 || those.some((one) => Object.keys(one).length === 0)
    const refused = isOpen(now) ? [] : isOpen(old) ? [{}] : old.filter((one) => !now.some((other) => isDeepStrictEqual(one, other)))
    if (refused.length > 0)
      this.#note('changed', 'access', isOpen(old) ? 'credentials are now needed' : `${shown(refused)} is no longer enough`, 'accept it as before')
    if (isOpen(now) && !isOpen(old)) this.#note('changed', 'access', 'no credentials are needed any more')
    if (was !== is) this.#note('changed', 'scope', `was ${shown(was)} and is ${shown(is)}`, is === undefined ? undefined : 'ask for the old scope')
  }

  #compareParameters(before: Operation, after: Operation): void {
    const [old, now] = [parametersOf(before, this.sides.before), parametersOf(after, this.sides.after)]
    for (const [place, parameter] of old) {
      const found = now.get(place)
      if (found === undefined) {
        this.#note('removed', place, 'is no longer taken', 'restore it, or deprecate it first')
        continue
      }
      const { name: _, required: was = false, schema, deprecated: wasDeprecated, ...rest } = parameter
      const { name: __, required: is = false, schema: schemaNow, deprecated, ...restNow } = found
      if (!was && is) this.#note('changed', place, 'is now required', 'keep it optional')
      if (was && !is) this.#note('changed', place, 'may be left out')
      if (deprecated === true && wasDeprecated !== true) this.#note('deprecated', place, 'is deprecated')
      if (!isDeepStrictEqual(rest, restNow)) this.#note('changed', place, `is written otherwise: was ${shown(rest)} and is ${shown(restNow)}`, 'restore it')
      this.#compareSchemas(schema, schemaNow, 'request', place)
    }
    for (const [place, { required }] of now) {
      if (!old.has(place)) this.#note('added', place, required ? 'is new and required' : 'is new', required ? 'make it optional' : undefined)
    }
  }

  #compareBody({ requestBody: before }: Operation, { requestBody: after }: Operation): void {
    if (before === undefined) {
      if (after !== undefined) this.#note('added', 'body', after.required ? 'is new and required' : 'is new', after.required ? 'make it optional' : undefined)
    } else if (after === undefined) this.#note('removed', 'body', 'is no longer taken', 'restore it')
    else {
      const [old, now] = [resolved(this.#old.requestBodies, before), resolved(this.#now.requestBodies, after)]
      if (!old.required && now.required) this.#note('changed', 'body', 'is now required', 'keep it optional')
      if (old.required && !now.required) this.#note('changed', 'body', 'may be left out')
      this.#compareContent(old.content, now.content, 'request', 'body')
    }
  }

  #compareContent(before: Content = {}, after: Content = {}, way: Way, place: string): void {
    for (const [type, { schema }] of Object.entries(before)) {
      if (after[type] === undefined) this.#note('removed', place, `without ${shown(type)}`, 'offer it as before')
      else this.#compareSchemas(schema, after[type].schema, way, place)
    }
    for (const type of Object.keys(after)) if (before[type] === undefined) this.#note('added', place, `also as ${shown(type)}`)
  }

  #compareAnswers(before: Operation, after: Operation): void {
    for (const [status, answer] of Object.entries(before.responses)) {
      const found = after.responses[status]
      if (found === undefined) this.#note('removed', `answer ${status}`, 'is no longer given', 'keep the status')
      else this.#compareAnswer(resolved(this.#old.responses, answer), resolved(this.#now.responses, found), `answer ${status}`)
    }
    for (const status of Object.keys(after.responses)) {
      if (before.responses[status] !== undefined) continue
      // Programs have to expect refusals they do not know, but not another kind of success.
      this.#note('added', `answer ${status}`, 'is new', status < '400' ? 'keep the success that callers know' : undefined)
    }
  }

  #compareAnswer(before: Answer, after: Answer, place: string): void {
    const [old, now] = [before['x-problems'] ?? [], after['x-problems'] ?? []]
    for (const code of without(old, now)) this.#note('removed', place, `without the problem ${shown(code)}`, 'keep the code')
    for (const code of without(now, old)) this.#note('added', place, `with the problem ${shown(code)}`)
    for (const [name, header] of Object.entries(before.headers ?? {})) {
      const found = after.headers?.[name]
      if (found === undefined) this.#note('removed', `${place}, header ${name}`, 'is no longer sent', 'keep sending it')
      else this.#compareSchemas(resolved(this.#old.headers, header).schema, resolved(this.#now.headers, found).schema, 'answer', `${place}, header ${name}`)
    }
    for (const name of Object.keys(after.headers ?? {})) if (before.headers?.[name] === undefined) this.#note('added', `${place}, header ${name}`, 'is new')
    this.#compareContent(before.content, after.content, 'answer', place)
  }
}

/** By what stands for a parameter in a message: `query limit`, `header If-Match`. */
function parametersOf({ parameters = [] }: Operation, surface: Surface): Map<string, Parameter> {
  const whole = parameters.map((one) => resolved(surface.components.parameters, one))
  return new Map(whole.map((one) => [`${one.in} ${one.in === 'header' ? one.name.toLowerCase() : one.name}`, one]))
}
