import { phrase } from '../../platform/contract/language.ts'
import { problem } from '../../platform/contract/problems.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { requireChangeable, requireGivable } from './rules.ts'
import type { ApiClient, ApiClientPatch, NewApiClient } from './schemas.ts'
import { deleteClient, hasCalled, insertClient, type LockedClient, lockClient, updateClient } from './store.ts'

/** @throws contradiction, facility-not-allowed, unknown-reference */
export function createClient(tx: Transaction, client: NewApiClient): Change<ApiClient> {
  const { allFacilities = false, facilityIds = [] } = client
  requireGivable(tx.caller, { allFacilities, facilityIds })
  return insertClient(tx, client)
}

/** Locks a client in the version that was asked for, if this caller may change it. @throws not-found, stale-version, client-protected */
async function lockForChange(tx: Transaction, id: string): Promise<LockedClient> {
  const client = await lockClient(tx, id)
  tx.requireVersion(client.version)
  requireChangeable(tx.caller, client)
  return client
}

/** What it may do from now on, it may do from its next request on: the change is announced to every instance. */
export async function changeClient(tx: Transaction, id: string, patch: ApiClientPatch): Promise<Change<ApiClient>> {
  const client = await lockForChange(tx, id)
  const { allFacilities = client.allFacilities, facilityIds = client.facilityIds } = patch
  requireGivable(tx.caller, { allFacilities, facilityIds })
  return updateClient(tx, client, patch)
}

/** Only what could never call: with a credential, also a revoked one, it may stand in the trail, which has to say who it was. */
export async function removeClient(tx: Transaction, id: string): Promise<Change> {
  const client = await lockForChange(tx, id)
  const holder = 'audit_entry'
  if (await hasCalled(tx, id)) throw problem('still-referenced', phrase`It is still referred to by: ${holder}.`, { facts: { heldBy: [holder] } })
  return deleteClient(client)
}
