import { phrase } from '../../platform/contract/language.ts'
import { contradiction, unknownReference } from '../../platform/contract/problems.ts'
import { duplicate, explainConstraints, missingReference } from '../../platform/database/constraints.ts'
import { listing } from '../../platform/database/listing.ts'
import { changeOne, deleteOne, insertOne, readOne } from '../../platform/database/records.ts'
import { rows } from '../../platform/database/row-filter.ts'
import { sql } from '../../platform/database/sql.ts'
import { expression, resource, select } from '../../platform/database/tables.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import { type NewOfficer, Officer, type OfficerPatch, OfficerQuery } from './schemas.ts'

explainConstraints({
  officer_facility_fkey: missingReference('/facilityId'),
  officer_nip_key: duplicate('/nip', phrase`Another officer of the facility has this NIP.`),
})

const officer = resource('officer', Officer)

export const listOfficers = listing({ operation: 'listOfficers', of: officer, query: OfficerQuery })
export const readOfficer = (db: Reader, id: string): Promise<Officer> => readOne(db, officer, id)
export const createOfficer = (tx: Transaction, values: NewOfficer): Change<Officer> => insertOne(tx, officer, values)
export const updateOfficer = (tx: Transaction, id: string, patch: OfficerPatch): Change<Officer> => changeOne(tx, officer, id, patch)
export const deleteOfficer = (tx: Transaction, id: string): Change => deleteOne(tx, 'officer', id)

/**
 * Holds an officer in service until the end of the transaction, so that nobody is put in charge who is just leaving.
 * @throws unknown-reference when the facility has no such officer, contradiction when the officer is out of service
 */
export async function requireActiveOfficer(tx: Transaction, facilityId: string, id: string, pointer: string): Promise<void> {
  const isActive = expression<boolean>`officer.active AND NOT officer.archived`
  const [found] = await tx.query(
    select({ isActive }, sql`FROM ${rows(tx, 'officer')} WHERE officer.id = ${id}::uuid AND officer.facility_id = ${facilityId}::uuid FOR SHARE`),
  )
  if (found === undefined) throw unknownReference(pointer)
  if (!found.isActive) throw contradiction(pointer, phrase`Officer ${id} is not in service.`)
}
