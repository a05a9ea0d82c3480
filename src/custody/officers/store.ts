import { phrase } from '../../platform/contract/language.ts'
import { contradiction, notFound, unknownReference } from '../../platform/contract/problems.ts'
import { duplicate, explainConstraints, missingReference } from '../../platform/database/constraints.ts'
import { listing } from '../../platform/database/listing.ts'
import { visible, within } from '../../platform/database/row-filter.ts'
import { assignments, insert, raw, sql, stampColumns } from '../../platform/database/sql.ts'
import { type Change, changeOf, type Reader, type Transaction } from '../../platform/database/transaction.ts'
import type { NewOfficer, Officer, OfficerPatch, OfficerQuery } from './schemas.ts'

explainConstraints({
  officer_facility_fkey: missingReference('/facilityId'),
  officer_nip_key: duplicate('/nip', phrase`Another officer of the facility has this NIP.`),
})

const columns = sql`${raw('officer.id, officer.facility_id AS "facilityId", officer.nip, officer.name, officer.position, officer.active, officer.archived')},
  ${stampColumns('officer')}`

export const listOfficers = listing<Officer, OfficerQuery>({
  operation: 'listOfficers',
  table: 'officer',
  from: sql`officer`,
  columns,
  sorts: { updatedAt: { column: 'officer.updated_at', type: 'timestamptz' } },
  filters: {
    facilityId: (ids) => sql`officer.facility_id = ANY(${ids}::uuid[])`,
    active: (active) => sql`officer.active = ${active}`,
    archived: (archived) => sql`officer.archived = ${archived}`,
  },
})

export async function readOfficer(db: Reader, id: string): Promise<Officer> {
  const [officer] = await db.query<Officer>(sql`SELECT ${columns} FROM officer WHERE officer.id = ${id}::uuid AND ${visible(db.caller, 'officer.facility_id')}`)
  if (officer === undefined) throw notFound()
  return officer
}

export function createOfficer(tx: Transaction, officer: NewOfficer): Change {
  const row = { id: tx.newId(), ...officer, createdBy: tx.caller.clientId, updatedBy: tx.caller.clientId }
  return changeOf(
    tx,
    'officer',
    row.id,
    sql`officer AS (${insert('officer', row)} ${within(tx.caller, officer.facilityId)} RETURNING *), change AS (SELECT ${columns} FROM officer)`,
  )
}

export const updateOfficer = (tx: Transaction, id: string, patch: OfficerPatch): Change =>
  changeOf(
    tx,
    'officer',
    id,
    sql`officer AS (
      UPDATE officer SET ${assignments(patch, tx.caller.clientId)} WHERE ${tx.isTarget('officer', id)} RETURNING *
    ), change AS (SELECT ${columns} FROM officer)`,
  )

export const deleteOfficer = (tx: Transaction, id: string): Change =>
  changeOf(
    tx,
    'officer',
    id,
    sql`change AS (DELETE FROM officer WHERE ${tx.isTarget('officer', id)} RETURNING officer.id, officer.version, officer.facility_id AS "facilityId")`,
  )

/**
 * Holds an officer in service until the end of the transaction, so that nobody is put in charge who is just leaving.
 * @throws unknown-reference when the facility has no such officer, contradiction when the officer is out of service
 */
export async function requireActiveOfficer(tx: Transaction, facilityId: string, id: string, pointer: string): Promise<void> {
  const [officer] = await tx.query<{ active: boolean }>(
    sql`SELECT active AND NOT archived AS active FROM officer WHERE id = ${id}::uuid AND facility_id = ${facilityId}::uuid AND ${visible(tx.caller, 'facility_id')} FOR SHARE`,
  )
  if (officer === undefined) throw unknownReference(pointer)
  if (!officer.active) throw contradiction(pointer, phrase`Officer ${id} is not in service.`)
}
