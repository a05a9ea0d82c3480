/**
 * Masking: what an answer may show is decided from its schema. Members that carry a data class are shown, masked or
 * decrypted by the scopes and redactions of the caller, and by what protects the record (src/decisions/0091).
 */
import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'
import type { OperationFacts } from '../contract/operation.ts'
import { allComponents, nameOf } from '../contract/shapes.ts'
import type { KeptOut } from '../database/transaction.ts'
import type { Caller } from './access.ts'
import { type DataClass, isFirm, type Mask, masked, type Personal, type Protections } from './data-classes.ts'
import type { Keyring } from './keyring.ts'

type Row = Record<string, unknown>
type Loose = TSchema & Partial<Personal> & { 'x-protects'?: Protections; $ref?: string; properties?: Record<string, Loose>; items?: Loose; anyOf?: Loose[] }

interface Member {
  name: string
  dataClass: DataClass
  scope: string | undefined
  mask: Mask | undefined
  encrypted: string | undefined
  stays: boolean
}
/** What is personal in a row, and in the rows inside it. */
export interface Plan {
  members: Member[]
  /** The member that says by which words the row is protected. */
  protection: { name: string; by: Protections } | undefined
  inner: { name: string; plan: Plan }[]
}

const isEmpty = ({ members, inner }: Plan): boolean => members.length === 0 && inner.length === 0

/** What is personal in a schema. */
export function planOf(schema: Loose | undefined, components: ReadonlyMap<string, Loose>): Plan {
  if (schema === undefined) return { members: [], protection: undefined, inner: [] }
  if (schema.$ref !== undefined) return planOf(components.get(schema.$ref.replace('#', '')), components)
  if (schema.items !== undefined) return planOf(schema.items, components)
  const alternatives = (schema.anyOf ?? []).map((one) => planOf(one, components))
  const properties = Object.entries(schema.properties ?? {})
  const members = properties.flatMap(([name, member]): Member[] => {
    const dataClass = member['x-data-class']
    if (dataClass === undefined) return []
    const { 'x-scope': scope, 'x-mask': mask, 'x-encrypted': encrypted, 'x-stays': stays = false } = member
    return [{ name, dataClass, scope, mask, encrypted, stays }]
  })
  const protection = properties.flatMap(([name, { 'x-protects': by }]) => (by === undefined ? [] : [{ name, by }]))[0]
  const inner = properties.map(([name, member]) => ({ name, plan: planOf(member, components) })).filter(({ plan }) => !isEmpty(plan))
  return { members: [...members, ...alternatives.flatMap((one) => one.members)], protection, inner: [...inner, ...alternatives.flatMap((one) => one.inner)] }
}

export const maySee = (caller: Caller, { scope, dataClass }: Member): boolean =>
  (scope === undefined || caller.scopes.has(scope)) && !caller.redactions.has(dataClass)

type Classes = ReadonlySet<DataClass>
const none: Classes = new Set()

/** The words that protect a row. */
const wordsOf = (row: Row, { protection }: Plan): string[] => (protection === undefined ? [] : ((row[protection.name] ?? []) as string[]))

/** The words of a record that keep something of it from a caller. */
const barring = ({ protection }: Plan, { scopes }: Caller): string[] =>
  Object.entries(protection?.by ?? {}).flatMap(([word, { scope }]) => (scopes.has(scope) ? [] : [word]))

/** The classes that the protection of a row keeps from a caller, and that of the row it is inside. */
function protectedClasses(row: Row, plan: Plan, caller: Caller, outer: Classes): Classes {
  const words = wordsOf(row, plan)
  if (words.length === 0) return outer
  const bars = barring(plan, caller)
  return new Set([...outer, ...words.flatMap((word) => (bars.includes(word) ? (plan.protection?.by[word]?.classes ?? []) : []))])
}

/** Shows a row as the caller may see it, in place: it was read for this answer alone. */
export function show(row: Row, plan: Plan, caller: Caller, keyring: Keyring, id: unknown, outer: Classes = none): void {
  const { members, inner } = plan
  const taken = protectedClasses(row, plan, caller, outer)
  for (const member of members) {
    const { name, mask, encrypted, dataClass, stays } = member
    const stored = row[name]
    if (stored === undefined || stored === null) continue
    const value = encrypted === undefined ? (stored as string) : keyring.decrypt(stored as string, `${encrypted}:${id}`)
    const isTaken = !stays && taken.has(dataClass)
    const isShown = (maySee(caller, member) && !isTaken) || mask === undefined
    row[name] = isShown ? value : masked(mask, value, row, isTaken || isFirm(mask, dataClass, caller))
  }
  for (const { name, plan } of inner) {
    for (const one of [row[name] ?? []].flat() as Row[]) show(one, plan, caller, keyring, one.id ?? id, taken)
  }
}

