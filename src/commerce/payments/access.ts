import type { Access } from '../../platform/security/roles.ts'

export const access = {
  scopes: {
    'payments:read': ['sales-officer', 'finance-preparer', 'finance-approver', 'facility-head', 'regional-auditor'],
    'payments:write': ['sales-officer', 'finance-preparer'],
  },
} as const satisfies Access
