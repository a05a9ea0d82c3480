import { inFacility } from '../../custody/facilities/index.ts'
import { phrase } from '../../platform/contract/language.ts'
import { contradicts, duplicate, explainConstraints, missingReference } from '../../platform/database/constraints.ts'
import { containing, listing } from '../../platform/database/listing.ts'
import { changeOne, deleteOne, insertOne, readOne } from '../../platform/database/records.ts'
import { sql } from '../../platform/database/sql.ts'
import { resource } from '../../platform/database/tables.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import { Buyer, type BuyerPatch, BuyerQuery, BuyerSearch, type NewBuyer } from './schemas.ts'

explainConstraints({
  buyer_npwp_key: duplicate('/npwp', phrase`Another buyer of the facility has this NPWP.`),
  buyer_nib_key: duplicate('/nib', phrase`Another buyer of the facility has this NIB.`),
  buyer_erased_check: contradicts('', phrase`The person was erased; what names a person cannot be set again.`),
  buyer_facility_fkey: missingReference('/facilityId'),
})

const buyer = resource('buyer', Buyer, { npwp: 'npwpEncrypted' })

export const listBuyers = listing({
  operation: 'listBuyers',
  of: buyer,
  query: BuyerQuery,
  filters: { regionCode: (region) => sql`(buyer.region_code = ${region} OR buyer.region_code LIKE ${`${region}.%`})` },
})

export const searchBuyers = listing({
  operation: 'searchBuyers',
  of: buyer,
  query: BuyerSearch,
  filters: { name: (name) => sql`buyer.name ILIKE ${containing(name)}` },
})

export const readBuyer = (db: Reader, id: string): Promise<Buyer> => readOne(db, buyer, id)

/** The columns of an NPWP; none where it is not named. */
function npwpColumns(tx: Transaction, id: string, npwp: string | null | undefined) {
  if (npwp === undefined) return {}
  const { encrypted, hash } = tx.keyring.number('buyer.npwp', id, npwp)
  return { npwpEncrypted: encrypted, npwpHash: hash }
}

export function createBuyer(tx: Transaction, { npwp, ...values }: NewBuyer): Change<Buyer> {
  const id = tx.newId()
  return insertOne(tx, buyer, { id, ...values, ...npwpColumns(tx, id, npwp) }, [inFacility(tx, values.facilityId)])
}

export const updateBuyer = (tx: Transaction, id: string, { npwp, ...patch }: BuyerPatch): Change<Buyer> =>
  changeOne(tx, buyer, id, { ...patch, ...npwpColumns(tx, id, npwp) })

export const deleteBuyer = (tx: Transaction, id: string): Change => deleteOne(tx, 'buyer', id)
