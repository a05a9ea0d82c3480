import { phrase } from '../../platform/contract/language.ts'
import { defineProblems, type Problem } from '../../platform/contract/problems.ts'

const problem = defineProblems({
  'month-locked': {
    status: 409,
    title: 'The month is locked',
    cause: 'The books of the facility are closed for the month of this day: nothing is entered with a day in it any more.',
    fix: 'Enter it with a day in an open month, or have the month opened again: `POST /v1/facilities/{id}/months/{month}/reopening`.',
  },
})

/** What it is when the day at `pointer` lies in a locked month; the constraint of the table is named after the table. */
export const monthLocked = (pointer: string) => (): Problem => {
  const message = phrase`The month of this day is locked.`
  return problem('month-locked', message, { errors: [{ location: 'body', pointer, code: 'month-locked', message }] })
}
