import { notFound } from '../../platform/contract/problems.ts'
import { listing } from '../../platform/database/listing.ts'
import { unfiltered, visible, within } from '../../platform/database/row-filter.ts'
import { assignments, insert, join, raw, type Sql, sql, stampColumns } from '../../platform/database/sql.ts'
import { type Change, changeOf, type Reader, type Transaction } from '../../platform/database/transaction.ts'
import { openStatuses } from '../../production/enrollments/index.ts'
import { catalogue, type Erasure, erasable, type SubjectType, tablesOf } from './data-catalogue.ts'
import type { FormerValue, TrailEntry } from './record-schemas.ts'
import type { BuyerAffairs } from './rules.ts'
import type { NewSubjectRequest, RequestStatus, Subject, SubjectRequest, SubjectRequestQuery, SubjectRequestRefusal } from './schemas.ts'

const ofTheSubject = unfiltered('the person was found among those whom the caller may see')

// Requests --------------------------------------------------------------------------------------------------------

const columns = sql`${raw(`subject_request.id, subject_request.facility_id AS "facilityId", subject_request.kind,
  jsonb_build_object('type', CASE WHEN subject_request.inmate_id IS NULL THEN 'BUYER' ELSE 'INMATE' END,
    'id', coalesce(subject_request.inmate_id, subject_request.buyer_id)) AS subject,
  subject_request.requested_by AS "requestedBy", subject_request.received_at AS "receivedAt", subject_request.due_at AS "dueAt", subject_request.status,
  subject_request.decided_at AS "decidedAt", CASE WHEN subject_request.refusal_ground IS NOT NULL THEN
    jsonb_build_object('ground', subject_request.refusal_ground, 'reason', subject_request.refusal_reason) END AS refusal`)},
  ${stampColumns('subject_request')}`

export const listSubjectRequests = listing<SubjectRequest, SubjectRequestQuery>({
  operation: 'listSubjectRequests',
  table: 'subject_request',
  from: sql`subject_request`,
  columns,
  sorts: {
    dueAt: { column: 'subject_request.due_at', type: 'timestamptz' },
    updatedAt: { column: 'subject_request.updated_at', type: 'timestamptz' },
  },
  filters: {
    facilityId: (ids) => sql`subject_request.facility_id = ANY(${ids}::uuid[])`,
    kind: (kinds) => sql`subject_request.kind = ANY(${kinds})`,
    status: (statuses) => sql`subject_request.status = ANY(${statuses})`,
    overdue: (overdue) =>
      overdue
        ? sql`subject_request.status = 'OPEN' AND subject_request.due_at < now()`
        : sql`(subject_request.status <> 'OPEN' OR subject_request.due_at >= now())`,
    dueAtFrom: (from) => sql`subject_request.due_at >= ${from}::timestamptz`,
    dueAtTo: (to) => sql`subject_request.due_at <= ${to}::timestamptz`,
  },
})

const one = async (db: Reader, id: string, lock: Sql): Promise<SubjectRequest> => {
  const [request] = await db.query<SubjectRequest>(
    sql`SELECT ${columns} FROM subject_request WHERE subject_request.id = ${id}::uuid AND ${visible(db.caller, 'subject_request.facility_id')} ${lock}`,
  )
  if (request === undefined) throw notFound()
  return request
}

/** @throws not-found */
export const readSubjectRequest = (db: Reader, id: string): Promise<SubjectRequest> => one(db, id, sql``)
/** @throws not-found */
export const lockSubjectRequest = (tx: Transaction, id: string): Promise<SubjectRequest> => one(tx, id, sql`FOR UPDATE`)

/** Every request about a person. */
export const requestsAbout = (db: Reader, { type, id }: Subject): Promise<SubjectRequest[]> =>
  db.query(sql`SELECT ${columns} FROM subject_request WHERE ${personIn('subject_request', type, id)} ${ofTheSubject} ORDER BY id`)

const rowIs = (id: string): Sql => sql`id = ${id}::uuid`
const personIn = (table: string, type: SubjectType, id: string): Sql => sql`${raw(catalogue[table]?.person?.[type] ?? '')} = ${id}::uuid`

/** The person that a request is about, held so that it stays; undefined where the caller sees none. */
export async function findSubject(tx: Transaction, { type, id }: Subject): Promise<{ facilityId: string; isPerson: boolean } | undefined> {
  const [table, isPerson] = type === 'INMATE' ? [raw('inmate'), sql`true`] : [raw('buyer'), sql`type IN ('INDIVIDUAL', 'EMPLOYEE')`]
  const [found] = await tx.query<{ facilityId: string; isPerson: boolean }>(
    sql`SELECT facility_id AS "facilityId", ${isPerson} AS "isPerson" FROM ${table} WHERE ${rowIs(id)} AND ${visible(tx.caller, 'facility_id')} FOR SHARE`,
  )
  return found
}

