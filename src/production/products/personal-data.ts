import { type PersonalData, plain, stamps } from '../../platform/security/personal-data.ts'

export const personalData: PersonalData = {
  product: {
    purpose: 'What is made.',
    columns: plain(`id facility_id sku name description category unit is_service barcode barcode_shared published archived ${stamps}`),
  },
  product_grade: { purpose: 'Its grades.', columns: plain('product_id code sellable position') },
  product_price: { purpose: 'Its list prices.', columns: plain('product_id amount valid_from valid_to') },
}
