import { phrase } from '../../platform/contract/language.ts'
import { unknownReference } from '../../platform/contract/problems.ts'
import { contradicts, duplicate, explainConstraints, missingReference } from '../../platform/database/constraints.ts'
import { contains, listing } from '../../platform/database/listing.ts'
import { changeOne, deleteOne, insertOne, readOne } from '../../platform/database/records.ts'
import { holdReference, type Named, named, referable } from '../../platform/database/references.ts'
import { rows, unfiltered } from '../../platform/database/row-filter.ts'
import { join, type Sql, sql } from '../../platform/database/sql.ts'
import { column, datedTables, pick, resource, type Table } from '../../platform/database/tables.ts'
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

// Which facilities new rows can name, and why one cannot. What is there already can still be read, corrected, ended and moved away.

const anyFacility = referable('facility', {
  archived: { when: sql`facility.archived`, because: phrase`The facility is archived.` },
  inactive: { when: sql`NOT facility.active`, because: phrase`The facility is not in service.` },
})
const unit = referable('unit', {
  ...anyFacility.states,
  kanwil: { when: sql`facility.type = 'KANWIL'`, because: phrase`A regional office (Kanwil) keeps no inmates and runs no programs.` },
})
const kanwil = referable('kanwil', {
  ...anyFacility.states,
  unit: { when: sql`facility.type <> 'KANWIL'`, because: phrase`Only a regional office (KANWIL) stands above a facility.` },
})

const ofId = (db: Reader, id: string): Sql => sql`${rows(db, 'facility')} WHERE facility.id = ${id}::uuid`

/** The facility of a new row. */
export const inFacility = (tx: Transaction, id: string): Named => named(anyFacility, ofId(tx, id), '/facilityId')
/** The facility of a new row that no regional office has. */
export const inUnit = (tx: Transaction, id: string): Named => named(unit, ofId(tx, id), '/facilityId')
/** The regional office above a facility. */
const belowKanwil = (tx: Transaction, id: string): Named => named(kanwil, ofId(tx, id), '/parentId')

/** The same in a statement of its own. @throws unknown-reference, contradiction */
export const holdUnit = (tx: Transaction, id: string, pointer: string) =>
  holdReference(tx, unit, ofId(tx, id), pointer, { timeZone: column('facility', 'timeZone') })
export const holdKanwil = (tx: Transaction, id: string) => holdReference(tx, kanwil, ofId(tx, id), '/parentId', {})

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
