import { withdrawConsent } from '../../commerce/buyers/index.ts'
import { timeZoneOf } from '../../custody/facilities/index.ts'
import { lockInmate } from '../../custody/inmates/index.ts'
import { readOfficer } from '../../custody/officers/index.ts'
import { phrase } from '../../platform/contract/language.ts'
import { localDay } from '../../platform/contract/local-day.ts'
import { invalidTransition, unknownReference } from '../../platform/contract/problems.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { isWaiting, requireSecondPerson } from '../../platform/security/second-person.ts'
import { erasureRefused } from './problems.ts'
import { lockPerson, protect, protectionsBeside } from './protection-store.ts'
import {
  dutiesToBuyer,
  dutiesToInmate,
  dutiesToOfficer,
  protectionBy,
  requireGrounds,
  requirePerson,
  requireReceived,
  requireStanding,
  requireStatus,
} from './rules.ts'
import type { NewSubjectRequest, Subject, SubjectRequest, SubjectRequestLifting, SubjectRequestRefusal } from './schemas.ts'
import {
  decideSubjectRequest,
  endSubjectRequest,
  erase,
  findSubject,
  insertSubjectRequest,
  lockBuyer,
  lockSubjectRequest,
  noteErasurePrepared,
  readSubjectRequest,
  workOf,
} from './store.ts'

export async function createSubjectRequest(tx: Transaction, request: NewSubjectRequest): Promise<Change<SubjectRequest>> {
  requireReceived(request.receivedAt, tx.now)
  requireGrounds(request)
  const subject = await findSubject(tx, request.subject)
  if (subject === undefined) throw unknownReference('/subject/id')
  requirePerson(subject)
  return insertSubjectRequest(tx, subject.facilityId, request)
}

export interface Held {
  isErased: boolean
  /** What stands against the erasure. */
  duties: string[]
}

/** Locks a person and finds what stands against the erasure, on `day` or else today at the facility. @throws not-found */
export async function holdPerson(tx: Transaction, { type, id }: Subject, day?: string): Promise<Held> {
  const today = async (facilityId: string) => day ?? localDay(tx.now, await timeZoneOf(tx, facilityId))
  if (type === 'INMATE') {
    const inmate = await lockInmate(tx, id)
    return { isErased: inmate.erasedAt !== null, duties: dutiesToInmate(inmate, await workOf(tx, id), await today(inmate.facilityId)) }
  }
  if (type === 'OFFICER') return { isErased: false, duties: dutiesToOfficer(await readOfficer(tx, id)) }
  const buyer = await lockBuyer(tx, id)
  return { isErased: buyer.erasedAt !== null, duties: dutiesToBuyer(buyer, buyer, await today(buyer.facilityId)) }
}

/** One person prepares an erasure, another one carries it out by fulfilling the request. */
export async function prepareErasure(tx: Transaction, id: string): Promise<Change<SubjectRequest>> {
  const request = await lockOpen(tx, id)
  if (request.kind !== 'ERASURE') throw invalidTransition(phrase`request`, request.kind, ['fulfilment', 'refusal'])
  if (isWaiting(request, tx.now)) throw invalidTransition(phrase`request`, 'PREPARED', ['fulfilment', 'refusal'])
  return noteErasurePrepared(tx, id)
}

/** Fulfilling a request is what is asked for. The person is locked before the request, as where a person moves with its requests. */
export async function fulfilSubjectRequest(tx: Transaction, id: string): Promise<Change<SubjectRequest>> {
  const asked = await readSubjectRequest(tx, id)
  const { kind, subject, stops } = asked
  const held = kind === 'ERASURE' ? await holdPerson(tx, subject) : undefined
  const protections = protectionBy(asked)
  if (protections.length > 0) await lockPerson(tx, subject)
  const request = await lockOpen(tx, id)
  if (held !== undefined) {
    if (!held.isErased && held.duties.length > 0) throw erasureRefused(held.duties)
    requireSecondPerson(tx.caller, request, tx.now)
    if (!held.isErased) await erase(tx, subject)
  }
  if (stops.includes('PUBLIC_NAME')) await withdrawConsent(tx, subject.id, { decidedBy: asked.requestedBy, evidence: `subject-request ${id}` })
  if (protections.length > 0) await protect(tx, subject, [...(await protectionsBeside(tx, subject, id)), ...protections])
  return decideSubjectRequest(tx, id, 'FULFILLED')
}

/** The data is used again, as far as no other request of the person stands against it. */
export async function liftSubjectRequest(tx: Transaction, id: string, { reason }: SubjectRequestLifting): Promise<Change<SubjectRequest>> {
  const { subject } = await readSubjectRequest(tx, id)
  await lockPerson(tx, subject)
  const request = await lockSubjectRequest(tx, id)
  tx.requireVersion(request.version)
  requireStanding(request)
  await protect(tx, subject, await protectionsBeside(tx, subject, id))
  return endSubjectRequest(tx, id, reason)
}

export async function refuseSubjectRequest(tx: Transaction, id: string, refusal: SubjectRequestRefusal): Promise<Change<SubjectRequest>> {
  await lockOpen(tx, id)
  return decideSubjectRequest(tx, id, 'REFUSED', refusal)
}

/** @throws not-found, stale-version, invalid-transition */
async function lockOpen(tx: Transaction, id: string): Promise<SubjectRequest> {
  const request = await lockSubjectRequest(tx, id)
  tx.requireVersion(request.version)
  requireStatus(request, 'OPEN')
  return request
}
