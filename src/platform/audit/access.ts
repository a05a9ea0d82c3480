import type { Access } from '../security/roles.ts'

export const access = {
  tag: { name: 'Audit', description: 'Who saw and changed what (jejak audit), and the seals that show tampering.' },
  scopes: {
    'audit:read': ['regional-auditor', 'privacy-officer'],
  },
  needSecondPerson: ['audit:read'],
} as const satisfies Access
