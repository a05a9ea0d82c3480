/** SQL composed with Prisma's `sql` tag: values are always parameters (src/decisions/0002). */
import { Prisma } from '../../../prisma/client/client.ts'

export const { sql, join, raw, empty, Sql } = Prisma
export type Sql = Prisma.Sql

const column = (member: string): Sql => raw(member.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))

/** Matches any of the values; a single one as an equality, so that an index on the column also gives the order of the rows. */
export function isAnyOf(of: Sql | string, values: readonly unknown[], type = 'text'): Sql {
  const one = typeof of === 'string' ? raw(of) : of
  return values.length === 1 ? sql`${one} = ${values[0]}::${raw(type)}` : sql`${one} = ANY(${values}::${raw(type)}[])`
}

/** `INSERT INTO table (…) VALUES (…)` from members in camelCase, which are ours or validated; undefined members are left out. */
export function insert(table: string, row: Record<string, unknown>): Sql {
  const entries = Object.entries(row).filter(([, value]) => value !== undefined)
  return sql`INSERT INTO ${raw(table)} (${join(entries.map(([member]) => column(member)))}) VALUES (${join(entries.map(([, value]) => sql`${value}`))})`
}

/** `a = …, b = …` from the validated members of a merge patch, plus the stamps. */
export function assignments(patch: Record<string, unknown>, clientId: string): Sql {
  const entries = Object.entries(patch).filter(([, value]) => value !== undefined)
  return join([
    ...entries.map(([member, value]) => sql`${column(member)} = ${value}`),
    sql`version = version + 1`,
    sql`updated_at = now()`,
    sql`updated_by = ${clientId}::uuid`,
  ])
}

/** The select list of the stamps of a table. */
export const stampColumns = (table: string): Sql =>
  raw(
    `${table}.version, ${table}.created_at AS "createdAt", ${table}.updated_at AS "updatedAt", ${table}.created_by AS "createdBy", ${table}.updated_by AS "updatedBy"`,
  )

/** The select list of the stamps of an append-only table. */
export const recordStampColumns = (table: string): Sql => raw(`${table}.version, ${table}.created_at AS "createdAt", ${table}.created_by AS "createdBy"`)
