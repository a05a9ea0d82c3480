import { phrase } from '../../platform/contract/language.ts'
import { unknownReference } from '../../platform/contract/problems.ts'
import { contradicts, duplicate, explainConstraints, missingReference } from '../../platform/database/constraints.ts'
import { containing, listing } from '../../platform/database/listing.ts'
import { changeOne, deleteOne, insertOne, readOne } from '../../platform/database/records.ts'
import { unfiltered } from '../../platform/database/row-filter.ts'
import { join, type Sql, sql } from '../../platform/database/sql.ts'
import { datedTables, pick, resource, type Table } from '../../platform/database/tables.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import { belowKanwil } from './references.ts'
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
  filters: { q: (search) => sql`(facility.code || ' ' || facility.name) ILIKE ${containing(search)}` },
})

export const readFacility = (db: Reader, id: string): Promise<Facility> => readOne(db, facility, id)

/** Whoever creates a facility sees all of them. */
export const createFacility = (tx: Transaction, values: NewFacility): Change<Facility> =>
  insertOne(tx, facility, values, values.parentId ? [belowKanwil(tx, values.parentId)] : [])

/** Nobody names the facility in a new row until the transaction ends. @throws not-found */
export const lockFacility = (tx: Transaction, id: string) =>
  readOne(tx, pick(facility, 'version', 'type', 'parentId', 'timeZone'), id, { lock: sql`FOR NO KEY UPDATE` })

async function holdersIn(db: Reader, tables: readonly Table[], condition: Sql): Promise<string[]> {
  const found = tables.map(
    (table) => sql`SELECT ${table} AS name WHERE EXISTS (SELECT FROM ${unfiltered(table, 'it is said that there are some')} WHERE ${condition})`,
  )
  const holders = await db.query<{ name: string }>(join(found, ' UNION ALL '))
  return holders.map(({ name }) => name)
}

/** What only a regional office has, or no regional office. */
export const holdersOfType = (db: Reader, id: string, type: Facility['type']): Promise<string[]> =>
  type === 'KANWIL' ? holdersIn(db, ['facility'], sql`parent_id = ${id}::uuid`) : holdersIn(db, ['inmate', 'program'], sql`facility_id = ${id}::uuid`)

/** Whose days are days of the time zone of their facility. */
export const holdersOfDays = (db: Reader, id: string): Promise<string[]> => holdersIn(db, datedTables, sql`facility_id = ${id}::uuid`)

export const updateFacility = (tx: Transaction, id: string, patch: FacilityPatch): Change<Facility> => changeOne(tx, facility, id, patch)

export const deleteFacility = (tx: Transaction, id: string): Change => deleteOne(tx, 'facility', id)

/** The time zone of a facility that the caller may see. @throws unknown-reference */
export async function timeZoneOf(db: Reader, facilityId: string, pointer = '/facilityId'): Promise<string> {
  const { timeZone } = await readOne(db, pick(facility, 'timeZone'), facilityId, { absent: () => unknownReference(pointer) })
  return timeZone
}
