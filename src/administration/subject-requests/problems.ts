import { phrase } from '../../platform/contract/language.ts'
import { defineProblems, type Problem, rules } from '../../platform/contract/problems.ts'

const problem = defineProblems({
  'erasure-refused': {
    status: 409,
    title: 'A duty stands against the erasure',
    cause: 'The person is in custody or at work, owes or is owed something, is under a hold, or the period of retention is not over; `facts.rules` names each.',
    fix: 'End what `facts.rules` names and fulfil the request again, or refuse it with the ground that fits.',
    facts: { rules },
  },
})

export const erasureRefused = (duties: readonly string[]): Problem =>
  problem('erasure-refused', phrase`These stand against the erasure: ${duties.join(', ')}.`, { facts: { rules: [...duties] } })
