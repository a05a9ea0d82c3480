import { type PersonalData, plain, stamps } from '../../platform/security/personal-data.ts'

export const personalData: PersonalData = {
  program: {
    purpose: 'The programs.',
    columns: {
      ...plain('id facility_id code name category kind place supervisor_id capacity starts_on ends_on acceleration_point eligible_legal_status'),
      ...plain(`min_days_to_release contribution_mode status archived ${stamps}`),
    },
  },
}
