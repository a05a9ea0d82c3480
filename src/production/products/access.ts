import type { Access } from '../../platform/security/roles.ts'

export const access = {
  tag: { name: 'Products', description: 'What is made (produk), its grades and list prices.' },
  scopes: {
    'products:read': [
      'production-officer',
      'sales-officer',
      'finance-preparer',
      'finance-approver',
      'facility-head',
      'regional-auditor',
      'ministry-dashboard',
      'small-business-platform',
    ],
    'products:write': ['production-officer'],
  },
} as const satisfies Access
