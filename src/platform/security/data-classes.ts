/**
 * Classes of personal data (UU PDP 27/2022). A member that carries one says who may see it, and what everybody else gets:
 * src/platform/security/masking.ts reads it for every answer, so that no store or route can forget it.
 */
import type { TProperties, TSchema } from 'typebox'
import { meaningOf, paragraphs, phrase, type Text } from '../contract/language.ts'
import { initialsOf } from './initials.ts'

export const dataClasses = ['identity', 'contact', 'custody', 'profile', 'financial'] as const
export type DataClass = (typeof dataClasses)[number]

/** Classes that can be taken from a client whatever its scopes; without the others nothing would be left of a record. */
export const redactableClasses = ['identity', 'contact', 'financial'] as const satisfies readonly DataClass[]
type Redactable = (typeof redactableClasses)[number]

type Row = Record<string, unknown>
const digits = (value: string): string => value.slice(0, 4).padEnd(value.length - 4, '*') + value.slice(-4)

/** What stands in place of a value that is not shown; it still fits the schema of the member. */
export const masks = {
  absent: () => null,
  hidden: () => '***',
  /** 3304********0001: the region of a NIK stays, the birth date in it does not. */
  digits,
  initials: initialsOf,
  publicAlias: (_value: string, row: Row) => row.publicAlias,
  /** An organisation has a public name, and so has a person who agreed to be named. */
  buyerName: (value: string, { type, consentPublicName }: Row) =>
    consentPublicName === true || (type !== 'INDIVIDUAL' && type !== 'EMPLOYEE') ? value : initialsOf(value),
} as const satisfies Record<string, (value: string, row: Row) => unknown>
export type Mask = keyof typeof masks
/** The mask of a class that was taken from a client, where the usual one gives way to what stands in the row, which the client may be able to write. */
export const firm: Partial<Record<Mask, Mask>> = { buyerName: 'initials' }

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
