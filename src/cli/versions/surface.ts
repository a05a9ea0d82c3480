/**
 * The surface of a contract: what a program can depend on. Prose, examples and extensions are left out, but for scopes,
 * problem codes and open lists of words. It is still an OpenAPI document.
 */

/** JSON as it comes: nothing about it is known but that it is JSON. */
export type Json = null | boolean | number | string | Json[] | JsonObject
export interface JsonObject {
  [member: string]: Json | undefined
}
type Named<Part> = Record<string, Part>

export interface Surface {
  openapi: string
  info: { title: string; version: string; 'x-released-on'?: string }
  security?: Json[]
  paths: Named<Named<JsonObject>>
  components: Named<Named<JsonObject>>
}

export const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)
export const object = (value: Json | undefined): JsonObject => (isObject(value) ? value : {})
export const array = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : [])

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
  strip(surface, false)
  surface.info = { title, version, ...(releasedOn ? { 'x-released-on': releasedOn } : {}) }
  const operations = Object.values(surface.paths).flatMap((methods) => Object.values(methods))
  const answers = [surface.components.responses, ...operations.map(({ responses }) => responses)].flatMap((named) => Object.values(object(named)).map(object))
  // OpenAPI wants one.
  for (const answer of answers) if (answer.$ref === undefined) answer.description = ''
  return surface
}

/** Follows a reference to a component. @throws where it points nowhere */
export function resolved(surface: Surface, value: JsonObject): JsonObject {
  if (typeof value.$ref !== 'string') return value
  const [kind = '', name = ''] = value.$ref.split('/').slice(-2)
  const found = surface.components[kind]?.[name]
  if (found === undefined) throw new Error(`${value.$ref} points nowhere.`)
  return resolved(surface, found)
}
