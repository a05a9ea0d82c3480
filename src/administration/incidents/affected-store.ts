/** Who is affected: found in the audit trail, by what the incident says of client, credential, facility and time. */
import { listing } from '../../platform/database/listing.ts'
import { rows, unfiltered } from '../../platform/database/row-filter.ts'
import { join, raw, type Sql, sql } from '../../platform/database/sql.ts'
import { listOf, type Resource, type Table } from '../../platform/database/tables.ts'
import type { Reader } from '../../platform/database/transaction.ts'
import { tablesOf } from '../../platform/security/personal-data.ts'
import { subjectTypes } from '../subject-requests/index.ts'
import { type AffectedPerson, AffectedPersonQuery, type Incident } from './schemas.ts'

const whoseItIs = 'that it was shown stands in the part of the trail that the caller may see'

/** Whose row `shown.row_id` is, by every table that says whose its rows are. */
const owners = (): Sql =>
  join(
    subjectTypes.flatMap((type) =>
      tablesOf(type)
        .filter(({ table }) => 'id' in table.columns)
        .map(({ name, table: { through, partOf }, person }) => {
          const own = sql`${raw(name)}.${raw(person)}`
          const owner =
            through === undefined ? own : sql`(SELECT ${raw(through.person)} FROM ${unfiltered(through.table as Table, whoseItIs)} WHERE id = ${own})`
          const isShown = ['id', ...(partOf ? [partOf.column] : [])].map((column) => sql`${raw(`${name}.${column}`)} = shown.row_id`)
          return sql`SELECT DISTINCT ${type}::text AS type, ${owner} AS id FROM ${unfiltered(name as Table, whoseItIs)} WHERE ${join(isShown, ' OR ')}`
        }),
    ),
    ' UNION ALL ',
  )

/** The entries that an incident is about. What is read to deal with it is no part of it. */
const entriesOf = (db: Reader, { facilityId, clientId, credentialId, beganAt, endedAt, dataClasses }: Incident): Sql => {
  const conditions = [
    sql`entry.at >= ${beganAt}::timestamptz AND entry.at <= coalesce(${endedAt}::timestamptz, now())`,
    sql`entry.outcome = 'ALLOWED' AND entry.classes && ${dataClasses}::text[] AND entry.resource <> 'affected-person'`,
    ...(facilityId === null ? [] : [sql`entry.facility_id = ${facilityId}::uuid`]),
    ...(clientId === null ? [] : [sql`entry.client_id = ${clientId}::uuid`]),
    ...(credentialId === null ? [] : [sql`entry.credential_id = ${credentialId}::uuid`]),
  ]
  return sql`${rows(db, 'audit_entry', 'entry')} WHERE ${join(conditions, ' AND ')}`
}

/** A row for each person; organisations that bought are none. */
function affectedBy(db: Reader, incident: Incident): Sql {
  const shown = sql`
    SELECT entry.facility_id, entry.classes, entry.at, unnest(entry.resource_ids) AS row_id FROM ${entriesOf(db, incident)}`
  return sql`(
    SELECT owner.id, owner.type, ${incident.id}::uuid AS incident_id, count(*)::int AS times, min(shown.at) AS first_at, max(shown.at) AS last_at,
           (array_agg(shown.facility_id ORDER BY shown.at DESC))[1] AS facility_id,
           ARRAY(SELECT DISTINCT class FROM unnest(string_to_array(string_agg(array_to_string(shown.classes, ','), ','), ',')) class ORDER BY 1) AS classes
    FROM (${shown}) shown CROSS JOIN LATERAL (${owners()}) owner
    WHERE owner.id IS NOT NULL AND NOT EXISTS (SELECT FROM ${unfiltered('buyer', whoseItIs)} WHERE buyer.id = owner.id AND buyer.type NOT IN ('INDIVIDUAL', 'EMPLOYEE'))
    GROUP BY owner.id, owner.type
  ) inmate`
}

const members = {
  id: sql`inmate.id`,
  type: sql`inmate.type`,
  facilityId: sql`inmate.facility_id`,
  times: sql`inmate.times`,
  classes: sql`inmate.classes`,
  firstAt: sql`inmate.first_at`,
  lastAt: sql`inmate.last_at`,
}
/** They are rows of no table; a list has one by whose name they go, and whose ids these mostly are. */
const affectedPerson: Resource<'inmate', AffectedPerson, 'id' | 'facilityId'> = {
  table: 'inmate',
  members,
  sources: { id: 'id', facilityId: 'facilityId' },
  columns: listOf(members),
  words: new Set(),
}

type Query = Parameters<ReturnType<typeof pageOf>>[1]
const pageOf = (incident: Incident) =>
  listing({
    operation: 'listAffectedPersons',
    of: affectedPerson,
    query: AffectedPersonQuery,
    from: (db) => affectedBy(db, incident),
    updated: sql`inmate.last_at`,
  })

export const listAffected = (db: Reader, incident: Incident, query: Query) => pageOf(incident)(db, query, sql`inmate.incident_id = ${incident.id}::uuid`)

export async function countAffected(db: Reader, incident: Incident): Promise<number> {
  const [counted] = await db.query<{ persons: number }>(sql`SELECT count(*) AS persons FROM ${affectedBy(db, incident)}`)
  return counted?.persons ?? 0
}
