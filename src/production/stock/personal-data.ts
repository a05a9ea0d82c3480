import { type PersonalData, plain, postedStamps } from '../../platform/security/personal-data.ts'

export const personalData: PersonalData = {
  stock_balance: {
    purpose: 'What is in stock.',
    columns: plain('id batch_id grade facility_id product_id produced sold on_hand last_moved_on updated_at'),
  },
  stock_movement: {
    purpose: 'How it came and went.',
    columns: {
      ...plain('id facility_id product_id batch_id grade quantity type occurred_on output_id sale_line_id reverses_id reason balance_after'),
      ...plain(postedStamps),
    },
  },
}
