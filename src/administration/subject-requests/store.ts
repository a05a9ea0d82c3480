import { listing } from '../../platform/database/listing.ts'
import { changeOne, insertOne, readOne, readRow } from '../../platform/database/records.ts'
import { rows, unfiltered } from '../../platform/database/row-filter.ts'
import { empty, join, raw, type Sql, sql } from '../../platform/database/sql.ts'
import { columns, expression, resource, select, stamp } from '../../platform/database/tables.ts'
import type { Change, Reader, Transaction } from '../../platform/database/transaction.ts'
import { allTables, type Table as DescribedTable, type Erasure, erasable, tablesOf } from '../../platform/security/personal-data.ts'
import { preparedBy } from '../../platform/security/second-person.ts'
import { openStatuses } from '../../production/programs/index.ts'
import type { FormerValue, OfficerDuty, OtherRecord, TrailEntry } from './record-schemas.ts'
import {
  type NewSubjectRequest,
  type RequestStatus,
  type Subject,
  SubjectRequest,
  SubjectRequestQuery,
  type SubjectRequestRefusal,
  type SubjectType,
} from './schemas.ts'

const ofTheSubject = 'the person was found among those whom the caller may see'
const whoDidIt = 'the record names the clients that read and changed it'

// Requests --------------------------------------------------------------------------------------------------------

const request = resource('subject_request', SubjectRequest, {
  subject: sql`jsonb_build_object('type', CASE WHEN subject_request.inmate_id IS NOT NULL THEN 'INMATE' WHEN subject_request.buyer_id IS NOT NULL THEN 'BUYER' ELSE 'OFFICER' END,
    'id', coalesce(subject_request.inmate_id, subject_request.buyer_id, subject_request.officer_id))`,
  refusal: sql`CASE WHEN subject_request.refusal_ground IS NOT NULL THEN
    jsonb_build_object('ground', subject_request.refusal_ground, 'reason', subject_request.refusal_reason) END`,
  lifting: sql`CASE WHEN subject_request.lifted_at IS NOT NULL THEN jsonb_build_object('reason', subject_request.lifting_reason) END`,
})

export const listSubjectRequests = listing({
  operation: 'listSubjectRequests',
  of: request,
  query: SubjectRequestQuery,
  filters: {
    overdue: (overdue) =>
      overdue
        ? sql`subject_request.status = 'OPEN' AND subject_request.due_at < now()`
        : sql`(subject_request.status <> 'OPEN' OR subject_request.due_at >= now())`,
  },
})

/** @throws not-found */
export const readSubjectRequest = (db: Reader, id: string): Promise<SubjectRequest> => readOne(db, request, id)
/** @throws not-found */
export const lockSubjectRequest = (tx: Transaction, id: string): Promise<SubjectRequest> => readOne(tx, request, id, { lock: sql`FOR UPDATE` })

/** Every request about a person. */
export const requestsAbout = (db: Reader, { type, id }: Subject): Promise<SubjectRequest[]> =>
  db.query(select(request.members, sql`FROM ${unfiltered('subject_request', ofTheSubject)} WHERE ${personIn('subject_request', type, id)} ORDER BY id`))

const rowIs = (id: string): Sql => sql`id = ${id}::uuid`
const personIn = (table: string, type: SubjectType, id: string): Sql => {
  const { person, through } = allTables()[table] as DescribedTable
  const column = raw(person?.[type] ?? '')
  return through === undefined
    ? sql`${column} = ${id}::uuid`
    : sql`${column} IN (SELECT id FROM ${raw(through.table)} WHERE ${raw(through.person)} = ${id}::uuid)`
}

/** Of a row of `buyer`: it is no organisation. */
const isPerson = sql`buyer.type IN ('INDIVIDUAL', 'EMPLOYEE')`
/** Where persons are, and which rows are persons. */
const persons = { INMATE: ['inmate', sql`TRUE`], BUYER: ['buyer', isPerson], OFFICER: ['officer', sql`TRUE`] } as const

/** The person that a request is about, held so that it stays; undefined where the caller sees none. */
export async function findSubject(tx: Transaction, { type, id }: Subject): Promise<{ facilityId: string; isPerson: boolean } | undefined> {
  const [table, condition] = persons[type]
  const [found] = await tx.query<{ facilityId: string; isPerson: boolean }>(
    sql`SELECT facility_id AS "facilityId", ${condition} AS "isPerson" FROM ${rows(tx, table)} WHERE ${rowIs(id)} FOR SHARE`,
  )
  return found
}

