/** Consent with its proof. The flag of the buyer says what holds; entries say since when, by whom and on what evidence, and never change. */
import { timeZoneOf } from '../../custody/facilities/index.ts'
import { localDay, requireDay } from '../../platform/contract/local-day.ts'
import { type ListedPage, listing } from '../../platform/database/listing.ts'
import { readOne, readRow } from '../../platform/database/records.ts'
import { rows, unfiltered } from '../../platform/database/row-filter.ts'
import { sql } from '../../platform/database/sql.ts'
import { changes, insert, pick, resource, select } from '../../platform/database/tables.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import { BuyerConsent, BuyerConsentQuery, type NewBuyerConsent } from './consent-schemas.ts'
import { buyer } from './store.ts'

const itsBuyer = 'the buyer is one that the caller sees'

const consent = resource('buyer_consent', BuyerConsent, {
  protections: sql`(SELECT buyer.protections FROM ${unfiltered('buyer', itsBuyer)} WHERE buyer.id = buyer_consent.buyer_id)`,
  until: sql`(SELECT later.decided_on FROM ${unfiltered('buyer_consent', itsBuyer, 'later')} WHERE later.buyer_id = buyer_consent.buyer_id
    AND later.purpose = buyer_consent.purpose AND later.buyer_version > buyer_consent.buyer_version ORDER BY later.buyer_version LIMIT 1)`,
})

const pageOfConsents = listing({ operation: 'listBuyerConsents', of: consent, query: BuyerConsentQuery })

/** @throws not-found when the caller does not see the buyer */
export async function listBuyerConsents(db: Reader, buyerId: string, query: BuyerConsentQuery): Promise<ListedPage<BuyerConsent>> {
  await readOne(db, pick(buyer, 'id'), buyerId)
  return pageOfConsents(db, query, sql`buyer_consent.buyer_id = ${buyerId}::uuid`)
}

/** @throws not-found */
export const readBuyerConsent = (db: Reader, buyerId: string, id: string): Promise<BuyerConsent> =>
  readRow(
    db,
    select(consent.members, sql`FROM ${rows(db, 'buyer_consent')} WHERE buyer_consent.id = ${id}::uuid AND buyer_consent.buyer_id = ${buyerId}::uuid`),
  )

/** Withdraws the consent of a buyer to be named, as a request of the person says. */
export async function withdrawConsent(tx: Transaction, buyerId: string, proof: Pick<NewBuyerConsent, 'decidedBy' | 'evidence'>): Promise<void> {
  const { ctes } = await createBuyerConsent(tx, buyerId, { purpose: 'PUBLIC_NAME', given: false, ...proof })
  await tx.query(sql`WITH ${ctes} SELECT FROM change`)
}

/** Adds an entry and sets the flag of the buyer by it, in one statement. */
export async function createBuyerConsent(tx: Transaction, buyerId: string, { decidedOn, ...values }: NewBuyerConsent): Promise<Change<BuyerConsent>> {
  const locked = await readOne(tx, pick(buyer, 'facilityId', 'version'), buyerId, { lock: sql`FOR NO KEY UPDATE` })
  const { facilityId } = locked
  const today = localDay(tx.now, await timeZoneOf(tx, facilityId))
  requireDay('/decidedOn', decidedOn ?? undefined, { latest: today })
  const version = locked.version + 1
  tx.emit({ type: 'buyer.updated', resource: 'buyer', id: buyerId, facilityId, version })
  const row = { id: tx.newId(), facilityId, buyerId, ...values, decidedOn: decidedOn ?? today, buyerVersion: version, createdBy: tx.caller.clientId }
  return {
    ctes: sql`written AS (${insert('buyer_consent', row, sql`RETURNING *`)}), touched AS (
      UPDATE ${unfiltered('buyer', 'it is locked')} SET ${changes('buyer', { consentPublicName: values.given }, tx.caller.clientId)} WHERE buyer.id = ${buyerId}::uuid
    ), change AS (SELECT ${consent.columns} FROM written buyer_consent)`,
  }
}
