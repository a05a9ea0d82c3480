/** SQL composed with Prisma's `sql` tag: values are always parameters (src/decisions/0002). */
import { Prisma } from '../../../prisma/client/client.ts'

export const { sql, join, raw, empty, Sql } = Prisma
export type Sql = Prisma.Sql

/** Matches any of the values; a single one as an equality, so that an index on the column also gives the order of the rows. */
export function isAnyOf(of: Sql | string, values: readonly unknown[], type = 'text'): Sql {
  const one = typeof of === 'string' ? raw(of) : of
  return values.length === 1 ? sql`${one} = ${values[0]}::${raw(type)}` : sql`${one} = ANY(${values}::${raw(type)}[])`
}