export function insertSubjectRequest(tx: Transaction, facilityId: string, { subject, receivedAt, ...values }: NewSubjectRequest): Change<SubjectRequest> {
  const received = receivedAt === undefined ? tx.now : new Date(receivedAt)
  const person = { [`${persons[subject.type][0]}Id`]: subject.id }
  const dueAt = new Date(received.getTime() + 72 * 3_600_000)
  return insertOne(tx, request, { facilityId, ...values, ...person, receivedAt: received, dueAt })
}

export const noteErasurePrepared = (tx: Transaction, id: string): Change<SubjectRequest> => changeOne(tx, request, id, preparedBy(tx.caller, tx.now))

export function decideSubjectRequest(tx: Transaction, id: string, status: RequestStatus, refusal?: SubjectRequestRefusal): Change<SubjectRequest> {
  return changeOne(tx, request, id, { status, decidedAt: tx.now, refusalGround: refusal?.ground, refusalReason: refusal?.reason })
}

export const endSubjectRequest = (tx: Transaction, id: string, liftingReason: string): Change<SubjectRequest> =>
  changeOne(tx, request, id, { liftedAt: tx.now, liftingReason })

// The record ------------------------------------------------------------------------------------------------------

/** What rows are called, by id: programs, batches, facilities. */
export async function namesOf(db: Reader, table: 'program' | 'batch' | 'facility', ids: readonly string[]): Promise<Map<string, string>> {
  const name = raw(table === 'batch' ? 'code' : 'name')
  const named = await db.query<{ id: string; name: string }>(
    sql`SELECT id, ${name} AS name FROM ${unfiltered(table, ofTheSubject)} WHERE id = ANY(${ids}::uuid[])`,
  )
  return new Map(named.map((row) => [row.id, row.name]))
}

const camelCase = (column: string): string => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** What was corrected, the earliest first; encrypted numbers decrypted. */
export async function formerValuesOf(db: Reader, { type, id }: Subject, redactions: ReadonlySet<string>): Promise<FormerValue[]> {
  // Of an officer none are kept.
  if (allTables().personal_history?.person?.[type] === undefined) return []
  const former = await db.query<FormerValue & { table: string }>(sql`
    SELECT history.resource AS table, replace(history.resource, '_', '-') AS resource, history.row_id AS "rowId", history.field, history.version,
           CASE WHEN history.field = 'facility_id' THEN (SELECT name FROM ${unfiltered('facility', ofTheSubject)} WHERE id = (history.value #>> '{}')::uuid)
                WHEN jsonb_typeof(history.value) = 'array' THEN (SELECT string_agg(element, ', ') FROM jsonb_array_elements_text(history.value) element)
                ELSE history.value #>> '{}' END AS former,
           history.changed_at AS "changedAt", coalesce(client.name, '-') AS "changedBy"
    FROM ${unfiltered('personal_history', ofTheSubject, 'history')} LEFT JOIN ${unfiltered('api_client', whoDidIt, 'client')} ON client.id = history.changed_by
    WHERE ${personIn('personal_history', type, id)} ORDER BY history.sequence`)
  return former.map(({ table, field, former, ...row }) => {
    const member = allTables()[table]?.columns[field]?.member ?? camelCase(field)
    const isEncrypted = field.endsWith('_encrypted') && former !== null
    // The member that shows it holds values of several classes.
    const dataClass = allTables()[table]?.columns[field]?.class
    if (dataClass !== undefined && dataClass !== 'none' && redactions.has(dataClass)) return { ...row, field: member, former: null }
    return { ...row, field: member, former: isEncrypted ? db.keyring.decrypt(former, `${table}.${member}:${row.rowId}`) : former }
  })
}

