import { readRow } from '../../platform/database/records.ts'
import { rows } from '../../platform/database/row-filter.ts'
import { type Sql, sql } from '../../platform/database/sql.ts'
import type { Reader } from '../../platform/database/transaction.ts'
import type { IncidentFigures, PrivacyReport, RefusalFigures, RequestFigures } from './schemas.ts'

/** Whether an instant falls in a year. */
const fallsIn = (year: number, instant: Sql): Sql =>
  sql`${instant} >= make_timestamptz(${year}, 1, 1, 0, 0, 0, 'Asia/Jakarta') AND ${instant} < make_timestamptz(${year + 1}, 1, 1, 0, 0, 0, 'Asia/Jakarta')`

const requestsOf = (db: Reader, year: number): Promise<RequestFigures[]> =>
  db.query(sql`
    SELECT kind, count(*) AS received, count(*) FILTER (WHERE decided_at <= due_at) AS "inTime",
           count(*) FILTER (WHERE coalesce(decided_at, now()) > due_at) AS late, count(*) FILTER (WHERE decided_at IS NULL) AS open,
           count(*) FILTER (WHERE status = 'FULFILLED') AS fulfilled, count(*) FILTER (WHERE status = 'REFUSED') AS refused
    FROM ${rows(db, 'subject_request')} WHERE ${fallsIn(year, sql`received_at`)} GROUP BY kind ORDER BY kind`)

const refusalsOf = (db: Reader, year: number): Promise<RefusalFigures[]> =>
  db.query(sql`
    SELECT refusal_ground AS ground, count(*) AS requests FROM ${rows(db, 'subject_request')}
    WHERE ${fallsIn(year, sql`received_at`)} AND refusal_ground IS NOT NULL GROUP BY refusal_ground ORDER BY refusal_ground`)

async function erasedIn(db: Reader, year: number): Promise<number> {
  const wasErased = fallsIn(year, sql`erased_at`)
  const { persons } = await readRow<{ persons: number }>(
    db,
    sql`SELECT (SELECT count(*) FROM ${rows(db, 'inmate')} WHERE ${wasErased}) + (SELECT count(*) FROM ${rows(db, 'buyer')} WHERE ${wasErased}) AS persons`,
  )
  return persons
}

const incidentsOf = (db: Reader, year: number): Promise<IncidentFigures> =>
  readRow(
    db,
    sql`SELECT count(*) AS discovered, count(*) FILTER (WHERE status = 'OPEN') AS open, count(*) FILTER (WHERE outcome = 'BREACH') AS breaches,
           count(*) FILTER (WHERE outcome = 'NO_BREACH') AS dismissed, count(authority_notified_at) AS "authorityNotified",
           count(persons_notified_at) AS "personsNotified", count(public_notified_at) AS "publicNotified",
           count(*) FILTER (WHERE outcome IS DISTINCT FROM 'NO_BREACH' AND discovered_at + interval '72 hours'
             < greatest(coalesce(authority_notified_at, now()), coalesce(persons_notified_at, now()))) AS "notifiedLate"
    FROM ${rows(db, 'incident')} WHERE ${fallsIn(year, sql`discovered_at`)}`,
  )

/** The figures of a year, over what the caller may see. */
export async function readPrivacyReport(db: Reader, year: number): Promise<PrivacyReport> {
  const [requests, refusals] = [await requestsOf(db, year), await refusalsOf(db, year)]
  return { year, requests, refusals, erasedPersons: await erasedIn(db, year), incidents: await incidentsOf(db, year) }
}