export function insertSubjectRequest(tx: Transaction, facilityId: string, { subject, receivedAt, ...request }: NewSubjectRequest): Change {
  const received = receivedAt === undefined ? tx.now : new Date(receivedAt)
  const row = {
    id: tx.newId(),
    facilityId,
    ...request,
    ...(subject.type === 'INMATE' ? { inmateId: subject.id } : { buyerId: subject.id }),
    receivedAt: received,
    dueAt: new Date(received.getTime() + 72 * 3_600_000),
    createdBy: tx.caller.clientId,
    updatedBy: tx.caller.clientId,
  }
  const ctes = sql`${within(tx.caller, facilityId, '/subject/id')} subject_request AS (${insert('subject_request', row)} RETURNING *), change AS (SELECT ${columns} FROM subject_request)`
  return changeOf(tx, 'subject_request', row.id, ctes)
}

export function decideSubjectRequest(tx: Transaction, id: string, status: RequestStatus, refusal?: SubjectRequestRefusal): Change {
  const members = { status, decidedAt: tx.now, refusalGround: refusal?.ground, refusalReason: refusal?.reason }
  return changeOf(
    tx,
    'subject_request',
    id,
    sql`subject_request AS (
      UPDATE subject_request SET ${assignments(members, tx.caller.clientId)} WHERE ${tx.isTarget('subject_request', id)} RETURNING *
    ), change AS (SELECT ${columns} FROM subject_request)`,
  )
}

// The record ------------------------------------------------------------------------------------------------------

/** What rows are called, by id: programs, batches, facilities. */
export async function namesOf(db: Reader, table: 'program' | 'batch' | 'facility', ids: readonly string[]): Promise<Map<string, string>> {
  const name = raw(table === 'batch' ? 'code' : 'name')
  const rows = await db.query<{ id: string; name: string }>(sql`SELECT id, ${name} AS name FROM ${raw(table)} WHERE id = ANY(${ids}::uuid[]) ${ofTheSubject}`)
  return new Map(rows.map((row) => [row.id, row.name]))
}

const camelCase = (column: string): string => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** What was corrected, the earliest first; sealed numbers opened. */
export async function formerValuesOf(db: Reader, { type, id }: Subject, redactions: ReadonlySet<string>): Promise<FormerValue[]> {
  const rows = await db.query<FormerValue & { table: string }>(sql`
    SELECT history.resource AS table, replace(history.resource, '_', '-') AS resource, history.row_id AS "rowId", history.field, history.version,
           CASE WHEN history.field = 'facility_id' THEN (SELECT name FROM facility WHERE id = (history.value #>> '{}')::uuid)
                WHEN jsonb_typeof(history.value) = 'array' THEN (SELECT string_agg(element, ', ') FROM jsonb_array_elements_text(history.value) element)
                ELSE history.value #>> '{}' END AS former,
           history.changed_at AS "changedAt", coalesce(client.name, '-') AS "changedBy"
    FROM personal_history history LEFT JOIN api_client client ON client.id = history.changed_by
    WHERE ${personIn('personal_history', type, id)} ${ofTheSubject} ORDER BY history.sequence`)
  return rows.map(({ table, field, former, ...row }) => {
    const member = catalogue[table]?.columns[field]?.member ?? camelCase(field)
    const isSealed = field.endsWith('_sealed') && former !== null
    // The member that shows it holds values of several classes.
    const dataClass = catalogue[table]?.columns[field]?.class
    if (dataClass !== undefined && dataClass !== 'none' && redactions.has(dataClass)) return { ...row, field: member, former: null }
    return { ...row, field: member, former: isSealed ? db.keyring.open(former, `${table}.${member}:${row.rowId}`) : former }
  })
}

/** Who read or changed any of these rows, the latest first; at most `limit`. */
export const trailOf = (db: Reader, ids: readonly string[], limit: number): Promise<TrailEntry[]> =>
  db.query(sql`
    SELECT entry.at, coalesce(client.name, '-') AS client, client.organisation, entry.purpose, entry.resource, entry.operation,
           CASE WHEN entry.version IS NULL THEN 'READ' ELSE 'CHANGE' END AS access
    FROM audit_entry entry LEFT JOIN api_client client ON client.id = entry.client_id
    WHERE entry.resource_ids && ${ids}::uuid[] AND entry.outcome = 'ALLOWED' ${ofTheSubject} ORDER BY entry.at DESC, entry.sequence DESC LIMIT ${limit}`)

