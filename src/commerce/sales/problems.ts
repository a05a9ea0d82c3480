import { phrase } from '../../platform/contract/language.ts'
import { defineProblems, type Problem } from '../../platform/contract/problems.ts'
import { money } from '../../platform/contract/shapes.ts'

/** A fact of problems with money. */
export const outstanding = money('What is still to be paid, in rupiah.')

const problem = defineProblems({
  'not-paid': {
    status: 409,
    title: 'The sale is not paid',
    cause: 'A sale is completed when it is handed over and paid in full; `facts.outstanding` is still owed.',
    fix: 'Record the missing payment first.',
    facts: { outstanding },
  },
  'sale-has-payments': {
    status: 409,
    title: 'The sale has payments',
    cause: 'A sale for which money was received cannot be cancelled.',
    fix: 'Complete the sale; returning goods and money is a step of its own.',
  },
})

export const notPaid = (owed: number): Problem => problem('not-paid', phrase`Rp ${owed} is still to be paid.`, { facts: { outstanding: owed } })
export const saleHasPayments = (paid: number): Problem => problem('sale-has-payments', phrase`Rp ${paid} has been received for it.`)
