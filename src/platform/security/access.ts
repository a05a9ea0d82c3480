/** What a caller may do and see: scopes, and the row filter. Who it is, `callers/` finds out. */

import { phrase } from '../contract/language.ts'
import { type Problem, problem } from '../contract/problems.ts'
import type { Viewer } from '../database/row-filter.ts'

/** What an operation can require. */
export const scopes = [
  'facilities:read', 'facilities:write', 'officers:read', 'officers:read:identity', 'officers:write', 'inmates:read', 'inmates:read:identity', 'inmates:write',
  'programs:read', 'programs:write', 'enrollments:read', 'enrollments:write', 'products:read', 'products:write',
  'batches:read', 'batches:write', 'stock:read', 'stock:write',
  'buyers:read', 'buyers:read:identity', 'buyers:read:contact', 'buyers:write', 'sales:read', 'sales:write', 'payments:read', 'payments:write',
  'clients:manage', 'audit:read', 'privacy:manage',
] as const // biome-ignore format: one line per wing
export type Scope = (typeof scopes)[number]

export interface Caller extends Viewer {
  scopes: ReadonlySet<string>
  /** What the client is called. */
  name: string
  /** Classes of personal data that it never sees, whatever its scopes. */
  redactions: ReadonlySet<string>
  /** What the client reads personal data for, as it was registered. */
  purpose: string | null
  /** Whom the client acts for: an id that means something to the client alone. */
  onBehalfOf: string | null
  /** When the credentials end, as an instant; null for never. */
  expiresAt: string | null
}

export const scopeMissing = (scope: string): Problem => problem('scope-missing', phrase`The scope ${scope} is needed.`, { facts: { requiredScope: scope } })

/** @throws facility-not-allowed when the caller is bound to some facilities */
export function requireNational(caller: Viewer): void {
  if (caller.facilities !== 'ALL') throw problem('facility-not-allowed', phrase`Only a caller that sees all facilities may do this.`)
}
