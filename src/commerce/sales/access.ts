import type { Access } from '../../platform/security/roles.ts'

export const access = {
  tag: { name: 'Sales', description: 'Sales (penjualan), the batches they draw from, and payments (pembayaran).' },
  scopes: {
    'sales:read': ['sales-officer', 'finance-preparer', 'finance-approver', 'facility-head', 'regional-auditor', 'ministry-dashboard'],
    'sales:write': ['sales-officer'],
  },
} as const satisfies Access
