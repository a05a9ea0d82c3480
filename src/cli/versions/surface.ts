/**
 * The surface of a contract: what a program can depend on. Prose, examples and extensions are left out, but for scopes and
 * problem codes. It is still an OpenAPI document.
 */

/** JSON as it comes: nothing about it is known but that it is JSON. */
export type Json = null | boolean | number | string | Json[] | JsonObject
export interface JsonObject {
  [member: string]: Json | undefined
}

export interface Schema extends JsonObject {
  $ref?: string
  additionalProperties?: boolean | Schema
  type?: string | string[]
  enum?: Json[]
  /** The words of an open list: a new one is no change that breaks. */
  'x-extensible-enum'?: Json[]
  required?: string[]
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
}
export interface Parameter extends JsonObject {
  $ref?: string
  name: string
  in: string
  required?: boolean
  schema: Schema
}
interface Header {
  $ref?: string
  schema?: Schema
}
export type Content = Record<string, { schema?: Schema }>
export interface Body {
  $ref?: string
  required?: boolean
  content: Content
}
export interface Answer {
  $ref?: string
  description: string
  headers?: Record<string, Header>
  content?: Content
  'x-problems'?: string[]
}
export interface Operation {
  operationId: string
  description?: string
  deprecated?: boolean
  security?: Record<string, string[]>[]
  parameters?: Parameter[]
  requestBody?: Body
  responses: Record<string, Answer>
  'x-scope'?: string
}
export interface Surface {
  openapi: string
  info: { title: string; version: string; 'x-released-on'?: string }
  security?: Record<string, string[]>[]
  paths: Record<string, Record<string, Operation>>
  components: {
    schemas?: Record<string, Schema>
    responses?: Record<string, Answer>
    parameters?: Record<string, Parameter>
    headers?: Record<string, Header>
    requestBodies?: Record<string, Body>
    securitySchemes?: Record<string, JsonObject>
  }
}

const prose = new Set(['description', 'summary', 'title', 'examples', 'example', 'externalDocs', 'tags', 'servers'])
const ours = new Set(['x-scope', 'x-problems', 'x-released-on', 'x-extensible-enum'])
// Members whose members are names of the contract: a property may be called `title`.
const maps = new Set(['properties', 'paths', 'schemas', 'responses', 'parameters', 'headers', 'content', 'requestBodies', 'securitySchemes'])
// Members that hold values, not schemas.
const values = new Set(['enum', 'x-extensible-enum', 'const', 'default'])

function strip(value: unknown, holdsNames: boolean): void {
  if (typeof value !== 'object' || value === null) return
  for (const [name, one] of Object.entries(value)) {
    const isNoise = prose.has(name) || (name.startsWith('x-') && !ours.has(name))
    if (!holdsNames && isNoise && !Array.isArray(value)) Reflect.deleteProperty(value, name)
    else if (holdsNames || !values.has(name)) strip(one, !holdsNames && maps.has(name) && !Array.isArray(one))
  }
}

/** The surface of a document, given as JSON text; that of a surface is the surface itself. */
export function surfaceOf(text: string): Surface {
  const surface: Surface = JSON.parse(text)
  const { title, version, 'x-released-on': releasedOn } = surface.info
  const operations = Object.values(surface.paths).flatMap((methods) => Object.values(methods))
  const answers = [...Object.values(surface.components.responses ?? {}), ...operations.flatMap(({ responses }) => Object.values(responses))]
  strip(surface, false)
  surface.info = { title, version, ...(releasedOn ? { 'x-released-on': releasedOn } : {}) }
  // OpenAPI wants one.
  for (const answer of answers) if (answer.$ref === undefined) answer.description = ''
  return surface
}

/** Follows a reference to a component. @throws where it points nowhere */
export function resolved<T extends { $ref?: string }>(components: Record<string, T> | undefined, value: T): T {
  if (value.$ref === undefined) return value
  const found = components?.[value.$ref.split('/').at(-1) ?? '']
  if (found === undefined) throw new Error(`${value.$ref} points nowhere.`)
  return resolved(components, found)
}
