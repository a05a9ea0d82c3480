/** Brings the texts of a request to the forms that its schema names: the one entrance of text. */
import type { TSchema } from 'typebox'
import { formOf, inForm } from '../contract/text-forms.ts'

type Loose = TSchema & { $ref?: string; properties?: Record<string, Loose>; items?: Loose; anyOf?: Loose[] }
type Bring = (value: unknown) => unknown

/** What brings a value to the forms of its schema, containers in place; undefined where the schema names none. */
export function bringerOf(schema: Loose | undefined, components: ReadonlyMap<string, Loose>): Bring | undefined {
  if (schema === undefined) return undefined
  if (schema.$ref !== undefined) return bringerOf(components.get(schema.$ref.replace('#', '')), components)
  const { items, anyOf, properties = {} } = schema
  const form = formOf(schema)
  if (form !== undefined) return (value) => (typeof value === 'string' ? inForm(form, value) : value)
  if (items !== undefined) {
    const bring = bringerOf(items, components)
    // A parameter that is there once is not a list yet.
    return bring && ((value) => (Array.isArray(value) ? value.map(bring) : bring(value)))
  }
  const members = Object.entries(properties).flatMap(([name, member]): [string, Bring][] => {
    const bring = bringerOf(member, components)
    return bring === undefined ? [] : [[name, bring]]
  })
  if (members.length > 0) return (value) => bringMembers(value, members)
  return (anyOf ?? []).map((one) => bringerOf(one, components)).find((bring) => bring !== undefined)
}

function bringMembers(value: unknown, members: readonly [string, Bring][]): unknown {
  if (typeof value !== 'object' || value === null) return value
  const row = value as Record<string, unknown>
  for (const [name, bring] of members) if (row[name] !== undefined) row[name] = bring(row[name])
  return row
}