interface AnswerPlan {
  plan: Plan
  isPersonal: boolean
  /** The members that a search, a filter or a sort would tell of, by the name it has in the request. */
  guarded: ReadonlyMap<string, Member>
  isPage: boolean
}

interface Schemas {
  response?: Record<number, { content?: Record<string, { schema: Loose }> }>
  body?: Loose
  querystring?: Loose & { 'x-sorts'?: readonly string[] }
}
/** The member that a filter compares. */
const memberOf = (filter: string): string => filter.replace(/(From|To)$/, '')
const bodyOf = (body: Loose | undefined, components: ReadonlyMap<string, Loose>): Record<string, Loose> =>
  (body?.$ref === undefined ? body : components.get(body.$ref.replace('#', '')))?.properties ?? {}
/** The members that a request sorts by. */
const sortsOf = (query: unknown): string[] => ((query as { sort?: string }).sort ?? '').split(',').map((word) => word.replace('-', ''))

/** What the mask leaves may be asked for: the district that everybody is shown. */
const isLeft = ({ mask }: Member, value: unknown): boolean => mask !== undefined && typeof value === 'string' && masked(mask, value, {}, true) === value

/** The members by which a request looks for rows or puts them in order, less those of which it asks what their mask leaves. */
function membersAsked({ query, body, routeOptions }: FastifyRequest): Member[] {
  const guarded = answerPlans.get(routeOptions.config.operation)?.guarded
  if (guarded === undefined || guarded.size === 0) return []
  const given = { ...(query as object), ...(body as object | null) } as Record<string, unknown>
  const names = [...Object.keys(given).filter((name) => given[name] !== undefined), ...sortsOf(query)]
  return names.flatMap((name) => {
    const member = guarded.get(name)
    return member === undefined || isLeft(member, given[name]) ? [] : [member]
  })
}

/** The member by which a request looks for rows or puts them in order although its caller may not see it; the first where there are several. */
export const askedUnseen = (request: FastifyRequest): Member | undefined => membersAsked(request).find((member) => !maySee(request.caller, member))

/** The rows of an operation that its caller is not shown everything of. */
export function protectedFrom({ caller, routeOptions }: FastifyRequest): KeptOut | undefined {
  const plan = answerPlans.get(routeOptions.config.operation)?.plan
  if (plan?.protection === undefined) return undefined
  const words = barring(plan, caller)
  return words.length === 0 ? undefined : { member: plan.protection.name, words }
}

/** The classes that protecting words keep from whom they bar. */
export function classesKept({ routeOptions }: FastifyRequest, words: readonly string[]): DataClass[] {
  const by = answerPlans.get(routeOptions.config.operation)?.plan.protection?.by ?? {}
  return words.flatMap((word) => by[word]?.classes ?? [])
}

/** The records that a request is not to find, because it asks by what their protection keeps from its caller. */
export function keptOut(request: FastifyRequest): KeptOut | undefined {
  const rows = protectedFrom(request)
  if (rows === undefined) return undefined
  const asked = membersAsked(request).flatMap(({ stays, dataClass }) => (stays ? [] : [dataClass]))
  const words = rows.words.filter((word) => classesKept(request, [word]).some((one) => asked.includes(one)))
  return words.length === 0 ? undefined : { ...rows, words }
}

/** What is personal in the answer of each operation, read from its schemas when its route is added. */
export const answerPlans = new WeakMap<OperationFacts, AnswerPlan>()

/** Reads the plan of an operation from the schemas of its route, once. */
export function planAnswer(operation: OperationFacts, schema: unknown, components: ReadonlyMap<string, Loose>): void {
  if (answerPlans.has(operation)) return
  const { response, body, querystring } = (schema ?? {}) as Schemas
  const answer = response?.[operation.status]?.content?.['application/json']?.schema
  const whole = answer?.$ref === undefined ? answer : components.get(answer.$ref.replace('#', ''))
  const isPage = whole?.properties?.items !== undefined
  const plan = planOf(isPage ? whole?.properties?.items : whole, components)
  const asked = operation.kind === 'search' ? planOf(body, components).members : []
  const filters = isPage ? Object.keys({ ...querystring?.properties, ...bodyOf(body, components) }) : []
  const sorts = querystring?.['x-sorts'] ?? []
  const ofRow = [...filters, ...sorts].flatMap((name) => {
    const member = plan.members.find((one) => one.name === memberOf(name))
    return member === undefined ? [] : [[name, member] as const]
  })
  const guarded = new Map([...ofRow, ...asked.map((member) => [member.name, member] as const)])
  answerPlans.set(operation, { plan, isPersonal: !isEmpty(plan), guarded, isPage })
}

