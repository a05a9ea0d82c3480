import type { Static } from 'typebox'
import { phrase, type Text } from '../../platform/contract/language.ts'
import { defineProblems, earliest, type Problem } from '../../platform/contract/problems.ts'
import { amountOf, day, idOf, listOf, object, optionals, ref, sumOfAmounts, word } from '../../platform/contract/shapes.ts'

export const Shortage = object('Shortage', {
  batchId: idOf('The batch that holds too little.'),
  batchCode: word('Its code.', 40),
  grade: word('The grade.', 20),
  onHand: amountOf('What it holds, or held on `onDay`.', true),
  requested: sumOfAmounts('What was asked of it.'),
  ...optionals({
    onDay: day('For an entry of a past day: the first day since on which it would be below zero.'),
    balance: amountOf('What it would hold on that day.', true),
  }),
})
export type Shortage = Static<typeof Shortage>

const problem = defineProblems({
  'insufficient-stock': {
    status: 409,
    title: 'Not enough stock',
    cause: 'A batch, or all batches of a product and grade together, hold less than was asked for, or would be below zero on a day since.',
    fix: 'Look at `facts`, ask for less, enter it from the day `earliest` on, or record the missing production first.',
    facts: {
      shortages: listOf(ref(Shortage), 200, { description: 'Where the stock falls short.' }),
      shortBy: sumOfAmounts('By how much the stock falls short.'),
      available: sumOfAmounts('What may be sold, of all batches together.'),
      requested: sumOfAmounts('What was asked of them.'),
      earliest,
    },
  },
  'not-reversible': {
    status: 409,
    title: 'This entry cannot be taken back here',
    cause: 'The movement or cost was reversed already, is a reversal itself, or belongs to a sale.',
    fix: 'Cancel the sale instead, or make a new entry.',
  },
})

/** Named batches hold too little; `earliest` is the first day from which they do not. */
export function insufficientStock(shortages: readonly Shortage[], unit: string, earliest?: string): Problem {
  return problem('insufficient-stock', whatIsShort(shortages[0], unit), { facts: { shortages: [...shortages], ...(earliest ? { earliest } : {}) } })
}

function whatIsShort(short: Shortage | undefined, unit: string): Text {
  if (short === undefined) return phrase`The stock does not suffice.`
  const { batchCode, grade, onHand, requested, onDay, balance } = short
  if (onDay === undefined) return phrase`Batch ${batchCode} holds ${onHand} ${unit} of grade ${grade}; ${requested} was asked for.`
  return phrase`Batch ${batchCode} held ${onHand} ${unit} of grade ${grade} on ${onDay}; ${requested} was asked for, which would leave ${Number(balance)}.`
}

/** What may be sold is too little, in all batches together; `earliest` is the first day from which it is not. */
export function insufficientStockOf(
  line: number,
  { available, requested }: { available: number; requested: number },
  pointer: string,
  earliest?: string,
): Problem {
  const shortBy = Math.round((requested - available) * 1000) / 1000
  return problem('insufficient-stock', phrase`Line ${line} is short by ${shortBy}: ${requested} was asked for in all, ${available} may be sold.`, {
    errors: [{ location: 'body', pointer, code: 'insufficient-stock', message: phrase`Short by ${shortBy}.` }],
    facts: { shortBy, available, requested, ...(earliest ? { earliest } : {}) },
  })
}

export const notReversible = (detail: Text): Problem => problem('not-reversible', detail)
