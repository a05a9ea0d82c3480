import type { Access } from '../../platform/security/roles.ts'

export const access = {
  tag: { name: 'Costs', description: 'What goes into a batch (biaya produksi), in whole rupiah.' },
  scopes: {
    'costs:read': ['production-officer', 'finance-preparer', 'finance-approver', 'facility-head', 'regional-auditor'],
    'costs:write': ['production-officer', 'finance-preparer'],
  },
} as const satisfies Access
