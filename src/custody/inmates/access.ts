import type { Access } from '../../platform/security/roles.ts'

export const access = {
  tag: { name: 'Inmates', description: 'Persons in custody (warga binaan) and their register entries.' },
  scopes: {
    'inmates:read': ['registry-sync', 'production-officer', 'facility-head', 'regional-auditor', 'privacy-officer'],
    'inmates:read:identity': ['registry-sync', 'production-officer', 'facility-head', 'privacy-officer'],
    'inmates:write': ['registry-sync'],
  },
  shows: {
    'inmates:read:identity': 'names, NIK, birth dates and register numbers of inmates, and the search by them',
  },
  needSecondPerson: ['inmates:read:identity'],
} as const satisfies Access
