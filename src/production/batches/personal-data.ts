import { custodyGrounds, custodyRetention } from '../../custody/inmates/index.ts'
import { custody, type PersonalData, plain, postedStamps, stamps } from '../../platform/security/personal-data.ts'

export const personalData: PersonalData = {
  batch: {
    purpose: 'Production runs.',
    columns: {
      ...plain('id facility_id program_id product_id code supervisor_id planned_quantity starts_on target_on completed_on contribution_mode status hold'),
      ...plain(`archived produced rejected sold on_hand sellable_on_hand revenue cost_total worker_count ${stamps}`),
    },
  },
  batch_hold: {
    purpose: 'What kept the goods of a batch from being sold, and who said so.',
    columns: plain(`id facility_id batch_id hold reason officer_id ${postedStamps}`),
  },
  batch_worker: {
    purpose: 'Who worked on what, to divide the premi.',
    scope: 'workers:read',
    grounds: custodyGrounds,
    retention: custodyRetention,
    person: { INMATE: 'inmate_id' },
    columns: { ...plain(`id facility_id batch_id valid_from valid_to manual_weight ${stamps}`), inmate_id: custody() },
  },
  batch_output: {
    purpose: 'What came out of a batch.',
    columns: plain(`id facility_id batch_id product_id grade quantity recorded_on inspected_by reject_reason ${postedStamps}`),
  },
}
