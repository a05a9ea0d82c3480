import type { Access } from '../../platform/security/roles.ts'

export const access = {
  tag: { name: 'Batches', description: 'Production runs (bets produksi): workers, outputs, completion.' },
  scopes: {
    'batches:read': [
      'production-officer',
      'sales-officer',
      'finance-preparer',
      'finance-approver',
      'facility-head',
      'regional-auditor',
      'ministry-dashboard',
      'small-business-platform',
    ],
    'batches:write': ['production-officer'],
    // Who works is in custody here: no scope of somebody who only wants to know what is made.
    'workers:read': ['production-officer', 'facility-head', 'regional-auditor'],
    'workers:write': ['production-officer'],
  },
} as const satisfies Access
