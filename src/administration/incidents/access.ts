import type { Access } from '../../platform/security/roles.ts'

export const access = {
  tag: {
    name: 'Incidents',
    description: 'Failures of data protection (kegagalan pelindungan data pribadi): the 3 × 24 hours, who is affected, whom to tell and what was done.',
  },
  scopes: {},
  forDemo: false,
} as const satisfies Access