/** The other rows with the number of a person, wherever they are. */
export async function otherRecordsOf(db: Reader, { id }: Subject, number: string | undefined): Promise<OtherRecord[]> {
  if (number === undefined) return []
  const [niks, npwps] = [db.keyring.lookUp('inmate.nik', number), db.keyring.lookUp('buyer.npwp', number)]
  return db.query(sql`
    SELECT found.type, found.id, facility.name AS "facilityName" FROM (
      SELECT 'INMATE' AS type, id, facility_id FROM ${unfiltered('inmate', ofTheSubject)} WHERE nik_hash = ANY(${niks}::bytea[])
      UNION ALL SELECT 'BUYER', id, facility_id FROM ${unfiltered('buyer', ofTheSubject)} WHERE npwp_hash = ANY(${npwps}::bytea[]) AND ${isPerson}
    ) found JOIN ${unfiltered('facility', ofTheSubject)} ON facility.id = found.facility_id WHERE found.id <> ${id}::uuid ORDER BY found.id`)
}

/** Who read or changed any of these rows, the latest first; at most `limit`. */
export const trailOf = (db: Reader, ids: readonly string[], limit: number): Promise<TrailEntry[]> =>
  db.query(sql`
    SELECT entry.at, coalesce(client.name, '-') AS client, client.organisation, entry.purpose, entry.resource, entry.operation,
           CASE WHEN entry.version IS NULL THEN 'READ' ELSE 'CHANGE' END AS access
    FROM ${unfiltered('audit_entry', ofTheSubject, 'entry')} LEFT JOIN ${unfiltered('api_client', whoDidIt, 'client')} ON client.id = entry.client_id
    WHERE entry.resource_ids && ${ids}::uuid[] AND entry.outcome = 'ALLOWED' ORDER BY entry.at DESC, entry.sequence DESC LIMIT ${limit}`)

/** What an officer answers for or has signed. */
export const dutiesOf = (db: Reader, id: string): Promise<OfficerDuty[]> =>
  db.query(sql`
    SELECT 'program' AS resource, id, 'SUPERVISOR' AS role FROM ${unfiltered('program', ofTheSubject)} WHERE supervisor_id = ${id}::uuid
    UNION ALL SELECT 'batch', id, 'SUPERVISOR' FROM ${unfiltered('batch', ofTheSubject)} WHERE supervisor_id = ${id}::uuid
    UNION ALL SELECT 'enrollment', id, 'DECIDED' FROM ${unfiltered('enrollment', ofTheSubject)} WHERE decision_officer_id = ${id}::uuid
    UNION ALL SELECT 'batch-output', id, 'INSPECTED' FROM ${unfiltered('batch_output', ofTheSubject)} WHERE inspected_by = ${id}::uuid
    ORDER BY id`)

// Erasure ---------------------------------------------------------------------------------------------------------

/** Whether somebody is still enrolled, or at work on a batch. */
export async function workOf(tx: Transaction, inmateId: string): Promise<{ isEnrolled: boolean; isAtWork: boolean }> {
  const known = {
    isEnrolled: expression<boolean>`EXISTS (SELECT 1 FROM ${unfiltered('enrollment', ofTheSubject)} WHERE inmate_id = ${inmateId}::uuid AND status = ANY(${openStatuses}))`,
    isAtWork: expression<boolean>`EXISTS (SELECT 1 FROM ${unfiltered('batch_worker', ofTheSubject)} WHERE inmate_id = ${inmateId}::uuid AND valid_to IS NULL)`,
  }
  const [work] = await tx.query(select(known, empty))
  return work as { isEnrolled: boolean; isAtWork: boolean }
}

/** A condition: whether a sale is still under way. */
export const openSale = sql`sale.status IN ('DRAFT', 'CONFIRMED')`

/** Locks a buyer, which keeps sales to it from being made, and reads how things stand. @throws not-found */
export async function lockBuyer(tx: Transaction, id: string) {
  await tx.query(sql`SELECT 1 FROM ${rows(tx, 'buyer')} WHERE ${rowIs(id)} FOR UPDATE`)
  const affairs = {
    ...columns('buyer', ['facilityId', 'retentionHold', 'erasedAt']),
    hasOpenSale: expression<boolean>`coalesce(bool_or(${openSale}), false)`,
    hasUnpaidSale: expression<boolean>`coalesce(bool_or(sale.status = 'CONFIRMED' AND sale.paid < sale.total), false)`,
    lastSoldOn: expression<string | null>`max(greatest(sale.sold_on, sale.created_at::date)) FILTER (WHERE sale.status <> 'CANCELLED')`,
  }
  const sales = sql`LEFT JOIN ${unfiltered('sale', ofTheSubject)} ON sale.buyer_id = buyer.id`
  return readRow(
    tx,
    select(affairs, sql`FROM ${rows(tx, 'buyer')} ${sales} WHERE buyer.id = ${id}::uuid GROUP BY buyer.facility_id, buyer.retention_hold, buyer.erased_at`),
  )
}

