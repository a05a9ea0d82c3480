/** The atoms every module builds its wire shapes from. Source: the design's conventions (code, money, quantity, dates). */
import { type Static, type TObject, type TOptional, type TProperties, type TSchema, type TUnsafe, Type } from 'typebox'
import { paragraphs, phrase, type Text } from './language.ts'
import { codeForm, digitsForm, type Form, formKeyword, idForm, lineForm, linesForm, regionForm } from './text-forms.ts'

const components = new Map<string, TSchema>()

/** Names a schema: it becomes `#/components/schemas/<name>` in the document and is used through `ref`; a member that is one is described by it. */
export function component<T extends TSchema>(name: string, schema: T, description?: string): T {
  if (components.has(name)) throw new Error(`Two components are named ${name}.`)
  const named = { ...schema, $id: name, title: name, ...(description === undefined ? {} : { description }) } as T
  components.set(name, named)
  return named
}

/** Every named schema of the modules that have been imported. */
export const allComponents = (): TSchema[] => [...components.values()]

/** What a component is called. @throws Error when the schema is none */
export function nameOf(schema: TSchema): string {
  const { $id } = schema as { $id?: string }
  if ($id === undefined) throw new Error('Only a component has a name.')
  return $id
}

/** Points to a component, so that the document names it instead of repeating it. */
export function ref<T extends TSchema>(schema: T): TUnsafe<Static<T>> {
  const { description } = schema as { description?: string }
  return Type.Unsafe<Static<T>>({ $ref: `${nameOf(schema)}#`, ...(description === undefined ? {} : { description }) })
}

/** An object that refuses members it does not know. */
export const closed = <T extends TProperties>(properties: T, options: Record<string, unknown> = {}): TObject<T> =>
  Type.Object(properties, { additionalProperties: false, ...options })

/** The same with a name: most of what goes over the wire. */
export const object = <T extends TProperties>(name: string, properties: T): TObject<T> => component(name, closed(properties))

/** A value or null. In a merge patch null clears the member; in an answer it says that there is none. */
export function nullable<T extends TSchema>(schema: T): TUnsafe<Static<T> | null> {
  const plain = { ...schema } as Record<string, unknown>
  if ('$ref' in plain) {
    const { $ref, ...about } = plain
    return Type.Unsafe({ ...about, anyOf: [{ $ref }, { type: 'null' }] })
  }
  if (!('enum' in plain)) return Type.Unsafe({ ...plain, type: [plain.type, 'null'] })
  // Generators of clients stumble over null among the words, so it stands beside them.
  const { type, enum: words, maxLength, ...about } = plain
  return Type.Unsafe({ ...about, anyOf: [{ type, enum: words, maxLength }, { type: 'null' }] })
}

type Nullables<T extends TProperties> = { [K in keyof T]: TUnsafe<Static<T[K]> | null> }
type Optionals<T extends TProperties> = { [K in keyof T]: TOptional<T[K]> }
const mapped = (properties: TProperties, change: (schema: TSchema) => TSchema): unknown =>
  Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, change(schema)]))

/** Members that an answer always has and that may be null. */
export const nullables = <T extends TProperties>(properties: T) => mapped(properties, nullable) as Nullables<T>
/** Members that a request may leave out; their default applies. */
export const optionals = <T extends TProperties>(properties: T) => mapped(properties, Type.Optional) as Optionals<T>
/** Members that a request may leave out or set to null, which means the same. */
export const maybes = <T extends TProperties>(properties: T) => mapped(properties, (schema) => Type.Optional(nullable(schema))) as Optionals<Nullables<T>>

/** One of a closed list of words. */
export function oneOf<const V extends string>(values: readonly V[], description?: string): TUnsafe<V> {
  return Type.Unsafe<V>({
    type: 'string',
    enum: [...values],
    maxLength: Math.max(...values.map((value) => value.length)),
    ...(description ? { description } : {}),
  })
}

/** The keyword of a list of words that grows, as Zalando's guidelines have it; checked in requests, see validation.ts. */
export const openWordsKeyword = 'x-extensible-enum'

