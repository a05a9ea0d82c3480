import { identity, legalBases, type PersonalData, plain, stamps } from '../../platform/security/personal-data.ts'

export const personalData: PersonalData = {
  officer: {
    purpose: 'Who answers for programs, batches and decisions.',
    scope: 'officers:read',
    classScopes: { identity: 'officers:read:identity' },
    grounds: { persons: 'officers (petugas)', legalBasis: legalBases.publicTask },
    retention: { years: null, from: 'while the person serves', basis: 'UU 20/2023 (civil service); as to be set by the operator' },
    person: { OFFICER: 'id' },
    columns: { ...plain(`id facility_id position active protections archived ${stamps}`), name: identity(), nip: identity() },
  },
}
