/**
 * Writes of callers that are not shown everything of what they write. What they may not see they may set; from a refusal they
 * learn neither what is there nor whom a number belongs to (src/decisions/0074).
 */
import type { FastifyRequest } from 'fastify'
import { phrase } from '../contract/language.ts'
import type { OperationFacts } from '../contract/operation.ts'
import { type Problem, problem } from '../contract/problems.ts'
import { hiddenFrom } from './masking.ts'

/** What is refused before a record is compared with anything, or whatever stands in it. */
const tellNothing = new Set(['unknown-reference', 'still-referenced', 'request-in-progress'])

/** Whether the rows that an operation writes are compared with what names persons. */
export const isCompared = ({ problems }: OperationFacts): boolean => problems.includes('review-needed')

/** Whether the caller changes a record of which it is not shown everything. */
export const isBlind = (request: FastifyRequest): boolean => hiddenFrom(request).size > 0

/** Whether a refusal says what stands in the rows of an operation that compares them with what names persons. */
export const isCollision = ({ routeOptions: { config } }: FastifyRequest, { code, kind }: Problem): boolean =>
  isCompared(config.operation) && (kind.status === 409 || kind.status === 422) && !tellNothing.has(code)

/** What this caller is told of a collision: one answer for all where it may not see what was compared. */
export function toldTo(request: FastifyRequest, collision: Problem): Problem {
  if (!hiddenFrom(request).has('identity')) return collision
  return problem('review-needed', phrase`These values do not fit what is on record, of which this caller is not shown everything. Nothing was changed.`)
}
