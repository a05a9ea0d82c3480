import { type PersonalData, plain, stamps } from '../../platform/security/personal-data.ts'

export const personalData: PersonalData = {
  sale: {
    purpose: 'What was sold to whom; its buyer is named in `buyer` only.',
    person: { BUYER: 'buyer_id' },
    columns: plain(`id facility_id number buyer_id sold_on channel discount total paid status ${stamps}`),
  },
  sale_line: {
    purpose: 'The lines of a sale.',
    columns: plain('id sale_id facility_id position product_id grade quantity unit_price line_total program_id served_from served_to'),
  },
  sale_allocation: { purpose: 'The batches they draw from.', columns: plain('sale_line_id batch_id quantity') },
}
