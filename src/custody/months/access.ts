import type { Access } from '../../platform/security/roles.ts'

export const access = {
  tag: { name: 'Facility months', description: 'Months of a facility (bulan pembukuan): in one that is locked nothing is entered any more.' },
  scopes: {
    'facility-months:read': ['production-officer', 'sales-officer', 'finance-preparer', 'finance-approver', 'facility-head', 'regional-auditor'],
    'facility-months:write': ['finance-approver', 'facility-head'],
  },
} as const satisfies Access