/** Every component by name. */
export const componentsByName = (): ReadonlyMap<string, Loose> => new Map(allComponents().map((schema) => [nameOf(schema), schema as Loose]))

/** The members that a caller does not see as they are, each with how much of it is left. */
function membersHidden({ members, inner }: Plan, caller: Caller): string[] {
  const own = members.filter((member) => member.mask !== undefined && !maySee(caller, member))
  return [
    ...own.map(({ name, dataClass, mask }) => (isFirm(mask as Mask, dataClass, caller) ? `${name}!` : name)),
    ...inner.flatMap(({ name, plan }) => membersHidden(plan, caller).map((hidden) => `${name}.${hidden}`)),
  ]
}

/** What protects a row and the rows inside it, marked where it bars a caller. */
function protectionsSeen(row: Row, plan: Plan, caller: Caller): string[] {
  const words = wordsOf(row, plan)
  const bars = words.length === 0 ? [] : barring(plan, caller)
  const own = words.map((word) => (bars.includes(word) ? `${word}!` : word))
  const inside = plan.inner.flatMap(({ name, plan }) =>
    ([row[name] ?? []].flat() as Row[]).flatMap((one, at) => protectionsSeen(one, plan, caller).map((word) => `${name}.${at}.${word}`)),
  )
  return [...own, ...inside]
}

/** Tells answers of one version apart that show different callers, or at different times, different things. Empty where nothing is hidden. */
export function viewFor({ caller, routeOptions }: FastifyRequest, row: object): string {
  const found = answerPlans.get(routeOptions.config.operation)
  if (found?.isPersonal !== true) return ''
  const hidden = [...membersHidden(found.plan, caller), ...protectionsSeen(row as Row, found.plan, caller)]
  return hidden.length === 0 ? '' : createHash('sha256').update(hidden.join()).digest('hex').slice(0, 8)
}

function classesHidden({ members, inner }: Plan, caller: Caller): DataClass[] {
  const own = members.filter((member) => member.mask !== undefined && !maySee(caller, member)).map(({ dataClass }) => dataClass)
  return [...own, ...inner.flatMap(({ plan }) => classesHidden(plan, caller))]
}

const holdsClass = ({ members, inner }: Plan, dataClass: DataClass): boolean =>
  members.some((member) => member.dataClass === dataClass) || inner.some(({ plan }) => holdsClass(plan, dataClass))

/** Whether the answer of an operation has data of a class. */
export const answersClass = (operation: OperationFacts, dataClass: DataClass): boolean => {
  const found = answerPlans.get(operation)
  return found !== undefined && holdsClass(found.plan, dataClass)
}

/** The classes of which this caller is not shown everything in the answer of its operation. */
export function hiddenFrom({ caller, routeOptions }: FastifyRequest): ReadonlySet<DataClass> {
  const found = answerPlans.get(routeOptions.config.operation)
  return new Set(found?.isPersonal === true ? classesHidden(found.plan, caller) : [])
}

/** The classes of personal data that a caller sees in an answer with these members. */
export function classesShown({ members, inner }: Plan, caller: Caller, names: readonly string[] | undefined): DataClass[] {
  const asked = ({ name }: { name: string }) => names === undefined || names.includes(name)
  const own = members.filter((member) => asked(member) && maySee(caller, member)).map(({ dataClass }) => dataClass)
  return [...new Set([...own, ...inner.filter(asked).flatMap(({ plan }) => classesShown(plan, caller, undefined))])]
}

export const fieldsOf = (query: unknown): string[] | undefined => (query as { fields?: string }).fields?.split(',')

/** The members that an answer gives away: those that are shown, and those that rows were chosen or put in order by. Undefined means all. */
function membersShown(query: unknown): string[] | undefined {
  const fields = fieldsOf(query)
  if (fields === undefined) return undefined
  return [...fields, ...sortsOf(query), ...Object.keys(query as object).map(memberOf)]
}

/** The classes of personal data in the answer that this caller gets of its operation. */
export function classesFor({ caller, query, routeOptions }: FastifyRequest): DataClass[] {
  const found = answerPlans.get(routeOptions.config.operation)
  if (found?.isPersonal !== true) return []
  const shown = classesShown(found.plan, caller, membersShown(query))
  // What is below a person says by being there that the person is held, whatever is left of its rows.
  const isBelow = routeOptions.url?.includes(':') === true && holdsClass(found.plan, 'custody')
  return shown.length === 0 && isBelow ? ['custody'] : shown
}
