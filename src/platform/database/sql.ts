/** SQL composed with Prisma's `sql` tag: values are always parameters (src/decisions/0002). */
import { empty, join, raw, Sql, sql } from '@prisma/client-runtime-utils'

// Where Prisma Client has them from itself: the client is a good part of a start, and only its types are used.
export { empty, join, raw, Sql, sql }

/** Matches any of the values; a single one as an equality, so that an index on the column also gives the order of the rows. */
export function isAnyOf(of: Sql | string, values: readonly unknown[], type = 'text'): Sql {
  const one = typeof of === 'string' ? raw(of) : of
  return values.length === 1 ? sql`${one} = ${values[0]}::${raw(type)}` : sql`${one} = ANY(${values}::${raw(type)}[])`
}
