import type { Access } from '../../platform/security/roles.ts'

export const access = {
  tag: { name: 'Programs', description: 'Work and training programs (program pembinaan kemandirian).' },
  scopes: {
    'programs:read': ['production-officer', 'finance-preparer', 'finance-approver', 'facility-head', 'regional-auditor', 'ministry-dashboard'],
    'programs:write': ['production-officer', 'facility-head'],
  },
} as const satisfies Access
