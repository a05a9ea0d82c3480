import { phrase } from '../../platform/contract/language.ts'
import { notFound } from '../../platform/contract/problems.ts'
import { contradicts, duplicate, explainConstraints, missingReference } from '../../platform/database/constraints.ts'
import { containing, listing } from '../../platform/database/listing.ts'
import { visible, within } from '../../platform/database/row-filter.ts'
import { assignments, insert, raw, sql, stampColumns } from '../../platform/database/sql.ts'
import { type Change, changeOf, type Reader, type Transaction } from '../../platform/database/transaction.ts'
import type { Buyer, BuyerPatch, BuyerQuery, BuyerSearch, NewBuyer } from './schemas.ts'

explainConstraints({
  buyer_npwp_key: duplicate('/npwp', phrase`Another buyer of the facility has this NPWP.`),
  buyer_nib_key: duplicate('/nib', phrase`Another buyer of the facility has this NIB.`),
  buyer_erased_check: contradicts('', phrase`The person was erased; what names a person cannot be set again.`),
  buyer_facility_fkey: missingReference('/facilityId'),
})

const columns = sql`${raw(`buyer.id, buyer.facility_id AS "facilityId", buyer.type, buyer.name, buyer.npwp_sealed AS npwp, buyer.business_field AS "businessField", buyer.phone,
  buyer.region_code AS "regionCode", buyer.address, buyer.nib, buyer.consent_public_name AS "consentPublicName", buyer.active, buyer.archived,
  buyer.retention_hold AS "retentionHold", buyer.erased_at AS "erasedAt"`)}, ${stampColumns('buyer')}`

const table = { table: 'buyer', from: sql`buyer`, columns } as const

export const listBuyers = listing<Buyer, BuyerQuery>({
  ...table,
  operation: 'listBuyers',
  sorts: { updatedAt: { column: 'buyer.updated_at', type: 'timestamptz' } },
  filters: {
    facilityId: (ids) => sql`buyer.facility_id = ANY(${ids}::uuid[])`,
    type: (types) => sql`buyer.type = ANY(${types})`,
    regionCode: (region) => sql`(buyer.region_code = ${region} OR buyer.region_code LIKE ${`${region}.%`})`,
    active: (active) => sql`buyer.active = ${active}`,
    archived: (archived) => sql`buyer.archived = ${archived}`,
  },
})

export const searchBuyers = listing<Buyer, BuyerSearch>({
  ...table,
  operation: 'searchBuyers',
  sorts: {},
  filters: {
    name: (name) => sql`buyer.name ILIKE ${containing(name)}`,
    facilityId: (id) => sql`buyer.facility_id = ${id}::uuid`,
  },
})

export async function readBuyer(db: Reader, id: string): Promise<Buyer> {
  const [buyer] = await db.query<Buyer>(sql`SELECT ${columns} FROM buyer WHERE buyer.id = ${id}::uuid AND ${visible(db.caller, 'buyer.facility_id')}`)
  if (buyer === undefined) throw notFound()
  return buyer
}

/** The columns of an NPWP; none where it is not named. */
function npwpColumns(tx: Transaction, id: string, npwp: string | null | undefined) {
  if (npwp === undefined) return {}
  const { sealed, hash } = tx.keyring.number('buyer.npwp', id, npwp)
  return { npwpSealed: sealed, npwpHash: hash }
}

export function createBuyer(tx: Transaction, { npwp, ...buyer }: NewBuyer): Change {
  const id = tx.newId()
  const row = { id, ...buyer, ...npwpColumns(tx, id, npwp), createdBy: tx.caller.clientId, updatedBy: tx.caller.clientId }
  return changeOf(
    tx,
    'buyer',
    id,
    sql`buyer AS (${insert('buyer', row)} ${within(tx.caller, buyer.facilityId)} RETURNING *), change AS (SELECT ${columns} FROM buyer)`,
  )
}

export const updateBuyer = (tx: Transaction, id: string, { npwp, ...patch }: BuyerPatch): Change =>
  changeOf(
    tx,
    'buyer',
    id,
    sql`buyer AS (UPDATE buyer SET ${assignments({ ...patch, ...npwpColumns(tx, id, npwp) }, tx.caller.clientId)} WHERE ${tx.isTarget('buyer', id)} RETURNING *), change AS (SELECT ${columns} FROM buyer)`,
  )

export const deleteBuyer = (tx: Transaction, id: string): Change =>
  changeOf(tx, 'buyer', id, sql`change AS (DELETE FROM buyer WHERE ${tx.isTarget('buyer', id)} RETURNING id, version, facility_id AS "facilityId")`)
