/**
 * Classes of personal data (UU PDP 27/2022). A member that carries one says who may see it, and what everybody else gets:
 * src/platform/security/masking.ts reads it for every answer, so that no store or route can forget it.
 */
import type { TProperties, TSchema } from 'typebox'
import { meaningOf, paragraphs, phrase, type Text } from '../contract/language.ts'
import { nullable } from '../contract/shapes.ts'

export const dataClasses = ['identity', 'contact', 'custody', 'profile', 'financial'] as const
export type DataClass = (typeof dataClasses)[number]

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
  empty: () => [],
  hidden: () => '***',
  /** An id that no row has, where one must stand. */
  nobody: () => '00000000-0000-0000-0000-000000000000',
  /** ************0001: enough to tell two numbers on a desk apart, and neither the region nor the birth date of a NIK. */
  digits: (value) => value.slice(-4).padStart(value.length, '*'),
  initials: initialsOf,
} as const satisfies Record<string, Masking>
export type Mask = keyof typeof general | MaskOfModule

/** A mask that gives way to what stands in the row; the firm one takes its place for clients that could write that. */
interface YieldingMask {
  usual: Masking
  /** For a client that the class was taken from, or that has the scope. */
  firm: Masking
  unlessScope?: string
}
const masks = new Map<string, YieldingMask>(Object.entries(general).map(([name, usual]) => [name, { usual, firm: usual }]))

/** A mask of a module's own. */
export function defineMask(name: string, mask: YieldingMask): Mask {
  masks.set(name, mask)
  return name as MaskOfModule
}

interface Eyes {
  scopes: ReadonlySet<string>
  redactions: ReadonlySet<string>
}

/** Whether a caller gets the firm mask of a member. */
export function isFirm(mask: Mask, dataClass: DataClass, { scopes, redactions }: Eyes): boolean {
  const { unlessScope } = masks.get(mask) as YieldingMask
  return redactions.has(dataClass) || (unlessScope !== undefined && scopes.has(unlessScope))
}

/** What stands in place of a value that is not shown; it still fits the schema of the member. */
export const masked = (mask: Mask, value: string, row: Row, firm: boolean): unknown => (masks.get(mask) as YieldingMask)[firm ? 'firm' : 'usual'](value, row)

export interface Personal {
  'x-data-class': DataClass
  /** Needed to see the value; without it the scope of the operation is enough. */
  'x-scope'?: string
  'x-mask'?: Mask
  /** `table.column`: encrypted at rest. */
  'x-encrypted'?: string
  /** It stays where a record is protected: work goes on by it. */
  'x-stays'?: true
}

/** Who sees what is personal in a protected record: without the scope, these classes are as if they had been taken from the caller. */
export interface Protection {
  scope: string
  classes: readonly DataClass[]
}
export type Protections = Readonly<Record<string, Protection>>

/** Marks the member of a record that says by which words it is protected; what is inside the record is protected with it. */
export const protecting = <T extends TSchema>(schema: T, by: Protections): T => ({ ...schema, 'x-protects': by })

const sentence = (dataClass: DataClass, scope?: string): Text =>
  scope === undefined
    ? phrase`Personal data, class \`${dataClass}\`.`
    : phrase`Personal data, class \`${dataClass}\`: masked in answers without the scope \`${scope}\`.`

interface About {
  class: DataClass
  mask?: Mask
  scope?: string
  encrypted?: string
  stays?: true
}

/** Marks a member as personal. */
export function personal<T extends TSchema>(schema: T, { class: dataClass, mask, scope, encrypted, stays }: About): T {
  const { description = '' } = schema as { description?: string }
  return {
    ...schema,
    description: paragraphs(...(description === '' ? [] : [description]), sentence(dataClass, scope)),
    'x-data-class': dataClass,
    ...(scope ? { 'x-scope': scope } : {}),
    ...(mask ? { 'x-mask': mask } : {}),
    ...(encrypted ? { 'x-encrypted': encrypted } : {}),
    ...(stays ? { 'x-stays': stays } : {}),
  }
}

type Loose = TSchema & Partial<Personal> & { description?: string; type?: string | string[]; anyOf?: TSchema[] }
const isNullable = ({ type, anyOf = [] }: Loose): boolean => [type ?? []].flat().includes('null') || anyOf.some((one) => isNullable(one as Loose))

/**
 * The members of an answer, of which any class can be taken from a client: one that has no mask of its own is null for it then, and a
 * list empty. As rows of ours, and for everybody else, they are what they are.
 */
export const hideable = <T extends TProperties>(properties: T): T =>
  Object.fromEntries(
    Object.entries(properties as Record<string, Loose>).map(([name, schema]) => {
      const { 'x-data-class': dataClass, 'x-mask': mask, type, description = '' } = schema
      if (dataClass === undefined || mask !== undefined) return [name, schema]
      if (type === 'array') return [name, { ...schema, 'x-mask': 'empty' }]
      if (isNullable(schema)) return [name, { ...schema, 'x-mask': 'absent' }]
      const said = paragraphs(description, 'Null for a client that the class was taken from.')
      return [name, { ...nullable(schema), description: said, 'x-mask': 'absent' }]
    }),
  ) as unknown as T

type ForPerson = Partial<Personal> & { description?: string; 'x-protects'?: Protections }
/** The same members in an answer that is made for the person: no scope hides them and nothing protects them, a redaction of the client still hides. */
export const unscoped = <T extends TProperties>(properties: T): T =>
  Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      const { 'x-scope': scope, 'x-data-class': dataClass, 'x-protects': by, description = '', ...rest } = schema as TSchema & ForPerson
      if (by !== undefined) return [name, { ...rest, description }]
      if (scope === undefined || dataClass === undefined) return [name, schema]
      return [name, { ...rest, description: paragraphs(meaningOf(description), sentence(dataClass)), 'x-data-class': dataClass }]
    }),
  ) as T

/** The keywords, for compilers that refuse those they do not know. */
export const personalKeywords = ['x-data-class', 'x-scope', 'x-mask', 'x-encrypted', 'x-stays', 'x-protects'] as const
