import { phrase } from '../../platform/contract/language.ts'
import { defineProblems, type Problem } from '../../platform/contract/problems.ts'

const problem = defineProblems({
  overpayment: {
    status: 409,
    title: 'More than is owed',
    cause: 'The payments of a sale never exceed its total; `facts.outstanding` is still owed.',
    fix: 'Record at most what is outstanding.',
    retryable: false,
  },
})

export const overpayment = (outstanding: number): Problem => problem('overpayment', phrase`Rp ${outstanding} is still to be paid.`, { facts: { outstanding } })
