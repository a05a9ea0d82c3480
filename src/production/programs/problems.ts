import { phrase } from '../../platform/contract/language.ts'
import { defineProblems, type Problem } from '../../platform/contract/problems.ts'
import { count } from '../../platform/contract/shapes.ts'

const problem = defineProblems({
  'program-full': {
    status: 409,
    title: 'The program is full',
    cause: 'As many inmates are proposed or enrolled as the program has places, or more than it would have.',
    fix: 'Wait until an enrollment ends, or raise the capacity of the program.',
    facts: { taken: count('How many places are taken.') },
  },
})

export const programFull = (capacity: number, taken: number): Problem =>
  problem('program-full', phrase`The program has ${capacity} places, and ${taken} are taken.`, { facts: { taken } })
