/**
 * Writes of callers that are not shown everything of what they write. What they may not see they may set; from a refusal they
 * learn neither what is there nor whom a number belongs to (src/decisions/0074).
 */
import type { FastifyRequest } from 'fastify'
import { phrase } from '../contract/language.ts'
import type { OperationFacts } from '../contract/operation.ts'
import { type Problem, problem } from '../contract/problems.ts'
import { isId } from '../contract/shapes.ts'
import { wordsOf } from '../database/named-rows.ts'
import type { DataClass } from './data-classes.ts'
import { answersClass, classesKept, hiddenFrom, protectedFrom } from './masking.ts'

/** Whether the rows that an operation writes are compared with what is on record of persons. */
export const isCompared = ({ problems }: OperationFacts): boolean => problems.includes('review-needed')

/** Whether the caller changes a record of which it is not shown everything. */
export const isBlind = (request: FastifyRequest): boolean => hiddenFrom(request).size > 0

/** The classes of which the caller is not shown everything in the rows that a write names, with what protects these rows. */
export async function hiddenIn(request: FastifyRequest): Promise<ReadonlySet<DataClass>> {
  const hidden = hiddenFrom(request)
  const rows = protectedFrom(request)
  if (rows === undefined) return hidden
  const given = { ...(request.params as object), ...(request.body as object | null) }
  const named = Object.values(given as Record<string, unknown>).filter((value): value is string => typeof value === 'string' && isId(value.toLowerCase()))
  const words = (await wordsOf(request.db, rows.member, named)).filter((word) => rows.words.includes(word))
  return new Set([...hidden, ...classesKept(request, words)])
}

/** What is refused before a number or a name is compared with anything. */
const withoutNames = new Set(['unknown-reference', 'still-referenced'])

/** Whether a refusal could tell of persons: a rule has compared them. */
export const couldTell = ({ routeOptions: { config } }: FastifyRequest, { code, kind }: Problem): boolean =>
  (kind.status === 409 || kind.status === 422) && code !== 'request-in-progress' && isCompared(config.operation)

/**
 * The class of data that a refusal could tell of; undefined where it tells of none. `isByRows` says that a constraint or the last
 * statement refused it, which alone know numbers and names; custody is in the rules of most steps.
 */
export function classToldBy(request: FastifyRequest, { code }: Problem, isByRows: boolean, hidden: ReadonlySet<DataClass>): DataClass | undefined {
  const { operation } = request.routeOptions.config
  if (hidden.has('custody')) return 'custody'
  return isByRows && !withoutNames.has(code) && answersClass(operation, 'identity') ? 'identity' : undefined
}

/** What a caller is told of a refusal: one answer for all where it may not see what was compared. */
export function toldTo(refused: Problem, dataClass: DataClass, hidden: ReadonlySet<DataClass>): Problem {
  if (!hidden.has(dataClass)) return refused
  return problem('review-needed', phrase`These values do not fit what is on record, of which this caller is not shown everything. Nothing was changed.`)
}
