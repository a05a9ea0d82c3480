/** Roles: bundles of scopes for what an office does. They are code, so that a change of what a role may do is reviewed. */
import { type Scope, scopes } from './access.ts'

export const roles = {
  'registry-sync': [
    'facilities:read', 'officers:read', 'officers:read:identity', 'officers:write',
    'inmates:read', 'inmates:read:identity', 'inmates:write', 'enrollments:read', 'enrollments:write',
  ],
  'production-officer': [
    'facilities:read', 'officers:read', 'officers:read:identity', 'inmates:read', 'inmates:read:identity', 'programs:read', 'programs:write',
    'enrollments:read', 'enrollments:write', 'products:read', 'products:write', 'batches:read', 'batches:write', 'stock:read', 'stock:write',
  ],
  'sales-officer': [
    'facilities:read', 'products:read', 'batches:read', 'stock:read', 'buyers:read', 'buyers:read:identity', 'buyers:read:contact', 'buyers:write',
    'sales:read', 'sales:write', 'payments:read', 'payments:write',
  ],
  'finance-preparer': ['facilities:read', 'programs:read', 'products:read', 'batches:read', 'stock:read', 'sales:read', 'payments:read', 'payments:write'],
  'finance-approver': ['facilities:read', 'programs:read', 'products:read', 'batches:read', 'stock:read', 'sales:read', 'payments:read'],
  'facility-head': [
    'facilities:read', 'officers:read', 'officers:read:identity', 'inmates:read', 'inmates:read:identity', 'programs:read', 'programs:write',
    'enrollments:read', 'enrollments:write', 'products:read', 'batches:read', 'stock:read', 'buyers:read', 'buyers:read:identity', 'sales:read', 'payments:read',
  ],
  'regional-auditor': [
    'facilities:read', 'officers:read', 'inmates:read', 'programs:read', 'enrollments:read', 'products:read', 'batches:read', 'stock:read',
    'buyers:read', 'sales:read', 'payments:read', 'audit:read',
  ],
  'ministry-dashboard': ['facilities:read', 'programs:read', 'products:read', 'batches:read', 'stock:read', 'sales:read'],
  'small-business-platform': ['products:read', 'batches:read'],
  'privacy-officer': [
    'facilities:read', 'inmates:read', 'inmates:read:identity', 'buyers:read', 'buyers:read:identity', 'buyers:read:contact', 'audit:read', 'privacy:manage',
  ],
  operator: ['facilities:read', 'facilities:write', 'clients:manage'],
} as const satisfies Record<string, readonly Scope[]> // biome-ignore format: scopes of one role side by side

export type Role = keyof typeof roles
export const roleNames = Object.keys(roles) as Role[]

/** What a role is called, in English and Indonesian. */
export const roleWords: Record<Role, string> = {
  'registry-sync': 'the register of inmates as it is brought over (sinkronisasi register)',
  'production-officer': 'who runs the work (petugas kegiatan kerja)',
  'sales-officer': 'who sells (petugas penjualan)',
  'finance-preparer': 'who prepares payments (penyusun keuangan)',
  'finance-approver': 'who approves them (penyetuju keuangan)',
  'facility-head': 'who answers for a facility (kepala UPT)',
  'regional-auditor': 'who looks over the shoulders of a region (auditor wilayah)',
  'ministry-dashboard': 'figures without persons (dasbor kementerian)',
  'small-business-platform': 'what is made and what there is of it (platform UMKM)',
  'privacy-officer': 'who answers persons about their data (pejabat pelindungan data pribadi)',
  operator: 'who lets clients in (operator)',
}

/** The scopes of roles together with `more`, in the order of the list. Roles that are no more give nothing. */
export function scopesOf(held: readonly string[], more: readonly string[] = []): Scope[] {
  const given = new Set<string>([...held.flatMap((role): readonly string[] => roles[role as Role] ?? []), ...more])
  return scopes.filter((scope) => given.has(scope))
}
