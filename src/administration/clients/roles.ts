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

/**
 * Records of persons that a client of a role may be shown in a day: what is on record of the largest facilities, some times over; of
 * auditors those of a region; the whole for whoever brings the register over. Who sees no persons meets them by mistake only.
 */
export const personalRecords: Readonly<Record<string, number>> = {
  'registry-sync': 100_000,
  'production-officer': 10_000,
  'sales-officer': 10_000,
  'finance-preparer': 10_000,
  'finance-approver': 10_000,
  'facility-head': 10_000,
  'regional-auditor': 20_000,
  'ministry-dashboard': 100,
  'small-business-platform': 100,
  'privacy-officer': 10_000,
  operator: 1_000,
}

export const roleNames: readonly string[] = Object.keys(roleWords)

/** @throws Error when a module gives a scope to a role that does not exist */
export function requireKnownRoles(): void {
  const unknown = rolesNamed().find((role) => !(role in roleWords))
  if (unknown !== undefined) throw new Error(`A module gives scopes to an unknown role: ${unknown}.`)
}
