/** Roles: bundles of scopes for what an office does. Which scopes a role has, every module says of its own (`access.ts`). */
import { rolesNamed } from '../../platform/security/roles.ts'

/** What a role is called, in English and Indonesian. */
export const roleWords: Readonly<Record<string, string>> = {
  'registry-sync': 'the register of inmates as it is brought over (sinkronisasi register)',
  'production-officer': 'who runs the work (petugas kegiatan kerja)',
  'sales-officer': 'who sells (petugas penjualan)',
  'finance-preparer': 'who prepares payments (penyusun keuangan)',
  'finance-approver': 'who approves them (penyetuju keuangan)',
  'facility-head': 'who answers for a facility (kepala UPT)',
  'regional-auditor': 'who audits the facilities of a region (auditor wilayah)',
  'ministry-dashboard': 'figures without persons (dasbor kementerian)',
  'small-business-platform': 'what is made and what there is of it (platform UMKM)',
  'privacy-officer': 'who answers persons about their data (pejabat pelindungan data pribadi)',
  operator: 'who manages clients (operator)',
}

export const roleNames: readonly string[] = Object.keys(roleWords)

/** @throws Error when a module gives a scope to a role that does not exist */
export function requireKnownRoles(): void {
  const unknown = rolesNamed().find((role) => !(role in roleWords))
  if (unknown !== undefined) throw new Error(`A module gives scopes to an unknown role: ${unknown}.`)
}
