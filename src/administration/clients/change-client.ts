import { phrase } from '../../platform/contract/language.ts'
import { invalidTransition, problem } from '../../platform/contract/problems.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { isAlone } from '../../platform/security/authentication/first-keys.ts'
import { scopesOfTwo } from '../../platform/security/roles.ts'
import { isWaiting, requireSecondPerson, secondPersonNeeded } from '../../platform/security/second-person.ts'
import { type Given, givesMore, requireChangeable, requireGivable } from './rules.ts'
import type { ApiClient, ApiClientGrant, ApiClientPatch, NewApiClient } from './schemas.ts'
import { deleteClient, hasCalled, insertClient, type LockedClient, lockClient, notePrepared, noteRejected, updateClient } from './store.ts'

const nothing = { roles: [], allFacilities: false, facilityIds: [], redactions: [], suspended: false, archived: false, expiresAt: null }

type Rights = Omit<Given, 'guarded'> & { roles: readonly string[]; scopes?: readonly string[] }
const givenOf = (client: Rights): Given => ({ ...client, guarded: scopesOfTwo(client.roles, client.scopes) })

/** One person alone does not give what needs two, unless nobody else could be the second. @throws second-person-needed */
async function requireGivenByTwo(tx: Transaction, before: Rights | undefined, after: Rights): Promise<void> {
  if (givesMore(before && givenOf(before), givenOf(after), tx.now) && !(await isAlone(tx))) throw secondPersonNeeded()
}

/** @throws contradiction, facility-not-allowed, unknown-reference, second-person-needed */
export async function createClient(tx: Transaction, client: NewApiClient): Promise<Change<ApiClient>> {
  const given = { ...nothing, ...client }
  requireGivable(tx.caller, given)
  await requireGivenByTwo(tx, undefined, given)
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
  const given = { ...client, ...patch }
  requireGivable(tx.caller, given)
  await requireGivenByTwo(tx, client, given)
  return updateClient(tx, client, patch)
}

/** What one person wants to give waits beside what the client has; any other change of the client drops it. */
export async function prepareClient(tx: Transaction, id: string, change: ApiClientGrant): Promise<Change<ApiClient>> {
  const client = await lockForChange(tx, id)
  requireGivable(tx.caller, { ...client, ...change })
  if (isWaiting(client, tx.now)) throw invalidTransition(phrase`client`, 'PREPARED', ['approval', 'rejection'])
  return notePrepared(tx, client, change)
}

/** Locks a client for which something is prepared, and its time perhaps over. @throws invalid-transition, and what `lockForChange` does */
async function lockPrepared(tx: Transaction, id: string): Promise<LockedClient & { preparedChange: ApiClientGrant }> {
  const { preparedChange, ...client } = await lockForChange(tx, id)
  if (preparedChange === null) throw invalidTransition(phrase`client`, 'UNPREPARED', ['preparation'])
  return { ...client, preparedChange }
}

/** Another person, who could have given it as well, gives it. */
export async function approveClient(tx: Transaction, id: string): Promise<Change<ApiClient>> {
  const client = await lockPrepared(tx, id)
  requireSecondPerson(tx.caller, client, tx.now)
  requireGivable(tx.caller, { ...client, ...client.preparedChange })
  return updateClient(tx, client, client.preparedChange)
}

/** Whoever may change the client may say no to it, also who has prepared it. */
export async function rejectClient(tx: Transaction, id: string): Promise<Change<ApiClient>> {
  return noteRejected(tx, await lockPrepared(tx, id))
}

/** Only what could never call: with a credential, also a revoked one, it may stand in the trail, which has to say who it was. */
export async function removeClient(tx: Transaction, id: string): Promise<Change> {
  const client = await lockForChange(tx, id)
  const holder = 'audit_entry'
  if (await hasCalled(tx, id)) throw problem('still-referenced', phrase`It is still referred to by: ${holder}.`, { facts: { heldBy: [holder] } })
  return deleteClient(client)
}
