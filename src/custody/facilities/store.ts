import { phrase } from '../../platform/contract/language.ts'
import { contradiction, notFound, unknownReference } from '../../platform/contract/problems.ts'
import { contradicts, duplicate, explainConstraints, missingReference } from '../../platform/database/constraints.ts'
import { containing, listing } from '../../platform/database/listing.ts'
import { unfiltered, visible } from '../../platform/database/row-filter.ts'
import { assignments, insert, raw, sql, stampColumns } from '../../platform/database/sql.ts'
import { type Change, changeOf, type Reader, type Transaction } from '../../platform/database/transaction.ts'
import type { Facility, FacilityPatch, FacilityQuery, NewFacility } from './schemas.ts'

explainConstraints({
  facility_code_key: duplicate('/code', phrase`Another facility has this code.`),
  facility_parent_fkey: missingReference('/parentId'),
  facility_parent_check: contradicts('/parentId', phrase`A regional office (Kanwil) has no parent.`),
})

const columns = sql`${raw(`facility.id, facility.code, facility.name, facility.type, facility.class, facility.parent_id AS "parentId",
  facility.satker_code AS "satkerCode", facility.region_code AS "regionCode", facility.time_zone AS "timeZone", facility.active, facility.archived`)},
  ${stampColumns('facility')}`

export const listFacilities = listing<Facility, FacilityQuery>({
  operation: 'listFacilities',
  table: 'facility',
  from: sql`facility`,
  columns,
  facility: 'facility.id',
  sorts: {
    code: { column: 'facility.code', type: 'text' },
    name: { column: 'facility.name', type: 'text' },
    updatedAt: { column: 'facility.updated_at', type: 'timestamptz' },
  },
  filters: {
    code: (codes) => sql`facility.code = ANY(${codes})`,
    type: (types) => sql`facility.type = ANY(${types})`,
    parentId: (ids) => sql`facility.parent_id = ANY(${ids}::uuid[])`,
    archived: (archived) => sql`facility.archived = ${archived}`,
    q: (search) => sql`(facility.code || ' ' || facility.name) ILIKE ${containing(search)}`,
  },
})

export async function readFacility(db: Reader, id: string): Promise<Facility> {
  const [facility] = await db.query<Facility>(sql`SELECT ${columns} FROM facility WHERE facility.id = ${id}::uuid AND ${visible(db.caller, 'facility.id')}`)
  if (facility === undefined) throw notFound()
  return facility
}

/** Above a facility stands a regional office. @throws unknown-reference, contradiction */
async function requireKanwil(tx: Transaction, id: string): Promise<void> {
  const [parent] = await tx.query<{ type: string }>(sql`SELECT type FROM facility WHERE id = ${id}::uuid AND ${visible(tx.caller, 'facility.id')}`)
  if (parent === undefined) throw unknownReference('/parentId')
  if (parent.type !== 'KANWIL') throw contradiction('/parentId', phrase`Only a regional office (KANWIL) stands above a facility.`)
}

export async function createFacility(tx: Transaction, facility: NewFacility): Promise<Change> {
  if (facility.parentId) await requireKanwil(tx, facility.parentId)
  const row = { id: tx.newId(), ...facility, createdBy: tx.caller.clientId, updatedBy: tx.caller.clientId }
  return changeOf(
    tx,
    'facility',
    row.id,
    sql`facility AS (${insert('facility', row)} ${unfiltered('who creates a facility sees all of them')} RETURNING *), change AS (SELECT ${columns}, facility.id AS "facilityId" FROM facility)`,
  )
}

export async function updateFacility(tx: Transaction, id: string, patch: FacilityPatch): Promise<Change> {
  if (patch.parentId) await requireKanwil(tx, patch.parentId)
  return changeOf(
    tx,
    'facility',
    id,
    sql`facility AS (
      UPDATE facility SET ${assignments(patch, tx.caller.clientId)} WHERE ${tx.isTarget('facility', id, 'facility.id')} RETURNING *
    ), change AS (SELECT ${columns}, facility.id AS "facilityId" FROM facility)`,
  )
}

export const deleteFacility = (tx: Transaction, id: string): Change =>
  changeOf(
    tx,
    'facility',
    id,
    sql`change AS (DELETE FROM facility WHERE ${tx.isTarget('facility', id, 'facility.id')} RETURNING id, version, id AS "facilityId")`,
  )

/** The time zone of a facility that the caller may see. @throws unknown-reference */
export async function timeZoneOf(db: Reader, facilityId: string, pointer = '/facilityId'): Promise<string> {
  const [facility] = await db.query<{ timeZone: string }>(
    sql`SELECT time_zone AS "timeZone" FROM facility WHERE id = ${facilityId}::uuid AND ${visible(db.caller, 'facility.id')}`,
  )
  if (facility === undefined) throw unknownReference(pointer)
  return facility.timeZone
}
