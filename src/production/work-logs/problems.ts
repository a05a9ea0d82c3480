import { phrase, type Text } from '../../platform/contract/language.ts'
import { defineProblems, type Problem } from '../../platform/contract/problems.ts'
import { count } from '../../platform/contract/shapes.ts'

const problem = defineProblems({
  'rows-refused': {
    status: 422,
    title: 'Rows of the sheet are refused',
    cause: 'A sheet is taken as a whole or not at all; `errors` names what is wrong with each row, the first 200 of it.',
    fix: 'Correct the rows that `errors` points to, and send the whole sheet again.',
    facts: { refusedRows: count('How many rows are refused.', 1, 500) },
  },
})

/** What is wrong with a row of a sheet. */
export interface RowFault {
  /** Its place in the request. */
  at: number
  member: string
  code: 'unknown-reference' | 'contradiction' | 'duplicate'
  message: Text
}

const mostErrors = 200

export function rowsRefused(faults: readonly RowFault[]): Problem {
  const errors = faults
    .slice(0, mostErrors)
    .map(({ at, member, code, message }) => ({ location: 'body', pointer: `/rows/${at}/${member}`, code, message }) as const)
  const refusedRows = new Set(faults.map(({ at }) => at)).size
  return problem('rows-refused', phrase`${refusedRows} rows of the sheet are refused; nothing was written.`, { errors, facts: { refusedRows } })
}
