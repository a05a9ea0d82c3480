/** What a request asks for, as a hash: the same for bodies that say the same in other bytes. */
import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { FastifyRequest } from 'fastify'
import { allComponents } from '../contract/shapes.ts'

interface Shape {
  $ref?: string
  properties?: Record<string, Shape>
  items?: Shape
  anyOf?: Shape[]
  default?: unknown
}

let components: Map<string, Shape> | undefined

/** The schema that a reference, or a value that may be null, is about. */
function plain(schema: Shape = {}): Shape {
  components ??= new Map(allComponents().map((component) => [`${(component as { $id?: string }).$id}#`, component as Shape]))
  if (schema.$ref !== undefined) return components.get(schema.$ref) ?? {}
  return schema.anyOf === undefined ? schema : plain(schema.anyOf[0])
}

/** Members in one order, without those that are null or have their default: to a POST that is the same as leaving them out. */
function meaning(value: unknown, schema: Shape | undefined): unknown {
  const { properties = {}, items } = plain(schema)
  if (Array.isArray(value)) return value.map((one) => meaning(one, items))
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .filter(([name, member]) => member !== null && !isDeepStrictEqual(member, properties[name]?.default))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, member]) => [name, meaning(member, properties[name])])
}

export const fingerprintOf = ({ url, body, routeOptions }: FastifyRequest): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([url, meaning(body ?? {}, routeOptions.schema?.body as Shape | undefined)]))
    .digest()
