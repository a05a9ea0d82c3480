import type { Access } from '../../platform/security/roles.ts'

export const access = {
  tag: {
    name: 'Privacy',
    description: 'Rights of the person whose data it is (hak subjek data): access with the trail, correction, erasure, restriction, objection, portability.',
  },
  scopes: {
    'privacy:manage': ['privacy-officer'],
  },
  needSecondPerson: ['privacy:manage'],
  forDemo: false,
} as const satisfies Access
