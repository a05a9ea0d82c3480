import type { Access } from '../../platform/security/roles.ts'

export const access = {
  tag: { name: 'Work logs', description: 'Day-sheets (absensi dan hasil kerja harian): who was there, for how long, on what, and how.' },
  scopes: {
    // Who works is in custody here: no scope of somebody who only wants to know what is made.
    'work-logs:read': ['production-officer', 'facility-head', 'regional-auditor'],
    'work-logs:write': ['production-officer'],
  },
} as const satisfies Access
