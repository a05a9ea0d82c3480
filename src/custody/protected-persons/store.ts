import { unfiltered } from '../../platform/database/row-filter.ts'
import { raw, type Sql, sql } from '../../platform/database/sql.ts'
import type { Expression } from '../../platform/database/tables.ts'

/** Nobody is grown up too early: at midnight UTC it is day already everywhere in Indonesia. */
const isMinor = sql`(inmate.legal_status = 'JUVENILE' OR coalesce(inmate.birth_date > (now() AT TIME ZONE 'UTC' - interval '18 years')::date, FALSE))`

/** What protects an inmate, of a row of `inmate`. */
export const inmateProtections: Expression<string[]> = sql`inmate.protections || CASE WHEN ${isMinor} THEN '{MINOR}'::text[] ELSE '{}' END`

/** The same of a row that names one. */
export const protectionsByInmate = (table: 'inmate_registration' | 'custody_change' | 'enrollment' | 'batch_worker' | 'work_log'): Sql => {
  const inmates = unfiltered('inmate', 'whoever is shown the row is told how its person is protected')
  return sql`ARRAY(SELECT unnest(${inmateProtections}) FROM ${inmates} WHERE inmate.id = ${raw(`${table}.inmate_id`)})`
}
