import type { Access } from '../../platform/security/roles.ts'
import { personalRecords } from './roles.ts'

export const access = {
  tag: { name: 'API clients', description: 'Who may call (aplikasi klien), in which roles, at which facilities, with which credentials.' },
  scopes: {
    'api-clients:manage': ['operator'],
  },
  personalRecords,
  forDemo: false,
} as const satisfies Access
