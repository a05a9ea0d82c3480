import { phrase, type Text } from '../../platform/contract/language.ts'
import { defineProblems, type Problem } from '../../platform/contract/problems.ts'

const problem = defineProblems({
  'insufficient-stock': {
    status: 409,
    title: 'Not enough stock',
    cause: 'A batch, or all batches of a product and grade together, hold less than was asked for.',
    fix: 'Look at `facts`, ask for less, or record the missing production first.',
    retryable: false,
  },
  'not-reversible': {
    status: 409,
    title: 'This movement cannot be taken back here',
    cause: 'The movement was reversed already, is a reversal itself, or belongs to a sale.',
    fix: 'Cancel the sale instead, or enter a new movement.',
    retryable: false,
  },
})

export interface Shortage {
  batchId: string
  batchCode: string
  grade: string
  onHand: number
  requested: number
}

/** Named batches hold too little. */
export function insufficientStock(shortages: readonly Shortage[], unit: string): Problem {
  const [first] = shortages
  const detail = first
    ? phrase`Batch ${first.batchCode} holds ${first.onHand} ${unit} of grade ${first.grade}; ${first.requested} was asked for.`
    : phrase`The stock does not suffice.`
  return problem('insufficient-stock', detail, { facts: { shortages: [...shortages] } })
}

/** All batches that may be sold hold too little together. */
export const insufficientStockOf = (line: number, shortBy: number, pointer: string): Problem =>
  problem('insufficient-stock', phrase`Line ${line} is short by ${shortBy}.`, {
    errors: [{ location: 'body', pointer, code: 'insufficient-stock', message: phrase`Short by ${shortBy}.` }],
    facts: { shortBy },
  })

export const notReversible = (detail: Text): Problem => problem('not-reversible', detail)
