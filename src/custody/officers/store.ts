import { phrase } from '../../platform/contract/language.ts'
import { duplicate, explainConstraints, missingReference } from '../../platform/database/constraints.ts'
import { listing } from '../../platform/database/listing.ts'
import { changeOne, insertOne, type Requirement, readOne, stillUsable } from '../../platform/database/records.ts'
import { holdReference, type Named, named, referable } from '../../platform/database/references.ts'
import { unfiltered } from '../../platform/database/row-filter.ts'
import { type Sql, sql } from '../../platform/database/sql.ts'
import { type Expression, resource } from '../../platform/database/tables.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import { inFacility } from '../facilities/index.ts'
import { type NewOfficer, Officer, type OfficerPatch, OfficerQuery } from './schemas.ts'

explainConstraints({
  officer_facility_fkey: missingReference('/facilityId'),
  officer_nip_key: duplicate('/nip', phrase`Another officer of the facility has this NIP.`),
})

const officer = resource('officer', Officer)

export const listOfficers = listing({ operation: 'listOfficers', of: officer, query: OfficerQuery })
export const readOfficer = (db: Reader, id: string): Promise<Officer> => readOne(db, officer, id)
export const createOfficer = (tx: Transaction, values: NewOfficer): Change<Officer> => insertOne(tx, officer, values, [inFacility(tx, values.facilityId)])
export const updateOfficer = (tx: Transaction, id: string, patch: OfficerPatch): Change<Officer> => changeOne(tx, officer, id, patch)

const reference = referable('officer', {
  archived: { when: sql`officer.archived`, because: phrase`The officer is archived.` },
  inactive: { when: sql`NOT officer.active`, because: phrase`The officer is not in service.` },
})

const ofFacility = (id: string, facilityId: Sql): Sql =>
  sql`${unfiltered('officer', 'it is of a facility that the caller sees')} WHERE officer.id = ${id}::uuid AND officer.facility_id = ${facilityId}`

/** Whoever is put in charge, at a facility. The row is held, so that it is nobody who is just leaving. */
export const inCharge = (id: string, facilityId: Sql, pointer: string): Named => named(reference, ofFacility(id, facilityId), pointer)

/** The same for a row that is changed; who is in charge already may stay. */
export function newInCharge(before: Expression<string>, id: string, pointer: string): Requirement {
  const { ctes, rules } = inCharge(id, sql`(SELECT "facilityId" FROM target)`, pointer)
  const isNew = sql`(SELECT "inCharge" <> ${id}::uuid FROM target)`
  const ofNew = Object.entries(rules).map(([name, rule]) => [name, { ...rule, broken: sql`${isNew} AND ${rule.broken}` }])
  return { facts: { inCharge: before }, ctes, rules: Object.fromEntries(ofNew) }
}

/** For a step of a row that somebody is in charge of. */
export const stillInCharge = (id: Sql, pointer: string): Requirement =>
  stillUsable(reference, pointer, sql`${unfiltered('officer', 'whoever sees the row sees who is in charge')} WHERE officer.id = ${id}`)

/** The same in a statement of its own. @throws unknown-reference, contradiction */
export async function requireActiveOfficer(tx: Transaction, facilityId: string, id: string, pointer: string): Promise<void> {
  await holdReference(tx, reference, ofFacility(id, sql`${facilityId}::uuid`), pointer, {})
}
