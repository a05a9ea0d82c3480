/**
 * Rules that a statement decides and explains in one go: it computes the name of the first rule that is broken, writes
 * only where there is none, and hands the name back. What refuses and what explains are the same expression.
 */
import type { Problem } from '../contract/problems.ts'
import { join, raw, type Sql, sql } from './sql.ts'
import type { Expression } from './tables.ts'
import type { Contention, Reader } from './transaction.ts'

export interface Rule<Facts = never> {
  /** The condition, in SQL, under which the rule is broken; unknown (NULL) breaks nothing. */
  broken: Sql
  /** The detail that the caller reads, from what the statement found; or that the use case is run again. */
  problem: (facts: Facts) => Problem | Contention
}

/** Rules by name, in the order in which they are looked at. Names are kebab-case, and ours: they go into the SQL as they are. */
export type Rules<Facts = never> = Readonly<Record<string, Rule<Facts>>>

/** A row of the CTE `refusal`. */
export interface Refusal {
  rule: string
  /** A JSON object. */
  facts: unknown
}

/** An expression: the name of the first rule that is broken, NULL when all are kept. */
export const firstBroken = <Name extends string>(rules: Readonly<Record<Name, Pick<Rule, 'broken'>>>): Expression<Name | null> =>
  sql`CASE ${join(
    Object.entries<Pick<Rule, 'broken'>>(rules).map(([name, { broken }]) => sql`WHEN ${broken} THEN ${raw(`'${name}'`)}`),
    ' ',
  )} END`

/** The CTE `refusal`; `facts` is a JSON object. */
export const refusal = (rules: Rules, facts: Sql): Sql =>
  sql`refusal AS (SELECT looked.rule, ${facts} AS facts FROM (SELECT ${firstBroken(rules)} AS rule) looked WHERE looked.rule IS NOT NULL)`

/** What a refusal is to the caller; the facts are of the shape that the rules of the same statement ask for. */
export function problemOf(rules: Rules, { rule, facts }: Refusal): Problem | Contention {
  const broken = rules[rule]
  if (broken === undefined) throw new Error(`No rule is called ${rule}.`)
  return broken.problem(facts as never)
}

/** Decides rules in a statement of its own, which yields a refusal where one is broken. @throws the problem of that rule */
export async function requireRules(db: Reader, rules: Rules, statement: Sql): Promise<void> {
  const [found] = await db.query<Refusal>(statement)
  if (found !== undefined) throw problemOf(rules, found)
}
