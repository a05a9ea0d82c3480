import { custodyGrounds, custodyRetention } from '../../custody/inmates/index.ts'
import { custody, type PersonalData, plain, stamps } from '../../platform/security/personal-data.ts'

export const personalData: PersonalData = {
  enrollment: {
    purpose: 'Who takes part in which program, and by which decision.',
    scope: 'enrollments:read',
    grounds: custodyGrounds,
    retention: custodyRetention,
    person: { INMATE: 'inmate_id' },
    columns: {
      ...plain('id facility_id program_id role status proposed_on decision_date decision_officer_id'),
      ...plain(`starts_on ends_on kept_overlap ${stamps}`),
      inmate_id: custody(),
      decision_number: custody('MASKED', 'decision/number'),
      override_decision_number: custody('MASKED', 'override/decisionNumber'),
      override_reason: custody('MASKED', 'override/reason'),
      end_reason: custody(),
    },
  },
}
