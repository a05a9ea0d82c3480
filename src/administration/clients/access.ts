import type { Access } from '../../platform/security/roles.ts'

/**
 * Records of persons that a client of a role may be shown in a day: what is on record of the largest facilities, some times over; of
 * auditors those of a region; the whole for whoever brings the register over. Who sees no persons meets them by mistake only.
 */
const personalRecords: Readonly<Record<string, number>> = {
  'registry-sync': 100_000,
  'production-officer': 10_000,
  'sales-officer': 10_000,
  'finance-preparer': 10_000,
  'finance-approver': 10_000,
  'facility-head': 10_000,
  'regional-auditor': 20_000,
  'ministry-dashboard': 100,
  'small-business-platform': 100,
  'privacy-officer': 10_000,
  operator: 1_000,
}

export const access = {
  tag: { name: 'API clients', description: 'Who may call (aplikasi klien), in which roles, at which facilities, with which credentials.' },
  scopes: {
    'api-clients:manage': ['operator'],
  },
  needSecondPerson: ['api-clients:manage'],
  personalRecords,
  forDemo: false,
} as const satisfies Access
