import type { Access } from '../../platform/security/roles.ts'

export const access = {
  tag: { name: 'Stock', description: 'Movements and balances of finished goods (persediaan).' },
  scopes: {
    'stock:read': ['production-officer', 'sales-officer', 'finance-preparer', 'finance-approver', 'facility-head', 'regional-auditor', 'ministry-dashboard'],
    'stock:write': ['production-officer'],
  },
} as const satisfies Access
