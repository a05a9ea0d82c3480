/** What a caller may do and see: scopes, and the row filter. Who it is, `authentication/callers.ts` finds out. */

import { phrase } from '../contract/language.ts'
import { type Problem, problem } from '../contract/problems.ts'
import type { Viewer } from '../database/row-filter.ts'
import type { Actor } from '../database/transaction.ts'

export interface Caller extends Actor {
  scopes: ReadonlySet<string>
  /** What the client is called. */
  name: string
  /** Classes of personal data that it never sees, whatever its scopes. */
  redactions: ReadonlySet<string>
  /** What the client reads personal data for, as it was registered. */
  purpose: string | null
  /** The API key that was used; null for a token, and for a job of the service. */
  credentialId: string | null
  /** The token that was used, as its issuer names it (`jti`); null for an API key. */
  tokenId: string | null
  /** Records of persons that it may be shown in a day, unless the settings say otherwise. */
  personalRecords: number
  /** When the credentials end, as an instant; null for never. */
  expiresAt: string | null
}

export const scopeMissing = (scope: string): Problem => problem('scope-missing', phrase`The scope ${scope} is needed.`, { facts: { requiredScope: scope } })

/** @throws facility-not-allowed when the caller is bound to some facilities */
export function requireNational(caller: Viewer): void {
  if (caller.facilities !== 'ALL') throw problem('facility-not-allowed', phrase`Only a caller that sees all facilities may do this.`)
}
