import type { Access } from '../../platform/security/roles.ts'

export const access = {
  tag: { name: 'Officers', description: 'Staff (petugas) who supervise programs and batches.' },
  scopes: {
    'officers:read': ['registry-sync', 'production-officer', 'facility-head', 'regional-auditor'],
    'officers:read:identity': ['registry-sync', 'production-officer', 'facility-head'],
    'officers:write': ['registry-sync'],
  },
  shows: {
    'officers:read:identity': 'names and NIP of officers',
  },
  needSecondPerson: ['officers:read:identity'],
} as const satisfies Access
