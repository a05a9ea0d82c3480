import { financial, type PersonalData, plain, postedStamps } from '../../platform/security/personal-data.ts'
import { buyerGrounds } from '../buyers/index.ts'

export const personalData: PersonalData = {
  payment: {
    purpose: 'What was paid for a sale. Posted rows are never changed, but that the reference is erased with the buyer.',
    scope: 'payments:read',
    grounds: buyerGrounds,
    retention: {
      years: 10,
      from: 'the day it was posted',
      basis: 'UU 8/1997 art. 11: bookkeeping is kept ten years; it names nobody once the buyer is erased',
    },
    person: { BUYER: 'sale_id' },
    through: { table: 'sale', person: 'buyer_id' },
    columns: { ...plain(`id facility_id sale_id amount paid_on method ${postedStamps}`), reference: financial('MASKED') },
  },
}
