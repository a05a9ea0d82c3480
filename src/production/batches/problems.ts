import { phrase } from '../../platform/contract/language.ts'
import { defineProblems, heldBy, type Problem } from '../../platform/contract/problems.ts'
import { amountOf, count } from '../../platform/contract/shapes.ts'

const problem = defineProblems({
  'program-has-open-batches': {
    status: 409,
    title: 'Batches of the program are not finished',
    cause: 'A program cannot be closed while a batch of it is PLANNED, IN_PROGRESS or PENDING_QC.',
    fix: 'Complete or cancel the batches named in `detail`, then close the program.',
    facts: { heldBy },
  },
  'pieces-differ': {
    status: 422,
    title: 'The pieces of the day-sheets are not what came out',
    cause: 'A batch whose premi is divided by PIECES is completed when the good pieces of its day-sheets add up to what came out in sellable grades.',
    fix: 'Correct the day-sheets or the outputs: `facts` has both sums.',
    facts: { producedPieces: amountOf('What came out in sellable grades.'), piecesGood: amountOf('The good pieces of the day-sheets.') },
  },
  'batch-not-empty': {
    status: 409,
    title: 'Goods or work hang on the batch',
    cause: 'What is archived is in no list, so a batch is archived when nothing of it is on hand and no work on it is open.',
    fix: 'Sell or write off what `facts.onHand` says, or end the work, then archive the batch.',
    facts: { onHand: amountOf('What is on hand.'), openWork: count('How many periods of work are open, or end later than today.') },
  },
})

/** Refuses the closure of a program while batches of it are open. @throws program-has-open-batches */
export function requireNoOpenBatches(codes: readonly string[]): void {
  if (codes.length > 0)
    throw problem('program-has-open-batches', phrase`These batches are not finished: ${codes.join(', ')}.`, { facts: { heldBy: ['batch'] } })
}

/** A batch that cannot be hidden yet. */
export const notEmpty = (onHand: number, openWork: number): Problem =>
  problem('batch-not-empty', phrase`On hand: ${onHand}; open periods of work: ${openWork}.`, { facts: { onHand, openWork } })

/** Decimals have three places, and so has their difference. */
const thousandths = (amount: number): number => Math.round(amount * 1000) / 1000

/** The premi could not be divided. Source: domain.md, invariant 5. */
export const piecesDiffer = (produced: number, piecesGood: number): Problem =>
  problem('pieces-differ', phrase`Day-sheets have ${piecesGood} good pieces, ${produced} came out: the difference is ${thousandths(piecesGood - produced)}.`, {
    facts: { producedPieces: produced, piecesGood },
  })
