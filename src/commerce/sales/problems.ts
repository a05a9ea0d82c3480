import { phrase } from '../../platform/contract/language.ts'
import { defineProblems, type Problem } from '../../platform/contract/problems.ts'

const problem = defineProblems({
  'not-paid': {
    status: 409,
    title: 'The sale is not paid',
    cause: 'A sale is completed when it is handed over and paid in full; `facts.outstanding` is still owed.',
    fix: 'Record the missing payment first.',
    retryable: false,
  },
  'sale-has-payments': {
    status: 409,
    title: 'The sale has payments',
    cause: 'A sale for which money was received cannot be cancelled.',
    fix: 'Complete the sale; returning goods and money is a step of its own.',
    retryable: false,
  },
})

export const notPaid = (outstanding: number): Problem => problem('not-paid', phrase`Rp ${outstanding} is still to be paid.`, { facts: { outstanding } })
export const saleHasPayments = (paid: number): Problem => problem('sale-has-payments', phrase`Rp ${paid} has been received for it.`)
