import {
  custody,
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

/** How long what is held of a person in custody is kept. */
export const custodyRetention = {
  years: 5,
  from: 'the day the person left custody, or the one on which that was entered, whichever is later',
  basis: 'UU 22/2022 (corrections) and the archive schedule of the ministry (JRA); as to be set by the operator',
} as const satisfies Retention

export const custodyGrounds = {
  persons: 'inmates (warga binaan)',
  legalBasis: `${legalBases.publicTask}, and UU 22/2022 (corrections)`,
} as const satisfies Grounds

export const personalData: PersonalData = {
  inmate: {
    purpose: 'Who is in custody, and may take part in which work.',
    scope: 'inmates:read',
    classScopes: { identity: 'inmates:read:identity' },
    grounds: custodyGrounds,
    retention: custodyRetention,
    person: { INMATE: 'id' },
    columns: {
      ...plain(`id facility_id custody_since protections archived retention_hold erased_at ${stamps}`),
      name: identity('PSEUDONYM'),
      alias: identity('CLEARED'),
      nik_encrypted: identity('CLEARED', 'nik'),
      nik_hash: identity('CLEARED', null),
      birth_date: identity('CLEARED'),
      public_alias: profile('NAMELESS'),
      sex: profile(),
      nationality: profile(),
      education: profile('CLEARED'),
      skills: profile('EMPTIED'),
      legal_status: custody(),
      custody_status: custody(),
      custody_changed_on: custody(),
      admitted_on: custody(),
      expected_release_on: custody('CLEARED'),
    },
  },
  custody_change: {
    purpose: 'What happened to the custody of a person, and what was taken back as a mistake.',
    scope: 'inmates:read',
    grounds: custodyGrounds,
    retention: custodyRetention,
    person: { INMATE: 'inmate_id' },
    columns: {
      ...plain(`id inmate_id facility_id to_facility_id corrects_id inmate_version ${postedStamps}`),
      custody_status: custody(),
      status_before: custody(),
      occurred_on: custody(),
      changed_on_before: custody('KEPT', null),
      since_before: custody('KEPT', null),
    },
  },
  inmate_registration: {
    purpose: 'Under which number of which register book a person is held.',
    scope: 'inmates:read',
    classScopes: { identity: 'inmates:read:identity' },
    grounds: custodyGrounds,
    retention: custodyRetention,
    person: { INMATE: 'inmate_id' },
    columns: {
      ...plain(`id inmate_id facility_id number_shared ${stamps}`),
      book: custody(),
      valid_from: custody('KEPT', 'from'),
      valid_to: custody('KEPT', 'to'),
      number: identity('NUMBERED'),
    },
  },
}
