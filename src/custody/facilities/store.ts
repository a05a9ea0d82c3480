import { phrase } from '../../platform/contract/language.ts'
import { contradiction, unknownReference } from '../../platform/contract/problems.ts'
import { contradicts, duplicate, explainConstraints, missingReference } from '../../platform/database/constraints.ts'
import { contains, listing } from '../../platform/database/listing.ts'
import { changeOne, deleteOne, insertOne, readOne } from '../../platform/database/records.ts'
import { sql } from '../../platform/database/sql.ts'
import { pick, resource } from '../../platform/database/tables.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import { Facility, type FacilityPatch, FacilityQuery, type NewFacility } from './schemas.ts'

explainConstraints({
  facility_code_key: duplicate('/code', phrase`Another facility has this code.`),
  facility_parent_fkey: missingReference('/parentId'),
  facility_parent_check: contradicts('/parentId', phrase`A regional office (Kanwil) has no parent.`),
})

const facility = resource('facility', Facility)

export const listFacilities = listing({
  operation: 'listFacilities',
  of: facility,
  query: FacilityQuery,
  filters: { q: (search) => contains(sql`facility.code || ' ' || facility.name`, search) },
})

export const readFacility = (db: Reader, id: string): Promise<Facility> => readOne(db, facility, id)

/** Above a facility stands a regional office. @throws unknown-reference, contradiction */
async function requireKanwil(tx: Transaction, id: string): Promise<void> {
  const { type } = await readOne(tx, pick(facility, 'type'), id, { absent: () => unknownReference('/parentId') })
  if (type !== 'KANWIL') throw contradiction('/parentId', phrase`Only a regional office (KANWIL) stands above a facility.`)
}

/** Whoever creates a facility sees all of them. */
export async function createFacility(tx: Transaction, values: NewFacility): Promise<Change<Facility>> {
  if (values.parentId) await requireKanwil(tx, values.parentId)
  return insertOne(tx, facility, values)
}

export async function updateFacility(tx: Transaction, id: string, patch: FacilityPatch): Promise<Change<Facility>> {
  if (patch.parentId) await requireKanwil(tx, patch.parentId)
  return changeOne(tx, facility, id, patch)
}

export const deleteFacility = (tx: Transaction, id: string): Change => deleteOne(tx, 'facility', id)

/** The time zone of a facility that the caller may see. @throws unknown-reference */
export async function timeZoneOf(db: Reader, facilityId: string, pointer = '/facilityId'): Promise<string> {
  const { timeZone } = await readOne(db, pick(facility, 'timeZone'), facilityId, { absent: () => unknownReference(pointer) })
  return timeZone
}
