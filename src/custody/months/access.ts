import type { Access } from '../../platform/security/roles.ts'

export const access = {
  tag: { name: 'Months', description: 'Months of a facility (bulan pembukuan): in one that is locked nothing is entered any more.' },
  scopes: {
    'months:read': ['production-officer', 'sales-officer', 'finance-preparer', 'finance-approver', 'facility-head', 'regional-auditor'],
    'months:write': ['finance-approver', 'facility-head'],
  },
} as const satisfies Access
