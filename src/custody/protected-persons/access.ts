import type { Access } from '../../platform/security/roles.ts'

export const access = {
  scopes: {
    'protected-persons:read:restricted': ['privacy-officer'],
    'protected-persons:read:objected': ['registry-sync', 'production-officer', 'sales-officer', 'facility-head', 'privacy-officer'],
    'protected-persons:read:minors': ['registry-sync', 'facility-head', 'privacy-officer'],
  },
  shows: {
    'protected-persons:read:restricted': 'what is personal in records whose processing is restricted, and that they are found by it',
    'protected-persons:read:objected': 'what is personal of persons who object to being read outside their facility, and that they are found by it',
    'protected-persons:read:minors': 'names, NIK, birth dates and register numbers of children, and the search by them',
  },
  forDemo: false,
} as const satisfies Access
