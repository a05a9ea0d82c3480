import type { Access } from '../../platform/security/roles.ts'

export const access = {
  tag: { name: 'Enrollments', description: 'Who takes part in which program (kepesertaan).' },
  scopes: {
    'enrollments:read': ['registry-sync', 'production-officer', 'facility-head', 'regional-auditor'],
    'enrollments:write': ['registry-sync', 'production-officer', 'facility-head'],
  },
} as const satisfies Access
