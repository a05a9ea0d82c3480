import { readRow } from '../../platform/database/records.ts'
import { rows, unfiltered } from '../../platform/database/row-filter.ts'
import { type Sql, sql } from '../../platform/database/sql.ts'
import { column, insert, resource, type Selected, select } from '../../platform/database/tables.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import { FacilityMonth } from './schemas.ts'

const month = resource('facility_month', FacilityMonth, { month: sql`to_char(facility_month.month, 'YYYY-MM')` })

const firstDayOf = (month: string): string => `${month}-01`
/** Every facility has every month, also those that nobody has locked yet: its id follows from both. */
const idOf = (facilityId: Sql, day: string): Sql => sql`md5(${facilityId}::text || ${day}::text)::uuid`

/** The month as its table has it, or would. */
const eachMonth = (db: Reader, facilityId: string, day: string): Sql => sql`(
    SELECT ${idOf(sql`facility.id`, day)} AS id, facility.id AS facility_id, facility.time_zone, ${day}::date AS month, coalesce(kept.status, 'OPEN') AS status,
           kept.reason, coalesce(kept.version, 0) AS version, kept.created_at, kept.updated_at, kept.created_by, kept.updated_by
    FROM ${rows(db, 'facility')}
    LEFT JOIN ${unfiltered('facility_month', 'its facility is one that the caller sees', 'kept')} ON kept.facility_id = facility.id AND kept.month = ${day}::date
    WHERE facility.id = ${facilityId}::uuid
  ) facility_month`

const withTimeZone = { ...month.members, timeZone: column('facility', 'timeZone', 'facility_month') }
export type DatedMonth = Selected<typeof withTimeZone>

/** @throws not-found */
export const readMonth = (db: Reader, facilityId: string, name: string): Promise<FacilityMonth> =>
  readRow(db, select(month.members, sql`FROM ${eachMonth(db, facilityId, firstDayOf(name))}`))

/**
 * Holds a month until the transaction ends. Facts that are being entered with a day in it come first; those that come later see
 * what was decided (`require_open_month`, a function of the migrations). @throws not-found
 */
export async function holdMonth(tx: Transaction, facilityId: string, name: string): Promise<DatedMonth> {
  const day = firstDayOf(name)
  await tx.query(sql`SELECT pg_advisory_xact_lock(month_lock_key(${facilityId}::uuid, ${day}::date))`)
  return readRow(tx, select(withTimeZone, sql`FROM ${eachMonth(tx, facilityId, day)}`))
}

/** For a month that is held. */
export function writeMonth(tx: Transaction, { timeZone: _, ...before }: DatedMonth, set: Pick<FacilityMonth, 'status' | 'reason'>): Change<FacilityMonth> {
  const { id, facilityId } = before
  const by = tx.caller.clientId
  const row = { id, facilityId, month: firstDayOf(before.month), ...set, createdBy: by, updatedBy: by }
  const again = sql`ON CONFLICT (facility_id, month) DO UPDATE SET status = excluded.status, reason = excluded.reason,
    version = facility_month.version + 1, updated_at = now(), updated_by = excluded.updated_by RETURNING *`
  return { ctes: sql`written AS (${insert('facility_month', row, again)}), change AS (SELECT ${month.columns} FROM written facility_month)`, before }
}
