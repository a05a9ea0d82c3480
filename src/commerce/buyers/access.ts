import type { Access } from '../../platform/security/roles.ts'

export const access = {
  tag: { name: 'Buyers', description: 'Who buys (pembeli).' },
  scopes: {
    'buyers:read': ['sales-officer', 'facility-head', 'regional-auditor', 'privacy-officer'],
    'buyers:read:identity': ['sales-officer', 'facility-head', 'privacy-officer'],
    'buyers:read:contact': ['sales-officer', 'privacy-officer'],
    'buyers:write': ['sales-officer'],
  },
  shows: {
    'buyers:read:identity': 'names, NPWP and NIB of buyers who are persons, and the search by them',
    'buyers:read:contact': 'phones and addresses of buyers, and of persons the village and what they do',
  },
  needSecondPerson: ['buyers:read:identity', 'buyers:read:contact'],
} as const satisfies Access
