/** What every list has in common on the wire: its query parameters and its page. */
import { type Static, type TObject, type TProperties, type TSchema, type TUnsafe, Type } from 'typebox'
import { paragraphs, phrase } from './language.ts'
import { closed, instant, listOf, object, ref, text } from './shapes.ts'

const maxSortKeys = 3
/** Rows of a page at most. */
export const maxRows = 200

declare const sorts: unique symbol
/** The names that a list can be sorted by. */
export type SortText<Name extends string> = string & { readonly [sorts]?: Name }

/** Query parameters of a list of items: the shared ones and the module's own filters. */
export function pageQuery<F extends TProperties, const S extends string>(item: TObject, sorts: readonly S[], filters: F) {
  const key = `-?(${sorts.join('|')})`
  const field = `(${Object.keys(item.properties).join('|')})`
  const members = {
    limit: Type.Optional(Type.Integer({ format: 'int32', minimum: 1, maximum: maxRows, default: 25, description: 'Rows per page.' })),
    cursor: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 2000,
        pattern: '^[A-Za-z0-9_-]+$',
        description: 'Where the page begins: `next` of the page before. Valid with the same filters and sort only.',
      }),
    ),
    sort: Type.Optional(
      Type.Unsafe<SortText<S>>({
        type: 'string',
        maxLength: 200,
        pattern: `^${key}(,${key}){0,${maxSortKeys - 1}}$`,
        description: paragraphs(phrase`Up to ${maxSortKeys} of: ${sorts.join(', ')}; \`-\` before a name sorts downwards. Ties are broken by \`id\`.`),
      }),
    ),
    fields: Type.Optional(
      Type.String({
        maxLength: 500,
        pattern: `^${field}(,${field})*$`,
        description: 'Only these members of every row, separated by commas, and `id`. The others are absent, also those that a whole row always has.',
      }),
    ),
    withTotal: Type.Optional(Type.Boolean({ default: false, description: 'Count all rows that match, not only those of the page. Takes time on long lists.' })),
    updatedSince: Type.Optional(instant('Rows changed at or after this instant, in the order in which they were changed unless `sort` says otherwise.')),
    ...filters,
  }
  return closed(members, { 'x-filters': Object.keys(filters), 'x-sorts': sorts })
}

/** The keywords by which a query says what it filters and sorts by, for compilers that refuse those they do not know. */
export const listKeywords = ['x-filters', 'x-sorts'] as const

/** A filter that may be repeated: rows that match any of the values. */
export const anyOf = <T extends TSchema>(items: T) => {
  const { description = '' } = items as { description?: string }
  return Type.Optional(listOf(items, 50, { description: paragraphs(...(description === '' ? [] : [description]), 'May be repeated: any of them.') }))
}

export const archivedFilter = Type.Optional(Type.Boolean({ default: false, description: 'The archived rows instead of the others.' }))
export const searchText = (where: string) => Type.Optional(text(100, `Text anywhere in ${where}; case, accents and apostrophes make no difference.`))

/** The answer of a list: whole rows. What `fields` makes of them is said in its words, so that generated clients get one type. */
export const pageOf = <T extends TSchema>(name: string, item: T) =>
  object(name, {
    items: listOf(ref(item), maxRows, { description: 'The rows of this page.' }) as unknown as TUnsafe<Static<T>[]>,
    next: Type.Optional(Type.String({ maxLength: 2000, pattern: '^[A-Za-z0-9_-]+$', description: 'The cursor of the next page; absent on the last.' })),
    total: Type.Optional(
      Type.Integer({ format: 'int64', minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'All rows that match; only with `withTotal=true`.' }),
    ),
  })
