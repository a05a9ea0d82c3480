/** What a member of rows that are named by their ids holds, whichever tables they are in. */

import { join, raw, sql } from './sql.ts'
import { resources } from './tables.ts'
import type { KeptOut, Reader } from './transaction.ts'

/** The words that protect any of these rows, as they are now, whoever may see them. */
export async function wordsOf({ query }: Pick<Reader, 'query'>, member: KeptOut['member'], ids: readonly string[]): Promise<string[]> {
  const holders = resources.filter(({ members }) => member in members)
  const words = holders.map(
    ({ table, members }) => sql`SELECT unnest(${members[member]}) AS word FROM ${raw(table)} WHERE ${raw(table)}.id = ANY(${ids}::uuid[])`,
  )
  const found = await query<{ word: string }>(sql`SELECT DISTINCT word FROM (${join(words, ' UNION ALL ')}) protection`)
  return found.map(({ word }) => word)
}
