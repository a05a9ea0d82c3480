import type { Access } from '../roles.ts'

export const access = {
  tag: { name: 'Access', description: 'How a client gets in (akses): access tokens and the keys that sign them.' },
  scopes: {},
} as const satisfies Access
