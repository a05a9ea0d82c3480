import { type PersonalData, plain, stamps } from '../../platform/security/personal-data.ts'

export const personalData: PersonalData = {
  facility_month: { purpose: 'Which months of the books are closed.', columns: plain(`id facility_id month status reason ${stamps}`) },
}
