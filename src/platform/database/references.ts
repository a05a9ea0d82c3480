/**
 * Rows that other rows name. The module of a table says once, by `referable`, what keeps its rows from being named by new
 * ones; whoever takes such a name, in a statement or step by step, asks here and gives the same reason.
 */
import type { Text } from '../contract/language.ts'
import { contradiction, unknownReference } from '../contract/problems.ts'
import { firstBroken, type Rules, refusal } from './refusals.ts'
import { empty, join, raw, type Sql, sql } from './sql.ts'
import { type Expression, listOf, type Selected, type SelectList } from './tables.ts'
import type { Transaction } from './transaction.ts'

/** What keeps a row from being named by new rows. */
interface Unusable {
  /** A condition on a row of the table. */
  when: Sql
  because: Text
}

/** The rows that a member can name, and by the name of each state, in the order in which they are looked at, why one cannot be. */
export interface Referable<State extends string = string> {
  /** As `idOf(…, { references })` names it in the contract. */
  readonly name: string
  readonly states: Readonly<Record<State, Unusable>>
}

const declared = new Map<string, Referable>()

/** Says what keeps rows from being named. `name` is one word; it goes into the SQL as it is. */
export function referable<State extends string>(name: string, states: Readonly<Record<State, Unusable>>): Referable<State> {
  const said = { name, states }
  declared.set(name, said)
  return said
}

/** What has been said of every kind of row, by name. */
export const allReferables = (): ReadonlyMap<string, Referable> => declared

/** Which state keeps a row from being named; null when none does. */
export const unusableBy = ({ states }: Referable): Expression<string | null> =>
  firstBroken(Object.fromEntries(Object.entries(states).map(([state, { when }]) => [state, { broken: when }])))

const reasonOf = ({ name, states }: Referable, state: string): Text => {
  const known = states[state]
  if (known === undefined) throw new Error(`${name} has no state ${state}.`)
  return known.because
}

/** For a row that is locked, and was read with `unusable: unusableBy(…)`. @throws contradiction */
export function requireUsable(of: Referable, { unusable }: { unusable: string | null }, pointer: string): void {
  if (unusable !== null) throw contradiction(pointer, reasonOf(of, unusable))
}

/**
 * The row that a caller names at `pointer`, held so that it stays usable until the transaction ends. `source` is the table
 * with its condition, as it follows FROM. @throws unknown-reference, contradiction
 */
export async function holdReference<List extends SelectList>(
  tx: Transaction,
  of: Referable,
  source: Sql,
  pointer: string,
  list: List,
): Promise<Selected<List>> {
  const wanted = listOf({ ...list, unusable: unusableBy(of) })
  const [row] = await tx.query<Selected<List> & { unusable: string | null }>(sql`SELECT ${wanted} FROM ${source} FOR SHARE`)
  if (row === undefined) throw unknownReference(pointer)
  requireUsable(of, row, pointer)
  return row
}

/** The same as a part of a statement: a CTE that finds and holds the row, and the rules that refuse. */
export interface Named {
  ctes: Sql
  rules: Rules
}

/** A rule for each state that keeps a row from being named; `broken` is the condition under which it does, `at` where the row is named. */
export const stateRules = <Facts = never>(
  of: Referable,
  broken: (state: string, unusable: Unusable) => Sql,
  at: (facts: Facts, rule: string) => string,
): Rules<Facts> =>
  Object.fromEntries(
    Object.entries(of.states).map(([state, unusable]) => {
      const rule = `${of.name}-${state}`
      return [rule, { broken: broken(state, unusable), problem: (facts: Facts) => contradiction(at(facts, rule), unusable.because) }]
    }),
  )

/** What the row in `found_<name>` has to fulfil. */
export function namedRules(of: Referable, pointer: string): Rules {
  const found = raw(`found_${of.name}`)
  return {
    [`unknown-${of.name}`]: { broken: sql`NOT EXISTS (SELECT FROM ${found})`, problem: () => unknownReference(pointer) },
    ...stateRules(
      of,
      (state) => sql`(SELECT unusable FROM ${found}) = ${state}`,
      () => pointer,
    ),
  }
}

/** The CTE `found_<name>`; `more` are further columns of it, each after a comma. */
export const foundRow = (of: Referable, source: Sql, more: Sql = empty): Sql =>
  sql`${raw(`found_${of.name}`)} AS (SELECT ${unusableBy(of)} AS unusable${more} FROM ${source} FOR SHARE)`

/** Both. */
export const named = (of: Referable, source: Sql, pointer: string, more: Sql = empty): Named => ({
  ctes: foundRow(of, source, more),
  rules: namedRules(of, pointer),
})

/** Several of them for one statement: what it begins with, the condition under which it writes, and the rules of its `Change`. */
export function holding(names: readonly Named[]): { ctes: Sql; isUsable: Sql; decided: { rules?: Rules } } {
  if (names.length === 0) return { ctes: empty, isUsable: sql`TRUE`, decided: {} }
  const rules: Rules = Object.assign({}, ...names.map((one) => one.rules))
  const held = join(names.map(({ ctes }) => ctes))
  return { ctes: sql`${held}, ${refusal(rules, sql`'{}'::jsonb`)}, `, isUsable: sql`NOT EXISTS (SELECT FROM refusal)`, decided: { rules } }
}
