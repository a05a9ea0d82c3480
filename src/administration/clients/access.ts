import type { Access } from '../../platform/security/roles.ts'

export const access = {
  tag: { name: 'Clients', description: 'Who may call (klien), in which roles, at which facilities, with which credentials.' },
  scopes: {
    'clients:manage': ['operator'],
  },
  forDemo: false,
} as const satisfies Access
