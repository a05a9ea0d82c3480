/** What the database says, as problems: violated constraints, contention, silence. */
import { phrase, type Text } from '../contract/language.ts'
import { contradiction, Problem, problem, unknownReference } from '../contract/problems.ts'

const broken = new Map<string, () => Problem>()

/** Says which problem a violated constraint is. A constraint that no module explains is a fault of ours: 500. */
export function explainConstraints(problems: Record<string, () => Problem>): void {
  for (const [constraint, explain] of Object.entries(problems)) broken.set(constraint, explain)
}

/** Every constraint that a module explains, by name. */
export const explainedConstraints = (): ReadonlyMap<string, () => Problem> => broken

/** The explanation for a unique value. */
export const duplicate = (pointer: string, message: Text) => () =>
  problem('duplicate', message, { errors: [{ location: 'body', pointer, code: 'duplicate', message }] })
/** The explanation for a foreign key. */
export const missingReference = (pointer: string) => () => unknownReference(pointer)
/** The explanation for a CHECK. */
export const contradicts = (pointer: string, message: Text) => () => contradiction(pointer, message)
/** The explanation for an exclusion constraint on periods. */
export const overlap = (pointer: string, message: Text) => () =>
  problem('period-overlap', message, { errors: [{ location: 'body', pointer, code: 'period-overlap', message }] })

const unavailable = () => problem('unavailable', phrase`The database does not answer for the moment.`)
const connectionLost = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH'])

/** The server no longer answers on this connection. */
export const isSilence = (error: unknown): boolean => (error as Error | undefined)?.message === 'Query read timeout'

export const isRetryable = (error: unknown): boolean => ['40001', '40P01'].includes((error as { code?: string }).code ?? '')

/**
 * Turns what the database says into a problem; anything that is not understood comes back as it is.
 * The database's own message is never passed on: it may hold the whole row.
 */
export function explain(error: unknown, deleting = false): unknown {
  if (error instanceof Problem) return error
  const { code = '', constraint, table, message = '' } = error as { code?: string; constraint?: string; table?: string; message?: string }
  if (code === '23503' && deleting) {
    return problem('still-referenced', phrase`It is still referred to by: ${table ?? 'other rows'}.`, { facts: { heldBy: [table ?? 'other rows'] } })
  }
  if (constraint === 'idempotency_key_pkey')
    return problem('request-in-progress', phrase`The first request with this Idempotency-Key has just ended; this one changed nothing.`)
  const known = constraint === undefined ? undefined : broken.get(constraint)
  if (known) return known()
  if (code === '22003') return contradiction('', phrase`A number that follows from these values is too large to be stored.`)
  if (code === '55P03' || isRetryable(error)) return problem('request-in-progress', phrase`Other requests hold the same rows; this one changed nothing.`)
  if (/^(08|28|3D|53|57P)/.test(code) || code === '57014' || code === '55000' || connectionLost.has(code)) return unavailable()
  if (
    isSilence(error) ||
    /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Cannot use a pool after calling end/.test(message)
  )
    return unavailable()
  return error
}
