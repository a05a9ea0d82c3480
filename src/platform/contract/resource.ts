/**
 * What the operations of one resource have in common is said once, at the top of its routes; what a verb adds (id, status,
 * scope, event, If-Match, the standard answer) follows. The route itself, its path and its handler, stays where it is.
 */
import type { TSchema } from 'typebox'
import type { Deprecation } from './deprecation.ts'
import { pageOf } from './list-shapes.ts'
import { type Answer, operation, type RowPlace } from './operation.ts'
import { ById, nameOf } from './shapes.ts'

interface About<P extends TSchema, C extends TSchema> {
  /** One on the wire. Its name says what everything else is called: `StockMovement`, in events and audit rows `stock-movement`, in the database `stock_movement`. */
  schema: TSchema
  /** As ids of operations call several, where there are lists of it: `StockMovements`. */
  many?: string
  tag: string
  /** To write needs the scope of reading unless another is given. */
  scopes: { read: string; write?: string }
  /** The table of its rows, where it has another name. */
  table?: string
  /** Which facilities a row belongs to, where that is not said by its `facilityId`. */
  facility?: RowPlace['facility']
  /** The parameters in the path of one; `id` unless given. */
  params?: P
  /** The parameters in the path of the collection, where it is part of another resource. */
  within?: C
}

/** What an operation says for itself. The other members take the place of what its verb would say. */
interface Said {
  summary: string
  description: string
  problems?: readonly string[]
  id?: string
  event?: string
  answer?: Partial<Answer<TSchema>>
  deprecated?: Deprecation
}
type Step = Said & { id: string; event: string }

/** The schema of each resource, and the scope that reads it, by the name that the trail has for it. */
export const knownResources = new Map<string, { schema: TSchema; scope: string }>()

export function resource<P extends TSchema = typeof ById, C extends TSchema = TSchema>(about: About<P, C>) {
  const { schema, many, tag, scopes, within } = about
  const one = nameOf(schema)
  const name = one.replace(/(?!^)[A-Z]/g, '-$&').toLowerCase()
  const { table = name.replaceAll('-', '_'), facility = { member: 'facilityId', column: 'facility_id' } } = about
  knownResources.set(name, { schema, scope: scopes.read })
  const made = many === undefined ? undefined : pageOf(`${one}Page`, schema)
  const page = () => {
    if (made === undefined) throw new Error(`Say what many of ${one} are called: it has no page yet.`)
    return made
  }
  const params = (about.params ?? ById) as P
  const shared = { tag, resource: name, place: { table, facility } }
  const reads = { ...shared, kind: 'read', scope: scopes.read } as const
  const writes = { ...shared, kind: 'write', scope: scopes.write ?? scopes.read } as const
  const collection = within === undefined ? {} : { params: within }
  const changed = { schema, description: 'The resource as it is now.' }
  return {
    list: <Q extends TSchema>(said: Said & { query: Q }) =>
      operation<C, Q>({
        id: `list${many}`,
        ...reads,
        ...collection,
        sparse: true,
        ...said,
        answer: { schema: page(), description: 'A page.', ...said.answer },
      }),

    search: <B extends TSchema>({ problems = [], ...said }: Said & { body: B }) =>
      operation<TSchema, TSchema, B>({
        id: `search${many}`,
        ...reads,
        kind: 'search',
        ...said,
        answer: { schema: page(), description: 'A page of what was found, in the order of ids.', ...said.answer },
        problems: ['invalid-cursor', 'cursor-mismatch', ...problems],
      }),

    read: (said: Said) =>
      operation<P>({ id: `read${one}`, ...reads, params, ...said, answer: { schema, description: 'The resource.', versioned: true, ...said.answer } }),

    /** `location` is the path of the collection that the new row is in, where it is not the path of the request. */
    create: <B extends TSchema, I extends TSchema = C>(said: Said & { body: B; params?: I; location?: string }) =>
      operation<I, TSchema, B>({
        id: `create${one}`,
        event: `${name}.created`,
        ...writes,
        ...(collection as { params?: I }),
        ...said,
        answer: { status: 201, schema, description: 'The new resource.', ...said.answer },
      }),

    update: <B extends TSchema>(said: Said & { body: B }) =>
      operation<P, TSchema, B>({
        id: `update${one}`,
        event: `${name}.updated`,
        ...writes,
        params,
        ifMatch: true,
        ...said,
        answer: { ...changed, ...said.answer },
      }),

    delete: (said: Said) =>
      operation<P>({
        id: `delete${one}`,
        event: `${name}.deleted`,
        ...writes,
        params,
        ifMatch: true,
        ...said,
        answer: { status: 204, description: 'Deleted.', ...said.answer },
      }),

    /** A step from one state to the next. */
    step: <B extends TSchema = TSchema>({ problems = [], ...said }: Step & { body?: B }) =>
      operation<P, TSchema, B>({
        ...writes,
        params,
        ifMatch: true,
        ...said,
        answer: { ...changed, ...said.answer },
        problems: ['invalid-transition', ...problems],
      }),
  }
}
