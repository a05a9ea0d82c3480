import { phrase } from '../../platform/contract/language.ts'
import { defineProblems, type Problem } from '../../platform/contract/problems.ts'
import { outstanding } from '../sales/index.ts'

const problem = defineProblems({
  overpayment: {
    status: 409,
    title: 'More than is owed',
    cause: 'The payments of a sale never exceed its total; `facts.outstanding` is still owed.',
    fix: 'Record at most what is outstanding.',
    facts: { outstanding },
  },
})

export const overpayment = (owed: number): Problem => problem('overpayment', phrase`Rp ${owed} is still to be paid.`, { facts: { outstanding: owed } })
