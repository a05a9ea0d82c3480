import { type Grounds, legalBases, type PersonalData, plain, postedStamps, profile, stamps } from '../../platform/security/personal-data.ts'

const retention = {
  years: 5,
  from: 'the closing of the incident',
  basis: 'UU PDP 27/2022 art. 46: to answer for what was told and done; as to be set by the operator',
}

const grounds = { persons: 'nobody by name; free text may tell of those who are affected', legalBasis: legalBases.obligation } satisfies Grounds

export const personalData: PersonalData = {
  incident: {
    purpose: 'That data protection failed, who was told of it in time, and what came of it.',
    scope: 'privacy:manage',
    grounds,
    retention,
    forgottenFrom: 'closed_at',
    columns: {
      ...plain(`id facility_id client_id credential_id data_classes began_at ended_at discovered_at status closed_at outcome ${stamps}`),
      ...plain('authority_notified_at persons_notified_at public_notified_at'),
      description: profile(),
      conclusion: profile(),
    },
  },
  incident_measure: {
    purpose: 'What was done about a failure of data protection.',
    scope: 'privacy:manage',
    grounds,
    retention,
    columns: { ...plain(`id incident_id facility_id kind taken_at ${postedStamps}`), description: profile() },
  },
}
