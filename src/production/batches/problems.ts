import { phrase } from '../../platform/contract/language.ts'
import { defineProblems, heldBy } from '../../platform/contract/problems.ts'

const problem = defineProblems({
  'program-has-open-batches': {
    status: 409,
    title: 'Batches of the program are not finished',
    cause: 'A program cannot be closed while a batch of it is PLANNED, IN_PROGRESS or PENDING_QC.',
    fix: 'Complete or cancel the batches named in `detail`, then close the program.',
    facts: { heldBy },
  },
})

/** Refuses the closure of a program while batches of it are open. @throws program-has-open-batches */
export function requireNoOpenBatches(codes: readonly string[]): void {
  if (codes.length > 0)
    throw problem('program-has-open-batches', phrase`These batches are not finished: ${codes.join(', ')}.`, { facts: { heldBy: ['batch'] } })
}
