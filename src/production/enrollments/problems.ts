import { defineProblems, rules } from '../../platform/contract/problems.ts'

export const problem = defineProblems({
  'not-eligible': {
    status: 422,
    title: 'The inmate does not meet the rules of the program',
    cause: 'The program admits others; `facts.rules` names every rule that is not met on the first day of the enrollment.',
    fix: 'Choose another inmate or program or a fitting first day, or propose with `override` where a decision allows the exception.',
    facts: { rules },
  },
})
