import { custodyRetention } from '../../custody/inmates/index.ts'
import { custody, identity, legalBases, type PersonalData, plain, profile, stamps } from '../../platform/security/personal-data.ts'

export const personalData: PersonalData = {
  subject_request: {
    purpose: 'That rights of a person were asked for, and honoured in time or refused with a ground.',
    scope: 'privacy:manage',
    grounds: { persons: 'who asked for a right, and who it is about (subjek data)', legalBasis: legalBases.obligation },
    retention: {
      years: 5,
      from: 'the answer',
      basis: 'UU PDP 27/2022 art. 31 and 32: the trail is part of what a person may see; as to be set by the operator',
    },
    forgottenFrom: 'decided_at',
    person: { INMATE: 'inmate_id', BUYER: 'buyer_id', OFFICER: 'officer_id' },
    columns: {
      ...plain(
        `id facility_id kind buyer_id officer_id requested_by received_at due_at status decided_at lifted_at stops refusal_ground prepared_by prepared_for prepared_at ${stamps}`,
      ),
      inmate_id: custody('KEPT', 'subject/id'),
      reason: profile('MASKED'),
      refusal_reason: profile('MASKED', 'refusal/reason'),
      lifting_reason: profile('MASKED', 'lifting/reason'),
    },
  },
  personal_history: {
    purpose: 'What personal data was before it was corrected, so that a correction can be answered for.',
    scope: 'privacy:manage',
    grounds: { persons: 'inmates and buyers (warga binaan, pembeli)', legalBasis: legalBases.obligation },
    retention: custodyRetention,
    person: { INMATE: 'inmate_id', BUYER: 'buyer_id' },
    columns: {
      ...plain('sequence inmate_id buyer_id resource row_id field version changed_at changed_by'),
      value: identity('CLEARED', 'former'),
    },
  },
}
