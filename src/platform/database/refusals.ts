/**
 * Rules that a statement decides and explains in one go: it computes the name of the first rule that is broken, writes
 * only where there is none, and hands the name back. What refuses and what explains are the same expression.
 */
import type { Problem } from '../contract/problems.ts'
import { join, raw, type Sql, sql } from './sql.ts'

export interface Rule<Facts = never> {
  /** The condition, in SQL, under which the rule is broken; unknown (NULL) breaks nothing. */
  broken: Sql
  /** The detail that the caller reads, from what the statement found. */
  problem: (facts: Facts) => Problem
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
export const firstBroken = (rules: Rules): Sql =>
  sql`CASE ${join(
    Object.entries(rules).map(([name, { broken }]) => sql`WHEN ${broken} THEN ${raw(`'${name}'`)}`),
    ' ',
  )} END`

/** The problem of a refusal; the facts are of the shape that the rules of the same statement ask for. */
export function problemOf(rules: Rules, { rule, facts }: Refusal): Problem {
  const broken = rules[rule]
  if (broken === undefined) throw new Error(`No rule is called ${rule}.`)
  return broken.problem(facts as never)
}
