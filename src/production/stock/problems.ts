import type { Static } from 'typebox'
import { phrase, type Text } from '../../platform/contract/language.ts'
import { defineProblems, type Problem } from '../../platform/contract/problems.ts'
import { amountOf, idOf, listOf, object, ref, word } from '../../platform/contract/shapes.ts'

export const Shortage = object('Shortage', {
  batchId: idOf('The batch that holds too little.'),
  batchCode: word('Its code.', 40),
  grade: word('The grade.', 20),
  onHand: amountOf('What it holds.'),
  requested: amountOf('What was asked of it.'),
})
export type Shortage = Static<typeof Shortage>

const problem = defineProblems({
  'insufficient-stock': {
    status: 409,
    title: 'Not enough stock',
    cause: 'A batch, or all batches of a product and grade together, hold less than was asked for.',
    fix: 'Look at `facts`, ask for less, or record the missing production first.',
    facts: {
      shortages: listOf(ref(Shortage), 200, { description: 'Where the stock falls short.' }),
      shortBy: amountOf('By how much the stock falls short.'),
      available: amountOf('What may be sold, of all batches together.'),
      requested: amountOf('What was asked of them.'),
    },
  },
  'not-reversible': {
    status: 409,
    title: 'This movement cannot be taken back here',
    cause: 'The movement was reversed already, is a reversal itself, or belongs to a sale.',
    fix: 'Cancel the sale instead, or enter a new movement.',
  },
})

/** Named batches hold too little. */
export function insufficientStock(shortages: readonly Shortage[], unit: string): Problem {
  const [first] = shortages
  const detail = first
    ? phrase`Batch ${first.batchCode} holds ${first.onHand} ${unit} of grade ${first.grade}; ${first.requested} was asked for.`
    : phrase`The stock does not suffice.`
  return problem('insufficient-stock', detail, { facts: { shortages: [...shortages] } })
}

/** What may be sold is too little, in all batches together. */
export function insufficientStockOf(line: number, { available, requested }: { available: number; requested: number }, pointer: string): Problem {
  const shortBy = Math.round((requested - available) * 1000) / 1000
  return problem('insufficient-stock', phrase`Line ${line} is short by ${shortBy}: ${requested} was asked for in all, ${available} may be sold.`, {
    errors: [{ location: 'body', pointer, code: 'insufficient-stock', message: phrase`Short by ${shortBy}.` }],
    facts: { shortBy, available, requested },
  })
}

export const notReversible = (detail: Text): Problem => problem('not-reversible', detail)
