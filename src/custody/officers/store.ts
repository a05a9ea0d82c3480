import { phrase } from '../../platform/contract/language.ts'
import { contradiction, unknownReference } from '../../platform/contract/problems.ts'
import { duplicate, explainConstraints, missingReference } from '../../platform/database/constraints.ts'
import { listing } from '../../platform/database/listing.ts'
import { changeOne, deleteOne, insertOne, type Requirement, readOne } from '../../platform/database/records.ts'
import { refusal, requireRules } from '../../platform/database/refusals.ts'
import { unfiltered } from '../../platform/database/row-filter.ts'
import { type Sql, sql } from '../../platform/database/sql.ts'
import { type Expression, resource } from '../../platform/database/tables.ts'
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

/** The CTE `found_officer`, for the officer of a facility. It is held, so that nobody is put in charge who is just leaving. */
export const foundOfficer = (id: string, facilityId: Sql): Sql => sql`found_officer AS (
    SELECT officer.active AND NOT officer.archived AS in_service FROM ${unfiltered('officer', 'it is of a facility that the caller sees')}
    WHERE officer.id = ${id}::uuid AND officer.facility_id = ${facilityId} FOR SHARE)`

/** Whoever is put in charge is in `found_officer`, and in service. */
export const officerRules = (id: string, pointer: string) => ({
  'unknown-officer': { broken: sql`NOT EXISTS (SELECT FROM found_officer)`, problem: () => unknownReference(pointer) },
  'not-in-service': {
    broken: sql`NOT (SELECT in_service FROM found_officer)`,
    problem: () => contradiction(pointer, phrase`Officer ${id} is not in service.`),
  },
})

/** The same for a row that is changed, of this facility. */
export const inCharge = (facilityId: Expression<string>, id: string, pointer: string): Requirement => ({
  facts: { facilityId },
  found: foundOfficer(id, sql`(SELECT "facilityId" FROM target)`),
  rules: officerRules(id, pointer),
})

/** The same in a statement of its own. @throws unknown-reference, contradiction */
export async function requireActiveOfficer(tx: Transaction, facilityId: string, id: string, pointer: string): Promise<void> {
  const rules = officerRules(id, pointer)
  await requireRules(tx, rules, sql`WITH ${foundOfficer(id, sql`${facilityId}::uuid`)}, ${refusal(rules, sql`'{}'::jsonb`)} SELECT rule, facts FROM refusal`)
}
