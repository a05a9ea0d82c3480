import type { Access } from '../../platform/security/roles.ts'

export const access = {
  tag: { name: 'Deleted persons', description: 'Who was deleted as entered by mistake (dihapus karena salah entri), for the privacy officer.' },
  scopes: {},
  forDemo: false,
} as const satisfies Access
