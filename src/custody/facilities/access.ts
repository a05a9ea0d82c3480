import type { Access } from '../../platform/security/roles.ts'

export const access = {
  tag: { name: 'Facilities', description: 'Technical units (UPT): Rutan, Lapas, LPKA and the regional offices (Kanwil) above them.' },
  scopes: {
    'facilities:read': [
      'registry-sync',
      'production-officer',
      'sales-officer',
      'finance-preparer',
      'finance-approver',
      'facility-head',
      'regional-auditor',
      'ministry-dashboard',
      'privacy-officer',
      'operator',
    ],
    'facilities:write': ['operator'],
  },
} as const satisfies Access
