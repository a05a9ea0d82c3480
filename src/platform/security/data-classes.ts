/**
 * Classes of personal data (UU PDP 27/2022). A member that carries one says who may see it, and what everybody else gets:
 * src/platform/security/masking.ts reads it for every answer, so that no store or route can forget it.
 */
import type { TProperties, TSchema } from 'typebox'
import { meaningOf, paragraphs, phrase, type Text } from '../contract/language.ts'

export const dataClasses = ['identity', 'contact', 'custody', 'profile', 'financial'] as const
export type DataClass = (typeof dataClasses)[number]

/** Classes that can be taken from a client whatever its scopes; without the others nothing would be left of a record. */
export const redactableClasses = ['identity', 'contact', 'financial'] as const satisfies readonly DataClass[]
type Redactable = (typeof redactableClasses)[number]

const maxInitials = 10

/** What the public calls a person: "Budi Santoso" is "B.S.". A name without letters gives "N.N.". */
export function initialsOf(name: string): string {
  const letters = name.split(/\s+/).flatMap((word) => word.match(/\p{L}/u) ?? [])
  if (letters.length === 0) return 'N.N.'
  return letters
    .slice(0, maxInitials)
    .map((letter) => `${letter.toUpperCase()}.`)
    .join('')
}

type Row = Record<string, unknown>
type Masking = (value: string, row: Row) => unknown
declare const ofModule: unique symbol
type MaskOfModule = string & { readonly [ofModule]: true }

const general = {
  absent: () => null,
  hidden: () => '***',
  /** ************0001: enough to tell two numbers on a desk apart, and neither the region nor the birth date of a NIK. */
  digits: (value) => value.slice(-4).padStart(value.length, '*'),
  initials: initialsOf,
} as const satisfies Record<string, Masking>
export type Mask = keyof typeof general | MaskOfModule

const masks = new Map<string, { usual: Masking; firm: Masking }>(Object.entries(general).map(([name, usual]) => [name, { usual, firm: usual }]))

/**
 * A mask of a module's own. `firm` takes its place for a client that the class was taken from, where the usual one gives way
 * to what stands in the row, which the client may be able to write.
 */
export function defineMask(name: string, usual: Masking, firm: Masking = usual): Mask {
  masks.set(name, { usual, firm })
  return name as MaskOfModule
}

/** What stands in place of a value that is not shown; it still fits the schema of the member. */
export function masked(mask: Mask, value: string, row: Row, isTaken: boolean): unknown {
  const { usual, firm } = masks.get(mask) as { usual: Masking; firm: Masking }
  return (isTaken ? firm : usual)(value, row)
}

export interface Personal {
  'x-data-class': DataClass
  /** Needed to see the value; without it the scope of the operation is enough. */
  'x-scope'?: string
  'x-mask'?: Mask
  /** `table.column`: encrypted at rest. */
  'x-encrypted'?: string
}

const sentence = (dataClass: DataClass, scope?: string): Text =>
  scope === undefined
    ? phrase`Personal data, class \`${dataClass}\`.`
    : phrase`Personal data, class \`${dataClass}\`: masked in answers without the scope \`${scope}\`.`

type Restricted = { class: Redactable; mask: Mask; scope?: string; encrypted?: string }
type Open = { class: Exclude<DataClass, Redactable> }

/** Marks a member as personal. */
export function personal<T extends TSchema>(schema: T, about: Restricted | Open): T {
  const { class: dataClass, mask, scope, encrypted } = about as Restricted
  const { description = '' } = schema as { description?: string }
  return {
    ...schema,
    description: paragraphs(...(description === '' ? [] : [description]), sentence(dataClass, scope)),
    'x-data-class': dataClass,
    ...(scope ? { 'x-scope': scope } : {}),
    ...(mask ? { 'x-mask': mask } : {}),
    ...(encrypted ? { 'x-encrypted': encrypted } : {}),
  }
}

/** The same members in an answer that is made for the person: no scope hides them, a redaction of the client still does. */
export const unscoped = <T extends TProperties>(properties: T): T =>
  Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      const { 'x-scope': scope, 'x-data-class': dataClass, description = '', ...rest } = schema as TSchema & Partial<Personal> & { description?: string }
      if (scope === undefined || dataClass === undefined) return [name, schema]
      return [name, { ...rest, description: paragraphs(meaningOf(description), sentence(dataClass)), 'x-data-class': dataClass }]
    }),
  ) as T

/** The keywords, for compilers that refuse those they do not know. */
export const personalKeywords = ['x-data-class', 'x-scope', 'x-mask', 'x-encrypted'] as const