const shortId = `right(id::text, 12)`
/** What each way of erasing writes; `personal-data.ts` of each module says which column gets which. */
const erased: Record<Erasure, (column: string) => string> = {
  KEPT: (column) => column,
  CLEARED: () => 'NULL',
  EMPTIED: () => `'{}'`,
  MASKED: (column) => `CASE WHEN ${column} IS NOT NULL THEN '***' END`,
  NUMBERED: () => `'***' || ${shortId}`,
  PSEUDONYM: () => `'N.N. ' || ${shortId}`,
  NAMELESS: () => `'N.N.'`,
}

/** What changes made of the person's rows stays in the trail, and nobody can read it any more. */
async function forgetValues(tx: Transaction, { type, id }: Subject): Promise<void> {
  const tables = tablesOf(type).filter(({ table }) => 'id' in table.columns && erasable(table).length > 0)
  const its = tables.flatMap(({ name, table: { partOf } }) =>
    ['id', ...(partOf ? [partOf.column] : [])].map((column) => sql`SELECT ${raw(column)} FROM ${raw(name)} WHERE ${personIn(name, type, id)}`),
  )
  const entries = unfiltered('audit_entry', ofTheSubject)
  await tx.query(sql`UPDATE ${entries} SET values_key = NULL WHERE resource_ids && ARRAY(${join(its, ' UNION ALL ')}) AND values_key IS NOT NULL`)
}

type ErasedRow = { id: string; facilityId: string; version: number }

/** What shows erased parts shows something else from now on. */
async function renewWholes(tx: Transaction, { table }: { table: string }, ids: Sql): Promise<void> {
  const changed = await tx.query<ErasedRow>(sql`
    UPDATE ${raw(table)} SET ${stamp(tx.caller.clientId)} WHERE id IN (${ids}) RETURNING id, facility_id AS "facilityId", version`)
  const resource = table.replaceAll('_', '-')
  for (const row of changed) tx.emit({ type: `${resource}.updated`, resource, ...row })
}

/**
 * Makes a person nameless in every table that holds rows of it, announces each row, and forgets the answers that are
 * kept for repeated requests. The person is locked. Former values go last, as their module does: erasing is a change, and
 * leaves some itself.
 */
export async function erase(tx: Transaction, { type, id }: Subject): Promise<void> {
  const main = type === 'INMATE' ? 'inmate' : 'buyer'
  for (const { name, table } of tablesOf(type)) {
    const columns = erasable(table)
    if (columns.length === 0) continue
    const values = columns.map(([column, way]) => raw(`${column} = ${erased[way](column)}`))
    const once = name === main ? [sql`erased_at = now()`, ...(type === 'BUYER' ? [sql`active = false`] : [])] : []
    const isVersioned = 'updated_at' in table.columns
    const filled = raw(columns.map(([column]) => `${column} IS NOT NULL`).join(' OR '))
    if (table.partOf)
      await renewWholes(tx, table.partOf, sql`SELECT ${raw(table.partOf.column)} FROM ${raw(name)} WHERE ${personIn(name, type, id)} AND (${filled})`)
    const changed = await tx.query<ErasedRow>(sql`
      UPDATE ${raw(name)} SET ${join([...values, ...once, ...(isVersioned ? [stamp(tx.caller.clientId)] : [])])}
      WHERE ${personIn(name, type, id)} AND (${filled})
      ${isVersioned ? sql`RETURNING id, facility_id AS "facilityId", version` : sql``}`)
    const resource = name.replaceAll('_', '-')
    for (const row of changed) tx.emit({ type: `${resource}.erased`, resource, ...row })
  }
  await forgetValues(tx, { type, id })
  const answers = unfiltered('idempotency_key', ofTheSubject)
  const sales = sql`SELECT id::text FROM ${unfiltered('sale', ofTheSubject)} WHERE buyer_id = ${id}::uuid`
  await tx.query(sql`
    DELETE FROM ${answers} WHERE ${id} IN (answer ->> 'id', answer ->> 'inmateId', answer ->> 'buyerId', answer #>> '{subject,id}')
      OR answer ->> 'saleId' IN (${sales})`)
}