// Erasure ---------------------------------------------------------------------------------------------------------

/** Whether somebody is still enrolled, or at work on a batch. */
export async function workOf(tx: Transaction, inmateId: string): Promise<{ isEnrolled: boolean; isAtWork: boolean }> {
  const [work] = await tx.query<{ isEnrolled: boolean; isAtWork: boolean }>(sql`
    SELECT EXISTS (SELECT 1 FROM enrollment WHERE inmate_id = ${inmateId}::uuid AND status = ANY(${openStatuses})) AS "isEnrolled",
           EXISTS (SELECT 1 FROM batch_worker WHERE inmate_id = ${inmateId}::uuid AND valid_to IS NULL) AS "isAtWork" ${ofTheSubject}`)
  return work as { isEnrolled: boolean; isAtWork: boolean }
}

export interface LockedBuyer extends BuyerAffairs {
  facilityId: string
  retentionHold: boolean
  erasedAt: string | null
}

/** A condition: whether a sale is still under way. */
export const openSale = sql`sale.status IN ('DRAFT', 'CONFIRMED')`

/** Locks a buyer, which keeps sales to it from being made, and reads how things stand. @throws not-found */
export async function lockBuyer(tx: Transaction, id: string): Promise<LockedBuyer> {
  await tx.query(sql`SELECT 1 FROM buyer WHERE ${rowIs(id)} AND ${visible(tx.caller, 'facility_id')} FOR UPDATE`)
  const [buyer] = await tx.query<LockedBuyer>(sql`
    SELECT buyer.facility_id AS "facilityId", buyer.retention_hold AS "retentionHold", buyer.erased_at AS "erasedAt",
           coalesce(bool_or(${openSale}), false) AS "hasOpenSale", coalesce(bool_or(sale.status = 'CONFIRMED' AND sale.paid < sale.total), false) AS "hasUnpaidSale",
           max(sale.sold_on) FILTER (WHERE sale.status <> 'CANCELLED') AS "lastSoldOn"
    FROM buyer LEFT JOIN sale ON sale.buyer_id = buyer.id
    WHERE buyer.id = ${id}::uuid AND ${visible(tx.caller, 'buyer.facility_id')} GROUP BY buyer.id`)
  if (buyer === undefined) throw notFound()
  return buyer
}

const shortId = `right(id::text, 12)`
/** What each way of erasing writes; src/administration/subject-requests/data-catalogue.ts says which column gets which. */
const erased: Record<Erasure, (column: string) => string> = {
  KEPT: (column) => column,
  CLEARED: () => 'NULL',
  EMPTIED: () => `'{}'`,
  MASKED: (column) => `CASE WHEN ${column} IS NOT NULL THEN '***' END`,
  NUMBERED: () => `'***' || ${shortId}`,
  PSEUDONYM: () => `'N.N. ' || ${shortId}`,
  NAMELESS: () => `'N.N.'`,
}

/**
 * Makes a person nameless in every table that the catalogue names, tells of each row, and forgets the answers that are
 * kept for repeated requests. The person is locked. Former values go last: erasing is a change, and leaves some itself.
 */
export async function erase(tx: Transaction, { type, id }: Subject): Promise<void> {
  const main = type === 'INMATE' ? 'inmate' : 'buyer'
  for (const { name, table, person } of tablesOf(type)) {
    const columns = erasable(table)
    if (columns.length === 0) continue
    const values = columns.map(([column, way]) => raw(`${column} = ${erased[way](column)}`))
    const once = name === main ? [sql`erased_at = now()`, ...(type === 'BUYER' ? [sql`active = false`] : [])] : []
    const isVersioned = 'updated_at' in table.columns
    const filled = raw(columns.map(([column]) => `${column} IS NOT NULL`).join(' OR '))
    const changed = await tx.query<{ id: string; facilityId: string; version: number }>(sql`
      UPDATE ${raw(name)} SET ${join([...values, ...once, ...(isVersioned ? [assignments({}, tx.caller.clientId)] : [])])}
      WHERE ${raw(person)} = ${id}::uuid AND (${filled}) ${ofTheSubject}
      ${isVersioned ? sql`RETURNING id, facility_id AS "facilityId", version` : sql``}`)
    const resource = name.replaceAll('_', '-')
    for (const row of changed) tx.emit({ type: `${resource}.erased`, resource, ...row })
  }
  await tx.query(
    sql`DELETE FROM idempotency_key WHERE answer ->> 'id' = ${id} OR answer ->> 'inmateId' = ${id} OR answer #>> '{subject,id}' = ${id} ${ofTheSubject}`,
  )
}
