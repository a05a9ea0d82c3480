import { inFacility } from '../../custody/facilities/index.ts'
import { phrase } from '../../platform/contract/language.ts'
import { contradicts, duplicate, explainConstraints, missingReference } from '../../platform/database/constraints.ts'
import { contains, listing } from '../../platform/database/listing.ts'
import { changeOne, insertOne, readOne } from '../../platform/database/records.ts'
import { referable } from '../../platform/database/references.ts'
import { rows } from '../../platform/database/row-filter.ts'
import { sql } from '../../platform/database/sql.ts'
import { pick, resource } from '../../platform/database/tables.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import { Buyer, type BuyerPatch, BuyerQuery, BuyerSearch, type NewBuyer } from './schemas.ts'

const npwpIsTaken = duplicate('/npwp', phrase`Another buyer of the facility has this NPWP.`)

explainConstraints({
  buyer_npwp_key: npwpIsTaken,
  buyer_nib_key: duplicate('/nib', phrase`Another buyer of the facility has this NIB.`),
  buyer_erased_check: contradicts('', phrase`The person was erased; what names a person cannot be set again.`),
  buyer_facility_fkey: missingReference('/facilityId'),
})

export const buyer = resource('buyer', Buyer, { npwp: 'npwpEncrypted' })

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
  filters: { name: (name) => contains(sql`buyer.name`, name) },
})

export const readBuyer = (db: Reader, id: string): Promise<Buyer> => readOne(db, buyer, id)

/** What keeps a buyer from new sales; those that name it already are paid, completed and cancelled as before. */
export const buyerReference = referable('buyer', {
  erased: { when: sql`buyer.erased_at IS NOT NULL`, because: phrase`The person was erased.` },
  archived: { when: sql`buyer.archived`, because: phrase`The buyer is archived.` },
  inactive: { when: sql`NOT buyer.active`, because: phrase`The buyer is not active.` },
})

/** The columns of an NPWP; none where it is not named. */
function npwpColumns(tx: Transaction, id: string, npwp: string | null | undefined) {
  if (npwp === undefined) return {}
  const { encrypted, hash } = tx.keyring.number('buyer.npwp', id, npwp)
  return { npwpEncrypted: encrypted, npwpHash: hash }
}

/**
 * The constraint knows one hash of a number. One that was kept with 15 digits has another, and so has one that was kept under an
 * older key.
 * @throws duplicate
 */
async function requireNewNpwp(tx: Transaction, facilityId: string, npwp: string, id?: string): Promise<void> {
  const forms = npwp.startsWith('0') ? [npwp, npwp.slice(1)] : [npwp]
  const hashes = forms.flatMap((form) => tx.keyring.lookUp('buyer.npwp', form))
  if (hashes.length === 1) return
  const [taken] = await tx.query(sql`
    SELECT id FROM ${rows(tx, 'buyer')} WHERE facility_id = ${facilityId}::uuid AND npwp_hash = ANY(${hashes}::bytea[])
      AND id IS DISTINCT FROM ${id ?? null}::uuid`)
  if (taken !== undefined) throw npwpIsTaken()
}

export async function createBuyer(tx: Transaction, { npwp, ...values }: NewBuyer): Promise<Change<Buyer>> {
  if (npwp) await requireNewNpwp(tx, values.facilityId, npwp)
  const id = tx.newId()
  return insertOne(tx, buyer, { id, ...values, ...npwpColumns(tx, id, npwp) }, [inFacility(tx, values.facilityId)])
}

export async function updateBuyer(tx: Transaction, id: string, { npwp, ...patch }: BuyerPatch): Promise<Change<Buyer>> {
  if (npwp) {
    const { facilityId, version } = await readOne(tx, pick(buyer, 'facilityId', 'version'), id, { lock: sql`FOR NO KEY UPDATE` })
    tx.requireVersion(version)
    await requireNewNpwp(tx, facilityId, npwp, id)
  }
  return changeOne(tx, buyer, id, { ...patch, ...npwpColumns(tx, id, npwp) })
}
