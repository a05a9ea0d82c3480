/**
 * Writes of callers that are not shown everything of what they write. What they may not see they may set; from a refusal they
 * learn neither what is there nor whom a number belongs to (src/decisions/0074).
 */
import type { FastifyRequest } from 'fastify'
import { phrase } from '../contract/language.ts'
import type { OperationFacts } from '../contract/operation.ts'
import { type Problem, problem } from '../contract/problems.ts'
import type { DataClass } from './data-classes.ts'
import { answersClass, hiddenFrom } from './masking.ts'

/** Whether the rows that an operation writes are compared with what is on record of persons. */
export const isCompared = ({ problems }: OperationFacts): boolean => problems.includes('review-needed')

/** Whether the caller changes a record of which it is not shown everything. */
export const isBlind = (request: FastifyRequest): boolean => hiddenFrom(request).size > 0

/** What is refused before a number or a name is compared with anything. */
const withoutNames = new Set(['unknown-reference', 'still-referenced'])

/**
 * The class of data that a refusal could tell of; undefined where it tells of none. `isByRows` says that a constraint or the last
 * statement refused it, which alone know numbers and names; custody is in the rules of most steps.
 */
export function classToldBy(request: FastifyRequest, { code, kind }: Problem, isByRows: boolean): DataClass | undefined {
  const isRule = (kind.status === 409 || kind.status === 422) && code !== 'request-in-progress'
  const { operation } = request.routeOptions.config
  if (!isRule || !isCompared(operation)) return undefined
  if (hiddenFrom(request).has('custody')) return 'custody'
  return isByRows && !withoutNames.has(code) && answersClass(operation, 'identity') ? 'identity' : undefined
}

/** What this caller is told of a refusal: one answer for all where it may not see what was compared. */
export function toldTo(request: FastifyRequest, refused: Problem, dataClass: DataClass): Problem {
  if (!hiddenFrom(request).has(dataClass)) return refused
  return problem('review-needed', phrase`These values do not fit what is on record, of which this caller is not shown everything. Nothing was changed.`)
}
