import { type PersonalData, plain, stamps } from '../../platform/security/personal-data.ts'

export const personalData: PersonalData = {
  facility: {
    purpose: 'The units.',
    columns: plain(`id code name type level parent_id satker_code region_code time_zone active archived ${stamps}`),
  },
}
