import { custodyGrounds, custodyRetention } from '../../custody/inmates/index.ts'
import { custody, type PersonalData, plain, stamps } from '../../platform/security/personal-data.ts'

export const personalData: PersonalData = {
  work_sheet: { purpose: 'On which days of a program work was written down.', columns: plain(`id facility_id program_id worked_on ${stamps}`) },
  work_log: {
    purpose: 'Who worked when, on what and how, to divide the premi and for the monthly assessment (SPPN).',
    scope: 'work-logs:read',
    grounds: custodyGrounds,
    retention: custodyRetention,
    person: { INMATE: 'inmate_id' },
    partOf: { table: 'work_sheet', column: 'sheet_id' },
    columns: {
      ...plain(`id facility_id sheet_id program_id worked_on shift minutes batch_id pieces_good pieces_rejected ${stamps}`),
      inmate_id: custody(),
      attendance: custody(),
      work_quality: custody(),
      conduct: custody(),
      safety_ok: custody(),
      rule_breach: custody(),
      note: custody('MASKED'),
    },
  },
}