/** One of a list of words that grows. A request may only have those there are; whoever reads answers has to expect others. */
export function openWords<const V extends string>(values: readonly V[], description: string | Text = ''): TUnsafe<V> {
  const known = phrase`Words so far: ${values.map((value) => `\`${value}\``).join(', ')}.`
  return Type.Unsafe<V>({
    type: 'string',
    minLength: 1,
    maxLength: 60,
    pattern: '^[A-Za-z][A-Za-z0-9_:-]*$',
    [openWordsKeyword]: [...values],
    description: paragraphs(...(description === '' ? [] : [description]), known, 'More may come.'),
  })
}

// One line that is not blank, without control characters or unpaired surrogates (PostgreSQL cannot store U+0000).
const line = '^(?![\\s]*$)[^\\u0000-\\u001F\\u007F-\\u009F\\uD800-\\uDFFF]+$'
// The same with line breaks and tabs.
const paragraph = '^(?![\\s]*$)[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F\\uD800-\\uDFFF]+$'

/** One line of text without control characters; it is brought to its form (text-forms.ts). */
export const text = (maxLength: number, description: string, options: Record<string, unknown> = {}) =>
  Type.String({ minLength: 1, maxLength, pattern: line, [formKeyword]: lineForm, description, ...options })

/** A text whose pattern says which characters it has, once it is in its form. */
export const patterned = (
  maxLength: number,
  pattern: string,
  description: string,
  { form = codeForm, ...options }: { form?: Form } & Record<string, unknown> = {},
) => Type.String({ minLength: 1, maxLength, pattern, [formKeyword]: form, description, ...options })

/** A number that others gave, of so many digits; it may be written in groups. */
export const digits = (length: number, description: string) => patterned(length, `^[0-9]{${length}}$`, description, { form: digitsForm })

/** A line of our own in an answer. */
export const sentence = (description: string, maxLength = 200) => Type.String({ minLength: 1, maxLength, pattern: '^[^\\u0000-\\u001F]+$', description })
/** The same where it may be empty. */
export const word = (description: string, maxLength = 200) => Type.String({ maxLength, pattern: '^[^\\u0000-\\u001F]*$', description })

/** Text of several lines. */
export const longText = (maxLength: number, description: string) =>
  Type.String({ minLength: 1, maxLength, pattern: paragraph, [formKeyword]: linesForm, description })

/** The keyword that says which rows an identifier names, as a module has called them (database/references.ts). */
export const referencesKeyword = 'x-references'

/** An identifier of another resource, with what it points to. */
export const idOf = (description: string, references?: string) =>
  Type.String({
    format: 'uuid',
    pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$',
    maxLength: 36,
    [formKeyword]: idForm,
    description,
    ...(references === undefined ? {} : { [referencesKeyword]: references }),
  })
export const Id = idOf('Identifier (UUIDv7).')

const keptId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** Whether what came by another way than a schema is an id as ids are kept, in lower case. */
export const isId = (value: unknown): value is string => typeof value === 'string' && keptId.test(value)

/** What people say aloud: upper case letters, digits and single separators. */
export const code = (description: string) => patterned(40, '^[A-Z0-9]+([._/-][A-Z0-9]+)*$', description)

/** A kind that users name themselves, in one word. */
export const kindWord = (description: string) => patterned(40, '^[A-Z][A-Z0-9_]{1,39}$', description, { minLength: 2 })

/** A local date of the facility, 1900 to 2099. */
export const day = (description: string) => Type.String({ format: 'date', pattern: '^(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$', maxLength: 10, description })

/** An instant in UTC with at most milliseconds. */
export const instant = (description: string) =>
  Type.String({
    format: 'date-time',
    pattern: '^20[0-9]{2}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,3})?Z$',
    maxLength: 24,
    description,
  })

/** Whole rupiah up to 2^53 - 1. */
export const money = (description: string, minimum = 0) => Type.Integer({ format: 'int64', minimum, maximum: Number.MAX_SAFE_INTEGER, description })

const largestQuantity = 99_999_999_999.999
/** A positive amount of the product's unit, with at most three decimals. */
export const quantity = (description: string) => Type.Number({ format: 'double', minimum: 0.001, maximum: largestQuantity, multipleOf: 0.001, description })
/** An amount that may be zero or, where `signed`, negative. */
export const amountOf = (description: string, signed = false) =>
  Type.Number({ format: 'double', minimum: signed ? -largestQuantity : 0, maximum: largestQuantity, description })
/** What several amounts come to: at most 200, which is as many as a list in a request has. */
export const sumOfAmounts = (description: string) => Type.Number({ format: 'double', minimum: 0, maximum: 200 * largestQuantity, description })
export const count = (description: string, minimum = 0, maximum = 2_147_483_647) => Type.Integer({ format: 'int32', minimum, maximum, description })

/** Kemendagri region code: province, regency, district, village. */
export const regionCode = (description: string) => patterned(13, '^[0-9]{2}(\\.[0-9]{2}(\\.[0-9]{2}(\\.[0-9]{4})?)?)?$', description, { form: regionForm })

/** A list with a bound. */
export const listOf = <T extends TSchema>(items: T, maxItems: number, options: Record<string, unknown> = {}) => Type.Array(items, { maxItems, ...options })

/** What every mutable resource carries. `version` is the ETag. */
export const stamps = {
  version: Type.Integer({
    format: 'int32',
    minimum: 1,
    maximum: 2_147_483_647,
    readOnly: true,
    description: 'Rises with every change; the ETag of the resource.',
  }),
  createdAt: { ...instant('When it was created.'), readOnly: true },
  updatedAt: { ...instant('When it was last changed.'), readOnly: true },
  createdBy: { ...idOf('The client that created it.'), readOnly: true },
  updatedBy: { ...idOf('The client that last changed it.'), readOnly: true },
}

/** What an append-only row carries. */
export const recordStamps = { version: stamps.version, createdAt: stamps.createdAt, createdBy: stamps.createdBy }

/** What a resource carries that can wait for a second person: who prepared it, if anything is waiting. */
export const preparation = {
  preparedBy: { ...nullable(idOf('The client that prepared what waits for a second person (penyiap); null when nothing does.')), readOnly: true },
  preparedFor: { ...nullable(text(100, 'Whom that client acted for, as it named them in `On-Behalf-Of`.')), readOnly: true },
  preparedAt: { ...nullable(instant('When it was prepared. Another person may approve it within 72 hours.')), readOnly: true },
}

export const archived = Type.Boolean({ description: 'Hidden from lists unless they ask for archived rows (diarsipkan).' })

/** Set by whoever keeps the records, against retention and erasure. */
export const retentionHold = Type.Boolean({ description: 'Kept from erasure and from the retention job (penangguhan penghapusan).' })
export const erasedAt = { ...nullable(instant('When the person was made nameless (dihapus identitasnya); null while nobody did.')), readOnly: true }

/** Path parameters of one resource. */
export const ById = closed({ id: Id })

/** A merge patch: any of the members, at least one. Null clears what may be null. */
export function patch<T extends TProperties>(name: string, properties: T) {
  // A default would write what the caller did not name.
  const withoutDefaults = mapped(properties, (schema) => {
    const { default: _, ...rest } = schema as TSchema & { default?: unknown }
    return rest as TSchema
  }) as T
  return component(name, closed(optionals(withoutDefaults), { minProperties: 1 }))
}
