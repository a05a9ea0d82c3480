import {
  contact,
  type Grounds,
  identity,
  legalBases,
  type PersonalData,
  plain,
  postedStamps,
  profile,
  type Retention,
  stamps,
} from '../../platform/security/personal-data.ts'

/** How long a buyer is kept. */
export const buyerRetention = {
  years: 10,
  from: 'the last sale to the buyer, or the day on which it was entered, whichever is later',
  basis: 'UU 8/1997 art. 11: bookkeeping is kept ten years; as to be set by the operator',
} as const satisfies Retention

export const buyerGrounds = {
  persons: 'buyers who are persons (pembeli perseorangan)',
  legalBasis: `${legalBases.contract}; bookkeeping by ${legalBases.obligation}`,
} as const satisfies Grounds

export const personalData: PersonalData = {
  buyer: {
    purpose: 'Who buys, and how to reach them. Persons are buyers of the types INDIVIDUAL and EMPLOYEE.',
    scope: 'buyers:read',
    classScopes: { identity: 'buyers:read:identity', contact: 'buyers:read:contact' },
    grounds: buyerGrounds,
    retention: buyerRetention,
    person: { BUYER: 'id' },
    columns: {
      ...plain(`id facility_id type consent_public_name protections active archived retention_hold erased_at ${stamps}`),
      // That of an organisation is public; it leads to a person all the same.
      nib: identity('CLEARED'),
      business_field: contact(),
      region_code: contact(),
      name: identity('PSEUDONYM'),
      npwp_encrypted: identity('CLEARED', 'npwp'),
      npwp_hash: identity('CLEARED', null),
      phone: contact('CLEARED'),
      address: contact('CLEARED'),
    },
  },
  buyer_consent: {
    purpose: 'That a buyer agreed to be named, or no longer does: since when, by whom, on what evidence.',
    scope: 'buyers:read',
    grounds: buyerGrounds,
    retention: buyerRetention,
    person: { BUYER: 'buyer_id' },
    columns: {
      ...plain(`id facility_id buyer_id purpose given decided_on decided_by buyer_version ${postedStamps}`),
      evidence: profile('MASKED'),
    },
  },
}
