import { type PersonalData, plain, postedStamps } from '../../platform/security/personal-data.ts'

export const personalData: PersonalData = {
  cost: {
    purpose: 'What went into a batch.',
    columns: plain(`id facility_id batch_id kind amount borne_by incurred_on description receipt_ref reverses_id ${postedStamps}`),
  },
}
